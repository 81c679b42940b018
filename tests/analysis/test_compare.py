import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.analysis.compare import Material, compare
from negsim.analysis.replays import MOST_AGENTS, moved_agents
from negsim.analysis.significance import holm, mcnemar, paired_t, wilcoxon
from negsim.errors import ResultError

NAN = float("nan")


def test_holm_by_hand():
    # sorted .01 .02 .03 .04: x4 = .04, x3 = .06, x2 = .06 (not below the one before), x1 = .04 -> .06
    assert holm(np.array([0.04, 0.01, 0.03, 0.02])).tolist() == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm(np.array([0.5, 0.9])).tolist() == [1.0, 1.0]


def test_tests_that_were_not_made_do_not_count():
    assert holm(np.array([NAN, 0.02, 0.03])).tolist() == pytest.approx([NAN, 0.04, 0.04], nan_ok=True)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holm_keeps_the_order_and_never_lowers_a_p_value(values):
    p = np.array(values)
    corrected = holm(p)

    assert (corrected >= p).all()
    assert (corrected <= np.minimum(1.0, p * len(p))).all()
    assert (np.diff(corrected[np.argsort(p, kind="stable")]) >= 0).all()


def test_paired_t_by_hand():
    # differences 1 2 3: mean 2, sd 1, t = 2 sqrt(3) = 3.4641, 2 degrees: p = 1 - t / sqrt(t^2 + 2) = .0742
    assert paired_t(np.array([1.0, 2.0, 3.0])) == pytest.approx(1 - 3.4641016 / np.sqrt(14), abs=1e-6)


def test_differences_that_do_not_vary():
    assert paired_t(np.zeros(5)) == 1.0
    assert paired_t(np.full(5, 0.25)) == 0.0
    assert np.isnan(paired_t(np.array([1.0])))
    assert wilcoxon(np.zeros(5)) == 1.0
    assert np.isnan(wilcoxon(np.array([1.0])))


def test_wilcoxon_by_hand():
    # five differences of one sign: 2 of 2^5 = 32 sign patterns are as extreme
    assert wilcoxon(np.array([1.0, 2.0, 3.0, 4.0, 5.0])) == pytest.approx(2 / 32)


def test_mcnemar_by_hand():
    # 1 pair up, 5 down: 2 (C(6,0) + C(6,1)) / 2^6 = 14/64
    assert mcnemar(np.array([1.0] + [-1.0] * 5 + [0.0] * 20)) == pytest.approx(14 / 64)
    assert mcnemar(np.zeros(9)) == 1.0


def material(rows, factors=("rule",), metrics=("u_us",)):
    """Make runs from rows of (factors..., replication, metrics...); a replication has one seed everywhere."""
    runs = pd.DataFrame(rows, columns=[*factors, "replication", *metrics])
    runs["seed_key"] = runs["replication"] + 100
    runs["point_id"] = runs.groupby(list(factors), sort=False).ngroup()
    runs["agreed"] = ~runs[metrics[0]].isna()
    return Material(runs, list(factors), list(metrics))


def test_a_paired_comparison_by_hand():
    found = compare(
        material([("a", 0, 1.0), ("a", 1, 5.0), ("a", 2, 9.0), ("b", 0, 2.0), ("b", 1, 7.0), ("b", 2, 12.0)]),
        ["rule"],
    )
    row = found.iloc[0]

    assert len(found) == 1
    assert (row["first"], row["second"], row["n"], row["pairs"], row["test"]) == ("a", "b", 3, 3, "paired t")
    assert row["paired"]
    assert (row["mean_first"], row["mean_second"], row["difference"]) == (5.0, 7.0, 2.0)
    # t with 2 degrees of freedom 4.302653
    assert (row["low"], row["high"]) == pytest.approx((2 - 4.302653 / 3**0.5, 2 + 4.302653 / 3**0.5))
    assert row["p"] == row["p_holm"] == pytest.approx(0.0742, abs=1e-4)


