"""Compare a US that judges by the announced deficit with one that does not, run by run in the same luck.

``python -m experiments.announced.paired FOLDER > experiments/announced/paired.csv``

FOLDER is what ``negsim run announced`` wrote. One line a number: means without and with it, and the mean
change over the pairs that agreed under both, with its 95 % interval (Student). Agreement is over all pairs.
"""

import csv
import sys
from pathlib import Path

import pandas as pd

from negsim.analysis.intervals import interval

FACTOR = "parties.us.terms.deficit.announced"
NUMBERS = (
    "level_purchases",
    "level_tariff",
    "deficit_announced_usd_bn",
    "deficit_realised_26_usd_bn",
    "deficit_gap_usd_bn",
    "substance_index",
    "headline_ratio",
    "gain0_vietnam",
    "agreed",
)


def main(folder: Path) -> None:
    """Print the table."""
    runs = pd.read_parquet(folder / "runs.parquet")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["number", "realised", "announced", "change", "low", "high", "pairs"])
    for number in NUMBERS:
        table = runs.pivot(index="replication", columns=FACTOR, values=number).astype(float).dropna()
        change = (table[True] - table[False]).to_numpy()
        figures = [table[False].mean(), table[True].mean(), change.mean(), *interval(change)]
        writer.writerow([number, *(f"{figure:.4f}" for figure in figures), len(table)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
