"""Exporters and firms: who they are, what a deal is worth to them, how they react."""

from collections import Counter
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.agents.contract import Constituent, ConstituentRow
from negsim.agents.exporter import Exporter
from negsim.agents.firm import Firm, apportion
from negsim.agents.law import Interests, expected_gain, profit_gain
from negsim.agents.population import Population
from negsim.bargaining.move import Offer
from tests.scenarios import model, outcome

TEN = {"type": "firm", "smes": 4, "fdi_exporters": 3, "importers": 2, "multinationals": 1}
DEFAULT = model("quiet", agents__firms=TEN)
USED = model("quiet")
MINI = model("mini")
EVERYBODY = DEFAULT.population.agents
FIRMS = [agent for agent in EVERYBODY if isinstance(agent, Firm)]
EXPORTERS = [agent for agent in EVERYBODY if isinstance(agent, Exporter)]


def sector_of(agent) -> str:
    return agent.labels["sector"]


def kind_of(agent) -> str:
    return agent.labels["kind"]


def named(talks, name: str):
    return next(agent for agent in talks.population.agents if agent.name == name)


def test_thirty_three_associations_and_ten_firms():
    assert Counter(agent.side for agent in EXPORTERS) == {"vietnam": 17, "us": 16}
    assert Counter(kind_of(agent) for agent in FIRMS) == {
        "smes": 4,
        "fdi_exporters": 3,
        "importers": 2,
        "multinationals": 1,
    }
    assert len(EVERYBODY) == 43
    assert len({agent.name for agent in EVERYBODY}) == 43
    assert [agent.row for agent in EVERYBODY] == list(range(43))


def test_everybody_lobbies_through_a_group():
    groups = {(agent.side, agent.group) for agent in EVERYBODY}

    assert groups == {
        ("vietnam", "fdi_exporters"),
        ("vietnam", "smes_labour"),
        ("us", "exporters"),
        ("us", "importers_retail_tech"),
    }
    assert all(agent.pays == isinstance(agent, Firm) for agent in EVERYBODY)


def pools(talks) -> dict[tuple[str, str], float]:
    """Return (side, sector) -> sum of the shares of its firms."""
    total: dict[tuple[str, str], float] = {}
    for agent in talks.population.agents:
        if isinstance(agent, Firm):
            total[agent.side, sector_of(agent)] = total.get((agent.side, sector_of(agent)), 0.0) + agent.share
    return total


@pytest.mark.parametrize(
    "counts", [(4, 3, 2, 1), (24, 14, 8, 4), (1, 0, 0, 0), (0, 0, 0, 5), (60, 60, 60, 60)]
)
def test_the_firms_of_a_sector_are_the_whole_sector(counts):
    names = ("smes", "fdi_exporters", "importers", "multinationals")
    talks = model(agents__firms={"type": "firm", **dict(zip(names, counts, strict=True))})

    assert sum(isinstance(agent, Firm) for agent in talks.population.agents) == sum(counts)
    assert pools(talks) == pytest.approx(dict.fromkeys(pools(talks), 1.0), abs=1e-12)
    assert all(0 < a.share <= 1 for a in talks.population.agents)


def shares(seed: int) -> list[float]:
    return [float(a.share) for a in model(seed=seed).population.agents if isinstance(a, Firm)]


def test_sizes_are_drawn_anew_for_every_seed():
    assert shares(1) == shares(1)
    assert shares(1) != shares(2)


def test_sizes_do_not_depend_on_who_else_is_there():
    alone = model(agents={"firms": {"type": "firm"}})

    assert [float(a.share) for a in alone.population.agents] == shares(1)


def test_firms_go_where_the_trade_is():
    # sales 60, 30, 10 and five firms: 60, 30, 30, 20 (60/3), 15 (60/4 = 30/2): the first of equals
    assert apportion(5, np.array([60.0, 30.0, 10.0])).tolist() == [0, 0, 1, 0, 0]
    assert apportion(0, np.array([1.0])).tolist() == []


def test_no_spread_of_sizes_makes_firms_of_a_kind_equal():
    talks = model(agents__firms={"type": "firm", "smes": 40, "size_sigma": 0.0})
    smes = [a for a in talks.population.agents if isinstance(a, Firm) and kind_of(a) == "smes"]
    by_sector: dict[str, set[float]] = {}
    for firm in smes:
        by_sector.setdefault(sector_of(firm), set()).add(round(float(firm.share), 12))

    assert {sector: len(sizes) for sector, sizes in by_sector.items()} == dict.fromkeys(by_sector, 1)


def test_profit_is_margin_times_sales():
    world = DEFAULT.world
    apparel = named(DEFAULT, "apparel exporters (Vietnam)")
    firm = next(agent for agent in FIRMS if kind_of(agent) == "smes" and sector_of(agent) == "apparel")
    row = world.data.sectors.index("apparel")

    assert apparel.profit == pytest.approx(0.05 * world.in_force.sales[row])
    assert firm.profit == pytest.approx(0.06 * firm.share * world.in_force.sales[row])


