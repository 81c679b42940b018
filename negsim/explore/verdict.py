"""What one outcome means: its levels, sectors that win and lose in both countries, who objects and why."""

from typing import Any

from negsim.bargaining.bargain import Bargain
from negsim.bargaining.outcome import Outcome
from negsim.classroom.views.home_front import HomeVerdict, Verdict, verdicts
from negsim.classroom.views.wording import label
from negsim.politics.countries import pair
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import Scenario, varied
from negsim.world.flows import Flow, flows

SECTORS_SHOWN = 8
SMALLEST = 0.005
"""US$ bn a year; a sector that changes less is not named."""


def verdict_of(scenario: Scenario, bargain: Bargain, outcome: Outcome) -> dict[str, Any]:
    """Return everything said of one outcome, at the mean of moods.

    Changes of exports are against no deal at the rate in force, US$ bn a year, largest first.
    """
    model = NegotiationModel(without_moods(scenario), 0)
    first, second = bargain.points_at(outcome)
    return {
        "outcome": outcome,
        "levels": scenario.world.space.describe(outcome),
        "points": [round(first, 1), round(second, 1)],
        "sectors": _sectors(model, outcome),
        "home": {party: _home(verdicts(model, party, outcome)) for party in scenario.parties},
    }


def without_moods(scenario: Scenario) -> Scenario:
    """Return the scenario with blocs at the mean of their moods."""
    calm = [(f"parties.{party}.politics.mood_sigma", 0.0) for party in scenario.parties]
    return varied(scenario, calm, scenario.name)


def _sectors(model: NegotiationModel, outcome: Outcome) -> dict[str, list[list[Any]]]:
    """Return exporting side -> [sector, change]; the partner's purchases count among its imports."""
    sold, bought = flows(model.world, outcome)
    home, partner = (country.party for country in pair())
    return {party: _largest(rows) for party, rows in ((home, bought), (partner, sold))}


def _largest(rows: list[Flow]) -> list[list[Any]]:
    named = sorted((row for row in rows if abs(row.change) >= SMALLEST), key=lambda row: -abs(row.change))
    return [[label(row.goods), round(row.change, 3)] for row in named[:SECTORS_SHOWN]]


def _home(home: HomeVerdict) -> dict[str, Any]:
    return {
        "odds": home.odds,
        "votes": home.votes,
        "groups": [_said(group) for group in home.groups],
        "winners": [_said(one) for one in home.winners],
        "losers": [_said(one) for one in home.losers],
    }


def _said(verdict: Verdict) -> dict[str, Any]:
    return {
        "name": verdict.name,
        "for": verdict.approves,
        "gain": verdict.gain,
        "why": verdict.reason,
    }
