"""Demands: what a party asked for, in the utilities of another world."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.bargaining.demand import Demand
from negsim.bargaining.issue import Issue
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.utility.function import from_values
from negsim.bargaining.utility.table import GRID

SPACE = OutcomeSpace((Issue("x", ("a", "b", "c")),))
ASKED = Demand(offer=1, worth=2.0, floor=-1.0, ceiling=3.0, no_deal=0.0)
"""It asks for b, three above its floor of -1; its concessions count from 3, four above."""


def utility(worth: float, reservation: float = 0.0):
    """Return own utility in a new world in which b is worth this; a is the worst, c the best outcome."""
    return from_values(SPACE, np.array([-5.0, worth, 50.0]), reservation)


def test_a_worse_no_deal_raises_no_demand():
    """b is worth 3 now, three above the floor as before: so concessions count from four above, not 50."""
    assert ASKED.carried_over(utility(3.0), 0.0) == 4.0
    assert ASKED.carried_over(utility(6.0), 0.0) == 8.0


def test_a_better_no_deal_raises_a_demand_by_as_much():
    """b is worth 1 now: what is 2 above no deal, as b was, may be asked for."""
    assert ASKED.carried_over(utility(1.0), 0.0) == pytest.approx(4.0 * 2.0 / 3.0, abs=GRID)
    assert ASKED.carried_over(utility(1.0), 1.0) == 4.0


def test_an_offer_that_is_no_gain_binds_nothing():
    assert ASKED.carried_over(utility(3.0, reservation=4.0), 0.0) == np.inf
    assert Demand(1, -1.0, -1.0, 3.0, -2.0).carried_over(utility(3.0), 0.0) == np.inf


def test_nothing_admissible_on_the_day_binds_nothing():
    assert Demand(1, 2.0, -1.0, -np.inf, 0.0).carried_over(utility(3.0), 0.0) == np.inf


units = st.integers(-(2**36), 2**36).map(lambda n: n * GRID)
shares = st.floats(0, 1)


@given(shares, shares, units, units, shares)
def test_what_met_the_aim_meets_it_again(above, within, worth, least, conceded):
    """An aim between floor and ceiling that the last offer met stays met, however utilities stretch."""
    floor, offered = 0.0, round(above * 2**32) * GRID + GRID
    ceiling = offered + round(within * 2**32) * GRID
    aim = floor + (ceiling - floor) * (1 - conceded)
    there = utility(worth, least)
    carried = Demand(1, offered, floor, ceiling, 0.0).carried_over(there, worth - offered)

    if aim <= offered and np.isfinite(carried):
        again = there.floor + (carried - there.floor) * (1 - conceded)
        assert again <= worth + GRID
