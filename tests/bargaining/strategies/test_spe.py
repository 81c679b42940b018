"""Backward induction against the closed forms of the theory, a brute force over all moves, and its limits.

On a pie of steps of g nobody can be given a fraction of a step. Who proposes rounds against itself, by less
than g; so if v and w are the shares of the two proposers, v = 1 - d2 w - e and w = 1 - d1 v - e' with e and
e' in [0, g), and v is off by (d2 e' - e) / (1 - d1 d2), less than g / (1 - d1 d2). The bound holds at any
horizon, since the errors of a finite one are part of the same geometric series.
"""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from negsim.bargaining import outcome as outcome_module
from negsim.bargaining.bargain import Bargain, FeasibleSet
from negsim.bargaining.mechanisms.alternating_offers import AlternatingOffers
from negsim.bargaining.move import Accept, Entry, Offer, Reject, WalkAway
from negsim.bargaining.sides import Side, bargain
from negsim.bargaining.strategies.spe import BackwardInduction, turns_left
from negsim.bargaining.utility.function import UtilityFunction, from_values
from negsim.bargaining.utility.table import Block
from negsim.bargaining.view import Estimate
from tests.playing import bidding, space_of, strategy, utility_of, view_of

FINE = 100_000


def pie(steps, reservations=(0.0, 0.0)):
    """Return the utilities of two sides that divide a pie of 1 in so many steps; outcome x gives x to a."""
    space, share = space_of(steps + 1), np.arange(steps + 1) / steps
    return [from_values(space, values, r) for values, r in zip((share, 1 - share), reservations, strict=True)]


def talks(utilities, discounts, rounds, breakdown=0.0, impasse=None, opening=None, **known):
    """Return the final state of talks between two sides that reason backwards, a first."""
    (a, b), (own, other) = utilities, discounts
    if impasse is not None:
        known |= {"impasse": impasse, "other_impasse": impasse}
    first = BackwardInduction(own, other, **known)
    if opening is not None:
        first = bidding("scripted", moves=(opening,), then=first)
    second = BackwardInduction(other, own, **known)
    sides = [Side("a", a, strategy(first, learn="perfect")), Side("b", b, strategy(second))]
    return bargain(AlternatingOffers(breakdown=breakdown), sides, rounds)


def share(*args, steps=FINE, reservations=(0.0, 0.0), **settings):
    """Return what a gets of the pie, and that they agree at once."""
    state = talks(pie(steps, reservations), *args, **settings)
    assert (state.end_state, len(state.history)) == ("agreed", 2)
    return state.agreement / steps


def stahl(discounts, offers):
    """Return the share of who offers first when so many offers can be answered: x_n = 1 - d_other x_(n-1)."""
    value = 0.0
    for left in range(1, offers + 1):
        value = 1.0 - discounts[(offers - left + 1) % 2] * value
    return value


def within(discounts, steps=FINE):
    """Return the bound of rounding to steps of the pie."""
    return 1 / steps / (1 - discounts[0] * discounts[1])


# Rubinstein, Stahl


@pytest.mark.parametrize(("discounts", "expected"), [((0.9, 0.8), 0.7142857), ((0.9, 0.9), 0.5263158)])
def test_rubinstein(discounts, expected):
    (d1, d2), found = discounts, share(discounts, rounds=60)

    assert expected == pytest.approx((1 - d2) / (1 - d1 * d2), abs=5e-8)
    assert found == pytest.approx(expected, abs=within(discounts))


def test_equal_patience_gives_the_first_one_over_one_plus_delta():
    for delta in (0.5, 0.8, 0.95):
        found = share((delta, delta), rounds=200)
        assert found == pytest.approx(1 / (1 + delta), abs=within((delta, delta)))


def test_the_engine_is_within_two_steps_on_a_pie_of_100_001_points():
    assert share((0.9, 0.8), rounds=60) == pytest.approx(0.7142857, abs=2 / FINE)


