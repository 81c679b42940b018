"""Signs said beforehand, and what was found: the same rows, and verdicts that follow from intervals."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from experiments.statics import figure, statics
from experiments.statics.reasons import threat
from experiments.statics.statics import HERE, VALUES, expected, judged, played, row_of
from negsim.errors import NegsimError

pytestmark = pytest.mark.long

EXPECTED = expected()
FOUND = pd.read_csv(HERE / "summary.csv", dtype=dict.fromkeys(VALUES, str))
README = (HERE / "README.md").read_text(encoding="utf-8")
ASKED = ["key", *VALUES, "metric", "sign"]
FEW = 12
"""Runs a value when a sign is asked again: enough for those that are many intervals away from zero."""


def test_what_was_found_answers_every_row_that_was_expected_and_no_other():
    assert FOUND[ASKED].to_numpy().tolist() == EXPECTED[ASKED].to_numpy().tolist()


def test_every_expectation_has_a_sign_a_reason_a_source_and_what_is_held():
    assert set(EXPECTED["sign"]) == {"+", "-"}
    assert set(EXPECTED["known"]) == {"yes", "no"}
    assert not EXPECTED.isna().any().any()


@pytest.mark.parametrize("row", FOUND.to_dict("records"), ids=lambda row: f"{row['key']}-{row['metric']}")
def test_verdicts_follow_from_the_intervals(row):
    assert row["ci_low"] <= row["difference"] <= row["ci_high"]
    assert {name: row[name] for name in ("monotone", "verdict")} == judged(row, row["sign"])


def ends(whole, first, second):
    """Return a row of intervals: of the ends, and of the steps to and from the middle."""
    row = {}
    for prefix, pair in {"": whole, "first_": first, "second_": second}.items():
        row |= {f"{prefix}ci_low": pair[0], f"{prefix}ci_high": pair[1]}
    return row


@pytest.mark.parametrize(
    ("row", "sign", "verdict", "monotone"),
    [
        (ends((1, 2), (0, 1), (0, 1)), "+", "holds", "yes"),
        (ends((1, 2), (0, 1), (0, 1)), "-", "fails", "yes"),
        (ends((-2, -1), (-3, -2), (0.5, 1)), "-", "holds", "no"),
        (ends((-1, 1), (-1, 1), (-1, 1)), "+", "not shown", "yes"),
        (ends((0, 0), (0, 0), (0, 0)), "+", "not shown", "yes"),
    ],
)
def test_a_sign_holds_or_fails_only_with_its_whole_interval(row, sign, verdict, monotone):
    assert judged(row, sign) == {"monotone": monotone, "verdict": verdict}


@pytest.mark.parametrize(
    ("key", "metric"),
    [
        ("no_deal.credibility", "u0_vietnam"),
        ("no_deal.in_force", "level_tariff"),
        ("parties.vietnam.ratification.quorum", "issue_access=all"),
    ],
)
def test_strong_signs_hold_again_with_the_same_luck(key, metric):
    claim = next(c for c in EXPECTED.itertuples() if (c.key, c.metric) == (key, metric))

    again = row_of(claim, FEW)

    assert again["difference"] * float(f"{claim.sign}1") > 0
    assert again["verdict"] == "holds"


def test_a_run_that_failed_is_refused_and_not_left_out(monkeypatch):
    results = SimpleNamespace(runs=pd.DataFrame({"status": ["ok", "failed"], "seed_key": [1, 2]}))
    monkeypatch.setattr(statics.negsim, "run", lambda *_, **__: results)

    with pytest.raises(NegsimError, match=r"time.ticks=3: 1 of 2 runs failed"):
        played("time.ticks", "3", 2)


def test_what_threats_cost_is_as_the_reasons_say():
    table = pd.read_csv(HERE / "reasons.csv").set_index(["what", "metric"])["value"]

    for what, metric, _, cost, *_ in (*threat(0.46), *threat(1.0)):
        assert cost == pytest.approx(table[what, metric], abs=5e-4)


def cells(row):
    """Return what the page says of a row: difference with its interval, whether monotone, verdict."""
    points = row["metric"] in ("level_tariff", "agreement_rate", "issue_access=all")
    low, middle, high = (row[name] * (100 if points else 1) for name in ("ci_low", "difference", "ci_high"))
    return [f"{middle:.3g} ({low:.3g} to {high:.3g})", row["monotone"], row["verdict"]]


def test_the_page_prints_what_was_found():
    table = re.findall(r"^\| .* \| [+-] \| (.*) \| (yes|no) \| \**([a-z ]+)\** \|$", README, re.M)

    assert [list(row) for row in table] == [cells(row) for row in FOUND.to_dict("records")]


def test_the_figure_is_that_of_the_summary(tmp_path):
    table = pd.read_csv(HERE / "summary.csv", dtype={"low": str, "high": str})
    figure.draw(table, tmp_path / "figure.svg")

    assert (tmp_path / "figure.svg").read_bytes() == (HERE / "figure.svg").read_bytes()