def test_pairs_share_the_other_factors_and_replications_are_what_counts():
    rows = [
        (rule, odds, r, 10.0 * r + (rule == "b") * (1 + odds) + odds)
        for rule in "ab"
        for odds in (0.0, 1.0)
        for r in range(4)
    ]
    row = compare(material(rows, ("rule", "odds")), ["rule"]).iloc[0]

    assert (row["n"], row["pairs"]) == (4, 8)
    assert (row["difference"], row["low"], row["high"]) == (1.5, 1.5, 1.5)


def test_every_pair_of_levels_and_every_metric_is_corrected_together():
    rng = np.random.Generator(np.random.PCG64(1))
    rows = [(rule, r, *(rng.random(2) + (rule == "b"))) for rule in "abc" for r in range(9)]
    found = compare(material(rows, metrics=("u_us", "u_vietnam")), ["rule"])

    assert found[["metric", "first", "second"]].values.tolist() == [
        [metric, *pair] for metric in ("u_us", "u_vietnam") for pair in ("ab", "ac", "bc")
    ]
    assert found["p_holm"].tolist() == holm(found["p"].to_numpy()).tolist()
    assert found["p"].min() < 0.01
    assert found["p"].min() * 6 == pytest.approx(found["p_holm"].min())


def test_rates_of_single_runs_are_tested_exactly():
    rows = [("a", r, 1.0) for r in range(8)] + [("b", r, float(r > 5)) for r in range(8)]
    row = compare(material(rows, metrics=("agreement_rate",)), ["rule"]).iloc[0]

    assert row["test"] == "McNemar"
    assert row["p"] == pytest.approx(2 / 2**6)
    assert row["difference"] == -0.75


def test_runs_that_share_no_luck_are_not_paired():
    shared = material([(rule, r, float(r) + (rule == "b")) for rule in "ab" for r in range(5)])
    shared.runs["seed_key"] = range(10)
    row = compare(shared, ["rule"]).iloc[0]

    assert not row["paired"]
    assert (row["test"], row["pairs"], row["difference"]) == ("Welch t", 0, 1.0)
    assert row["low"] < 0 < row["high"]


def test_points_that_differ_in_other_factors_too_are_not_paired():
    rows = [
        (rule, odds, 0, odds)
        for rule, many in (("a", (1.0, 2.0, 3.0)), ("b", (4.0, 5.0, 6.0)))
        for odds in many
    ]
    row = compare(material(rows, ("rule", "odds")), ["rule"]).iloc[0]

    assert not row["paired"]
    assert (row["n"], row["difference"]) == (3, 3.0)


def test_values_that_are_nan_are_not_paired_with_anything():
    rows = [("a", 0, 1.0), ("a", 1, NAN), ("a", 2, 3.0), ("b", 0, 2.0), ("b", 1, 5.0), ("b", 2, 5.0)]
    row = compare(material(rows), ["rule"]).iloc[0]

    assert (row["n"], row["difference"]) == (2, 1.5)
    assert (row["pairs"], row["dropped"], row["without_agreement"]) == (2, 1, 1)
    assert (row["mean_first"], row["mean_second"]) == (2.0, 3.5)


def test_means_are_those_of_the_pairs_and_add_up_however_many_pairs_a_replication_has():
    # replication 0 keeps the pairs (1, 2) and (3, 6), replication 1 keeps (10, 20) alone:
    # means of a replication 2 -> 4 and 10 -> 20, so 6 -> 12 and not 14/3 -> 28/3
    rows = [("a", 1, 0, 1.0), ("a", 2, 0, 3.0), ("a", 1, 1, 10.0), ("a", 2, 1, NAN)]
    rows += [("b", 1, 0, 2.0), ("b", 2, 0, 6.0), ("b", 1, 1, 20.0), ("b", 2, 1, 90.0)]
    row = compare(material(rows, ("rule", "odds")), ["rule"]).iloc[0]

    assert (row["n"], row["pairs"], row["dropped"]) == (2, 3, 1)
    assert (row["mean_first"], row["mean_second"], row["difference"]) == (6.0, 12.0, 6.0)


