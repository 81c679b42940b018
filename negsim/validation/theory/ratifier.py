"""The proposer before a ratifier whose threshold nobody knows, through whole talks: T16."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from negsim.politics.blocs import blocs
from negsim.politics.group_features import GROUP_FEATURES
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import Scenario
from negsim.validation.check import Check, Got
from negsim.validation.worlds import packaged, records, world

STEPS, RUNS = 1000, 200
PIE = 15.0
"""Purchases, $bn a year, that groups count as 1."""
CASES = {"[0, .5]": (0.0, 0.5), "[.4, .9]": (0.4, 0.9), "[0, 1]": (0.0, 1.0)}
POLITICS = {"mood_sigma": 0, "belief_error": 0, "pledge_probability": 0, "leak_probability": 0}


def _only(side: str, terms: Mapping[str, Any]) -> dict[str, Any]:
    """Return the terms of a government that wants nothing else."""
    others = packaged("neutral").resolved()["parties"][side]["terms"]
    return {**dict.fromkeys(others), **terms}


def _factions(side: str) -> dict[str, Any]:
    """Return factions of which one has the say: it wants the deal, and to keep the money."""
    first, *others = blocs(side)
    tastes = dict.fromkeys(GROUP_FEATURES, 0.0) | {"certainty": 1.0, "purchases": -1.0}
    members: dict[str, Any] = {bloc.name: {"weight": 0} for bloc in others}
    members[first.name] = {"weight": 1, "threshold": 0, "cares_about": tastes}
    return {"type": "interest_group", "side": side, "members": members}


def ultimatum(low: float, high: float) -> Scenario:
    """Return talks of one round: one side offers, the other takes it or leaves it, its factions vote.

    The pie is what the second side buys: all of it is worth 1 to the first, and the one faction gains 1 less
    what is bought.
    """
    base = packaged("mini")
    asks, votes = base.parties
    kinds = {name: base.raw["parties"][name]["type"] for name in base.parties}
    bought = {"bought": {"type": "feature", "feature": "announced_purchases", "weight": 1 / PIE}}
    deal = {"deal": {"type": "feature", "feature": "deal", "weight": 1}}
    rule = {"type": "uniform", "low": low, "high": high, "filters": False}
    own = {
        asks: (bought, {"bidding": "expected_gain"}, "automatic"),
        votes: (deal, {"bidding": "conceder", "acceptance": "ac_rational"}, rule),
    }
    parties = {
        name: {
            "type": kinds[name],
            "politics": POLITICS,
            "terms": _only(name, terms),
            "strategy": strategy,
            "ratification": ratification,
        }
        for name, (terms, strategy, ratification) in own.items()
    }
    levels = [PIE * step / STEPS for step in range(STEPS + 1)]
    sections = {
        "time.ticks": 1,
        "issues": {"purchases": {"type": "purchases", "levels": levels}},
        "parties": parties,
        "agents": {f"{votes}_factions": _factions(votes)},
        "mechanism": {"type": "alternating_offers", "first": asks},
    }
    return world("mini", sections)


def uncertain_ratifier() -> Mapping[str, Got]:
    """Return what is left to the ratifier, the odds it is thought to have, and how often it is ratified."""
    found: dict[str, Got] = {}
    for name, limits in CASES.items():
        scenario = ultimatum(*limits)
        runs = records(scenario, RUNS)
        (offer,) = {record.offers[0].entry.move.outcome for record in runs}  # type: ignore[union-attr]
        space = scenario.world.space
        left = 1.0 - space.issues[0].numbers[space.levels(offer)[0]] / PIE
        odds = NegotiationModel(scenario).win_sets.abroad(next(iter(scenario.parties)))
        assert odds is not None
        ratified = np.mean([record.agreement == offer for record in runs])
        found |= {
            f"y, {name}": left,
            f"odds, {name}": float(odds[offer]),
            f"ratified, {name}": float(ratified),
        }
    return found


EXPECTED = {"[0, .5]": (0.5, 1.0), "[.4, .9]": (0.7, 0.6), "[0, 1]": (0.5, 0.5)}
CHECKS = (
    Check(
        "T16",
        "the uncertain ratifier",
        "engine",
        {
            label: value
            for name, (share, odds) in EXPECTED.items()
            for label, value in ((f"y, {name}", share), (f"odds, {name}", odds), (f"ratified, {name}", odds))
        },
        {
            label: tolerance
            for name in EXPECTED
            for label, tolerance in (
                (f"y, {name}", 1e-9),
                (f"odds, {name}", 1e-9),
                (f"ratified, {name}", 0.1),
            )
        },
        "Putnam (1988), Iida (1993): y = (1 + l) / 2 or h if that is less, P = (y - l) / (h - l)",
        uncertain_ratifier,
        f"ratified: the share of {RUNS} runs, where .1 is three standard errors",
    ),
)
