"""Every number of the page on the default world is computed again, to the last digit that it prints."""

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from negsim.experiment.experiment import load_experiment
from negsim.experiment.run import run_all
from negsim.talks.solution import Solution, solve
from tests.scenarios import scenario

pytestmark = pytest.mark.long

HOME = Path(__file__).parents[1]
STUDIES = HOME / "experiments"
PAGE = (HOME / "docs/explanation/baseline.md").read_text(encoding="utf-8")
NUMBER = r"([-+]?\d+(?:\.\d+)?)"
NAME, WORLD = "quiet", "us_vietnam_2025"
RUNS = 300

MECHANISMS_CALLED = {
    "the ruling": "ruling",
    "the ruling and waiting": "ruling and waiting",
    "the deadline at the end of the year": "deadline",
    "patience": "patience",
    "the President who may override": "override",
    "working groups": "working groups",
    "the joint statement that stands": "statement",
    "firms that act": "acting firms",
    "groups made of their members": "members",
}
"""What the page calls a mechanism of the study."""

Claims = dict[str, list[float]]


@cache
def bargain(belief: float = 0.0) -> Solution:
    """Return the bargain when Vietnam believes so much in a threat that the US knows to be empty."""
    return solve(scenario(NAME, no_deal__credibility=belief, no_deal__resolve=0))


@cache
def talks(name: str = NAME) -> pd.DataFrame:
    """Return the rows of runs of a world."""
    asked = load_experiment(name, (), RUNS)
    return pd.DataFrame([rows.run for rows in run_all(list(asked.runs()))])


@cache
def read(study: str, name: str = "summary") -> pd.DataFrame:
    """Return a table of a study."""
    return pd.read_csv(STUDIES / study / f"{name}.csv")


def shares(issue: str, name: str = NAME) -> dict[str, float]:
    """Return the percentage of agreements with each level of an issue."""
    agreed = talks(name).query("agreed")
    found: dict[str, float] = (100 * agreed[f"issue_{issue}"].value_counts(normalize=True)).to_dict()
    return found


def worth(point: str) -> list[float]:
    """Return what a point of the bargain is worth to both sides."""
    found = bargain().plain()["points"][point]
    return [found["u_us"], found["u_vietnam"]]


def before_the_talks() -> Claims:
    us, vietnam = bargain().pivotal["us"], bargain().pivotal["vietnam"]
    return {
        "{} outcomes, ratification": [11_664],
        "{} % of outcomes are better than no deal for both": [100 * bargain().bargain.zone.mean()],
        "the frontier within it has {} points": [len(bargain().bargain.frontier)],
        "with 0.3 in the threat of 46 % it is {} %": [100 * bargain(0.3).bargain.zone.mean()],
        "with 0.6 it is {} %": [100 * bargain(0.6).bargain.zone.mean()],
        "at once ({} to the US, {} to Vietnam)": worth("nash"),
        "selective access ({} to the US, {} to Vietnam)": worth("utilitarian"),
        "the US side would let pass {} %, the Vietnamese factions {} %, both {} %": [
            100 * bargain().plain()["ratifiable"][side] for side in ("us", "vietnam", "both")
        ],
        "state firms and farms ({} %": [100 * vietnam["soe_farms"]],
        "conservatives ({} %)": [100 * vietnam["conservatives"]],
        "base voters ({} %) and import-competing unions ({} %)": [
            100 * us["voters_base"],
            100 * us["import_competing_unions"],
        ],
    }


