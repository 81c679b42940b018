"""Market-economy status: what it takes off the duty of exposed sectors, and when."""

import numpy as np
import pytest

from negsim.economy.load import load_trade_data
from negsim.economy.policy import no_deal_policy
from negsim.world.issues.market_economy import MarketEconomy
from negsim.world.issues.strategic import Strategic
from tests.scenarios import scenario

DATA = load_trade_data()
EXPOSED = {"furniture", "metals", "other_agrifood", "plastics_rubber", "seafood", "textiles_bags_leather"}
ISSUES = {
    "tariff": {"type": "tariff_rate", "levels": [0.10, 0.20]},
    "status": {"type": "market_economy"},
    "phasing": {"type": "phasing"},
}


def at(talks, **labels):
    return talks.world.consequences(talks.world.space.outcome(labels))


def test_full_status_spares_exposed_sectors_their_excess_duty():
    world = scenario("mini", issues=ISSUES).world
    policy = MarketEconomy().apply(no_deal_policy(DATA, 0.20), np.arange(3), world.base)
    spared = dict(zip(DATA.sectors, policy.dumping_relief[2], strict=True))

    assert not policy.dumping_relief[:2].any()  # a process leaves margins as they are
    assert {name for name, relief in spared.items() if relief} == EXPOSED
    assert spared["seafood"] == pytest.approx(0.6 * 0.04)  # 60 % of the flow under orders, 4 points too much
    assert spared["metals"] == pytest.approx(0.015)


def test_exposed_sectors_sell_more_and_others_stay():
    talks = scenario("mini", issues=ISSUES)
    change = at(talks, status="full").situation.sales - at(talks).situation.sales

    assert {name for name, more in zip(DATA.sectors, change, strict=True) if more > 1e-9} == EXPOSED
    assert change.min() > -1e-9
    # order of size, $bn: furniture 13.3 x .5 % x about 2, metals 4.0 x 1.5 % x 2, seafood 1.7 x 2.4 % x 2
    assert 0.1 < change.sum() < 0.8
    assert at(talks, status="process").features["sales"] == at(talks).features["sales"]


def test_the_us_gives_up_the_duty():
    talks = scenario("mini", issues=ISSUES)

    assert at(talks, status="full").features["revenue_partner"] < at(talks).features["revenue_partner"]


def test_status_comes_at_once_however_the_tariff_is_phased():
    talks = scenario("mini", issues=ISSUES, no_deal__in_force=0.20)

    def gain(**labels):
        return at(talks, status="full", **labels).features["sales"] - at(talks, **labels).features["sales"]

    assert gain(tariff="20 %", phasing="phased") == pytest.approx(gain(tariff="20 %"), abs=1e-12)


def test_without_relief_it_is_politics_alone():
    talks = scenario("mini", issues=ISSUES | {"status": {"type": "market_economy", "relief": 0}})
    half = at(talks, status="full").features

    assert half["sales"] == at(talks).features["sales"]
    assert (
        half["strategic"]
        == 0.5 * at(scenario("mini", issues={"s": {"type": "strategic"}}), s="full").features["strategic"]
    )


def test_both_halves_promise_what_the_whole_does():
    assert MarketEconomy.provides == Strategic.provides