@pytest.mark.parametrize(("rounds", "expected"), [(1, 1.0), (2, 0.92), (3, 0.8624), (26, 0.7143632)])
def test_stahl_with_an_odd_number_of_offers(rounds, expected):
    # the last move of the second side can only answer: n rounds have 2 n - 1 offers that can be answered
    assert expected == pytest.approx(stahl((0.9, 0.8), 2 * rounds - 1), abs=5e-8)
    assert share((0.9, 0.8), rounds=rounds) == pytest.approx(expected, abs=within((0.9, 0.8)))


@pytest.mark.parametrize(("rounds", "expected"), [(2, 0.2), (3, 0.344)])
def test_stahl_with_an_even_number_of_offers(rounds, expected):
    # a wastes its first offer by asking for everything, so b, with .9, is first of 2 n - 2 offers
    state = talks(pie(FINE), (0.8, 0.9), rounds, opening=FINE)

    assert [type(entry.move) for entry in state.history] == [Offer, Offer, Accept]
    assert expected == pytest.approx(stahl((0.9, 0.8), 2 * rounds - 2))
    assert 1 - state.agreement / FINE == pytest.approx(expected, abs=within((0.9, 0.8)))


def test_short_delays_lead_to_the_asymmetric_nash_solution():
    # rates .1 and .3, delay .01: .7503749, near .3 / (.1 + .3). Half a million steps bring the bound to .0005
    discounts, steps = (math.exp(-0.001), math.exp(-0.003)), 500_000
    exact = (1 - discounts[1]) / (1 - discounts[0] * discounts[1])

    assert exact == pytest.approx(0.7503749, abs=5e-8)
    assert share(discounts, rounds=2000, steps=steps) == pytest.approx(exact, abs=within(discounts, steps))


@settings(max_examples=40, deadline=None)
@given(st.floats(0.05, 0.97), st.floats(0.05, 0.97), st.integers(1, 12), st.integers(2, 300))
def test_every_horizon_is_stahls_but_for_the_steps_of_the_pie(d1, d2, rounds, steps):
    found = share((d1, d2), rounds=rounds, steps=steps)

    assert found == pytest.approx(stahl((d1, d2), 2 * rounds - 1), abs=within((d1, d2), steps) + 1e-9)


# Outside options, breakdown, ties


@pytest.mark.parametrize(("outside", "expected"), [(0.3, 0.5263158), (0.4736, 0.5263158), (0.6, 0.4)])
def test_an_outside_option_counts_only_if_it_is_better_than_waiting(outside, expected):
    # threshold .9 / 1.9 = .4736842: below it nothing changes, above it "deal me out"
    found = share((0.9, 0.9), rounds=60, reservations=(0.0, outside), impasse=0.0)

    assert found == pytest.approx(expected, abs=within((0.9, 0.9)))


@settings(max_examples=40, deadline=None)
@given(st.floats(0.3, 0.95), st.floats(0.0, 0.9))
def test_outside_options_are_the_larger_of_the_two_never_their_sum(delta, outside):
    found = share((delta, delta), rounds=150, steps=2000, reservations=(0.0, outside), impasse=0.0)

    assert found == pytest.approx(
        min(1 / (1 + delta), 1 - outside), abs=within((delta, delta), 2000) + delta**299
    )


def test_who_has_more_outside_than_the_pie_walks_away():
    state = talks(pie(10, (0.7, 0.7)), (0.9, 0.9), 5, impasse=0.0)
    assert state.end_state == "walked_away"

    # the second side alone has more than there is: the first asks for the best, the second leaves
    state = talks(pie(10, (0.0, 1.5)), (0.9, 0.9), 5, impasse=0.0)
    assert [type(entry.move) for entry in state.history] == [Offer, WalkAway]


@pytest.mark.parametrize(("risk", "expected"), [(0.5, 0.7), (0.1, 0.6157895), (0.01, 0.6015075)])
def test_breakdown_splits_the_difference(risk, expected):
    # b = (.3, .1) without discounting: x = b1 + (1 - b1 - b2) / (2 - p), and .6 in the limit
    found = share((1.0, 1.0), rounds=1000, reservations=(0.3, 0.1), breakdown=risk)

    assert expected == pytest.approx(0.3 + 0.6 / (2 - risk), abs=5e-8)
    assert found == pytest.approx(expected, abs=1 / FINE / (1 - (1 - risk) ** 2))


