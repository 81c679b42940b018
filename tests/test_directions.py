"""Directions said beforehand and what was found of them: the same rows, intervals, page and picture."""

import pandas as pd
import pytest

from experiments.directions import figure
from experiments.directions.directions import HERE, compared, expected, played, verdict
from experiments.directions.moves import MOVES, demanding
from experiments.directions.page import PAGE, fill, parts
from experiments.directions.words import CALLED, MOVED
from negsim.errors import NegsimError
from negsim.politics.blocs import ensemble

EXPECTED = expected()
FOUND = pd.read_csv(HERE / "summary.csv")
ASKED = ["move", "metric", "shape", "sign"]


def test_what_was_found_answers_every_row_that_was_expected_and_no_other():
    assert FOUND[ASKED].to_numpy().tolist() == EXPECTED[ASKED].to_numpy().tolist()


def test_every_expectation_has_a_sign_a_move_and_words():
    assert set(EXPECTED["sign"]) == {"+", "-"}
    assert set(EXPECTED["by"]) == {"prototype", "weights"}
    assert set(EXPECTED["move"]) == set(MOVES) == set(MOVED)
    assert set(EXPECTED["metric"]) == set(CALLED)
    assert not EXPECTED.isna().any().any()


@pytest.mark.parametrize("row", FOUND.to_dict("records"), ids=lambda row: f"{row['move']}-{row['metric']}")
def test_verdicts_follow_from_the_intervals(row):
    assert row["ci_low"] <= row["difference"] <= row["ci_high"]
    assert row["vectors_for"] + row["vectors_against"] <= row["vectors"] <= len(ensemble())
    assert row["verdict"] == verdict(row["ci_low"], row["ci_high"], row["sign"])


@pytest.mark.parametrize(
    ("ends", "sign", "said"),
    [
        ((1, 2), "+", "holds"),
        ((1, 2), "-", "fails"),
        ((-2, -1), "-", "holds"),
        ((-1, 2), "+", "not shown"),
        ((0, 0), "+", "not shown"),
    ],
)
def test_a_sign_holds_or_fails_only_with_its_whole_interval(ends, sign, said):
    assert verdict(*ends, sign) == said


def runs(values):
    index = pd.MultiIndex.from_product([range(2), range(2)], names=["weights", "replication"])
    return pd.DataFrame({"level_tariff": values, "agreed": True}, index=index)


def test_a_difference_is_averaged_within_a_vector_over_runs_that_have_it_everywhere():
    nan = float("nan")
    tables = [runs([0.1, 0.2, 0.1, 0.1]), runs([0.2, nan, 0.2, 0.4])]
    found = compared(tables, "level_tariff", "change", "+")

    assert found["difference"] == pytest.approx((0.1 + (0.1 + 0.3) / 2) / 2)
    assert (found["pairs"], found["vectors"], found["vectors_for"]) == (3, 2, 2)


def test_a_bend_is_the_second_step_less_the_first():
    tables = [runs([0.1] * 4), runs([0.3] * 4), runs([0.4] * 4)]

    assert compared(tables, "level_tariff", "bend", "-")["difference"] == pytest.approx(-0.1)
    assert compared(tables, "level_tariff", "change", "+")["difference"] == pytest.approx(0.3)


def test_factions_ask_for_more_than_those_of_their_own_vector():
    asked = [demanding(0.6, vector) for vector in (0, 1)]
    path = "agents.vietnam_factions.members.conservatives.threshold"
    known = [ensemble()[vector]["vietnam", "faction", "conservatives"] for vector in (0, 1)]

    assert [one[path] for one in asked] == pytest.approx([value + 0.6 for value in known])
    assert len(asked[0]) == 5


@pytest.mark.long
def test_runs_are_paired_by_vector_and_share_no_luck_between_vectors():
    low, high = (played(value, 1) for value in MOVES["both soft"])

    assert low["seed_key"].equals(high["seed_key"])
    assert low["seed_key"].is_unique
    assert compared([low, high], "rounds_to_agreement", "change", "-")["verdict"] == "holds"


def test_the_page_prints_what_was_found(tmp_path):
    again = tmp_path / "page.md"
    again.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    fill(again, parts(FOUND))

    assert again.read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8")


def test_a_page_without_a_mark_is_refused(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("<!-- counts -->\n\n", encoding="utf-8")

    with pytest.raises(NegsimError, match="has no part between <!-- counts --> and <!-- end -->"):
        fill(page, {"counts": "none"})


def test_the_figure_is_that_of_the_summary(tmp_path):
    figure.draw(FOUND, tmp_path / "figure.svg")

    assert (tmp_path / "figure.svg").read_bytes() == (HERE / "figure.svg").read_bytes()
