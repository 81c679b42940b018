"""Numbers that the documentation prints and explains, computed again."""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from negsim.talks.scenario import Scenario
from negsim.talks.solution import solve
from tests.scenarios import play, scenario

HOME = Path(__file__).parents[1]
NAME = "quiet"
BEFORE = {"economy__policy_date": date(2025, 4, 10), "issues__exemptions__levels": ["none", "broad"]}
"""The day after the pause: no electronics list, and no annex to negotiate."""


def threat(talks: Scenario, party: str) -> float:
    """Return what carrying out the threat is worth to a party, over no deal at the rate in force."""
    mandate = talks.mandate(party)
    now, threatened = mandate.without_deal(mandate.weights)
    return threatened - now


@pytest.mark.parametrize(
    ("changes", "us", "vietnam"),
    [
        ({"economy__supply_elasticity": 10}, -1.11, -3.62),
        ({"economy__supply_elasticity": 4}, -0.38, -3.31),
        ({"economy__supply_elasticity": 25}, -1.49, -3.80),
        ({"economy__elasticities": "medium_run"}, 0.66, -4.92),
        (BEFORE, -6.01, -4.83),
    ],
)
def test_what_the_threat_costs_in_other_economies(changes, us, vietnam):
    """In the medium run 46 % pays for the US; before electronics were exempt it costs five times as much."""
    talks = scenario(NAME, **changes)

    assert [threat(talks, party) for party in ("us", "vietnam")] == pytest.approx([us, vietnam], abs=0.006)


def test_what_governments_make_of_the_wage_closure():
    page = (HOME / "docs/explanation/wage-closure.md").read_text(encoding="utf-8")
    for rate in (0.0, 0.10, 0.15, 0.20, 0.25, 0.46):
        cells = []
        for party in ("us", "vietnam"):
            held, free = (
                threat(scenario(NAME, economy__wage_closure=closed, no_deal__threatened=rate), party)
                for closed in (False, True)
            )
            cells.append(f"{held:.2f} / {free:.2f}".replace("-0.00", "0.00"))

        assert f"| {rate:.0%} | {cells[0]} | {cells[1]} |" in page


def test_the_closure_leaves_the_nash_point_where_it_is():
    for closed in (False, True):
        solution = solve(
            scenario(NAME, economy__wage_closure=closed, no_deal__credibility=0, no_deal__resolve=0)
        )
        assert solution.bargain.nash is not None
        nash = solution.space.describe(solution.bargain.nash)

        assert (nash["tariff"], nash["purchases"]) == ("20 %", "$5 bn")


def test_shares_of_levels_in_the_ensemble_add_up():
    table = pd.read_csv(HOME / "experiments/ensemble/levels.csv")

    assert set(table["vector"]) == set(range(24))
    assert (abs(table.groupby(["vector", "issue"])["share"].sum() - 1.0) < 0.01).all()


def test_the_baseline_study_prints_its_summary():
    text = (HOME / "experiments/baseline/README.md").read_text(encoding="utf-8")
    table = pd.read_csv(HOME / "experiments/baseline/summary.csv")
    means = table.groupby("no_deal.credibility")[["u0_us_mean", "u0_vietnam_mean"]].mean()
    cells = re.findall(r"(-?\d\.\d\d) \((-?\d\.\d\d) to (-?\d\.\d\d)\)", text)
    middle = table[table["no_deal.credibility"] == 0.3]
    orders = ["boulware", "linear", "conceder"]
    printed = [
        tuple(f"{row[f'u0_{party}_{part}']:.2f}" for part in ("mean", "low", "high"))
        for party in ("us", "vietnam")
        for us in orders
        for vietnam in orders
        for _, row in middle[
            (middle["parties.us.strategy"] == us) & (middle["parties.vietnam.strategy"] == vietnam)
        ].iterrows()
    ]

    assert cells[:18] == printed
    for column, party in (("u0_us_mean", "US"), ("u0_vietnam_mean", "Vietnam")):
        assert f"{party} {', '.join(f'{mean:.2f}' for mean in means[column])}" in text