@settings(max_examples=30, deadline=None)
@given(st.floats(0.05, 0.9), st.floats(0.3, 1.0), st.floats(0.3, 1.0), st.integers(1, 9))
def test_risk_of_breakdown_is_discounting_by_another_name(risk, d1, d2, rounds):
    # both shrink the gain over no deal: by (1 - p) d
    risky = share((d1, d2), rounds=rounds, steps=400, reservations=(0.2, 0.1), breakdown=risk)
    slow = share(((1 - risk) * d1, (1 - risk) * d2), rounds=rounds, steps=400, reservations=(0.2, 0.1))

    assert risky == pytest.approx(slow, abs=1.5 / 400)  # a tie within rounding may fall to either side


@pytest.mark.parametrize(("demand", "expected"), [(0.4, 0.5128205), (0.6, 0.62)])
def test_a_side_that_cannot_go_below_its_demand_is_dealt_that(demand, expected):
    # Schelling, in the game: at .95 the first gets 1 / 1.95, or 1 - .95 (1 - .6) if it could not get .6 by
    # waiting: the other side, when it proposes, must leave it .6. The limits of patience are .5 and .6
    found = share((0.95, 0.95), rounds=200, reservations=(demand, 0.0), impasse=0.0)

    assert found == pytest.approx(expected, abs=within((0.95, 0.95)))


def test_a_demand_for_more_than_the_pie_is_no_deal():
    assert talks(pie(10, (1.1, 0.0)), (0.9, 0.9), 5, impasse=0.0).agreement is None


@pytest.mark.parametrize(("cost", "expected"), [(0.25, 0.12 + 0.88 / 1.98), (1.0, 0.314 / 0.5198)])
def test_a_pledge_that_costs_to_break_moves_the_share_towards_it(cost, expected):
    # pledge .6. With cost 1/4 the first gains 1.25 (x - .12): it gets .12 + .88 / (1 + d), .56 in the limit.
    # With cost 1 it offers x > .6 and is offered y < .6: 2 y - .6 = d x, 1 - x = d (1 - y); .6 in the limit
    own, other = pie(FINE)
    state = talks([own.pledged(0.6, cost), other], (0.98, 0.98), 400)

    assert (state.end_state, len(state.history)) == ("agreed", 2)
    assert state.agreement / FINE == pytest.approx(expected, abs=within((0.98, 0.98)))


def test_the_ultimatum_takes_everything_or_all_but_a_step():
    assert share((0.9, 0.9), rounds=1, steps=50) == 1.0
    assert share((0.9, 0.9), rounds=1, steps=50, ties="reject") == 1 - 1 / 50


# Properties


def brute_force(mine, yours, no_deal, discounts, risk, left):
    """Return what (the mover, the other side) get if it offers now, over all outcomes, as gains over impasse.

    `left` moves remain, this one included. Who is indifferent accepts, and among offers that bring the same
    prefers one that is accepted, then the one better for the other side.
    """
    if left == 1:
        return no_deal
    later = brute_force(yours, mine, no_deal[::-1], discounts[::-1], risk, left - 1)[::-1]
    waiting = no_deal
    if left > 2:
        waiting = [risk * n + (1 - risk) * d * v for n, d, v in zip(no_deal, discounts, later, strict=True)]
    refused = no_deal if no_deal[1] > waiting[1] + 1e-9 else waiting
    need = max(no_deal[1], waiting[1]) - 1e-9
    ends = [(u, True, v) for u, v in zip(mine, yours, strict=True) if v >= need]
    u, _, v = max([*ends, (refused[0], False, refused[1])])
    return u, v


EIGHTHS = st.integers(0, 40).map(lambda k: k / 8)
DISCOUNT = st.floats(0.2, 1.0)


@st.composite
def games(draw):
    """Return utilities of two sides over two issues, reservation values and discount factors."""
    size = draw(st.integers(1, 4)) * 2
    tables = [draw(st.lists(EIGHTHS, min_size=size, max_size=size)) for _ in "ab"]
    return tables, (draw(EIGHTHS), draw(EIGHTHS)), (draw(DISCOUNT), draw(DISCOUNT))


