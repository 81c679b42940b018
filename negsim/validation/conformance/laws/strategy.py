"""What every bidding rule promises."""

from numbers import Real

import numpy as np

from negsim.bargaining.mechanisms.alternating_offers import AlternatingOffers
from negsim.bargaining.move import Wait
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.sides import Side, bargain
from negsim.bargaining.strategy import Bidding
from negsim.bargaining.view import PartyView
from negsim.errors import ConfigError
from negsim.registry import Entry, lookup
from negsim.settings.build import plain
from negsim.validation.conformance.law import Law, example, holds
from negsim.validation.conformance.moments import ROUNDS, SPACE, legal, moments, preferences, whole
from negsim.validation.conformance.worlds import ENDS, mini, play

LEARNT = ("none", "smith", "perfect")
"""Opponent models whose estimates a rule may find in its view."""
OPPONENTS = ("boulware", "conceder", "hardliner")


def is_a_bidding_rule(entry: Entry) -> None:
    """It is a Bidding, and the acceptance condition and opponent model it names by default exist."""
    rule = example(entry)
    holds(isinstance(rule, Bidding), f"{type(rule).__name__} must derive from Bidding")
    lookup("acceptance", rule.default_acceptance)
    lookup("opponent_model", rule.default_opponent_model)


def offers_what_it_may(entry: Entry) -> None:
    """What it offers exists, crosses no red line and is worth no less to it than no deal."""
    rule = example(entry)
    for learn in LEARNT:
        for view in moments(learn):
            proposal = rule.propose(view)
            if proposal is None:
                continue
            offer, at = proposal.outcome, _when(view)
            inside = isinstance(offer, int | np.integer) and 0 <= offer < SPACE.n
            holds(inside, f"{at} it offers outcome {offer!r}, but outcomes are 0 to {SPACE.n - 1}")
            holds(view.may(offer), f"{at} it offers outcome {offer}, which its red lines forbid")
            worth = view.utility.value(offer)
            holds(
                worth >= view.reservation,
                f"{at} it offers outcome {offer}, worth {worth:g}, though no deal is worth "
                f"{view.reservation:g}",
            )


def makes_legal_moves(entry: Entry) -> None:
    """With its own acceptance condition and opponent model it makes moves that alternating offers allow."""
    party = whole(example(entry))
    for learn in LEARNT:
        for view in moments(learn):
            move = party.act(view)
            holds(
                not isinstance(move, Wait) and legal(view, move),
                f"{_when(view)} it makes the move {move}, which is not legal then",
            )


def gives_up_only_if_nothing_is_worth_offering(entry: Entry) -> None:
    """It offers something exactly if something admissible is worth no less than no deal."""
    rule = example(entry)
    for view in moments("smith"):
        acceptable = view.utility.values() >= view.reservation
        if view.admissible is not None:
            acceptable &= view.admissible
        found = rule.propose(view) is not None
        text = "makes an offer, though none is" if found else "makes no offer, though one would be"
        holds(found == acceptable.any(), f"{_when(view)} it {text} admissible and better than no deal")


def says_the_same_twice(entry: Entry) -> None:
    """Asked twice at one moment it makes the same move: it keeps no state, and chance comes from the view."""
    party = whole(example(entry))
    for view in moments("smith"):
        first = party.act(view)
        for again in (party, whole(example(entry))):
            second = again.act(view)
            same = repr(first) == repr(second)  # with the notes, which do not count when moves are compared
            holds(same, f"asked twice {_when(view)} it answers {first} and then {second}")


def aims_at_a_number(entry: Entry) -> None:
    """Its target is a number, the same when asked twice, and the one it proposes with."""
    rule = example(entry)
    for view in moments("smith"):
        target, again, proposal = rule.target(view), rule.target(view), rule.propose(view)
        at = _when(view)
        holds(isinstance(target, Real) and target == target, f"{at} its target is {target!r}, not a number")
        holds(target == again, f"asked twice {at} its target is {target} and then {again}")
        aim = target if proposal is None else proposal.target
        holds(aim == target, f"{at} it proposes with the target {aim:g}, but its target is {target:g}")


def plays_whole_talks(entry: Entry) -> None:
    """It plays to the end against other rules, opening and answering, and as each party of a scenario."""
    rule = example(entry)
    if _fits(rule, SPACE):
        _plays_against_others(rule)
    if _fits(rule, mini().world.space):
        for party in mini().parties:
            end = play({f"parties.{party}.strategy": {"bidding": plain(rule)}}).end_state
            holds(end in ENDS, f"as {party} its talks end in '{end}', not in one of {', '.join(ENDS)}")


def _plays_against_others(rule: Bidding) -> None:
    own, other = preferences(1)
    for name in OPPONENTS:
        opponent = whole(example(lookup("strategy", name)))
        sides = [Side("me", own, whole(rule)), Side("you", other, opponent)]
        for order in (sides, sides[::-1]):
            state = bargain(AlternatingOffers(), order, ROUNDS)
            holds(state.ended, f"talks against {name} do not end")


def _fits(rule: Bidding, space: OutcomeSpace) -> bool:
    """Return whether the rule's settings name what these outcomes have; it may refuse others."""
    try:
        rule.check(space)
    except ConfigError:
        return False
    return True


def _when(view: PartyView) -> str:
    return f"in round {view.round + 1} of {view.rounds}"


LAWS: tuple[Law, ...] = (
    is_a_bidding_rule,
    offers_what_it_may,
    makes_legal_moves,
    gives_up_only_if_nothing_is_worth_offering,
    says_the_same_twice,
    aims_at_a_number,
    plays_whole_talks,
)
