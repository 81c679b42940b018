import numpy as np
import pytest

from negsim.bargaining.move import Accept, Entry, Offer, WalkAway, WorldEvent
from negsim.bargaining.opponent_models.none import NoModel
from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.bargaining.strategy import Strategy
from negsim.bargaining.view import PartyView
from tests.playing import acceptance, bidding, strategy, utility_of, view_of

PIE = [x / 10 for x in range(11)]


def test_time_is_never_zero_and_never_one():
    utility = utility_of(PIE)

    assert [PartyView("me", utility, r, 4).t for r in range(4)] == [0.2, 0.4, 0.6, 0.8]


def test_a_view_sorts_offers_by_who_made_them():
    history = (
        Entry(0, "me", Offer(3)),
        Entry(0, "you", Offer(5)),
        Entry(1, None, WorldEvent("news")),
        Entry(1, "me", Offer(4)),
    )
    view = PartyView("me", utility_of(PIE), 1, 9, history, 5)

    assert (view.sent, view.received) == ((3, 4), (5,))


def test_best_and_floor_of_what_may_be_agreed():
    some = np.array([False, True, True] + [False] * 8)

    assert view_of(utility_of(PIE)).best == 1.0
    assert view_of(utility_of(PIE), admissible=some).best == 0.2
    assert view_of(utility_of(PIE), admissible=np.zeros(11, dtype=bool)).best == -np.inf
    assert view_of(utility_of(PIE)).floor == 0.0
    assert view_of(utility_of(PIE, reservation=0.3)).floor == 0.3


def test_chance_depends_on_seed_party_round_and_purpose_only():
    view = view_of(utility_of(PIE), seed=7)
    first = view.draw("offer").random()

    assert view.draw("offer").random() == first
    others = [view.draw("repeat"), view_of(utility_of(PIE), round=1, seed=7).draw("offer")]
    others.append(PartyView("you", view.utility, 0, 9, seed=7).draw("offer"))
    assert first not in {other.random() for other in others}


def test_acts_by_accepting_proposing_or_leaving():
    party = strategy("linear")  # at t = .5 it offers outcome 5, so it accepts from .5 on

    accept = party.act(view_of(utility_of(PIE), received=[5], round=4))
    offer = party.act(view_of(utility_of(PIE), received=[4], round=4))
    leave = party.act(view_of(utility_of(PIE, reservation=2.0), received=[4], round=4))

    assert (accept, offer, leave) == (Accept(), Offer(5), WalkAway())
    assert accept.target == offer.target == 0.5


def test_says_what_it_aimed_at_when_it_leaves():
    leave = strategy("linear").act(view_of(utility_of(PIE, reservation=2.0)))

    assert leave.target == 2.0
    assert "no deal" in leave.why


@pytest.mark.parametrize("condition", ["ac_next", "ac_asp", "ac_const", "ac_time", "ac_rational"])
def test_never_accepts_below_the_reservation_value_unless_a_profile_says_so(condition):
    class Meek(TimeDependent):
        def target(self, view):
            return -1.0

        def propose(self, view):
            return None

    view = view_of(utility_of(PIE, reservation=0.5), received=[4], round=8)
    careful = Strategy(Meek(), acceptance(condition), NoModel())

    assert careful.act(view) == WalkAway()


def test_a_compatibility_profile_may_accept_below_the_reservation_value():
    view = view_of(utility_of(PIE, reservation=0.5), received=[4], round=4)

    class Anything(type(acceptance("ac_asp"))):
        def accepts(self, view, offer, bidding, planned):
            return True

    assert Strategy(bidding("linear"), Anything(), NoModel()).act(view) != Accept()
    assert Strategy(bidding("linear"), Anything(), NoModel(), True).act(view) == Accept()


def test_red_lines_bind_what_it_accepts():
    some = np.array([True] * 5 + [False] * 6)
    view = view_of(utility_of(PIE), received=[9], round=8, admissible=some)

    assert isinstance(strategy("conceder").act(view), Offer)
