"""The rows of seven configurations stand still: a change of the code that moves one must say so.

The digests of five were written at revision c8182a2, those of the default and the historical world later.
They are of all rows in sorted order, and of the types of all columns; numbers count to nine digits, as the
promise of the same bytes ends at another kind of processor.
"""

import hashlib
import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import negsim

DIGESTS = Path(__file__).parent / "golden" / "same_rows.json"
DIGITS = 9
CONFIGURATIONS = ("quiet", "us_vietnam_2025", "historical", "mini", "detailed", "neutral", "baseline")
MANY_RUNS = ("detailed", "baseline")
"""Large, or an experiment of several points."""
REPLICATIONS = 5


def digits(values: pd.Series) -> pd.Series:
    """Return numbers as texts of nine digits, so that -0 is 0 and the last bits do not count."""
    return values.map(lambda x: "nan" if np.isnan(x) else format(x + 0.0, f".{DIGITS}g"))


def digest(path: Path) -> dict[str, str]:
    """Return the digest of the rows of a table in sorted order, and its columns with their types."""
    table = pq.read_table(path)
    frame = table.to_pandas()
    columns = [
        list(digits(frame[name]) if frame[name].dtype.kind == "f" else map(str, frame[name]))
        for name in sorted(frame)
    ]
    rows = sorted("\t".join(row) for row in zip(*columns, strict=True))
    types = sorted(f"{field.name}: {field.type}" for field in table.schema)
    return {
        "rows": hashlib.sha256("\n".join(rows).encode()).hexdigest(),
        "types": hashlib.sha256("\n".join(types).encode()).hexdigest(),
        "count": str(len(rows)),
    }


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[pytest.mark.long] * (n in MANY_RUNS)) for n in CONFIGURATIONS]
)
def test_rows_stand_still(name, tmp_path):
    folder = negsim.run(name, replications=REPLICATIONS, out=tmp_path, settings={"log.offers": "all"}).path
    found = {table: digest(folder / f"{table}.parquet") for table in ("runs", "offers")}
    if os.environ.get("NEGSIM_UPDATE_GOLDEN"):
        known = json.loads(DIGESTS.read_text(encoding="utf-8")) if DIGESTS.exists() else {}
        DIGESTS.write_text(json.dumps({**known, name: found}, indent=2) + "\n", encoding="utf-8")

    assert json.loads(DIGESTS.read_text(encoding="utf-8"))[name] == found
