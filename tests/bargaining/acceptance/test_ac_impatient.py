from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.bargaining.acceptance.ac_impatient import AcceptImpatient
from negsim.bargaining.acceptance.ac_next import AcceptNext
from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.bargaining.strategy import Proposal
from tests.playing import strategy, talk, utility_of, view_of

VALUES = (0.0, 0.4, 0.5, 0.9)
UTILITY = utility_of(VALUES, reservation=0.3)


def accepts(offer, planned, patience=1.0, utility=UTILITY, **settings):
    proposal = None if planned is None else Proposal(planned, 0.7)
    view = replace(view_of(utility), discount=patience)
    return AcceptImpatient(**settings).accepts(view, offer, TimeDependent(), proposal)


def test_half_the_gain_now_is_worth_the_whole_later_to_who_loses_half_by_waiting():
    # over no deal 1 gains .1 and 2 gains .2
    assert accepts(1, 2, discount=0.499)
    assert not accepts(1, 2, discount=0.501)


def test_the_patience_of_the_party_counts_unless_the_condition_has_its_own():
    assert accepts(1, 2, patience=0.4)
    assert not accepts(1, 2, patience=0.4, discount=0.6)


@given(st.floats(0.05, 0.49), st.floats(0.51, 1), st.floats(-1e3, 1e3), st.floats(1e-3, 1e3))
def test_time_multiplies_gains_wherever_the_zero_of_utility_lies(low, high, zero, unit):
    moved = utility_of([zero + unit * u for u in VALUES], reservation=zero + unit * 0.3)

    assert accepts(1, 2, utility=moved, discount=low)
    assert not accepts(1, 2, utility=moved, discount=high)


@pytest.mark.parametrize("offer", range(4))
@pytest.mark.parametrize("planned", [None, 0, 1, 2, 3])
def test_patient_it_is_ac_next_and_impatient_ac_next_with_a_factor(offer, planned):
    proposal = None if planned is None else Proposal(planned, 0.7)
    for discount, factor in ((1.0, 1.0), (0.4, 2.5)):
        plain = AcceptNext(a=factor).accepts(view_of(UTILITY), offer, TimeDependent(), proposal)

        assert accepts(offer, planned, discount=discount) is plain


def test_the_less_patient_accept_sooner():
    def rounds(discount):
        impatient = replace(strategy("boulware"), acceptance=AcceptImpatient(discount))
        return talk("boulware", impatient, 100).round

    found = [rounds(discount) for discount in (0.5, 0.9, 1.0)]

    assert found == sorted(found)
    assert found[0] < found[-1] == talk("boulware", "boulware", 100).round
