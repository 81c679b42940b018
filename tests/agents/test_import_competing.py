"""Who competes with imports: what it loses when markets open, by hand, and that somebody always does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.agents.import_competing import ImportCompeting, industries
from negsim.economy.market import market_of
from negsim.talks.model import NegotiationModel
from tests.scenarios import model, outcome, scenario

TALKS = model("us_vietnam_2025")
WORLD = TALKS.world
LOSERS = [agent for agent in TALKS.population.agents if isinstance(agent, ImportCompeting)]
GOODS = ("tariff", "exemptions", "access", "purchases")
"""Issues that move goods."""
KEPT = WORLD.data.constants["home_value_added_share"]


def named(name: str) -> ImportCompeting:
    return next(agent for agent in LOSERS if agent.name == name)


def test_both_sides_have_some_and_they_belong_to_groups_that_vote():
    assert {(agent.side, agent.group) for agent in LOSERS} == {
        ("us", "import_competing_unions"),
        ("vietnam", "soe_farms"),
    }
    assert len(LOSERS) == len(industries()) == 16
    assert all(agent.pays for agent in LOSERS)


def test_shrimp_producers_lose_what_the_core_takes_from_them():
    deal, shrimp = outcome(WORLD, tariff="0 %"), named("shrimp and catfish producers (US)")
    row = WORLD.data.sectors.index("seafood")
    sales = market_of(WORLD.data).home_sales_usd_bn[row]
    lost = WORLD.consequences(deal).home_surplus_change[row]

    assert lost < 0
    assert shrimp.profit == pytest.approx(0.05 * sales)
    assert shrimp.opinion(deal).gain == pytest.approx(lost / (0.05 * sales))


def test_who_competes_abroad_gains_by_a_higher_rate():
    deal = outcome(WORLD, tariff="46 %")
    gains = [agent.opinion(deal).gain for agent in LOSERS if agent.side == "us"]

    assert min(gains) > 0


def test_car_makers_lose_half_of_what_is_sold_more():
    deal, makers = outcome(WORLD, access="all"), named("car makers (Vietnam)")
    row = WORLD.data.export_groups.index("vehicles")
    added = WORLD.consequences(deal).home_exports_change[row]

    assert added > 0
    assert makers.profit == pytest.approx(0.05 * 9)
    assert makers.opinion(deal).gain == pytest.approx(-KEPT * 0.5 * added / (0.05 * 9))
    assert makers.opinion(deal).reason.startswith("tariffs on US goods -0.")


def test_purchases_replace_what_state_farms_sell():
    deal, farms = outcome(WORLD, purchases="$15 bn"), named("maize and feed farms (Vietnam)")
    added = WORLD.consequences(deal).features["added_purchases"]

    assert farms.opinion(deal).gain == pytest.approx(-KEPT * 0.2 * 0.232 * added / (0.05 * 1.1))


def test_a_higher_margin_makes_the_same_loss_a_smaller_part_of_profit():
    rich = model("us_vietnam_2025", agents__us_industry={"type": "import_competing", "margin": 0.1})
    deal = outcome(WORLD, tariff="0 %")
    gains = [
        next(a for a in talks.population.agents if a.name == "textile mills (US)").opinion(deal).gain
        for talks in (TALKS, rich)
    ]

    assert gains[0] == pytest.approx(2.0 * gains[1])


def test_profits_stay_when_trade_moves_to_another_world():
    talks = NegotiationModel(scenario("us_vietnam_2025"), 1)
    before = talks.population.interests.profit.copy()
    struck = talks.scenario.world_under(talks.course.conditions.__class__(talks.scenario.economy, 0.10, 0.15))
    talks.population.enter(struck)
    rows = [agent.row for agent in talks.population.agents if isinstance(agent, ImportCompeting)]
    moved = talks.population.interests.profit / before

    assert (moved[rows] == 1.0).all()
    assert (np.delete(moved, rows) != 1.0).any()


def losers(at: int) -> list[str]:
    """Return who says that it loses by an outcome: constituents and groups at home."""
    everybody = [*TALKS.population.agents, *TALKS.groups]
    return [agent.name for agent in everybody if agent.opinion(at).gain < -1e-12]


def moves_goods(at: int) -> bool:
    return any(
        WORLD.space.describe(at)[issue] != WORLD.space.describe(outcome(WORLD))[issue] for issue in GOODS
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, WORLD.space.n - 1), st.integers(0, 20))
def test_in_any_deal_somebody_loses_and_says_so(at, seed):
    TALKS.reset(seed)
    against = losers(at)
    if moves_goods(at):
        constituents = {agent.name for agent in TALKS.population.agents}
        assert constituents & set(against)
    else:
        nothing = {key: value for key, value in WORLD.space.describe(at).items() if key != "phasing"}
        same = {k: v for k, v in WORLD.space.describe(outcome(WORLD)).items() if k != "phasing"}
        assert against or nothing == same
    for agent in TALKS.population.agents:
        if agent.name in against:
            assert not agent.in_favour(at)
            assert min(value for _, value in agent.opinion(at).terms) < 0


def test_losers_lobby():
    at = outcome(WORLD, tariff="0 %", access="all", purchases="$15 bn")
    TALKS.reset(1)
    influence = TALKS.population.pressure(at)

    assert influence["import_competing_unions"] != 1.0
    assert influence["soe_farms"] != 1.0
