import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.bargaining.acceptance.ac_next import AcceptNext
from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.bargaining.strategy import Bidding, Proposal
from tests.playing import strategy, utility_of, view_of

UTILITY = utility_of([0.0, 0.4, 0.5, 0.9], reservation=0.3)


def accepts(offer, planned, **settings):
    proposal = None if planned is None else Proposal(planned, 0.7)
    return AcceptNext(**settings).accepts(view_of(UTILITY), offer, TimeDependent(), proposal)


@pytest.mark.parametrize(("offer", "planned", "expected"), [(2, 2, True), (1, 2, False), (3, 2, True)])
def test_compares_with_the_planned_offer_and_not_with_the_target(offer, planned, expected):
    assert accepts(offer, planned) is expected


def test_factor_and_addend():
    assert accepts(1, 2, b=0.1)
    assert accepts(1, 2, a=2.01)  # no deal is worth .3: .3 + 2.01 * .1 >= .5
    assert not accepts(1, 2, a=1.99)


@given(st.floats(0.5, 2), st.floats(-1e3, 1e3), st.floats(1e-3, 1e3))
def test_the_factor_does_not_depend_on_zero_and_unit_of_the_utility(a, zero, unit):
    # 1 is worth (.4 - .3) / (.5 - .3) = a half of the gain of 2: a factor above 2 is needed, wherever 0 lies
    scaled = utility_of([zero + unit * u for u in (0.0, 0.4, 0.5, 0.9)], reservation=zero + unit * 0.3)

    assert not AcceptNext(a=0.99 * a).accepts(view_of(scaled), 1, TimeDependent(), Proposal(2, 0.0))
    assert AcceptNext(a=2.01 * max(a, 1.0)).accepts(view_of(scaled), 1, TimeDependent(), Proposal(2, 0.0))


def test_with_nothing_left_to_offer_no_deal_is_the_measure():
    assert accepts(1, None)
    assert not accepts(0, None)


def test_asking_does_not_advance_the_bidding_rule():
    class Counting(TimeDependent):
        def propose(self, view) -> Proposal | None:
            calls.append(view.round)
            return super().propose(view)

    calls: list[int] = []
    rule: Bidding = Counting()
    strategy(rule).act(view_of(UTILITY, received=[1]))

    assert calls == [0]
