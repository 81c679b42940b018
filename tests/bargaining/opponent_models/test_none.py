from negsim.bargaining.opponent_models.none import NoModel
from tests.playing import utility_of, view_of


def test_never_learns():
    view = view_of(utility_of([0.0, 1.0]))

    assert NoModel().start(view) is None
    assert NoModel().update(None, 1, view) is None
