import numpy as np
import pandas as pd
import pytest

from negsim.analysis.intervals import interval, wilson
from negsim.analysis.summary import is_rate, summary
from negsim.errors import ResultError
from negsim.report.summary import agreements, level_shares, modal_agreement, summarise

NAN = float("nan")


@pytest.mark.parametrize(
    ("share", "n", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, table I, method 3: 81/263, 15/148, 0/20, 1/29
        (81 / 263, 263, 0.2553, 0.3662),
        (15 / 148, 148, 0.0624, 0.1605),
        (0 / 20, 20, 0.0, 0.1611),
        (1 / 29, 29, 0.0061, 0.1718),
        # by hand for n = 1: z^2 / (1 + z^2) with z = 1.959964
        (0.0, 1, 0.0, 0.7935),
        (1.0, 1, 0.2065, 1.0),
    ],
)
def test_wilson_interval(share, n, low, high):
    assert wilson(share, n) == pytest.approx((low, high), abs=5e-5)


def test_wilson_interval_is_symmetric_and_stays_between_0_and_1():
    for n in (1, 2, 7, 100, 10**6):
        for k in {0, 1, n // 2, n - 1, n}:
            low, high = wilson(k / n, n)

            assert 0.0 <= low <= k / n <= high <= 1.0
            assert wilson(1 - k / n, n) == pytest.approx((1 - high, 1 - low))


def test_student_interval_by_hand():
    # mean 2, sd 1, t with 2 degrees of freedom 4.302653: 2 -+ 4.302653 / sqrt(3)
    assert interval(np.array([1.0, 2.0, 3.0])) == pytest.approx((2 - 2.484138, 2 + 2.484138), abs=1e-6)


def test_student_interval_narrows_to_the_normal_one():
    values = np.tile([-1.0, 1.0], 500_000)
    low, high = interval(values)

    assert (low, high) == pytest.approx((-1.959964e-3, 1.959964e-3), rel=1e-5)


def test_one_value_or_none_has_no_interval():
    assert all(np.isnan(interval(np.array([3.0]))))
    assert all(np.isnan(interval(np.array([]))))
    assert all(np.isnan(interval(np.array([1.0]), rate=True)))


def test_equal_values_have_an_interval_without_width():
    assert interval(np.full(5, 0.25)) == (0.25, 0.25)


def test_rates_are_metrics_of_0_or_1():
    assert is_rate("agreement_rate")
    assert not is_rate("joint_gain")
    assert interval(np.array([1.0, 0.0]), rate=True) == wilson(0.5, 2)


def runs(**columns):
    length = len(next(iter(columns.values())))
    base = {
        "point_id": [0] * length,
        "seed_key": range(length),
        "status": ["ok"] * length,
        "agreed": [True] * length,
    }
    return pd.DataFrame({**base, **columns})


def test_summary_shows_means_over_all_runs_and_over_agreements():
    table = summarise(
        runs(
            point_id=[0, 0, 0, 0, 1, 1],
            agreed=[True, True, False, False, False, False],
            q=[0.1] * 4 + [0.6] * 2,
            u_us=[4.0, 2.0, -1.0, -1.0, 0.0, 1.0],
            agreement_rate=[1.0, 1.0, 0.0, 0.0, 0.0, 0.0],
        ),
        ["q"],
        ["u_us", "agreement_rate"],
    )
    parts = ("mean", "sd", "low", "high", "if_agreed")

    assert list(table.columns) == [
        *("point_id", "q", "n", "n_failed", "n_agreed"),
        *(f"u_us_{part}" for part in parts),
        *(f"agreement_rate_{part}" for part in parts),
    ]
    assert table["q"].tolist() == [0.1, 0.6]
    assert table["n"].tolist() == [4, 2]
    assert table["n_agreed"].tolist() == [2, 0]
    assert table["u_us_mean"].tolist() == [1.0, 0.5]
    assert table["u_us_if_agreed"][0] == 3.0
    assert np.isnan(table["u_us_if_agreed"][1])
    assert table["agreement_rate_mean"].tolist() == [0.5, 0.0]
    assert (table["agreement_rate_low"][0], table["agreement_rate_high"][0]) == wilson(0.5, 4)


def test_values_that_are_nan_do_not_count():
    columns = {"rounds_to_agreement": [1.0, NAN, 3.0, NAN, 2.0], "joint_gain": [NAN] * 5}
    row = summary(runs(**columns), [], ["rounds_to_agreement", "joint_gain"]).iloc[0]

    assert row["n"] == 5
    assert row[[f"rounds_to_agreement_{part}" for part in ("mean", "sd", "se", "low", "high")]].tolist() == [
        2.0,
        1.0,
        pytest.approx(1 / 3**0.5),
        pytest.approx(2 - 2.484138),
        pytest.approx(2 + 2.484138),
    ]
    assert row.filter(like="joint_gain").isna().all()


def test_quantiles_of_a_group():
    # linear between order statistics: 5 % of the way from 0 to 100 in steps of 1
    row = summary(runs(u_us=[float(v) for v in range(101)]), [], ["u_us"]).iloc[0]

    assert row[["u_us_q05", "u_us_q50", "u_us_q95"]].tolist() == [5.0, 50.0, 95.0]


def test_groups_stand_in_order_of_appearance_and_may_be_of_any_kind():
    table = summary(
        runs(side=["b", "a", "b"], on=[True, True, True], u_us=[1.0, 2.0, 3.0]), ["side", "on"], ["u_us"]
    )

    assert table[["side", "on", "n", "u_us_mean"]].values.tolist() == [
        ["b", True, 2, 2.0],
        ["a", True, 1, 2.0],
    ]


def test_an_unknown_column_is_named_with_its_neighbour():
    with pytest.raises(ResultError, match=r"unknown column 'u_u'\. Did you mean 'u_us'"):
        summary(runs(u_us=[1.0]), [], ["u_u"])


def test_failed_runs_are_counted_and_nothing_else():
    failed = {"status": ["ok", "failed", "ok"], "agreed": [True, None, False], "u_us": [4.0, NAN, 2.0]}
    table = summarise(runs(**failed), [], ["u_us"])

    assert table[["n", "n_failed", "n_agreed"]].values.tolist() == [[2, 1, 1]]
    assert table["u_us_mean"][0] == 3.0


def test_a_point_at_which_every_run_failed_has_no_numbers():
    table = summarise(runs(status=["failed"] * 2, agreed=[None] * 2, u_us=[NAN] * 2), [], ["u_us"])

    assert table[["n", "n_failed", "n_agreed"]].values.tolist() == [[0, 2, 0]]
    assert table.filter(like="u_us").isna().all(axis=None)


@pytest.mark.parametrize("agreed", [[True, None, False], [True, NAN, False], [True, False, False]])
def test_only_agreements_are_agreements(agreed):
    assert agreements(runs(agreed=agreed)).index.tolist() == [0]


def deals(*labels):
    tariff, access = zip(*labels, strict=True)
    return runs(issue_tariff=tariff, issue_access=access, agreed=[label is not None for label in tariff])


def test_modal_agreement_is_the_commonest_whole_outcome():
    # 10 % alone is commoner than 20 %, but not together with one level of access
    table = deals(("10 %", "all"), ("10 %", "none"), ("20 %", "all"), ("20 %", "all"), (None, None))

    assert modal_agreement(table) == ({"tariff": "20 %", "access": "all"}, 0.5)


def test_ties_of_the_modal_agreement_go_to_the_first_by_label_whatever_the_order():
    one, two = ("20 %", "all"), ("10 %", "none")

    assert (
        modal_agreement(deals(one, two))
        == modal_agreement(deals(two, one))
        == (
            {"tariff": "10 %", "access": "none"},
            0.5,
        )
    )


def test_modal_agreement_of_a_single_issue_and_of_none():
    assert modal_agreement(runs(issue_tariff=["10 %", "20 %", "20 %"])) == ({"tariff": "20 %"}, 2 / 3)
    assert modal_agreement(deals((None, None))) is None


def test_issues_that_only_some_points_have():
    table = deals(("10 %", None), ("10 %", None), ("20 %", "all"))

    assert modal_agreement(table) == ({"tariff": "10 %"}, 2 / 3)


def test_shares_of_levels_are_shares_of_agreements():
    table = deals(("10 %", "all"), ("20 %", "all"), ("20 %", "all"), (None, None))
    table.loc[3, "agreed"] = False

    assert level_shares(table, "tariff", ("0 %", "10 %", "20 %")) == {
        "0 %": 0.0,
        "10 %": 1 / 3,
        "20 %": pytest.approx(2 / 3),
    }
    assert level_shares(table[3:], "tariff", ("0 %",)) == {"0 %": 0.0}


def test_runs_that_share_their_luck_count_as_one_draw():
    # three draws at two points: means over points 1.5, 3.5, 5.5, so sd 2 and se 2 / sqrt(3)
    table = summary(
        runs(point_id=[0, 0, 0, 1, 1, 1], seed_key=[1, 2, 3, 1, 2, 3], u_us=[1.0, 3.0, 5.0, 2.0, 4.0, 6.0]),
        [],
        ["u_us"],
    ).iloc[0]

    assert table["u_us_se"] == pytest.approx(2 / np.sqrt(3))
    assert (table["u_us_low"], table["u_us_high"]) == pytest.approx(interval(np.array([1.5, 3.5, 5.5])))


def test_differences_between_points_are_no_luck():
    # two points with luck of their own, variances 1 and 1: se^2 = (1/3 + 1/3) / 4, four degrees of freedom
    table = summary(
        runs(point_id=[0, 0, 0, 1, 1, 1], u_us=[1.0, 2.0, 3.0, 101.0, 102.0, 103.0]), [], ["u_us"]
    ).iloc[0]

    assert table["u_us_se"] == pytest.approx(np.sqrt(1 / 6))
    assert table["u_us_high"] - table["u_us_mean"] == pytest.approx(2.776445 * np.sqrt(1 / 6))


def test_rates_of_several_points_have_wilson_s_interval_for_the_trials_they_are_worth():
    shared = {
        "point_id": [0, 0, 1, 1] * 5,
        "seed_key": [draw for pair in range(5) for draw in (2 * pair, 2 * pair + 1) * 2],
    }
    values = [1.0, 0.0, 1.0, 0.0] * 5
    table = summary(runs(**shared, agreement_rate=values), [], ["agreement_rate"]).iloc[0]
    se = table["agreement_rate_se"]

    assert se == pytest.approx(np.std([1.0, 0.0] * 5, ddof=1) / np.sqrt(10))
    assert (table["agreement_rate_low"], table["agreement_rate_high"]) == pytest.approx(
        wilson(0.5, 0.25 / se**2)
    )


def test_words_have_no_mean():
    with pytest.raises(ResultError, match="issue_tariff: its column holds words"):
        summary(runs(issue_tariff=["20 %"]), [], ["issue_tariff"])