def at_the_end() -> Claims:
    runs, agreed = talks(), talks().query("agreed")
    return {
        "agreement | {} of 300; {} end in failed ratification": [
            len(agreed),
            (runs["end_state"] == "ratification_failed").sum(),
        ],
        "{} % of runs lose at least one signed agreement": [100 * (runs["ratification_failures"] > 0).mean()],
        "round {} of 35 (quartiles {} and {})": list(agreed["rounds"].quantile([0.5, 0.25, 0.75])),
        "20 % in {} % of agreements, 15 % in {} %": [shares("tariff")[rate] for rate in ("20 %", "15 %")],
        "| broad {} %, annex {} % |": [shares("exemptions")[level] for level in ("broad", "annex")],
        "| all {} %; binding {} %; process {} % |": [
            shares("access")["all"],
            shares("reform")["binding"],
            shares("strategic")["process"],
        ],
        "| $5 bn {} %, $15 bn {} % |": [shares("purchases")[level] for level in ("$5 bn", "$15 bn")],
        "status quo {} %, digital audits {} %; binding {} %": [
            shares("origin")["status quo"],
            shares("origin")["digital audits"],
            shares("cooperation")["binding"],
        ],
        "US {}, Vietnam {} (own units)": [agreed["gain_us"].mean(), agreed["gain_vietnam"].mean()],
        "| {} (no deal {}) billion": [
            agreed["us_deficit_usd_bn"].mean(),
            scenario(NAME).world.trade_totals(None)["deficit"],
        ],
        "agreements lie {} from the frontier (scaled utility; the farthest {}) and {} from the Nash": [
            agreed["pareto_distance"].mean(),
            agreed["pareto_distance"].max(),
            agreed["nash_distance"].mean(),
        ],
    }


def with_what_was_expected() -> Claims:
    runs, agreed = talks(WORLD), talks(WORLD).query("agreed")
    ends = 100 * runs["end_state"].value_counts(normalize=True)
    return {
        "| agreement | {} of 300: {} % of runs signed, {} % signed after the tariffs were struck |": [
            len(agreed),
            ends["signed"],
            ends["struck_then_signed"],
        ],
        "{} % are left with the joint statement, {} % lose their last vote": [
            ends["framework_only"],
            ends["ratification_failed"],
        ],
        "half of the agreements by round {} (quartiles {} and {})": list(
            agreed["rounds"].quantile([0.5, 0.25, 0.75])
        ),
        "| 20 % {} %, 15 % {} %, 10 % {} % of agreements |": [
            shares("tariff", WORLD).get(rate, 0) for rate in ("20 %", "15 %", "10 %")
        ],
    }


def which_mechanism() -> Claims:
    table = read("mechanisms").set_index("configuration")
    ends = ["signed", "struck_then_signed", "framework_only", "walked_away", "ratification_failed", "expired"]
    found: Claims = {
        "end in agreement in {} % of runs and the default ones in {} %, {} points fewer": [
            100 * table.loc["quiet", "agreed"],
            100 * table.loc["all", "agreed"],
            -100 * table.loc["all", "change"],
        ],
        "alone it costs {} points, and without it {} % agree": [
            -100 * table.loc["ruling alone", "change"],
            100 * table.loc["all but ruling", "agreed"],
        ],
        "come by round {} of 35 instead of {}.": [table.loc[name, "week"] for name in ("all", "quiet")],
        "| waiting for it | nothing without it | {} |": [100 * table.loc["all but waiting", "change"]],
        "| default world | {} | {} | {} | {} | {} | {} |": list(100 * table.loc["all", ends]),
        "| `historical` | {} | {} | {} | {} | {} | {} |": list(100 * table.loc["historical", ends]),
    }
    for called, name in MECHANISMS_CALLED.items():
        pair = [100 * table.loc[row, "change"] for row in (f"{name} alone", f"all but {name}")]
        points = " points" if name == "ruling" else ""
        found[f"| {called} | {{}}{points} | {{}}{points} |"] = pair
    return found


def moves(issue: int, level: str) -> float:
    """Return under how many moves of one weight the Nash point has a level."""
    table = read("weights").query("kind == 'term'")
    return float((table["nash"].str.split(" · ").str[issue] == level).sum())


def vectors(issue: str, level: str) -> float:
    """Return in how many vectors of the ensemble a level is the commonest."""
    table = read("ensemble", "levels").query("issue == @issue").sort_values("share")
    return float((table.groupby("vector").tail(1)["level"] == level).sum())


