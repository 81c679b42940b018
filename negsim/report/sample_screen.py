"""What a person reads of a sample of points: how metrics vary over it, and what moves them."""

from rich.console import Console
from rich.table import Table

from negsim.analysis.levels import level_metrics
from negsim.analysis.results import Results
from negsim.analysis.sensitivity import sensitivities
from negsim.errors import ResultError
from negsim.experiment.designs.factor import Range
from negsim.experiment.experiment import Experiment
from negsim.report.sensitivity_screen import show_sensitivity

ENDS = (0.05, 0.95)


def is_sample(experiment: Experiment) -> bool:
    """Return whether the points were drawn from ranges: no table of points says what they are for."""
    return experiment.n_points > 1 and any(isinstance(f, Range) for f in experiment.factors.values())


def show_sample(results: Results, experiment: Experiment, console: Console) -> None:
    """Print how the means of points vary, and which factors move them."""
    names = [*experiment.metrics, *level_metrics(results.runs, experiment.metrics)]
    points = results.runs[results.runs["status"].eq("ok")].groupby("point_id")[names].mean()
    console.print(
        f"{experiment.name}: {len(points):,} points x {experiment.replications:,} replications", style="bold"
    )
    table = Table(box=None, pad_edge=False)
    table.add_column("over all points")
    for header in ("mean", "sd", "5 %", "95 %"):
        table.add_column(header, justify="right")
    for name in names:
        values = points[name].dropna().astype(float)
        if len(values):
            numbers = (values.mean(), values.std(ddof=1), *values.quantile(list(ENDS)))
            table.add_row(name, *(f"{number:.3g}" if number == number else "-" for number in numbers))
    console.print(table)
    console.print("of the means of points; summary.csv has each point", style="dim")
    console.print()
    try:
        found, reasons = sensitivities(results, ())
    except ResultError as error:
        found, reasons = [], [str(error)]
    show_sensitivity(found, console)
    for reason in reasons:
        console.print(f"Left out: {reason.removeprefix(f'{results.path}: ')}", style="dim")
    console.print()
