import pytest

from negsim.bargaining import sides as sides_module
from negsim.bargaining.mechanisms.alternating_offers import AlternatingOffers
from negsim.bargaining.move import Wait
from negsim.bargaining.sides import Side, bargain
from negsim.bargaining.strategy import Strategy
from negsim.errors import ConfigError
from tests.playing import PIE, strategy, talk, utility_of


def sides(a, b):
    return [Side(n, utility_of(v), strategy(s)) for n, v, s in zip("ab", PIE, (a, b), strict=True)]


def test_the_mechanism_says_who_opens():
    state = bargain(AlternatingOffers(first="b"), sides("linear", "hardliner"), rounds=1)

    assert [entry.party for entry in state.history] == ["b", "a"]
    assert state.history[0].move.outcome == 0


def test_same_seed_same_talks():
    def transcript(seed):
        return talk("random_walker", "random_walker", 5, seed=seed).history

    assert transcript(1) == transcript(1)
    assert transcript(1) != transcript(2)


def test_both_sides_learn_from_every_offer_of_the_other_when_they_next_look():
    class Remembering(type(strategy("logroll").opponent_model)):
        def update(self, estimate, outcome, view):
            heard.append((view.party, outcome, view.standing))
            return super().update(estimate, outcome, view)

    heard: list[tuple[str, int, int]] = []
    watching = [Strategy(s.bidding, s.acceptance, Remembering()) for s in map(strategy, ["hardliner"] * 2)]
    bargain(AlternatingOffers(), sides(*watching), rounds=2)

    assert heard == [("b", 10, 10), ("a", 0, 0), ("b", 10, 10)]


def test_a_party_that_learns_nothing_looks_once_a_move(monkeypatch):
    looks = []
    made = sides_module._view
    monkeypatch.setattr(sides_module, "_view", lambda *known: looks.append(known) or made(*known))
    state = bargain(AlternatingOffers(), sides("hardliner", "hardliner"), rounds=5)

    assert len(looks) == 2 + len(state.history)


def test_a_person_cannot_play_alone():
    class Person(Strategy):
        def act(self, view):
            return Wait()

    party = strategy("linear")
    person = Person(party.bidding, party.acceptance, party.opponent_model)

    with pytest.raises(ConfigError, match="'a' waits for a person"):
        bargain(AlternatingOffers(), sides(person, "linear"), rounds=2)
