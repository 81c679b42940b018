"""Sections on a sweep: what the factors do to the metrics."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from negsim.analysis.sensitivity import METHODS, sensitivities
from negsim.errors import ResultError
from negsim.report.figures.labels import label
from negsim.report.figures.sensitivity import BARS, sensitivity_figure
from negsim.report.figures.style import svg
from negsim.report.figures.sweep import (
    GROUPS,
    grouped,
    heat_figure,
    heat_reading,
    heat_table,
    most_moved,
    sweep_figure,
    sweep_reading,
    sweep_table,
)
from negsim.report.names import short_names
from negsim.report.page.material import Material
from negsim.report.page.section import Check, Section
from negsim.report.words import Words

MOST_FACTORS = 4
MOST_METRICS = 4
SAMPLES = ("latin_hypercube", "random", "sobol")
"""Designs whose points are regressed on."""


def sweeps(material: Material, words: Words) -> Iterator[Section]:
    """Yield a section a factor that moves in the sweep, at most four."""
    factors = moving(material)
    metrics = measured(material)
    for number, (path, name) in enumerate(list(factors.items())[:MOST_FACTORS] if metrics else ()):
        table = sweep_table(material.runs, path, metrics)
        best = most_moved(table, metrics)
        mean = float(table[f"{best}_mean"].max())
        title = words("What {factor} does", factor=words.name(name))
        code = _highest(material, (path,), best)
        yield Section(
            key=f"factor{number + 1}",
            title=title,
            reading=sweep_reading(table, best, name, words),
            figure=svg(sweep_figure(table, metrics, name, words), f"factor{number + 1}", title),
            table=table,
            check=Check(code, mean, words.number(mean, ".3g")),
        )


def heat(material: Material, words: Words) -> Iterator[Section]:
    """Yield the heat map of the first metric over the first two factors, if there are two."""
    factors, metrics = moving(material), measured(material)
    if len(factors) < 2 or not metrics:
        return
    (rows, first), (columns, second) = list(factors.items())[:2]
    metric = most_moved(sweep_table(material.runs, rows, metrics), metrics)
    table = heat_table(material.runs, rows, columns, metric)
    best = float(np.nanmax(table.to_numpy(dtype=float)))
    title = words(
        "{first} and {second} together", first=words.sentence(words.name(first)), second=words.name(second)
    )
    code = _highest(material, (rows, columns), metric)
    yield Section(
        key="heat",
        title=title,
        reading=heat_reading(table, (first, second), metric, words),
        figure=svg(heat_figure(table, (first, second), metric, words), "heat", title),
        table=table.reset_index().rename(columns=str),
        check=Check(code, best, words.number(best, ".3g")),
    )


def _highest(material: Material, factors: tuple[str, ...], metric: str) -> str:
    """Return the code that finds the highest mean of a metric over the levels of factors."""
    groups = [
        f'pd.qcut(runs["{path}"], {GROUPS}, duplicates="drop")'
        if grouped(material.runs[path])
        else f'runs["{path}"]'
        for path in factors
    ]
    return (
        'runs = pd.read_parquet("runs.parquet").query("status == \'ok\'")\n'
        f'runs.groupby([{", ".join(groups)}], observed=True)["{metric}"].mean().max()'
    )


def sensitivity(material: Material, words: Words) -> Iterator[Section]:
    """Yield the section on which factors matter, where the design lets it be said."""
    design = material.results.config.get("design", "grid")
    kind = design["type"] if isinstance(design, dict) else str(design)
    method = kind if kind in METHODS else "regression"
    if kind not in (*METHODS, *SAMPLES):
        return
    try:
        found, _ = sensitivities(material.results, ())
    except ResultError:  # nothing moves any metric: there are no bars to draw
        return
    index, _, said = BARS[method][-1 if method == "regression" else 0]
    first = found[0]
    names = short_names(list(first.table["factor"]))
    best = first.table.iloc[0]
    title = words("Which factors matter")
    table = pd.concat([one.table.assign(metric=one.metric) for one in found], ignore_index=True)
    code = (
        "from negsim.analysis.sensitivity import ranked, sensitivity\n"
        "from negsim.engine.finished import load\n"
        f'ranked(sensitivity(load("."), "{first.metric}")).table["{index}"].iloc[0]'
    )
    yield Section(
        key="sensitivity",
        title=title,
        reading=words(
            "{factor} moves {metric} most: {index} {value}.",
            factor=words.sentence(words.name(names[best["factor"]])),
            metric=label(first.metric, words),
            index=words(said),
            value=words.number(float(best[index]), ".2f"),
        )
        + _overlap(first.table, index, names, words),
        figure=svg(sensitivity_figure(found, words), "sensitivity", title),
        table=table[["metric", *(name for name in table.columns if name != "metric")]],
        check=Check(code, float(best[index]), words.number(float(best[index]), ".2f")),
    )


def _overlap(table: pd.DataFrame, index: str, names: Mapping[str, str], words: Words) -> str:
    """Return a sentence if the intervals of the first two factors, in absolute value, overlap."""
    if len(table) < 2 or f"{index}_low" not in table:
        return ""
    ends = table.loc[:1, [f"{index}_low", f"{index}_high"]].to_numpy(dtype=float)
    ends *= np.sign(table.loc[:1, [index]].to_numpy(dtype=float))
    if ends[1].max() < ends[0].min():
        return ""
    second = words.name(names[table["factor"].iloc[1]])
    return " " + words("Its interval overlaps that of {factor}: their order may be luck.", factor=second)


def moving(material: Material) -> dict[str, str]:
    """Return path -> short name of the factors with more than one level."""
    paths = [path for path in material.results.roles if material.runs[path].nunique() > 1]
    names = short_names(paths)
    return {path: names[path] for path in paths}


def measured(material: Material) -> list[str]:
    """Return the metrics that differ between runs, the first four."""
    found = [name for name in material.metrics if material.runs[name].nunique() > 1]
    return found[:MOST_METRICS]