def agreements(rows):
    """Make runs of two rules from rows of (rule, replication, agreed, gain)."""
    made = material([(rule, r, gain) for rule, r, _, gain in rows])
    made.runs["agreed"] = [agreed for _, _, agreed, _ in rows]
    return made


def test_all_pairs_and_those_where_both_agreed_stand_side_by_side():
    rows = [("a", 0, True, 1.0), ("a", 1, True, 2.0), ("a", 2, False, -4.0)]
    rows += [("b", 0, True, 3.0), ("b", 1, False, -4.0), ("b", 2, False, -1.0)]
    row = compare(agreements(rows), ["rule"]).iloc[0]

    assert (row["pairs"], row["dropped"]) == (3, 0)
    assert row["difference"] == pytest.approx(-1 / 3)  # 2, -6 and 3
    assert (row["n_if_agreed"], row["pairs_if_agreed"]) == (1, 1)
    assert (row["mean_first_if_agreed"], row["mean_second_if_agreed"]) == (1.0, 3.0)
    assert row["difference_if_agreed"] == 2.0


def test_a_pair_is_dropped_for_one_reason():
    rows = [("a", 0, False, NAN), ("a", 1, True, NAN), ("a", 2, True, 1.0), ("a", 3, True, 1.0)]
    rows += [("b", 0, True, 1.0), ("b", 1, True, 1.0), ("b", 3, True, 2.0)]
    row = compare(agreements(rows), ["rule"]).iloc[0]

    assert (row["pairs"], row["dropped"]) == (1, 3)
    assert [row[f"without_{what}"] for what in ("agreement", "value", "partner")] == [1, 1, 1]


def test_pairs_that_never_agree_on_both_sides_are_not_compared_as_if_they_were_strangers():
    rows = [("a", r, r < 3, 1.0 if r < 3 else NAN) for r in range(6)]
    rows += [("b", r, r >= 3, 5.0 if r >= 3 else NAN) for r in range(6)]
    row = compare(agreements(rows), ["rule"]).iloc[0]

    assert row["paired"]
    assert (row["n"], row["pairs"], row["dropped"], row["without_agreement"]) == (0, 0, 6, 6)
    assert np.isnan([row["mean_first"], row["difference"], row["low"], row["p"]]).all()


def test_runs_without_agreement_are_counted_where_nothing_is_paired_too():
    rows = [("a", r, r > 0, float(r) if r > 0 else NAN) for r in range(5)]
    strangers = agreements([*rows, *(("b", r, True, 10.0 + r) for r in range(5))])
    strangers.runs["seed_key"] = range(10)
    row = compare(strangers, ["rule"]).iloc[0]

    assert (row["test"], row["n"], row["dropped"], row["without_agreement"]) == ("Welch t", 4, 1, 1)
    assert (row["mean_first"], row["mean_second"], row["difference"]) == (2.5, 12.0, 9.5)


def test_where_nothing_differs_about_one_test_in_twenty_says_so():
    rng = np.random.Generator(np.random.PCG64(3))
    p = [paired_t(rng.normal(size=20)) for _ in range(1000)]

    assert 0.03 < np.mean(np.array(p) < 0.05) < 0.07


def test_too_many_levels_are_refused():
    rows = [(rule, r, 0.0) for rule in range(13) for r in range(2)]

    with pytest.raises(ResultError, match="rule: has 13 levels; at most 12"):
        compare(material(rows), ["rule"])


