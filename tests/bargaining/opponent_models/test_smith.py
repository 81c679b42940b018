import numpy as np
import pytest

from negsim.bargaining.issue import Issue
from negsim.bargaining.opponent_models.smith import Smith
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.utility.function import from_values
from tests.playing import utility_of, view_of


def learn(view, *offers):
    estimate = Smith().start(view)
    for outcome in offers:
        estimate = Smith().update(estimate, outcome, view)
    return estimate


def test_knows_nothing_before_the_first_offer():
    assert Smith().start(view_of(utility_of([0.0, 1.0]))) is None


def test_counts_levels_and_trusts_the_issue_that_stays():
    view = view_of(utility_of([0.0] * 6, 2, 3))
    utility = learn(view, 0, 0, 1, 2).utility  # levels (0,0) (0,0) (0,1) (0,2)

    # first issue: counts 4, 0, constancy 1; second: 2, 1, 1, constancy 1/2; weights 2/3, 1/3
    assert utility.value(0) == pytest.approx(2 / 3 * 1 + 1 / 3 * 1 / 2)
    assert utility.value(1) == pytest.approx(2 / 3 * 1 + 1 / 3 * 1 / 4)
    assert utility.value(3) == pytest.approx(1 / 3 * 1 / 2)


def test_numeric_levels_are_judged_by_their_distance_from_the_mean():
    issue = Issue("price", ("0", "4", "10"), (0.0, 4.0, 10.0))
    view = view_of(from_values(OutcomeSpace((issue,)), [0.0, 0.0, 0.0]))
    utility = learn(view, 1, 2).utility  # mean offered (.4 + 1) / 2 = .7

    assert utility.values() == pytest.approx([0.3, 0.7, 0.7])


def test_ordered_levels_never_asked_for_are_worth_less_the_farther_they_lie():
    issue = Issue("access", ("none", "selective", "all"), ordered=True)
    view = view_of(from_values(OutcomeSpace((issue,)), [0.0, 0.0, 0.0]))

    assert learn(view, 2).utility.values() == pytest.approx([0.0, 0.5, 1.0])
    assert learn(view, 2, 1).utility.values() == pytest.approx([0.25, 0.75, 0.75])  # mean asked .75


def test_prior_weights_scale_the_constancy():
    view = view_of(utility_of([0.0] * 4, 2, 2), prior_weights=(1.0, 3.0))
    utility = learn(view, 0, 1).utility  # constancy 1 and 1/2, times 1 and 3: weights .4 and .6

    assert utility.value(0) == pytest.approx(0.4 + 0.6 / 2)
    assert utility.value(2) == pytest.approx(0.6 / 2)


def test_prior_weights_of_nothing_but_zero_are_ignored():
    view = view_of(utility_of([0.0] * 4, 2, 2), prior_weights=(0.0, 0.0))

    assert learn(view, 0).utility.value(0) == pytest.approx(1.0)


def test_issues_are_one_block_each_and_the_old_estimate_is_left_alone():
    view = view_of(utility_of([0.0] * 6, 2, 3))
    first = learn(view, 0)
    before = first.utility.values().copy()
    second = Smith().update(first, 5, view)

    assert [block.axes for block in second.utility.blocks] == [(0,), (1,)]
    assert np.array_equal(first.utility.values(), before)
    assert not np.array_equal(second.utility.values(), before)


def test_estimates_lie_between_zero_and_one():
    generator = np.random.default_rng(3)
    view = view_of(utility_of([0.0] * 24, 2, 3, 4, numeric=[1]))
    values = learn(view, *generator.integers(0, 24, 40).tolist()).utility.values()

    assert values.min() >= 0
    assert values.max() <= 1 + 1e-9
