from negsim.bargaining.acceptance.ac_rational import AcceptRational
from negsim.bargaining.strategies.time_dependent import TimeDependent
from tests.playing import strategy, talk, utility_of, view_of


def test_accepts_from_the_reservation_value_on():
    view = view_of(utility_of([0.2, 0.3, 1.0], reservation=0.3))
    accepted = [o for o in range(3) if AcceptRational().accepts(view, o, TimeDependent(), None)]

    assert accepted == [1, 2]


def test_ultimatum_leaves_the_responder_nothing():
    # one round, ties are accepted: the proposer keeps all of the pie
    state = talk("hardliner", strategy("hardliner", accept="ac_rational"), 1, reservations=(0.0, 0.0))

    assert state.agreement == 10