def when_weights_move() -> Claims:
    table, terms = read("ensemble"), len(read("weights").query("kind == 'term'"))
    lost = table["ratification_failures_mean"]
    no_deal = scenario(NAME).world.trade_totals(None)["deficit"]
    return {
        "| 20 % in {} of {} moves, 15 % in {} |": [moves(0, "20 %"), terms, moves(0, "15 %")],
        "commonest 20 % in {} of {} vectors, 15 % in {}": [
            vectors("tariff", "20 %"),
            len(table),
            vectors("tariff", "15 %"),
        ],
        "some list in {} of {}": [terms - moves(1, "none"), terms],
        "broad commonest in {}, annex in {}": [vectors("exemptions", k) for k in ("broad", "annex")],
        "phased in none of {}": [terms if moves(8, "phased") == 0 else -1],
        "at once commonest in {}": [vectors("phasing", "immediate")],
        "| $5 bn in {}, $15 bn in {} |": [moves(3, "$5 bn"), moves(3, "$15 bn")],
        "$15 bn commonest in {}, $5 bn in {}": [vectors("purchases", k) for k in ("$15 bn", "$5 bn")],
        "{} % of runs |": [100 * table["agreement_rate_mean"].mean()],
        "above no deal in {} of {}": [(table["us_deficit_usd_bn_mean"] > no_deal).sum(), len(table)],
        "{} to {} lost votes a run by vector": [lost.min(), lost.max()],
        "access (all commonest in {} vectors, selective in {}, none in {})": [
            vectors("access", level) for level in ("all", "selective", "none")
        ],
        "reform (binding in {}, none in {})": [vectors("reform", level) for level in ("binding", "none")],
        "origin rules (strict in {})": [vectors("origin", "strict")],
        "strategic concessions (process in {}, full in {})": [
            vectors("strategic", level) for level in ("process", "full")
        ],
    }


def settings_move() -> Claims:
    of_this_world = read("statics", "expected")["base"] == "quiet"
    table = read("statics")[of_this_world].set_index(["key", "metric"])

    def moved(key: str, metric: str) -> float:
        return float(table.loc[(key, metric), "difference"])

    threshold, quorum = "parties.us.ratification.threshold", "parties.vietnam.ratification.quorum"
    return {
        "Of {} signs {} hold": [len(table), (table["verdict"] == "holds").sum()],
        "the rate is {} points higher and {} points of agreements are lost": [
            100 * moved(threshold, "level_tariff"),
            -100 * moved(threshold, "agreement_rate"),
        ],
        "full access falls by {} points": [-100 * moved(quorum, "issue_access=all")],
        "moves the rate agreed by {} points": [100 * moved("no_deal.in_force", "level_tariff")],
        "raises the rate by {} points and costs Vietnam {};": [
            100 * moved("no_deal.credibility", "level_tariff"),
            -moved("no_deal.credibility", "u0_vietnam"),
        ],
    }


CLAIMS = {
    **before_the_talks(),
    **at_the_end(),
    **with_what_was_expected(),
    **which_mechanism(),
    **when_weights_move(),
    **settings_move(),
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_number_is_what_comes_out(claim):
    pattern = re.escape(claim).replace(r"\{\}", NUMBER)
    (printed,) = re.findall(pattern, PAGE.replace("11,664", "11664"))
    printed = [printed] if isinstance(printed, str) else printed
    for text, value in zip(printed, CLAIMS[claim], strict=True):
        decimals = len(text.partition(".")[2])
        assert float(text) == pytest.approx(float(value), abs=0.5001 * 10**-decimals), claim


def test_the_page_says_which_numbers_are_computed_again():
    """Those of an older world cannot be."""
    head, _, last = PAGE.rpartition("\n## ")

    assert last.startswith("What changed")
    assert "Every number on it but those of its last section" in head
