import pytest

from negsim.bargaining.strategies.trade_off import TradeOff
from tests.playing import utility_of, view_of

# two issues of three levels; own utility is the sum of levels / 4: (0,2), (1,1) and (2,0) are worth .5
UTILITY = utility_of([0.0, 0.25, 0.5, 0.25, 0.5, 0.75, 0.5, 0.75, 1.0], 3, 3)


def offer(received, **settings):
    view = view_of(UTILITY, received=received, round=4, rounds=9)  # t = .5, target .5 with e = 1
    return TradeOff(**{"e": 1.0, **settings}).propose(view).outcome


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (1, 2),  # other asks (0,1): (0,2) and (1,1) are one step away, the lower index is taken
        (3, 4),  # other asks (1,0): (1,1) at index 4 before (2,0) at index 6
        (0, 2),  # all three are two steps away
    ],
)
def test_keeps_its_utility_and_comes_nearer(received, expected):
    assert offer([received]) == expected


def test_only_the_last_offer_counts():
    assert offer([1, 3]) == offer([3])


def test_hamming_counts_equal_levels():
    # other asks (0,0): (0,2) and (2,0) share one level with it, (1,1) none; ordered, all are as far
    assert offer([0], hamming=True) == 2


def test_a_wider_band_reaches_further():
    # |u - .5| <= .25 includes (0,1), worth .25: exactly what was asked
    assert offer([1], band=0.25) == 1


def test_nothing_below_no_deal_even_in_a_wide_band():
    utility = utility_of([0.0, 0.25, 0.5, 0.25, 0.5, 0.75, 0.5, 0.75, 1.0], 3, 3, reservation=0.4)
    view = view_of(utility, received=[0], round=8, rounds=9)

    assert utility.value(TradeOff(band=1.0).propose(view).outcome) >= 0.4


def test_opens_with_the_worst_outcome_that_meets_the_target():
    assert offer([]) == 2


def test_nothing_above_the_band_is_offered_however_alike():
    # other asks (2,1), worth .75: (1,1) and (2,0) of the band are half a step away, the lower index is taken
    assert offer([7]) == 4
