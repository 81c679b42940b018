"""The section that compares two result folders."""

import os
from collections.abc import Iterator, Sequence

import pandas as pd

from negsim.analysis.compare import FOLDER, compare, material_of_many
from negsim.errors import ResultError
from negsim.report.figures.comparison import comparison_figure, comparison_reading
from negsim.report.figures.labels import label
from negsim.report.figures.style import svg
from negsim.report.page.material import Material
from negsim.report.page.section import Check, Section
from negsim.report.words import Words

IN_PERCENT = ("mean_first", "mean_second", "difference", "low", "high")


def _in_percent(found: pd.DataFrame, issue: str | None) -> pd.DataFrame:
    """Return the comparison with the agreed rate in per cent, as `percent_<issue>`."""
    table = found.copy()
    rates = table["metric"].eq(f"level_{issue}")
    table.loc[rates, list(IN_PERCENT)] *= 100
    table.loc[rates, "metric"] = f"percent_{issue}"
    return table


def comparison(materials: Sequence[Material], words: Words) -> Iterator[Section]:
    """Yield the section on what differs between two folders.

    Raises
    ------
    ResultError : if they have no metric in common, or are the same.
    """
    first, second = (material.results for material in materials)
    if first.manifest["config_hash"] == second.manifest["config_hash"]:
        raise ResultError(f"{first.path} and {second.path}: are results of the same configuration")
    found = compare(material_of_many((first, second), ()), [FOLDER])
    found = _in_percent(found, materials[0].tariff_issue)
    names = list(dict.fromkeys([found["first"].iloc[0], found["second"].iloc[0]]))
    metric = found["metric"].iloc[0]
    mean = float(materials[1].runs[metric].mean())
    beside = os.path.relpath(second.path / "runs.parquet", first.path)
    code = f'pd.read_parquet("{beside}").query("status == \'ok\'")["{metric}"].mean()'
    shown = words.number(mean, ".3g")
    title = words("{first} and {second} compared", first=names[0], second=names[1])
    paired = (
        words("Runs are compared in pairs that share their luck.")
        if found["paired"].all()
        else words("The runs share no luck and are compared as two samples.")
    )
    level = words(
        "{metric} of {name}: {mean} in the mean.",
        metric=words.sentence(label(metric, words)),
        name=names[1],
        mean=shown,
    )
    columns = ["metric", "mean_first", "mean_second", "difference", "low", "high", "p_holm", "n"]
    yield Section(
        key="comparison",
        title=title,
        reading=f"{comparison_reading(found, words)} {level} {paired}",
        figure=svg(comparison_figure(found, words), "comparison", title),
        table=found[columns],
        check=Check(code, mean, shown),
    )
