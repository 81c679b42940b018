"""Sections on what all runs end in."""

from collections.abc import Iterator

from negsim.report.figures.deficit import deficit_column, deficit_figure, deficit_reading, deficit_table
from negsim.report.figures.distributions import (
    distributions_figure,
    distributions_reading,
    distributions_table,
)
from negsim.report.figures.issues import issues_figure, issues_reading, issues_table
from negsim.report.figures.style import svg
from negsim.report.page.material import Material
from negsim.report.page.section import Check, Section
from negsim.report.summary import agreements
from negsim.report.words import Words

RUNS = 'pd.read_parquet("runs.parquet")'
MOST_METRICS = 6
TOLD_ABOVE = "agreement_rate"
"""A metric that is yes or no: its mean stands at the head of the page, and says all."""


def issues(material: Material, words: Words) -> Iterator[Section]:
    """Yield the section on what is agreed issue by issue, if anything is agreed."""
    if agreements(material.runs).empty:
        return
    levels = {issue.name: list(issue.labels) for issue in material.scenario.world.space.issues}
    table = issues_table(material.runs, levels)
    first = table[table["issue"] == table["issue"].iloc[0]]
    best = first.loc[first["share"].idxmax()]
    code = f'({RUNS}.query("agreed == True")["issue_{best["issue"]}"] == "{best["level"]}").mean()'
    title = words("What is agreed, issue by issue")
    yield Section(
        key="issues",
        title=title,
        reading=issues_reading(table, words),
        figure=svg(issues_figure(table, words), "issues", title),
        table=table,
        check=Check(code, float(best["share"]), words.percent(float(best["share"]))),
    )


def distributions(material: Material, words: Words) -> Iterator[Section]:
    """Yield the section on how the metrics are distributed over runs."""
    varying = [name for name in material.metrics if material.runs[name].nunique() > 1]
    metrics = [name for name in varying if name != TOLD_ABOVE][:MOST_METRICS]
    if not metrics:
        return
    table = distributions_table(material.runs, metrics)
    mean = float(table["mean"].iloc[0])
    title = words("How results are distributed")
    yield Section(
        key="distributions",
        title=title,
        reading=distributions_reading(table, words),
        figure=svg(distributions_figure(material.runs, metrics, words), "distributions", title),
        table=table,
        check=Check(
            f'{RUNS}.query("status == \'ok\'")["{metrics[0]}"].mean()', mean, words.number(mean, ".2f")
        ),
    )


def deficit(material: Material, words: Words) -> Iterator[Section]:
    """Yield the section on the deficit, if anything is agreed."""
    agreed = agreements(material.runs)
    if agreed.empty:
        return
    table = deficit_table(material.runs, material.scenario.world.trade_totals(None)["deficit"])
    mean = float(agreed[deficit_column()].mean())
    title = words("The deficit")
    yield Section(
        key="deficit",
        title=title,
        reading=deficit_reading(table, words),
        figure=svg(deficit_figure(table, words), "deficit", title),
        table=table,
        check=Check(f'{RUNS}.query("agreed == True")["{deficit_column()}"].mean()', mean, words.money(mean)),
    )
