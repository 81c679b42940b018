"""What a person reads of a sample of points, and of what moves metrics over it, on the terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from negsim.analysis.levels import level_metrics
from negsim.analysis.results import Results
from negsim.analysis.sensitivity import Sensitivity, sensitivities
from negsim.errors import ResultError
from negsim.experiment.designs.factor import Range
from negsim.experiment.experiment import Experiment
from negsim.report.names import short_names

COLUMNS = {
    "morris": (("mu*", "mu_star"), ("mu", "mu"), ("sigma", "sigma")),
    "saltelli": (("first order", "first_order"), ("total", "total")),
    "fast": (("first order", "first_order"), ("total", "total")),
    "regression": (("regression", "src"), ("partial rank correlation", "prcc")),
}
WIDEST = 40
"""Longest name of a factor, or of one with its level, shown in full."""
ENDS = (0.05, 0.95)
MUCH = 0.5
"""Share of luck above which indices should not be read."""
LEFT_OUT = {"morris": "steps of trajectories", "saltelli": "base points", "regression": "points"}


def show_sensitivity(found: Sequence[Sensitivity], console: Console) -> None:
    """Print a table a metric, with what luck contributes."""
    for one in found:
        console.print(f"What moves {one.metric} ({one.method}, {one.points} points)", style="bold")
        console.print(_table(one))
        if one.method == "regression":
            console.print(_explained(one), style="dim")
        console.print(_luck(one), style="dim")
        if one.left_out:
            have = "have no number" if one.method == "regression" else "have points without a number"
            console.print(f"{one.left_out} {LEFT_OUT[one.method]} {have}: left out")


def _cut(name: str) -> str:
    return name if len(name) <= WIDEST else f"{name[: WIDEST - 3]}..."


def _table(found: Sensitivity) -> Table:
    names = short_names(list(found.table["factor"]))
    table = Table(box=None, pad_edge=False)
    table.add_column("factor")
    for label, _ in COLUMNS[found.method]:
        table.add_column(label, justify="right")
    for row in found.table.to_dict("records"):
        cells = []
        for _, column in COLUMNS[found.method]:
            cell = f"{row[column]:.3g}"
            if f"{column}_low" in row:
                cell += f" ({row[f'{column}_low']:.3g} to {row[f'{column}_high']:.3g})"
            cells.append(cell)
        table.add_row(_cut(names[row["factor"]]), *cells)
    return table


def _explained(found: Sensitivity) -> str:
    """Say how much of what differs between points the two tables of coefficients account for."""
    row = found.table.iloc[0]
    return (
        "In standard deviations for one of the factor, others held; 95 % intervals. Explained: "
        f"{row['r_squared']:.0%} of the variance, {row['rank_r_squared']:.0%} of that of ranks."
    )


def _luck(found: Sensitivity) -> str:
    noise = found.noise
    if noise.within != noise.within:
        return "one replication a point: how much is luck cannot be described"
    described = f"Luck: the variance within points is {noise.ratio:.2g} times that between their means; "
    if noise.of_means > MUCH:
        return described + "much of what differs between points may be luck: take more replications."
    return described + f"at most {noise.of_means:.1%} of what differs between points is luck."


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
