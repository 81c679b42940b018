"""The section that compares two result folders."""

import os
from collections.abc import Iterator

from negsim.analysis.compare import FOLDER, compare, material_of_two
from negsim.analysis.results import Results
from negsim.report.figures.comparison import comparison_figure, comparison_reading
from negsim.report.figures.labels import label
from negsim.report.figures.style import svg
from negsim.report.page.section import Check, Section
from negsim.report.words import Words


def comparison(first: Results, second: Results, words: Words) -> Iterator[Section]:
    """Yield the section on what differs between two folders.

    Raises
    ------
    ResultError : if they have no metric in common, or are the same.
    """
    found = compare(material_of_two(first, second, ()), [FOLDER])
    names = list(dict.fromkeys([found["first"].iloc[0], found["second"].iloc[0]]))
    metric = found["metric"].iloc[0]
    runs = second.runs[second.runs["status"] == "ok"]
    mean = float(runs[metric].mean())
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
