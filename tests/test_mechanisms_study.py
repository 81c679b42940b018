"""The study of mechanisms: between the two worlds lies what it says, and its page prints its table."""

from pathlib import Path

import pandas as pd
import pytest

from experiments.mechanisms.mechanisms import (
    ENDS,
    MECHANISMS,
    TOGETHER,
    cells,
    configurations,
    played,
    with_parts,
    world,
)

STUDY = Path(__file__).parents[1] / "experiments/mechanisms"
TABLE = pd.read_csv(STUDY / "summary.csv")
ROWS = TABLE.set_index("configuration")


def without_words(scenario):
    return {key: value for key, value in scenario.items() if key not in ("name", "description")}


def test_with_every_mechanism_quiet_is_the_default_world():
    whole = with_parts(list(MECHANISMS))

    assert without_words(whole) == without_words(world("us_vietnam_2025"))
    assert without_words(with_parts([])) == without_words(world("quiet"))


def test_the_table_has_every_configuration_and_shares_add_up():
    assert list(ROWS.index) == list(configurations())
    assert len(ROWS) == 2 * (len(MECHANISMS) + len(TOGETHER)) + 3
    ends = ROWS[list(ENDS)].fillna(0)
    untold = ROWS["signed"].isna()
    assert (ends.sum(axis=1) + ROWS["agreed"].where(untold, 0)).to_numpy() == pytest.approx(1.0, abs=2e-3)


@pytest.mark.parametrize("name", ["us_vietnam_2025", "historical"])
def test_a_world_ends_in_four_states_at_least(name):
    row = ROWS.loc[{"us_vietnam_2025": "all"}.get(name, name), list(ENDS)]

    assert (row >= 0.02).sum() >= 4


def test_runs_played_again_say_the_same_of_the_ruling():
    quiet, ruling = (played(with_parts(parts), 1) for parts in ([], ["ruling"]))
    names = ("agreed", "agreed_low", "agreed_high", "change")
    found = dict(zip(names, map(float, cells(ruling, quiet)), strict=False))

    assert quiet["agreed"].all()
    assert found["change"] == pytest.approx(ruling["agreed"].mean() - 1, abs=1e-3)
    assert list(ruling["seed_key"]) == list(quiet["seed_key"])


def percent(share):
    return f"{100 * share:.1f}".replace("-0.0", "0.0")


@pytest.mark.parametrize("row", TABLE.to_dict("records"), ids=lambda row: row["configuration"])
def test_the_page_prints_the_table(row):
    page = (STUDY / "README.md").read_text(encoding="utf-8")
    kinds = [row[name] for name in ("signed", "struck_then_signed", "framework_only")]
    kinds += [row[name] for name in ("walked_away", "ratification_failed", "expired")]
    shares = " | ".join("" if pd.isna(share) else percent(share) for share in kinds)
    low, middle, high = (percent(row[f"change{end}"]) for end in ("_low", "", "_high"))
    change = "" if row["configuration"] == row["compared_with"] else f"{middle} ({low} to {high})"

    line = f"| {row['configuration']} | {percent(row['agreed'])} | {change} | {row['week']:g} | {shares} |"
    assert line in page
