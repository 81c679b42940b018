"""What a person reads of a sensitivity analysis on the terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from negsim.analysis.sensitivity import Sensitivity
from negsim.report.names import short_names

COLUMNS = {
    "morris": (("mu*", "mu_star"), ("mu", "mu"), ("sigma", "sigma")),
    "saltelli": (("first order", "first_order"), ("total", "total")),
    "fast": (("first order", "first_order"), ("total", "total")),
}
MUCH = 0.5
"""Share of luck above which indices should not be read."""
LEFT_OUT = {"morris": "trajectories", "saltelli": "base points"}


def show_sensitivity(found: Sequence[Sensitivity]) -> None:
    """Print a table a metric, with what luck contributes."""
    console = Console(highlight=False, markup=False)
    for one in found:
        console.print(f"What moves {one.metric} ({one.method}, {one.points} points)", style="bold")
        console.print(_table(one))
        console.print(_luck(one), style="dim")
        if one.left_out:
            console.print(f"{one.left_out} {LEFT_OUT[one.method]} have points without a number: left out")


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
        table.add_row(names[row["factor"]], *cells)
    return table


def _luck(found: Sensitivity) -> str:
    noise = found.noise
    if noise.within != noise.within:
        return "one replication a point: how much is luck cannot be described"
    described = f"Luck: the variance within points is {noise.ratio:.2g} times that between their means; "
    if noise.of_means > MUCH:
        return described + "much of what differs between points may be luck: take more replications."
    return described + f"at most {noise.of_means:.1%} of what differs between points is luck."