@pytest.mark.parametrize("weights", ["ensemble", "default"])
def test_the_page_on_offers_prints_its_summary(weights):
    page = (HOME / "docs/explanation/offers.md").read_text(encoding="utf-8")
    table = pd.read_csv(HOME / "experiments/offers/summary.csv").query("weights == @weights")

    assert len(table) == 9
    for row in table.itertuples(index=False):
        figures = " | ".join(f"{value:.3f}" for value in row[5:])
        assert f"| {row.opponent_model} | {row.inertia:g}, {row.closure:g} | {figures} |\n" in page


def test_the_page_on_opponent_models_prints_its_summary():
    page = (HOME / "docs/explanation/opponent-models.md").read_text(encoding="utf-8")
    table = pd.read_csv(HOME / "experiments/opponent_models/summary.csv")
    kinds = ("regret", "agreement", "left")

    for row in table.to_dict("records"):
        cells = [f"{row[k]:.3f} ({row[f'{k}_low']:.3f} to {row[f'{k}_high']:.3f})" for k in kinds]
        assert f"| {row['opponent_model']} | {' | '.join(cells)} |\n" in page
    candidates = table[table.seconds <= 1.5 * table.set_index("opponent_model").seconds["smith"]]
    possible = candidates[candidates.opponent_model != "perfect"]
    assert possible.sort_values("regret").opponent_model.iloc[0] == "terms"


def test_the_page_on_what_comes_after_prints_its_study():
    page = (HOME / "docs/explanation/after-the-handshake.md").read_text(encoding="utf-8")
    text = (HOME / "experiments/announced/README.md").read_text(encoding="utf-8")
    table = pd.read_csv(HOME / "experiments/announced/paired.csv").set_index("number")
    shown = {
        "level_purchases": ("purchases agreed, $bn a year", "{:.2f}"),
        "level_tariff": ("tariff agreed", "{:.1%}"),
        "deficit_announced_usd_bn": ("deficit announced, $bn a year", "{:.1f}"),
        "deficit_realised_26_usd_bn": ("deficit after 26 ticks, $bn a year", "{:.1f}"),
        "substance_index": ("substance index", "{:.3f}"),
    }
    for number, (name, form) in shown.items():
        cells = [form.format(table[k][number]).replace("%", " %") for k in ("realised", "announced")]

        assert f"| {name} | {' | '.join(cells)} |\n".replace("| 0.", "| .") in page
    for number, row in table.drop("agreed").iterrows():
        scale = 100 if number == "level_tariff" else 1
        change, low, high = (f"{scale * row[k]:+.2f}" for k in ("change", "low", "high"))
        if number in ("substance_index", "headline_ratio"):
            change, low, high = (f"{row[k]:+.3f}".replace("0.", ".") for k in ("change", "low", "high"))
        if number == "gain0_vietnam":
            change, low, high = (x.replace("0.", ".") for x in (change, low, high))

        assert f"| {change} ({low} to {high}) |" in text
    now = scenario("quiet").world.trade_totals(None)["deficit"]
    ends = {k: table[k]["deficit_realised_26_usd_bn"] - now for k in ("realised", "announced")}
    cuts = {k: now - table[k]["deficit_announced_usd_bn"] for k in ("realised", "announced")}

    assert f"Without a deal the deficit is ${now:.1f} bn" in page
    assert (
        f"announces a cut of ${cuts['announced']:.1f} bn and lives with a rise of ${ends['announced']:.1f} bn"
        in text
    )
    assert (
        f"of ${cuts['realised']:.1f} bn, and its deficit rises as well, by ${ends['realised']:.1f} bn" in text
    )


@pytest.mark.long
def test_the_page_on_data_counts_talks_over_large_purchases():
    page = (HOME / "docs/reference/data.md").read_text(encoding="utf-8")
    large, usual = (
        sum(run.agreement is not None for run in play(scenario(name), range(100)))
        for name in ("purchases_to_60", "quiet")
    )

    assert f"{large} of 100 talks (seeds 0 to 99) end in agreement, {usual} in `quiet`" in page
