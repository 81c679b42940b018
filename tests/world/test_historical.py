"""The historical world: the facts of the time fall on their day, the same in every run."""

from datetime import date

import pytest

from negsim.bargaining.move import WorldEvent
from negsim.politics import home_front, outlook
from negsim.talks import scenario as scenarios
from negsim.talks.model import NegotiationModel
from tests.scenarios import scenario

HARD = {f"parties__{side}__strategy": "hardliner" for side in ("us", "vietnam")}
"""Nobody concedes, so that the talks last to the end."""
FACTS = {
    "exemption_order": 6,
    "leaders_call": 1,
    "unilateral_signal": 1,
    "data_blackout": 2,
    "technical_round": 4,
    "summit": 1,
    "statistics": 1,
    "court": 1,
    "demand": 4,
}


@pytest.fixture(scope="module")
def played():
    talks = NegotiationModel(scenario("historical", **HARD), 3, log=True)
    rates = {}
    while talks.running:
        talks.step()
        rates[talks.today] = talks.course.conditions.in_force
    return talks, rates


def test_rates_are_in_force_from_their_day(played):
    _, rates = played

    assert rates[date(2025, 4, 2)] == 0.10
    assert rates[date(2025, 8, 6)] == 0.10
    assert rates[date(2025, 8, 20)] == 0.20
    assert rates[date(2026, 2, 18)] == 0.20
    assert rates[date(2026, 3, 4)] == 0.10


def test_what_happened_happens_to_every_run(played):
    talks, _ = played
    other = NegotiationModel(scenario("historical", **HARD), 4, log=True)
    other.run()

    def news(model):
        moves = [entry.move for entry in model.state.history]
        return [m.kind for m in moves if isinstance(m, WorldEvent) and m.kind in model.course.kinds]

    assert news(talks) == news(other)
    assert {kind: news(talks).count(kind) for kind in FACTS} == FACTS


def test_nothing_is_offered_that_was_not_known_on_the_first_day():
    talks = scenario("historical")

    assert talks.economy.policy_date == talks.time.start == date(2025, 4, 2)
    assert "annex" not in talks.issues["exemptions"].levels


def test_a_second_run_values_nothing_anew_that_the_first_has_valued(monkeypatch):
    """The world goes through the same two dozen states in every run: what they mean to a side is kept."""
    talks = NegotiationModel(scenario("historical"), 0)
    talks.run()
    made = []
    for module, name in ((outlook, "make_mandate"), (home_front, "bloc_tables"), (scenarios, "World")):
        plain = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given, plain=plain: made.append(given) or plain(*given))
    talks.reset(0)
    talks.run()

    assert made == []
