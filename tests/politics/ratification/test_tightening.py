"""Raising a bar at home never makes more ratifiable; coalitions are those of the theory of veto players."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.politics.group_features import bloc_tables
from negsim.politics.home_front import HomeFront
from negsim.politics.ratification.acquiescence import Acquiescence
from negsim.politics.ratification.contract import Ratification
from negsim.politics.ratification.quorum import Quorum, winning_coalitions
from negsim.politics.settings import PoliticsSettings
from negsim.talks.solution import solve
from tests.scenarios import ratifies, scenario

TALKS = scenario("quiet")
WORLD = TALKS.world
MEMBERS = {side: TALKS.blocs(side) for side in ("us", "vietnam")}
GAINS = {side: bloc_tables(members, WORLD).gains for side, members in MEMBERS.items()}
WEIGHTS = {side: np.array([bloc.weight for bloc in members]) for side, members in MEMBERS.items()}
THRESHOLDS = {
    side: np.nan_to_num(np.array([bloc.threshold for bloc in members])) for side, members in MEMBERS.items()
}
RULES: dict[str, Ratification] = {"us": Acquiescence(), "vietnam": Quorum()}

sides = st.sampled_from(["us", "vietnam"])
outcomes = st.integers(0, WORLD.space.n - 1)
seeds = st.integers(0, 2**40)
rises = st.floats(0, 2)
shares = st.lists(st.integers(1, 10), min_size=2, max_size=6).map(
    lambda parts: tuple(np.array(parts) / sum(parts))
)
quorums = st.sampled_from([0.4, 0.5, 0.6, 2 / 3, 0.8, 1.0])


def home(side: str, rule: Ratification, seed: int, demands: Any = None) -> HomeFront:
    """Return the home of a side in one run, with other thresholds if they are given."""
    found = HomeFront(side, rule, MEMBERS[side], PoliticsSettings(), WORLD)
    if demands is not None:
        found.thresholds = demands
    found.reset(seed)
    return found


def never_more(loose: HomeFront, tight: HomeFront, at: int) -> None:
    """Check that the tighter side ratifies no more, with the same moods and the same luck at the vote."""
    assert not (tight.win_set() & ~loose.win_set()).any()
    for attempt in range(5):
        assert tight.vote(at, attempt)[0] <= loose.vote(at, attempt)[0]


@given(outcomes, seeds, st.floats(-1, 1), rises)
def test_a_higher_threshold_in_the_us_ratifies_no_more(at, seed, threshold, rise):
    loose, tight = Acquiescence(threshold=threshold), Acquiescence(threshold=threshold + rise)

    never_more(home("us", loose, seed), home("us", tight, seed), at)


@given(outcomes, seeds, quorums, quorums)
def test_a_higher_quorum_ratifies_no_more(at, seed, one, other):
    loose, tight = Quorum(quorum=min(one, other)), Quorum(quorum=max(one, other))

    never_more(home("vietnam", loose, seed), home("vietnam", tight, seed), at)


@given(sides, outcomes, seeds, st.integers(0, 5), rises)
def test_a_more_demanding_bloc_ratifies_no_more(side, at, seed, number, rise):
    demands = THRESHOLDS[side].copy()
    demands[number % len(demands)] += rise

    never_more(home(side, RULES[side], seed), home(side, RULES[side], seed, demands), at)


@pytest.mark.parametrize(
    ("loose", "tight"),
    [
        ({}, {"parties__us__ratification__threshold": 0.5}),
        ({"parties__vietnam__ratification__quorum": 0.6}, {}),
        ({}, {"parties__vietnam__ratification__quorum": 1.0}),
        *[
            ({}, {"agents__vietnam_factions__members": {bloc.name: {"threshold": bloc.threshold + 0.3}}})
            for bloc in MEMBERS["vietnam"]
        ],
        *[({}, {"agents__us_groups__members": {bloc.name: {"threshold": 0.3}}}) for bloc in MEMBERS["us"]],
    ],
)
def test_settings_that_ask_for_more_ratify_less(loose, tight):
    one, other = (solve(scenario("quiet", **changes)).ratified for changes in (loose, tight))

    for side in ("us", "vietnam"):
        assert not (other[side] & ~one[side]).any()
    assert sum(mask.sum() for mask in other.values()) < sum(mask.sum() for mask in one.values())


@given(sides, st.floats(-3, 3))
def test_raising_all_thresholds_lowers_margins_by_as_much(side, rise):
    margins = [
        RULES[side].margins(GAINS[side], WEIGHTS[side], THRESHOLDS[side] + more) for more in (0.0, rise)
    ]

    assert np.abs(margins[0] - rise - margins[1]).max() < 1e-12


@given(sides, outcomes, seeds)
def test_a_vote_agrees_with_the_set_where_luck_does_not_decide(side, at, seed):
    rule = Acquiescence(slope=1e6) if side == "us" else Quorum()
    here = home(side, rule, seed)

    if abs(here.margin(at)) > 1e-4:
        assert here.vote(at, 0)[0] == here.win_set()[at] == ratifies(here, at)


@given(shares, quorums)
def test_winning_coalitions_are_minimal_and_complete(weights, quorum):
    found = [set(coalition) for coalition in winning_coalitions(weights, quorum)]
    everybody = range(len(weights))
    subsets = [set(c) for size in range(1, len(weights) + 1) for c in combinations(everybody, size)]

    def wins(members: set[int]) -> bool:
        return sum(weights[member] for member in members) >= quorum - 1e-9

    assert all(wins(coalition) for coalition in found)
    assert not any(wins(coalition - {member}) for coalition in found for member in coalition)
    assert all(wins(subset) == any(coalition <= subset for coalition in found) for subset in subsets)


@given(shares, quorums, st.integers(0, 2**32))
def test_a_quorum_passes_what_a_count_of_weights_passes(weights, quorum, seed):
    gains = np.random.Generator(np.random.PCG64(seed)).normal(size=(len(weights), 50))
    margins = Quorum(quorum=quorum).margins(gains, np.array(weights), np.zeros(len(weights)))
    counted = np.array(weights) @ (gains >= 0)

    assert ((margins >= 0) == (counted >= quorum - 1e-9)).all()


@given(shares, st.integers(0, 2**32))
def test_one_more_veto_player_never_enlarges_the_winset(weights, seed):
    gains = np.random.Generator(np.random.PCG64(seed)).normal(size=(len(weights), 50))
    everybody = Quorum(quorum=1.0)
    with_all, without_last = (
        everybody.margins(gains[:n], np.array(weights[:n]), np.zeros(n))
        for n in (len(weights), len(weights) - 1)
    )

    assert (with_all <= without_last).all()


@pytest.mark.parametrize("objects", [1, 3])
def test_a_lone_dissent_of_a_fifth_passes(objects):
    """Conservatives or foreign-owned exporters hold .2: without them the quorum of .8 is reached exactly."""
    gains = THRESHOLDS["vietnam"][:, None] + 0.1
    gains[objects] -= 1.0
    also = gains.copy()
    also[2] -= 1.0

    assert Quorum().margins(gains, WEIGHTS["vietnam"], THRESHOLDS["vietnam"]) == pytest.approx([0.1])
    assert Quorum().margins(also, WEIGHTS["vietnam"], THRESHOLDS["vietnam"])[0] < 0


def test_a_threshold_that_is_reached_exactly_is_reached():
    """Half access with binding reform costs farms .9, exactly what they bear; rounding must not decide."""
    calm = PoliticsSettings(mood_sigma=0, belief_error=0)
    here = HomeFront("vietnam", Quorum(), MEMBERS["vietnam"], calm, WORLD)
    here.reset(1)
    exact = np.flatnonzero(np.abs(here.public.values) < 1e-9)
    slack = GAINS["vietnam"][:, exact] - THRESHOLDS["vietnam"][:, None]

    assert exact.size > 0
    assert (slack[np.abs(slack) < 1e-9] < 0).any()  # rounding of tables pushed it below
    for at in map(int, exact):
        assert here.vote(at, 0)[0]
        assert here.win_set()[at]
        assert here.believed()[at]
        assert solve(TALKS).ratified["vietnam"][at]
