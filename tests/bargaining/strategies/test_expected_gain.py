"""The proposer before an uncertain ratifier (T16), in closed form and through whole talks.

Who divides a pie of 1 and leaves the ratifier a share y, its threshold uniform in [l, h], expects
(1 - y)(y - l)/(h - l): the best share is (1 + l)/2, or h if that is less. The pie of the talks is what
Vietnam buys: all of it is worth 1 to the United States, and the one faction gains 1 less what is bought.
"""

from typing import Any

import numpy as np
import pytest

from negsim.bargaining import outcome as outcome_module
from negsim.bargaining.strategies.expected_gain import ExpectedGain
from negsim.errors import ConfigError
from negsim.politics.blocs import blocs
from negsim.politics.group_features import GROUP_FEATURES
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import Scenario
from tests.playing import utility_of, view_of
from tests.scenarios import play, scenario

STEPS = 1000
PIE = 15.0
"""Purchases, $bn a year, that groups count as 1."""
RUNS = 300
CASES = [((0.0, 0.5), 0.5, 1.0), ((0.4, 0.9), 0.7, 0.6), ((0.0, 1.0), 0.5, 0.5)]


def only(side: str, terms: dict[str, Any]) -> dict[str, Any]:
    """Return the terms of a government that wants nothing else."""
    others = scenario("neutral").resolved()["parties"][side]["terms"]
    return {**dict.fromkeys(others), **terms}


def factions() -> dict[str, Any]:
    """Return the factions of Vietnam, of which one has the say: it wants the deal and to keep the money."""
    first, *others = blocs("vietnam")
    tastes = dict.fromkeys(GROUP_FEATURES, 0.0) | {"certainty": 1.0, "purchases": -1.0}
    members: dict[str, Any] = {bloc.name: {"weight": 0} for bloc in others}
    members[first.name] = {"weight": 1, "threshold": 0, "cares_about": tastes}
    return {"type": "interest_group", "side": "vietnam", "members": members}


def ultimatum(low: float, high: float) -> Scenario:
    """Return talks of one round: the US offers, Vietnam takes it or leaves it, its factions vote."""
    politics = {"mood_sigma": 0, "belief_error": 0, "pledge_probability": 0, "leak_probability": 0}
    rule = {"type": "uniform", "low": low, "high": high, "filters": False}
    levels = [PIE * step / STEPS for step in range(STEPS + 1)]
    us = {"strategy": {"bidding": "expected_gain"}, "ratification": "automatic"}
    vietnam = {"strategy": {"bidding": "conceder", "acceptance": "ac_rational"}, "ratification": rule}
    wants = ({"bought": {"type": "feature", "feature": "announced_purchases", "weight": 1 / PIE}},)
    gives = {"deal": {"type": "feature", "feature": "deal", "weight": 1}}
    return scenario(
        "mini",
        time={"ticks": 1},
        issues={"purchases": {"type": "purchases", "levels": levels}},
        parties={
            "us": {"type": "us_government", "politics": politics, "terms": only("us", *wants), **us},
            "vietnam": {
                "type": "vietnam_government",
                "politics": politics,
                "terms": only("vietnam", gives),
                **vietnam,
            },
        },
        agents={"vietnam_factions": factions()},
        mechanism={"type": "alternating_offers", "first": "us"},
    )


@pytest.mark.parametrize(("limits", "share", "odds"), CASES)
def test_the_uncertain_ratifier_through_whole_talks(limits, share, odds):
    talks = ultimatum(*limits)
    records = play(talks, range(RUNS))
    (offer,) = {record.offers[0].entry.move.outcome for record in records}
    space, ratified = talks.world.space, np.mean([record.agreement == offer for record in records])
    bought = space.issues[0].numbers[space.levels(offer)[0]]

    assert 1 - bought / PIE == pytest.approx(share, abs=1e-9)
    assert NegotiationModel(talks).win_sets.abroad("us")[offer] == pytest.approx(odds, abs=1e-9)
    assert ratified == pytest.approx(odds, abs=0.08 * (odds < 1))
    assert {record.end_state for record in records} <= {"agreed", "ratification_failed"}


def test_it_weighs_the_gain_by_the_odds():
    own = utility_of([0.0, 1.0, 2.0, 3.0], reservation=0.0)
    view = view_of(own, abroad=np.array([1.0, 0.9, 0.5, 0.2]))

    assert ExpectedGain().propose(view).outcome == 2  # 0, .9, 1 and .6
    assert ExpectedGain().propose(view_of(own)).outcome == 3
    assert ExpectedGain().target(view) == 2.0


def test_it_offers_only_what_it_may_and_what_is_worth_it():
    own = utility_of([0.0, 1.0, 2.0], reservation=1.5)

    assert ExpectedGain().propose(view_of(own, admissible=np.array([True, True, False]))) is None
    assert ExpectedGain().target(view_of(own, admissible=np.array([True, True, False]))) == 1.5


def test_spaces_too_large_to_list_are_refused(monkeypatch):
    monkeypatch.setattr(outcome_module, "ENUMERABLE", 2)

    with pytest.raises(ConfigError, match="expected_gain needs outcomes that can be listed"):
        ExpectedGain().check(utility_of([0.0, 1.0, 2.0]).space)