def test_runs_with_luck_of_their_own_are_compared_within_each_combination_of_other_factors():
    # cells of three runs, variance 1 each; changes 1 and 3: mean 2, se^2 = 4 (1/3) / 2^2 = 1/3, 8 degrees
    rows = [
        (rule, threat, 10 * threat + change + noise)
        for rule, threat, change in [("a", 1, 0), ("a", 2, 0), ("b", 1, 1), ("b", 2, 3)]
        for noise in (-1.0, 0.0, 1.0)
    ]
    runs = pd.DataFrame(rows, columns=["rule", "threat", "u_us"])
    runs["seed_key"] = runs["replication"] = range(len(runs))
    runs["point_id"] = runs.groupby(["rule", "threat"]).ngroup()
    runs["agreed"] = True
    row = compare(Material(runs, ("rule", "threat"), ("u_us",)), ["rule"]).iloc[0]

    assert (row["test"], row["paired"], row["difference"]) == ("stratified t", False, 2.0)
    assert row["high"] - 2.0 == pytest.approx(2.306004 * np.sqrt(1 / 3), abs=1e-6)
    assert row["p"] == pytest.approx(0.00854, abs=2e-4)  # t = 3.4641 with 8 degrees of freedom


def test_effect_chance_and_verdict_by_hand():
    # differences 1 2 3: mean 2, sd 1; all pairs are higher; p = .0742 is not enough
    rows = [("a", 0, 1.0), ("a", 1, 5.0), ("a", 2, 9.0), ("b", 0, 2.0), ("b", 1, 7.0), ("b", 2, 12.0)]
    row = compare(material(rows), ["rule"]).iloc[0]

    assert (row["spread"], row["effect"], row["superiority"]) == (1.0, 2.0, 1.0)
    assert (row["verdict"], row["significant"]) == ("within noise", False)
    assert row["n_needed"] == 5  # power of four is .73, of five .91
    assert row["detectable"] > 2.0


def test_samples_that_are_equal_pair_by_pair_do_not_differ():
    rows = [(rule, r, float(r)) for rule in "ab" for r in range(4)]
    row = compare(material(rows), ["rule"]).iloc[0]

    assert (row["verdict"], row["difference"], row["superiority"], row["p_holm"]) == (
        "no difference",
        0,
        0.5,
        1,
    )
    assert pd.isna(row["n_needed"])


def test_one_pair_is_not_tested():
    row = compare(material([("a", 0, 1.0), ("b", 0, 2.0)]), ["rule"]).iloc[0]

    assert (row["verdict"], row["n"]) == ("not tested", 1)


def test_differences_of_zero_mean_that_vary_are_noise_and_never_settled():
    rows = [("a", r, 0.0) for r in range(4)] + [("b", r, (-1.0) ** r) for r in range(4)]
    row = compare(material(rows), ["rule"]).iloc[0]

    assert (row["verdict"], row["difference"]) == ("within noise", 0.0)
    assert pd.isna(row["n_needed"])


def test_strangers_have_effects_too():
    strangers = material([(rule, r, float(r) + (rule == "b")) for rule in "ab" for r in range(5)])
    strangers.runs["seed_key"] = range(10)
    row = compare(strangers, ["rule"]).iloc[0]

    assert row["effect"] == pytest.approx(1 / np.sqrt(2.5))
    assert row["superiority"] == pytest.approx(
        (15 + 4 / 2) / 25
    )  # of 0..4 and 1..5: 15 of 25 pairs are higher, 4 alike


def test_one_equal_pair_is_no_evidence_of_no_difference():
    one = compare(material([("a", 0, 1.0), ("b", 0, 1.0)]), ["rule"]).iloc[0]
    two = compare(material([("a", 0, 1.0), ("b", 0, 1.0), ("a", 1, 2.0), ("b", 1, 2.0)]), ["rule"]).iloc[0]

    assert (one["verdict"], two["verdict"]) == ("not tested", "no difference")


def test_the_agents_shown_are_the_few_and_those_that_gain_and_lose_most():
    many = [("Exporter", change) for change in range(-7, 8)]
    agents = pd.DataFrame([("Firm", 9), ("InterestGroup", 0), *many], columns=["type", "difference"])
    shown = moved_agents(agents)

    assert shown["type"].iloc[0] == "InterestGroup"
    assert shown["difference"].tolist() == [0, 9, 7, 6, 5, 4, -3, -4, -5, -6, -7]
    assert len(shown) == 1 + 2 * MOST_AGENTS