def test_paperwork_weighs_on_small_firms():
    # cost .1 at mean size: all sales over seven exporters; Chinese content counts in Vietnam only
    world, mean = DEFAULT.world, DEFAULT.world.in_force.sales.sum() / 7
    interests = DEFAULT.population.interests
    for firm in FIRMS:
        row = world.data.sectors.index(sector_of(firm))
        content = world.data.china_content[row] / 0.2 if firm.side == "vietnam" else 1.0
        size = firm.share * world.in_force.sales[row] / mean

        assert interests.origin_cost[firm.row] == pytest.approx(0.1 * content * size**-0.3)


def test_an_exporter_s_gain_by_hand():
    deal = outcome(DEFAULT.world, tariff="10 %", origin="strict")
    at, row = DEFAULT.world.consequences(deal), DEFAULT.world.data.sectors.index("furniture")
    parts = named(DEFAULT, "furniture exporters (Vietnam)").parts(deal)
    surplus = at.exporter_surplus_change[row]

    assert surplus > 0
    assert parts["economic: tariffs, exemptions and purchases"] == pytest.approx(
        surplus / (0.05 * DEFAULT.world.in_force.sales[row])
    )
    assert parts["political: origin paperwork"] == pytest.approx(
        -0.1 * DEFAULT.world.data.china_content[row] / 0.2
    )
    assert parts["political: certainty of a signed deal"] == 0.3
    assert parts["access: strategic concessions"] == 0.0
    assert parts["political: fear of retaliation"] == 0.0


def test_a_us_exporter_gains_from_purchases_and_open_markets():
    deal = outcome(DEFAULT.world, purchases="$15 bn", access="all")
    aircraft = named(DEFAULT, "aircraft exporters (US)")
    at = DEFAULT.world.consequences(deal)
    row = DEFAULT.world.data.export_groups.index("aircraft")
    parts = aircraft.parts(deal)
    profit = 0.05 * DEFAULT.world.in_force.home_exports[row]

    # .073 of 2.734 bn at a margin of .1
    assert parts["economic: tariffs, exemptions and purchases"] == pytest.approx(
        0.1 * 0.073 * 2.734 / profit, rel=1e-3
    )
    assert parts["access: tariffs on US goods"] == pytest.approx(0.1 * at.home_exports_change[row] / profit)
    assert parts["political: fear of retaliation"] == -0.1  # the deal is lopsided
    assert parts["political: certainty of a signed deal"] == 0.1


def test_an_importer_pays_the_duty_it_cannot_pass_on():
    deal = outcome(DEFAULT.world, tariff="46 %")
    importer = next(agent for agent in FIRMS if kind_of(agent) == "importers")
    at = DEFAULT.world.consequences(deal)
    row = DEFAULT.world.data.sectors.index(sector_of(importer))
    lost = -importer.share * 0.8 * at.duty_change[row]

    assert importer.parts(deal)["economic: tariffs, exemptions and purchases"] == pytest.approx(
        lost / importer.profit
    )
    assert lost < 0


@given(st.integers(0, DEFAULT.space.n - 1))
def test_an_opinion_is_the_gain_over_no_deal(at):
    for agent in EVERYBODY:
        opinion = agent.opinion(at)

        assert opinion.gain == pytest.approx(agent.utility_of(at) - agent.utility_of(None), abs=1e-12)
        assert 0.0 < opinion.support <= 1.0
        assert sum(value for _, value in opinion.terms) == pytest.approx(opinion.gain)


def test_every_firm_has_something_at_stake():
    talks = model("quiet")
    talks.submit(Offer(outcome(talks.world, tariff="46 %")))
    talks.population.pressure(talks.on_the_table)
    gains = {agent.name: agent.gain for agent in talks.population.agents if isinstance(agent, Firm)}

    assert max(gains.values()) < -1e-3  # more than a million dollars a year


def test_every_outcome_of_the_small_space_gets_an_opinion_from_everybody():
    for at in range(MINI.space.n):
        for agent in MINI.population.agents:
            opinion = agent.opinion(at)

            assert np.isfinite(opinion.gain)
            assert opinion.reason


def test_signing_the_status_quo_brings_certainty_and_nothing_else():
    status_quo = outcome(DEFAULT.world)
    gains = {agent.name: agent.opinion(status_quo).gain for agent in EVERYBODY}

    assert {round(gain, 9) for gain in gains.values()} == {0.3, 0.1}
    assert named(DEFAULT, "apparel exporters (Vietnam)").opinion(status_quo).reason == (
        "certainty of a signed deal +0.30"
    )


