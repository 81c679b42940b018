from negsim.bargaining.opponent_models.perfect import Perfect
from negsim.bargaining.view import Estimate
from tests.playing import strategy, talk, utility_of, view_of


def test_returns_the_truth_in_the_view():
    truth = Estimate(utility_of([0.0, 1.0]))
    view = view_of(utility_of([1.0, 0.0]), estimate=truth)

    assert Perfect().start(view) is truth
    assert Perfect().update(None, 1, view) is truth


def test_finds_the_best_trade_in_one_offer():
    # both get at least .6 only at outcome 2, .9 to b: the oracle opens with what b takes at once
    a, b = [0.2, 0.6, 0.8, 1.0], [1.0, 0.6, 0.9, 0.0]
    state = talk(strategy("logroll", learn="perfect"), strategy("conceder"), 9, (a, b))

    assert state.agreement == 2
