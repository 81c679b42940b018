"""Tables of an analysis as CSV files in a result folder, named after what was asked: none hides another."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from negsim.analysis.compare import labels
from negsim.analysis.comparison import Comparison
from negsim.files import whole

LONGEST = 100
"""Letters of a file's name; of a longer one the beginning and a digest of all of it."""


def file_name(kind: str, asked: Sequence[str]) -> str:
    """Return the name of a file without its ending: the kind of table, and what was asked of it."""
    name = "-".join([kind, *(_word(text) for text in asked)])
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 9]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _word(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "._" else "_" for letter in text)


def write_csv(table: pd.DataFrame, path: Path) -> Path:
    """Write a whole CSV file and return its path."""
    with whole(path) as scratch:
        table.to_csv(scratch, index=False, float_format="%.10g")
    return path


def write_comparison(found: Comparison, asked: Sequence[str]) -> list[Path]:
    """Write the tables of a comparison into the folder of its first results, and return their paths.

    Parameters
    ----------
    asked : metrics and factors that were named
    """
    with_ = labels(found.results)[1:]
    words = [*(["with", *with_] if with_ else []), *asked]
    tables = {"compare": found.table, "compare_agents": found.agents, "compare_partings": found.partings}
    return [
        write_csv(table, found.results[0].path / f"{file_name(kind, words)}.csv")
        for kind, table in tables.items()
        if len(table)
    ]
