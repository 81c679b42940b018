from negsim.bargaining.acceptance.ac_prev import AcceptPrevious
from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.bargaining.strategy import Proposal
from tests.playing import utility_of, view_of

UTILITY = utility_of([0.0, 0.4, 0.5, 0.9])


def accepts(offer, sent, **settings):
    view = view_of(UTILITY, sent=sent)
    return AcceptPrevious(**settings).accepts(view, offer, TimeDependent(), Proposal(1, 0.4))


def test_compares_with_the_last_own_offer_and_not_with_the_next():
    assert accepts(2, sent=[3, 2])
    assert not accepts(2, sent=[2, 3])


def test_factor_and_addend():
    assert accepts(1, sent=[2], b=0.1)
    assert accepts(1, sent=[2], a=1.25)
    assert not accepts(1, sent=[2], a=1.2)


def test_the_factor_acts_on_the_gain_over_no_deal():
    # .4 instead of .5 where no deal is worth .3: half the gain
    view = view_of(utility_of([0.0, 0.4, 0.5, 0.9], reservation=0.3), sent=[2])

    assert AcceptPrevious(a=2.01).accepts(view, 1, TimeDependent(), None)
    assert not AcceptPrevious(a=1.99).accepts(view, 1, TimeDependent(), None)


def test_nothing_is_accepted_before_the_first_own_offer():
    assert not accepts(3, sent=[])
