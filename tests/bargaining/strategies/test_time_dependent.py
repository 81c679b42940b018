import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.bargaining import outcome as outcome_module
from negsim.bargaining.strategies.time_dependent import TimeDependent, aspiration
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.table import Block
from negsim.bargaining.view import Estimate
from tests.playing import bidding, play, space_of, talk, utility_of, view_of

PIE = [x / 10 for x in range(11)]
levels = st.integers(0, 20).map(lambda x: x / 4)


def test_linear_parties_meet_in_the_middle():
    # t = .2, .4, .6, .8: both aim at 1 - t, so 8-2, 6-4; in round 3 a aims at .4 and takes the 4 on the table
    state = talk("linear", "linear", rounds=4)

    assert play("linear", "linear", rounds=4) == [8, 2, 6, 4]
    assert (state.end_state, state.agreement, state.round) == ("agreed", 4, 2)


def test_hardliner_never_moves_and_the_conceder_pays():
    state = talk("hardliner", "conceder", rounds=9)

    assert set(play("hardliner", "conceder", rounds=9)[::2]) == {10}
    # even in the last round, t = .9, the conceder aims at 1 - .9^.25 = .026, so it asks for .1: no deal
    assert state.end_state == "expired"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("boulware", 1 - 0.5**4),
        ("linear", 0.5),
        ("conceder", 1 - 0.5**0.25),
        ("hardliner", 1.0),
        ("boulware_genius", 1 - 0.5**5),
        ("conceder_genius", 1 - 0.5**0.5),
    ],
)
def test_presets_at_half_time(name, expected):
    view = view_of(utility_of(PIE), round=4, rounds=9)  # t = 5/10

    assert bidding(name).target(view) == pytest.approx(expected)


def test_aspiration_runs_from_the_best_to_the_reservation_value():
    view = view_of(utility_of(PIE, reservation=0.4), round=4, rounds=9)

    assert aspiration(view, 1.0) == pytest.approx(0.4 + 0.6 * 0.5)
    assert aspiration(view, 1.0, k=0.5) == pytest.approx(0.4 + 0.6 * 0.25)  # F = .5 + .5 * .5
    assert aspiration(view, 0.0, k=0.5) == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("anchor", "news", "expected"),
    [("start", ("pledge: x",), 0.4), ("news", (), 0.4), ("news", ("pledge: x",), 0.5), ("today", (), 0.5)],
)
def test_a_win_set_that_grew_raises_the_demand_only_if_told_so(anchor, news, expected):
    # t = .5 and no deal is worth 0, so the target is half of the best: .8 at the start, 1 today
    view = view_of(utility_of(PIE), round=4, rounds=9, anchor=0.8, news=news)

    for rule in ("linear", "logroll", "nash_seeking", "trade_off"):
        own = {} if rule == "linear" else {"e": 1.0}
        assert bidding(rule, anchor=anchor, **own).target(view) == pytest.approx(expected)


def test_a_win_set_that_shrank_lowers_the_demand():
    view = view_of(utility_of(PIE), round=4, rounds=9, anchor=0.8, admissible=np.arange(11) <= 6)

    assert aspiration(view, 1.0) == pytest.approx(0.3)


def test_offers_the_worst_outcome_that_meets_the_target():
    view = view_of(utility_of([0.2, 0.9, 0.55, 0.51, 0.49, 1.0, 0.0]), round=4, rounds=9)

    proposal = TimeDependent().propose(view)

    assert proposal is not None
    assert (proposal.outcome, proposal.target) == (3, 0.5)


def test_tolerance_lets_an_outcome_miss_the_target():
    utility = utility_of([0.0, 0.45, 0.6, 1.0])
    view = view_of(utility, round=4, rounds=9)

    assert TimeDependent().propose(view).outcome == 2
    assert TimeDependent(tolerance=0.05).propose(view).outcome == 1


def test_admissible_outcomes_limit_both_the_best_and_the_offer():
    admissible = np.array([True] * 8 + [False] * 3)  # not above .7
    admissible[4] = False
    view = view_of(utility_of(PIE), round=4, rounds=9, admissible=admissible)

    proposal = TimeDependent().propose(view)

    assert proposal.target == pytest.approx(0.35)  # half of .7
    assert proposal.outcome == 5  # .4 would do but is not admissible


