"""Licences for high technology: half of what the US can give outside trade, and no trade."""

import numpy as np
import pytest

from negsim.world.issues.licences import Licences
from tests.scenarios import model, outcome, scenario

ISSUES = {"status": {"type": "market_economy"}, "licences": {"type": "licences"}}


def test_licences_are_a_half_of_the_concessions():
    found = Licences().features(np.arange(3))

    assert found["strategic"].tolist() == [0.0, 0.2, 0.5]
    assert found["licences"].tolist() == [0.0, 0.4, 1.0]
    assert found["market_economy"].tolist() == [0.0]


def test_multinationals_want_licences_and_exposed_exporters_status():
    talks = model("quiet", issues=ISSUES)
    world, reason = talks.world, "access: strategic concessions"

    def wants(agent, **labels):
        return agent.parts(outcome(world, **labels))[reason]

    shrimp = next(a for a in talks.population.agents if a.name == "seafood exporters (Vietnam)")
    brand = next(a for a in talks.population.agents if a.labels.get("kind") == "multinationals")
    assert (wants(shrimp, status="full"), wants(shrimp, licences="full")) == pytest.approx((0.2, 0.0))
    assert (wants(brand, status="full"), wants(brand, licences="full")) == pytest.approx((0.0, 0.2))


def test_they_move_no_trade():
    world = scenario("quiet", issues=ISSUES).world
    sold = [
        world.trade_totals(outcome(world, licences=level))["sales"] for level in ("none", "process", "full")
    ]

    assert sold[0] == sold[1] == sold[2]
