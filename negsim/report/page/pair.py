"""The sections of a comparison: what differs, who gains and loses, and where the talks part."""

import os
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd

from negsim.analysis.compare import FOLDER, labels
from negsim.analysis.comparison import Comparison
from negsim.errors import ResultError
from negsim.report.figures.comparison import (
    agents_figure,
    agents_reading,
    comparison_figure,
    comparison_reading,
    partings_figure,
    partings_reading,
)
from negsim.report.figures.labels import label
from negsim.report.figures.style import svg
from negsim.report.names import level_names
from negsim.report.page.material import Material
from negsim.report.page.section import Check, Section
from negsim.report.words import Words

IN_PERCENT = ("mean_first", "mean_second", "difference", "low", "high")
SHOWN = ("metric", "mean_first", "mean_second", "difference", "low", "high", "p_holm", "n", "verdict")
MOST_PAIRS = 6
"""Pairs of levels on a page; all are in the tables on disk."""
ENDS = ["factor", "first", "second"]
Ends = tuple[Any, ...]
"""Factor, first and second level."""


def refuse_the_same(found: Comparison) -> None:
    """Refuse result folders of one configuration: every difference would be nothing."""
    known: dict[str, Any] = {}
    for results in found.results:
        digest = results.manifest["config_hash"]
        if digest in known:
            raise ResultError(f"{known[digest]} and {results.path}: are results of the same configuration")
        known[digest] = results.path


def comparison(
    found: Comparison,
    materials: Sequence[Material],
    words: Words,
    files: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Section]:
    """Yield the sections on what differs between two levels or folders, one pair after the other.

    Parameters
    ----------
    materials : the folders that are compared
    files : kind of table -> file in the first folder that holds it, of agents and partings

    Raises
    ------
    ResultError : if two folders are the same.
    """
    refuse_the_same(found)
    names = level_names([*found.table["first"], *found.table["second"]])
    table = _in_percent(found.table, materials[0].tariff_issue)
    replayed = {
        "compare_agents": (found.agents, _agents),
        "compare_partings": (found.partings, _partings),
    }
    for number, (ends, rows) in enumerate(table.groupby(ENDS, sort=False), 1):
        if number > MOST_PAIRS:
            return
        key = "" if number == 1 else str(number)
        called = {"first": names[ends[1]], "second": names[ends[2]]}
        section = _metrics(rows, ends, called, materials, words)
        yield section.named(section.title, f"comparison{key}")
        for kind, (rest, make) in replayed.items():
            if not rest.empty and kind in files:
                mine = rest[(rest[ENDS] == list(ends)).all(axis=1)]
                if not mine.empty:
                    section = make(mine, ends, called, files[kind], words)
                    yield section.named(section.title, f"{kind}{key}")


def _in_percent(found: pd.DataFrame, issue: str | None) -> pd.DataFrame:
    """Return the comparison with the agreed rate in per cent, as `percent_<issue>`."""
    table = found.copy()
    rates = table["metric"].eq(f"level_{issue}")
    table.loc[rates, list(IN_PERCENT)] *= 100
    table.loc[rates, "metric"] = f"percent_{issue}"
    return table


def _metrics(
    rows: pd.DataFrame,
    ends: Ends,
    called: Mapping[str, str],
    materials: Sequence[Material],
    words: Words,
) -> Section:
    """Return the section on the metrics of one pair."""
    factor, _, second = ends
    metric = str(rows["metric"].iloc[0])
    if factor == FOLDER:
        called_so = labels([one.results for one in materials])
        places = dict(zip(called_so, materials, strict=True))
        source, where = places[second], ""
        beside = os.path.relpath(source.results.path / "runs.parquet", materials[0].results.path)
    else:
        source, beside = materials[0], "runs.parquet"
        where = f'[lambda t: t["{factor}"] == {second!r}]'
    runs = source.runs if factor == FOLDER else source.runs[source.runs[factor] == second]
    mean = float(runs[metric].mean())
    code = f'pd.read_parquet("{beside}").query("status == \'ok\'"){where}["{metric}"].mean()'
    shown = words.number(mean, ".3g")
    paired = (
        words("Runs are compared in pairs that share their luck.")
        if rows["paired"].all()
        else words("The runs share no luck and are compared as two samples.")
    )
    level = words(
        "{metric} of {name}: {mean} in the mean.",
        metric=words.sentence(label(metric, words)),
        name=called["second"],
        mean=shown,
    )
    title = words("{first} and {second} compared", **called)
    return Section(
        key="comparison",
        title=title,
        reading=f"{comparison_reading(rows, words)} {level} {paired}",
        figure=svg(comparison_figure(rows, words), "comparison", title),
        table=rows[list(SHOWN)],
        check=Check(code, mean, shown),
    )


def _of_a_pair(ends: Ends) -> str:
    """Return the line of pandas that leaves the rows of one pair."""
    return "".join(f'[lambda t: t["{name}"] == {end!r}]' for name, end in zip(ENDS, ends, strict=True))


def _agents(rows: pd.DataFrame, ends: Ends, called: Mapping[str, str], file: str, words: Words) -> Section:
    """Return the section on what agents gain from one level to the other."""
    title = words("Who gains and loses from {first} to {second}", **called)
    gain = int((rows["difference"] > 0).sum())
    return Section(
        key="compare_agents",
        title=title,
        reading=agents_reading(rows, words),
        figure=svg(agents_figure(rows, words), "compare_agents", title),
        table=rows[["agent", "side", "gain_first", "gain_second", "difference", "low", "high", "n"]],
        check=Check(f'(pd.read_csv("{file}"){_of_a_pair(ends)}["difference"] > 0).sum()', gain, str(gain)),
    )


def _partings(rows: pd.DataFrame, ends: Ends, called: Mapping[str, str], file: str, words: Words) -> Section:
    """Return the section on the first move in which runs with the same luck differ."""
    title = words("Where {first} and {second} part", **called)
    total = len(rows)
    return Section(
        key="compare_partings",
        title=title,
        reading=partings_reading(rows, words),
        figure=svg(partings_figure(rows, words), "compare_partings", title),
        table=rows[["replication", "round", "date", "first_move", "second_move"]],
        check=Check(f'len(pd.read_csv("{file}"){_of_a_pair(ends)})', total, str(total)),
    )