def test_nothing_admissible_or_rational_means_no_offer():
    nothing = view_of(utility_of(PIE), admissible=np.zeros(11, dtype=bool))
    too_demanding = view_of(utility_of(PIE, reservation=1.5))

    assert TimeDependent().propose(nothing) is None
    assert TimeDependent().propose(too_demanding) is None
    assert talk("linear", "linear", 3, reservations=(1.5, 0.0)).end_state == "walked_away"


def test_ties_go_to_the_estimate_else_to_the_lowest_index():
    tied = utility_of([0.5, 1.0, 0.5, 0.5, 0.0])
    believed = Estimate(utility_of([0.1, 0.0, 0.2, 0.9, 1.0]))
    only_some = np.array([False, True, True, True, True])

    assert TimeDependent().propose(view_of(tied, round=4)).outcome == 0
    assert TimeDependent().propose(view_of(tied, round=4, estimate=believed)).outcome == 3
    assert TimeDependent().propose(view_of(tied, round=4, admissible=only_some)).outcome == 2


def test_a_lone_admissible_outcome_far_up_is_found():
    values = np.arange(5000) / 5000
    admissible = np.zeros(5000, dtype=bool)
    admissible[[3, 4990]] = True
    view = view_of(utility_of(values), round=4, admissible=admissible)

    assert TimeDependent().propose(view).outcome == 4990


@settings(deadline=None)
@given(st.lists(levels, min_size=1, max_size=30), st.sampled_from([0.0, 0.2, 1.0, 3.0]), levels)
def test_offers_never_rise_and_stay_rational(values, e, reservation):
    utility = utility_of(values, reservation=reservation)
    rule = TimeDependent(e)
    proposals = [rule.propose(view_of(utility, round=r, rounds=7)) for r in range(7)]

    if max(values) < reservation:
        assert proposals == [None] * 7
        return
    offered = [values[p.outcome] for p in proposals]
    assert offered == sorted(offered, reverse=True)
    assert min(offered) >= reservation


@settings(deadline=None)
@given(st.lists(st.lists(levels, min_size=2, max_size=4), min_size=2, max_size=3), st.integers(0, 6))
def test_spaces_too_large_to_list_give_the_same_offers(tables, now):
    space = space_of(*(len(table) for table in tables))
    blocks = tuple(Block((axis,), np.array(table)) for axis, table in enumerate(tables))
    listed = UtilityFunction(space, blocks, reservation=1.0)
    expected = TimeDependent().propose(view_of(listed, round=now, rounds=7))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outcome_module, "ENUMERABLE", 0)
        actual = TimeDependent().propose(view_of(UtilityFunction(space, blocks, 1.0), round=now, rounds=7))

    assert expected == actual


def test_a_hardliner_offers_the_best_and_nothing_within_rounding_of_it():
    view = view_of(utility_of([1.0 - 1e-11, 1.0, 0.5]))

    assert bidding("hardliner").propose(view).outcome == 1


@pytest.mark.parametrize(("round_", "t"), [(0, 8 / 15), (1, 12 / 15), (2, 14 / 15)])
def test_who_loses_half_by_each_round_concedes_half_of_the_way_at_once(round_, t):
    # three rounds and the end are worth 1, 1/2, 1/4 and 1/8: 8, 4, 2 and 1 fifteenths of all the time
    view = view_of(utility_of(PIE), round=round_, rounds=3, discount=0.5)

    assert aspiration(view, 1.0) == pytest.approx(1 - t)


@given(st.integers(0, 30), st.floats(0.5, 0.999), st.floats(0.5, 0.999))
def test_the_less_patient_have_always_conceded_more(round_, one, other):
    low, high = sorted((one, other))
    now = [
        aspiration(view_of(utility_of(PIE), round=round_, rounds=31, discount=d), 0.5)
        for d in (low, high, 1.0)
    ]

    assert now == sorted(now)


def test_far_off_time_does_not_matter_to_who_loses_by_waiting():
    ends = {
        d: [aspiration(view_of(utility_of(PIE), round=20, rounds=n, discount=d), 1.0) for n in (100, 1000)]
        for d in (0.9, 1.0)
    }

    assert ends[0.9][0] == pytest.approx(ends[0.9][1], abs=1e-4)
    assert ends[1.0][0] < ends[1.0][1] - 0.1
