"""What time costs: the least utility worth signing, and court optimism against theory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.bargaining.bargain import Bargain, FeasibleSet
from negsim.bargaining.play import play
from negsim.politics.patience import Patience, value_of_waiting
from tests.playing import utility_of

UTILITIES = st.floats(-100, 100)
SHARES = st.floats(0, 1)
MAYBE = st.none() | UTILITIES
THRESHOLD = 0.2777778
"""(1 - .9) / (.9 * .4)."""
STEPS = 100_000
"""Parts of the pie, fine enough to tell optimism of .27777 from .27778."""


@given(UTILITIES, MAYBE, MAYBE, SHARES)
def test_what_is_worth_signing_is_the_largest_of_no_deal_leaving_and_waiting(d, elsewhere, wait, weight):
    least = Patience(waiting=weight).reservation(d, elsewhere, wait)
    waited = d if wait is None else d + weight * max(0.0, wait - d)

    assert least == max(x for x in (d, elsewhere, waited) if x is not None)


@given(UTILITIES, MAYBE, MAYBE)
def test_who_waits_with_its_full_weight_takes_the_best_of_the_three(d, elsewhere, wait):
    least = Patience(waiting=1.0).reservation(d, elsewhere, wait)

    assert least == pytest.approx(max(x for x in (d, elsewhere, wait) if x is not None), abs=1e-9)


@given(UTILITIES, MAYBE)
def test_the_defaults_leave_no_deal_exactly_what_it_was(d, wait):
    assert Patience().reservation(d, None, wait) == d
    assert Patience().after(17.5) == 1.0


@given(st.tuples(*[UTILITIES] * 4), SHARES, SHARES, SHARES, UTILITIES, st.floats(0.1, 10))
def test_zero_and_unit_of_the_utility_do_not_matter(utilities, odds, later, weight, zero, unit):
    def least(d, now, struck, stands):
        wait = value_of_waiting(now, struck, stands, odds, later)
        return Patience(waiting=weight).reservation(d, None, wait)

    moved = least(*(zero + unit * u for u in utilities))

    assert moved == pytest.approx(zero + unit * least(*utilities), abs=1e-6)


@given(UTILITIES, UTILITIES, UTILITIES, SHARES)
def test_a_ruling_that_is_far_off_is_worth_what_holds_until_then(now, struck, stands, odds):
    assert value_of_waiting(now, struck, stands, odds, 0.0) == now
    soon = odds * struck + (1 - odds) * stands
    assert value_of_waiting(now, struck, stands, odds, 1.0) == pytest.approx(soon, abs=1e-9)


def reservations(optimism: float) -> dict[str, float]:
    """Return what each side keeps back when the ruling comes a tick later and moves .4 of a pie.

    Vietnam gets .7 of it after a strike and .3 if the tariffs stand; no deal is 0 to both. The US thinks a
    strike as likely as .3, Vietnam by `optimism` more. A tick costs a tenth.
    """
    patience, odds = Patience(discount=0.9, waiting=1.0), {"us": 0.3, "vietnam": 0.3 + optimism}
    shares = {"us": (0.3, 0.7), "vietnam": (0.7, 0.3)}
    return {
        side: patience.reservation(
            0.0, None, value_of_waiting(0.0, struck, stands, odds[side], patience.after(1))
        )
        for side, (struck, stands) in shares.items()
    }


@pytest.mark.parametrize(
    ("optimism", "possible"), [(0.27777, True), (0.27778, False), (0.0, True), (0.7, False)]
)
def test_optimism_about_the_court_delays_beyond_the_threshold_of_theory(optimism, possible):
    """Delay if and only if (p_V - p_U) * Delta > (1 - delta) / delta, here p_V - p_U > .2777778."""
    pie = np.arange(STEPS + 1) / STEPS
    us, vietnam = pie, 1.0 - pie
    least = reservations(optimism)
    zone = Bargain(FeasibleSet({"us": us, "vietnam": vietnam}), least).zone

    assert possible is (optimism <= THRESHOLD)
    assert zone.any() is np.bool_(possible)
    assert (sum(least.values()) <= 1.0) is possible


@pytest.mark.parametrize(("optimism", "end"), [(0.2, "agreed"), (0.3, "expired")])
def test_the_threshold_holds_in_talks_that_are_played(optimism, end):
    """At .2 they keep back .9 * 1.08 = .972 of the pie, at .3 .9 * 1.12 = 1.008: more than there is."""
    pie, least = np.arange(1001) / 1000, reservations(optimism)
    utilities = {
        "us": utility_of(pie, reservation=least["us"]),
        "vietnam": utility_of(1.0 - pie, reservation=least["vietnam"]),
    }
    played = play(utilities, ["linear", "linear"], rounds=200)

    assert sum(least.values()) == pytest.approx(0.9 * (1 + 0.4 * optimism))
    assert played.end_state == end


def test_with_one_belief_waiting_never_blocks_a_deal():
    """Both keep back .9 of what they expect, which is the whole pie to both together."""
    assert sum(reservations(0.0).values()) == pytest.approx(0.9)
