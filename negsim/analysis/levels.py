"""The levels agreed on: a mean of each numeric issue, shares of agreements of each level of the others."""

from collections.abc import Sequence

import pandas as pd

LEVEL, ISSUE, SHARE = "level_", "issue_", "share_"
"""How the columns of `runs` begin: the number agreed on, its label; and, worked out here, a level's share."""


def level_metrics(runs: pd.DataFrame, besides: Sequence[str] = ()) -> list[str]:
    """Return the columns with the number agreed on, one a numeric issue, but for those named `besides`."""
    return [name for name in runs.columns if name.startswith(LEVEL) and name not in besides]


def share_name(issue: str, label: str) -> str:
    """Return what the share of agreements with a level is called: ``share_access_all``."""
    return f"{SHARE}{issue}_{'_'.join(str(label).split())}"


def shares(runs: pd.DataFrame) -> pd.DataFrame:
    """Return a column for each level agreed on of each issue without numbers: 1, 0, or nan if not agreed."""
    columns = {}
    for column in (name for name in runs.columns if name.startswith(ISSUE)):
        issue = column.removeprefix(ISSUE)
        if f"{LEVEL}{issue}" in runs.columns:
            continue
        agreed = runs[column].where(runs["agreed"].eq(True))
        for label in sorted(agreed.dropna().unique()):
            columns[share_name(issue, label)] = agreed.eq(label).astype(float).where(agreed.notna())
    return pd.DataFrame(columns, index=runs.index)


def with_shares(runs: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return runs with the columns of shares, if one is asked for that is not there."""
    wanted = [name for name in names if name.startswith(SHARE) and name not in runs.columns]
    return pd.concat([runs, shares(runs)], axis=1) if wanted else runs
