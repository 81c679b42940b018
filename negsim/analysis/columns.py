"""Every column of every table of results: type, unit and meaning."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from negsim.errors import ResultError
from negsim.experiment.experiment import load_experiment
from negsim.experiment.tables import (
    agents_schema,
    design_schema,
    offers_schema,
    runs_schema,
    timings_schema,
)
from negsim.registry import entries

FULL = ("mechanism={type: framework_then_detail, headline: [tariff]}", "implementation.ticks=10")
"""Settings under which tables have every column that a standard one may have."""
MEANING = {
    "run_id": "id of the run: point_id x replications + replication",
    "point_id": "design point",
    "replication": "number of the run at its point; under common random numbers its luck, at every point",
    "seed_key": "root of all chance of the run",
    "status": "ok, failed or timeout",
    "error": "why a run failed",
    "end_state": "agreed (signed or struck_then_signed where a framework comes first), walked_away, "
    "broken_down, expired, framework_only or ratification_failed",
    "agreed": "whether the run ended in agreement",
    "rounds": "rounds begun",
    "ticks": "calendar steps begun",
    "date": "day of the move; of a run, of its last move",
    "round": "round of the move, from 1",
    "tick": "calendar step of the move, from 1",
    "party": "who moved; empty for an event of the world",
    "move": "offer, accept, reject, walkaway, or the kind of event",
    "target": "own utility that the mover aimed at",
    "step": "class of the offer against the mover's last one (glossary: step)",
    "why": "the reason given for the move, or what an event says",
    "agent": "name of the agent",
    "type": "class of the agent",
    "side": "party whose country it belongs to",
    "group": "interest group through which it lobbies",
    "utility": "utility of the agreement, in the agent's own unit",
    "gain": "utility over no deal, in the agent's own unit",
    "support": "probability that it supports the agreement",
    "vote": "for or against the agreement",
    "reason": "the three reasons that moved its opinion most",
    "scenario": "the whole scenario of the point as YAML, for the first points",
    "seconds": "wall time of the run",
    "worker": "process that played the run",
    "framework": "headline issues agreed on first, if any",
    "framework_round": "round in which they were",
    "framework_date": "day on which they were",
    "deal_class": "what became of the deal after the signature",
    "first_blocker": "who first stopped an agreement",
    "delay_cause": "what delayed the talks most",
}
"""Meaning of columns that are no metrics."""
BEGINNINGS = {
    "issue_": "label of the level offered or agreed on in that issue; empty without",
    "level_": "number of the level agreed on in that issue; empty without an agreement",
    "ratifiable_": "whether that party would ratify the outcome on that day",
    "u_": "utility of the outcome to that party on that day",
}
"""Beginning of columns named after an issue or a party -> meaning."""
CSV = {
    "summary.csv": {
        "point_id": MEANING["point_id"],
        "n": "runs that did not fail",
        "n_failed": "runs that failed",
        "n_agreed": "runs that ended in agreement",
        "<metric>_mean": "mean over runs; of levels and shares over agreements",
        "<metric>_sd": "standard deviation over runs",
        "<metric>_low, <metric>_high": "95 % interval of the mean: Student's, Wilson's for rates",
        "<metric>_if_agreed": "mean over runs that ended in agreement",
        "level_<issue>_mean": "mean number agreed on in an issue with numbers, as the tariff",
        "share_<issue>_<level>_mean": "share of agreements with that level of an issue without numbers",
    },
    "compare.csv": {
        "factor, first, second, metric": "what is compared; differences are second minus first",
        "paired": "whether runs share luck and all other factors",
        "n": "replications compared; without pairs the smaller sample",
        "pairs": "pairs of runs compared",
        "mean_first, mean_second": "means under either level",
        "difference, low, high": "mean difference and its 95 % interval",
        "spread": "standard deviation of the differences, or within samples that are not paired",
        "effect": "difference in units of `spread`",
        "superiority": "chance that the second level has the higher value; ties count half",
        "test, p, p_wilcoxon": "test, its p-value, and that of Wilcoxon's (without pairs the rank-sum) test",
        "p_holm, significant": "p corrected for all rows of the table, and whether it is below .05",
        "verdict": "differs, within noise, no difference or not tested",
        "n_needed": "replications that find a difference of this size with power .8",
        "detectable": "smallest difference that n replications find with power .8",
        "dropped, without_agreement, without_partner, without_value": "pairs left out, and why",
        "<column>_if_agreed": "the same among pairs that agreed under both levels, untested",
    },
    "compare_agents.csv": {
        "factor, first, second": "the levels",
        "agent, type, side, group": "the agent, as in agents.parquet",
        "gain_first, gain_second": "mean gain over no deal under either level, in the agent's own unit",
        "difference, low, high": "second minus first, with its 95 % interval",
        "n": "replications in which both runs agreed",
    },
    "compare_partings.csv": {
        "factor, first, second": "the levels",
        "replication, run_first, run_second": "the two runs, which share their luck",
        "round, date": "of the first move that differs; empty if none does",
        "first_move, second_move": "that move under either level",
    },
    "sensitivity.csv": {
        "metric, method, factor": "what is explained, how, and by what; `factor=level` against the others",
        "<index>_low, <index>_high": "95 % interval of an index, bootstrapped",
        "first_order, total": "shares of variance (saltelli, fast)",
        "mu, mu_star, sigma": "mean, mean absolute and spread of elementary effects (morris)",
        "src, r_squared": "standardised regression coefficient; variance that all of them explain",
        "prcc, rank_r_squared": "partial rank correlation; variance of ranks explained",
    },
}
"""CSV file -> its columns and what they mean."""


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    table: str
    name: str
    kind: str
    unit: str
    meaning: str


def columns() -> list[Column]:
    """Return the columns of every table, those named after issues and parties as in the default world."""
    experiment = load_experiment("us_vietnam_2025", FULL, 1)
    schemas = {
        "runs": runs_schema(experiment),
        "offers": offers_schema(experiment),
        "agents": agents_schema(),
        "design": design_schema(experiment),
        "timings": timings_schema(),
    }
    metrics = dict(_metrics())
    found = [
        Column(
            f"{table}.parquet",
            field.name,
            str(field.type),
            (field.metadata or {}).get(b"unit", b"").decode(),
            meaning_of(field.name, metrics if table == "runs" else {}),
        )
        for table, schema in schemas.items()
        for field in schema
    ]
    return found + [
        Column(table, name, "", "", meaning) for table, rows in CSV.items() for name, meaning in rows.items()
    ]


def meaning_of(name: str, metrics: dict[str, str]) -> str:
    """Return what a column means.

    Raises
    ------
    ResultError : for a column that nobody has described.
    """
    begun: Sequence[str] = [text for start, text in BEGINNINGS.items() if name.startswith(start)]
    known = metrics.get(name) or MEANING.get(name) or (begun[0] if begun else "")
    if not known:
        raise ResultError(f"the column {name} has no description")
    return known


def meanings() -> Callable[[str], str]:
    """Return what says of any column of `runs` what it means; of one that nobody has described, nothing."""
    metrics = dict(_metrics())

    def meaning(name: str) -> str:
        try:
            return meaning_of(name, metrics)
        except ResultError:
            return ""

    return meaning


def _metrics() -> Iterator[tuple[str, str]]:
    """Yield name and meaning of every metric; of a preset, of its class with its settings."""
    for entry in entries("metric"):
        described: Any = (entry.factory.__doc__ or "").strip().partition("\n")[0]
        chosen = ", ".join(f"{key} {value}" for key, value in entry.settings)
        yield entry.name, f"{described} Here: {chosen}." if chosen else described