@given(st.integers(0, DEFAULT.space.n - 1))
def test_one_law_for_all_is_the_law_of_each(at):
    """Each row of the columns, alone, gives the same as all rows together."""
    USED.population.pressure(at)
    interests, deal = USED.population.interests, USED.world.consequences(at)
    names = [field.name for field in fields(interests)]
    for row, gain in enumerate(interests.gain.tolist()):
        alone = Interests(**{name: getattr(interests, name)[row : row + 1] for name in names})

        assert profit_gain(alone, deal).item() == gain


def test_a_class_may_have_a_law_of_its_own():
    class Stubborn(Exporter):
        """Exporters for whom nothing changes."""

        law = staticmethod(lambda mine, at: np.zeros(len(mine.gain)))

    talks, usual = model("quiet"), USED
    spec = replace(talks.scenario.constituents["vietnam_exporters"], cls=Stubborn)
    talks.population = Population(talks, {**talks.scenario.constituents, "vietnam_exporters": spec}, {})
    for each in (talks, usual):
        each.population.reset(1)
        each.population.pressure(4321)
    gains, expected = talks.population.interests.gain, usual.population.interests.gain

    assert not gains[:17].any()
    assert expected[1:17].all()
    assert (gains[17:] == expected[17:]).all()


def test_constituents_must_say_who_they_are():
    with pytest.raises(TypeError, match="abstract method"):
        Constituent(USED, ConstituentRow("a", "us", "exporters", {}), USED.population, 0)


def test_gain_is_the_economic_part_in_dollars():
    talks = model("quiet")
    deal = outcome(talks.world, tariff="0 %", access="all")
    talks.submit(Offer(deal))
    talks.population.pressure(talks.on_the_table)
    for agent in talks.population.agents:
        parts = agent.parts(deal)
        share = sum(parts[f"{name}"] for name in parts if "tariffs" in name)

        assert agent.gain == pytest.approx(share * agent.profit, abs=1e-12)


def test_properties_read_and_write_the_shared_columns():
    talks = model()
    agent = talks.population.agents[5]
    agent.gain = 0.25

    assert talks.population.interests.gain[5] == 0.25
    assert agent.share == talks.population.interests.share[5]


def test_associations_speak_for_sectors_without_a_firm():
    members = DEFAULT.population.lobbies.members
    peopled = {sector_of(agent) for agent in FIRMS if agent.side == "vietnam"}
    names = {group: {sector_of(EVERYBODY[row]) for row in fringe} for group, (_, fringe) in members.items()}

    assert {group: len(firms) for group, (firms, _) in members.items()} == {
        "fdi_exporters": 3,
        "smes_labour": 4,
        "exporters": 0,
        "importers_retail_tech": 3,
    }
    assert names["fdi_exporters"] | names["smes_labour"] == set(DEFAULT.world.data.sectors) - peopled
    assert len(names["exporters"]) == 16


def test_lobbying_at_the_expected_stakes_changes_nothing():
    talks = model("quiet")
    expected = expected_gain(talks.population.interests, talks.world.stakes)
    lobbies = talks.population.lobbies
    efforts = lobbies.efforts(expected)

    assert (expected >= 0).all()
    assert lobbies.influence(efforts, talks.population._expected) == dict.fromkeys(lobbies.members, 1.0)


def test_efforts_by_hand_firms_and_fringe():
    """The largest firm counts whole, everybody else through the association, those without a firm too."""
    talks = model("quiet", parties__us__politics={"coordination": 0.5})
    lobbies = talks.population.lobbies
    gains = np.random.default_rng(1).normal(size=len(talks.population.agents))
    found = dict(zip(lobbies.members, lobbies.efforts(gains).tolist(), strict=True))
    sides = {agent.group: agent.side for agent in talks.population.agents}

    for group, (firms, fringe) in lobbies.members.items():
        share = 0.5 if sides[group] == "us" else 0.2
        largest = max((abs(gains[row]) for row in firms), default=0.0)
        everybody = sum(abs(gains[row]) for row in firms + fringe)
        assert found[group] == pytest.approx((((1 - share) * largest + share * everybody) / 2) ** 2)
    assert any(firms and fringe for firms, fringe in lobbies.members.values())


def test_nobody_lobbies_where_nobody_is():
    assert model(agents={}).population.pressure(0) == {}


def test_how_groups_lobby_is_set_by_their_side():
    usual, heavy = (
        model("quiet"),
        model("quiet", parties__us__politics__lobbying_weight=3),
    )
    at = outcome(usual.world, tariff="0 %", access="all")
    one, other = (talks.population.pressure(at) for talks in (usual, heavy))
    sides = {agent.group: agent.side for agent in usual.population.agents}

    for group in one:
        m = 3.0 if sides[group] == "us" else 1.0
        root = 2.0 * one[group] - 1.0  # one = (root + 1) / 2
        assert other[group] == pytest.approx((m * root + 1.0) / (m + 1.0))
