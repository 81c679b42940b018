"""Print how often each level of each issue is agreed under every weight vector.

``python experiments/ensemble/levels.py "$(negsim run ensemble --quiet)" > experiments/ensemble/levels.csv``

Columns: the vector, the issue, the level, and its share of that vector's agreements. Levels that are never
agreed have no row.
"""

import csv
import sys
from pathlib import Path

import pandas as pd


def main(folder: str) -> None:
    """Print the table of the result folder of the experiment `ensemble`."""
    runs = pd.read_parquet(Path(folder) / "runs.parquet")
    agreed = runs[runs["agreed"].fillna(False).astype(bool)]
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["vector", "issue", "level", "share"])
    for vector, group in agreed.groupby("weights"):
        for column in [name for name in runs.columns if name.startswith("issue_")]:
            for level, share in group[column].value_counts(normalize=True).sort_index().items():
                table.writerow([vector, column.removeprefix("issue_"), level, f"{share:.3f}"])


if __name__ == "__main__":
    main(sys.argv[1])
