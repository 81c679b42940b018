"""Every registered way of bargaining keeps the contract of its kind; new plug-ins are tested unasked."""

import pickle

import numpy as np
import pytest

from negsim.bargaining.mechanism import NegotiationState
from negsim.bargaining.mechanisms.alternating_offers import AlternatingOffers
from negsim.bargaining.move import Accept, Offer, Reject, WalkAway
from negsim.bargaining.strategy import Strategy
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.table import Block
from negsim.bargaining.view import Estimate, PartyView
from tests.conforming import all_of, check_plain_plugin, example
from tests.playing import acceptance, bidding, model, space_of, strategy, view_of

KINDS = ("strategy", "acceptance", "opponent_model", "mechanism")
SPACE = space_of(3, 2, 4, numeric=[2])


def functions(seed):
    """Return own and other utility over 24 outcomes, additive by issue, with a reservation value."""
    chance = np.random.default_rng(seed)
    own = tuple(Block((axis,), chance.integers(0, 9, size) / 8) for axis, size in enumerate(SPACE.shape))
    other = tuple(Block((axis,), -block.table) for axis, block in enumerate(own))
    middle = sum(float(block.table.mean()) for block in own)
    return UtilityFunction(SPACE, own, middle), UtilityFunction(SPACE, other)


def views(learn="none", restricted=(False, True)):
    """Yield moments of talks: early, middle and late, with and without red lines."""
    for seed in range(4):
        own, other = functions(seed)
        chance = np.random.default_rng(seed)
        for now in (0, 3, 8):
            for red_lines in restricted:
                received = chance.integers(0, SPACE.n, now).tolist()
                allowed = chance.random(SPACE.n) < 0.5 if red_lines else None
                view = view_of(own, [int(own.descending[0])] * now, received, round=now, seed=seed)
                yield _with_estimate(view, other, learn, allowed)


def _with_estimate(view, other, learn, admissible):
    learned = model(learn)
    plain = PartyView(**{**_fields(view), "estimate": Estimate(other) if learned.reads_truth else None})
    estimate = learned.start(plain)
    for outcome in view.received:
        estimate = learned.update(
            estimate, outcome, PartyView(**{**_fields(view), "estimate": plain.estimate})
        )
    return PartyView(**{**_fields(view), "estimate": estimate, "admissible": admissible})


def _fields(view):
    return {name: getattr(view, name) for name in PartyView.__dataclass_fields__}


def state_of(view):
    """Return the state of alternating offers in which the view is seen."""
    standing = None if view.standing is None else ("you", view.standing)
    return NegotiationState(SPACE, ("me", "you"), view.rounds, view.round, 0, standing, view.history)


def legal(view, move):
    return AlternatingOffers().legal(state_of(view), view.party, move)


@pytest.mark.parametrize("entry", [entry for kind in KINDS for entry in all_of(kind)])
def test_is_a_plain_plugin(entry):
    check_plain_plugin(entry)


@pytest.mark.parametrize("learn", ["none", "smith", "perfect"])
@pytest.mark.parametrize("entry", all_of("strategy"))
def test_a_bidding_rule_offers_what_is_legal_admissible_and_rational(entry, learn):
    rule = example(entry)
    for view in views(learn):
        move = strategy(rule).act(view)

        assert legal(view, move)
        if isinstance(move, Offer):
            assert view.may(move.outcome)
            assert view.utility.value(move.outcome) >= view.reservation


@pytest.mark.parametrize("entry", all_of("strategy"))
def test_a_bidding_rule_walks_away_only_if_nothing_is_worth_offering(entry):
    rule = example(entry)
    for view in views("smith"):
        acceptable = view.utility.values() >= view.reservation
        if view.admissible is not None:
            acceptable &= view.admissible

        assert (rule.propose(view) is None) == (not acceptable.any())


@pytest.mark.parametrize("entry", all_of("strategy"))
def test_a_bidding_rule_says_the_same_twice(entry):
    party = strategy(example(entry))
    for view in views("smith"):
        first, second = party.act(view), pickle.loads(pickle.dumps(party)).act(view)

        assert first == second
        assert (first.target, first.why) == (second.target, second.why)


@pytest.mark.parametrize("entry", all_of("strategy"))
def test_a_bidding_rule_names_partners_that_exist(entry):
    rule = example(entry)

    assert acceptance(rule.default_acceptance)
    assert model(rule.default_opponent_model)


@pytest.mark.parametrize("entry", all_of("strategy"))
def test_a_target_is_a_number_and_the_one_it_proposes_with(entry):
    rule = example(entry)
    for view in views("smith"):
        proposal = rule.propose(view)

        assert rule.target(view) == rule.target(view)  # not nan
        assert proposal is None or proposal.target == rule.target(view)


@pytest.mark.parametrize("entry", all_of("acceptance"))
@pytest.mark.parametrize("rule", ["linear", "logroll", "micro", "random_walker"])
def test_an_acceptance_condition_never_agrees_below_no_deal_or_across_red_lines(entry, rule):
    party = Strategy(bidding(rule), example(entry), model("smith"))
    for view in views("smith"):
        move = party.act(view)

        assert isinstance(move, Accept | Offer | WalkAway)
        assert move == party.act(view)
        if isinstance(move, Accept):
            assert view.may(view.standing)
            assert view.utility.value(view.standing) >= view.reservation


@pytest.mark.parametrize("entry", all_of("acceptance"))
def test_an_acceptance_condition_prefers_better_offers(entry):
    condition, rule = example(entry), bidding("linear")
    for view in views("smith", restricted=(False,)):
        if not view.received:
            continue
        planned = rule.propose(view)
        said = [condition.accepts(view, int(o), rule, planned) for o in view.utility.order]

        assert said == sorted(said), "it accepts an offer and refuses a better one"


@pytest.mark.parametrize("entry", all_of("opponent_model"))
def test_an_opponent_model_estimates_over_the_same_space_and_changes_nothing_old(entry):
    for view in views(entry.name, restricted=(False,)):
        if view.estimate is None:
            continue
        before = view.estimate.utility.values().copy()
        after = example(entry).update(view.estimate, 5, view)

        assert after.utility.space is SPACE
        assert np.isfinite(after.utility.values()).all()
        assert np.array_equal(view.estimate.utility.values(), before)
        assert pickle.loads(pickle.dumps(after)).utility.value(3) == after.utility.value(3)


@pytest.mark.parametrize("entry", all_of("mechanism"))
def test_a_mechanism_is_a_pure_state_machine_that_replays(entry):
    rules, chance = example(entry), np.random.default_rng(1)
    start = state = rules.start(SPACE, ("a", "b"), 6)
    while (mover := rules.mover(state)) is not None:
        choices = [Offer(int(chance.integers(SPACE.n))), Reject(), Accept()]
        moves = [move for move in choices if rules.legal(state, mover, move)]
        before, state = state, rules.apply(state, moves[0])

        assert len(before.history) + 1 == len(state.history)

    assert state.ended
    assert rules.replay(start, state.history) == state
    assert pickle.loads(pickle.dumps(state)).end_state == state.end_state
    assert not any(rules.legal(state, party, WalkAway()) for party in ("a", "b"))
