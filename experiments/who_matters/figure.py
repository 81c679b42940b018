"""Draw `figure.svg` from `summary.csv`: runs that end otherwise without each class of agents and each rule.

``python -m experiments.who_matters.figure``
"""

from pathlib import Path

import matplotlib
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from experiments.mechanisms.figure import name_rows
from negsim.report.picture import INK, STYLE

HERE = Path(__file__).parent
WORLDS = {"us_vietnam_2025": ("default world", "#0072B2", "o"), "historical": ("historical", "#D55E00", "s")}
"""World -> what it is called, its colour (Okabe & Ito 2008) and its mark."""


def draw(table: pd.DataFrame, path: Path) -> None:
    """Draw the summary and write the picture to `path`."""
    names = list(dict.fromkeys(table["part"]))[::-1]
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(8.2, 5.4), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        axes.axhline(sum(name.startswith("rule: ") for name in names) - 0.5, color=INK, lw=0.6)
        for shift, (world, (label, colour, mark)) in zip((0.14, -0.14), WORLDS.items(), strict=True):
            rows = table[table["world"].eq(world)].set_index("part").loc[names]
            places = [height + shift for height in range(len(names))]
            axes.hlines(places, 100 * rows.otherwise_low, 100 * rows.otherwise_high, color=colour, lw=1.6)
            axes.plot(100 * rows.otherwise, places, mark, color=colour, ms=5.5, label=label, clip_on=False)
        axes.set_xlim(0, 100)
        name_rows(
            axes, names, 0.4, "runs that end in another agreement, date or end state, in a hundred (95 %)"
        )
        figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    draw(pd.read_csv(HERE / "summary.csv"), HERE / "figure.svg")
