from negsim.bargaining.acceptance.ac_asp import AcceptAspiration
from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.bargaining.strategy import Proposal
from tests.playing import utility_of, view_of

VIEW = view_of(utility_of([0.0, 0.45, 0.5, 0.8, 1.0]), round=4, rounds=9)  # linear aims at .5


def test_measures_the_target_and_not_the_next_offer():
    # the next offer may be worth more than the target, because outcomes are few
    assert AcceptAspiration().accepts(VIEW, 2, TimeDependent(), Proposal(3, 0.5))
    assert not AcceptAspiration().accepts(VIEW, 1, TimeDependent(), Proposal(3, 0.5))


def test_reads_the_rule_when_nothing_is_planned():
    assert AcceptAspiration().accepts(VIEW, 2, TimeDependent(), None)
    assert not AcceptAspiration().accepts(VIEW, 1, TimeDependent(), None)
    assert AcceptAspiration().accepts(VIEW, 1, TimeDependent(tolerance=0.05), None)