def functions(tables, reservations):
    return [utility_of(t, 2, len(t) // 2, reservation=r) for t, r in zip(tables, reservations, strict=True)]


@settings(max_examples=200, deadline=None)
@given(games(), st.tuples(EIGHTHS, EIGHTHS), st.sampled_from([0.0, 0.25]), st.integers(1, 4))
@example((([0.0, 3.0], [0.0, 0.0]), (1.0, 0.0), (0.5, 0.5)), (4.0, 0.0), 0.25, 2)
@example((([0.125, 2.625, 3.5, 0.125], [0.0, 0.125, 0.0, 0.0]), (0.0, 0.0), (1.0, 1.0)), (0.0, 0.0), 0.25, 2)
def test_offering_now_is_worth_what_all_moves_over_all_outcomes_say(game, impasse, risk, rounds):
    # impasse may be better than any deal: then nobody is in a hurry, and delay, refusal and leaving count
    tables, reservations, discounts = game
    own, other = functions(tables, reservations)
    view = view_of(own, rounds=rounds, estimate=Estimate(other), breakdown=risk)
    plan = BackwardInduction(*discounts, *impasse).plan(view)
    gains = [[value - zero for value in table] for table, zero in zip(tables, impasse, strict=True)]
    ends = tuple(r - zero for r, zero in zip(reservations, impasse, strict=True))
    best, _ = brute_force(*gains, ends, discounts, risk, 2 * rounds)

    assume(plan is not None)
    value = max(plan.value, plan.me.no_deal) * plan.me.span
    assert value == pytest.approx(max(best, ends[0]), abs=1e-7)  # it may also leave instead
    assert plan.leaves(answering=False) == (ends[0] > best + 1e-9)


@settings(max_examples=150, deadline=None)
@given(games(), st.sampled_from([0.0, 0.25]), st.integers(1, 4))
def test_no_sequence_of_moves_over_all_outcomes_does_better(game, risk, rounds):
    tables, reservations, discounts = game
    state = talks(functions(tables, reservations), discounts, rounds, breakdown=risk, impasse=0.0)
    agreed = state.agreement
    ends = reservations if agreed is None else [table[agreed] for table in tables]
    played = brute_force(*tables, reservations, discounts, risk, 2 * rounds)
    expected = reservations if reservations[0] > played[0] + 1e-9 else played  # it may leave at the start

    assert ends == pytest.approx(expected, abs=1e-7)


@settings(max_examples=60, deadline=None)
@given(games(), st.integers(1, 5))
def test_they_agree_at_once_on_the_frontier_or_nothing_suits_both(game, rounds):
    tables, reservations, discounts = game
    state = talks(functions(tables, reservations), discounts, rounds)
    values = {name: np.array(table) for name, table in zip("ab", tables, strict=True)}
    ground = Bargain(FeasibleSet(values), dict(zip("ab", reservations, strict=True)))

    if ground.zone.any():
        assert (len(state.history), state.end_state) == (2, "agreed")
        assert state.agreement in ground.frontier
    else:
        assert state.agreement is None


@settings(max_examples=60, deadline=None)
@given(games(), st.integers(1, 5), st.sampled_from([1e-6, 0.5, 30.0]), st.integers(-9, 9))
def test_units_of_utility_do_not_matter(game, rounds, factor, shift):
    tables, reservations, discounts = game
    rescaled = [[factor * value + shift for value in table] for table in tables]
    levels = [factor * value + shift for value in reservations]

    before = talks(functions(tables, reservations), discounts, rounds)
    after = talks(functions(rescaled, levels), discounts, rounds)
    assert before.history == after.history


@settings(max_examples=60, deadline=None)
@given(games(), st.integers(1, 4))
def test_names_and_sides_do_not_matter(game, rounds):
    tables, reservations, discounts = game
    one = talks(functions(tables, reservations), discounts, rounds)
    own, other = functions(tables, reservations)
    sides = [
        Side("us", own, strategy(BackwardInduction(*discounts))),
        Side("vietnam", other, strategy(BackwardInduction(*discounts[::-1]))),
    ]
    two = bargain(AlternatingOffers(first="us"), sides[::-1], rounds)

    assert [entry.move for entry in one.history] == [entry.move for entry in two.history]


@pytest.mark.parametrize("own", [0.5, 0.7, 0.9])
def test_patience_pays(own):
    found = [share((own, other), rounds=60, steps=1000) for other in (0.3, 0.5, 0.7, 0.9)]
    assert found == sorted(found, reverse=True)

    found = [share((mine, own), rounds=60, steps=1000) for mine in (0.3, 0.5, 0.7, 0.9)]
    assert found == sorted(found)


# What the discrete game cannot do, and what is assumed


def test_where_a_step_is_worth_more_than_a_refusal_costs_the_first_side_takes_all():
    # steps of .1 (van Damme, Selten & Winter 1990): at .8 within one of 1 / 1.8, at .99 far from 1 / 1.99
    assert share((0.8, 0.8), rounds=60, steps=10) == pytest.approx(1 / 1.8, abs=0.1)
    assert share((0.99, 0.99), rounds=60, steps=10) > 0.9
    assert share((0.99, 0.99), rounds=60) == pytest.approx(1 / 1.99, abs=within((0.99, 0.99)) + 0.99**119)


@pytest.mark.parametrize(("power", "factor"), [(0.5, 0.81), (1.0, 0.9), (None, 0.9)])
def test_it_knows_of_the_other_side_what_the_opponent_model_says(power, factor):
    # v = (1 - x)^g: 1 - x = d^(1/g) (1 - d x), so a cautious side (g = .5) counts as one less patient;
    # without an estimate the other side wants the opposite, which is g = 1
    steps = 1000
    own, other = pie(steps)
    believed = None if power is None else Estimate(from_values(own.space, other.values() ** power, 0.0))
    found = BackwardInduction(0.9, 0.9).propose(view_of(own, rounds=60, estimate=believed))

    expected = (1 - factor) / (1 - 0.9 * factor)
    assert found.outcome / steps == pytest.approx(expected, abs=within((0.9, factor), steps))
    assert found.target == own.value(found.outcome)


def test_it_stays_within_what_may_be_proposed():
    own, other = pie(10)
    allowed = np.arange(11) <= 3
    view = view_of(own, estimate=Estimate(other), admissible=allowed, rounds=1)

    assert BackwardInduction().propose(view).outcome == 3
    assert BackwardInduction().propose(view_of(own, admissible=allowed & False)) is None


@pytest.mark.parametrize("discount", [0.6, 0.9])
def test_spaces_too_large_to_list_give_the_same_offer(monkeypatch, discount):
    space = space_of(3, 4)
    own = (Block((0,), np.array([0.0, 0.5, 1.0])), Block((1,), np.array([0.0, 0.25, 0.5, 0.75])))
    other = (Block((0,), np.array([0.25, 0.125, 0.0])), Block((1,), np.array([1.5, 1.0, 0.5, 0.0])))

    def proposal():
        estimate = Estimate(UtilityFunction(space, other))
        return BackwardInduction(discount).propose(
            view_of(UtilityFunction(space, own), rounds=7, estimate=estimate)
        )

    expected = proposal()
    monkeypatch.setattr(outcome_module, "ENUMERABLE", 0)

    assert proposal() == expected


@pytest.mark.parametrize(
    ("history", "left"),
    [
        ([], 6),
        ([Entry(0, "you", Offer(0))], 5),
        ([Entry(0, "me", Offer(0)), Entry(0, "you", Reject())], 4),
        ([Entry(0, "me", Offer(0)), Entry(0, "you", Offer(0)), Entry(1, "me", Offer(0))], 4),
    ],
)
def test_moves_left_are_counted_from_the_transcript(history, left):
    now = 1 if len(history) > 1 else 0
    view = view_of(utility_of([0.0, 1.0]), round=now, rounds=3)
    object.__setattr__(view, "history", history)

    assert turns_left(view) == left
