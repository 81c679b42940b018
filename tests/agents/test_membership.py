"""Groups are made of their members: verdicts by hand, the scale, the step, and what stays as it was."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.classroom.views.home_front import changes, verdicts
from negsim.politics.group_features import MEMBERS_STEP
from negsim.talks.model import NegotiationModel
from negsim.talks.solution import solve
from tests.scenarios import SIDES, model, outcome, scenario

NAME = "us_vietnam_2025"
TALKS = model(NAME)
N = TALKS.space.n
ANY = st.integers(0, N - 1)


def shares(value: float) -> dict[str, dict[str, float]]:
    return {f"parties__{side}__politics": {"members_share": value} for side in SIDES}


def members(side: str, group: str):
    return [a for a in TALKS.population.agents if (a.side, a.group) == (side, group)]


@settings(max_examples=40, deadline=None)
@given(ANY)
def test_what_members_gain_is_their_mean_by_profit(at):
    """The matrices say what the agents say, one by one."""
    for side, found in TALKS.population.memberships().items():
        for group, gain in zip(found.groups, found.gain(at).tolist(), strict=True):
            each = members(side, group)
            total = sum(agent.profit for agent in each)

            assert gain == pytest.approx(sum(a.profit * a.opinion(at).gain for a in each) / total, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(ANY)
def test_a_verdict_is_half_index_and_half_members(at):
    for side, party in TALKS.parties.items():
        home, found = party.home, TALKS.population.memberships()[side]
        felt = dict(zip(found.groups, found.gain(at).tolist(), strict=True))
        index = home.blocs.index.gain(at)
        for row, bloc in enumerate(home.members):
            alone = bloc.group not in felt
            scale = 0.0 if alone else home.scale[bloc.name]
            expected = index[row] if alone else 0.5 * index[row] + 0.5 * scale * felt[bloc.group]

            assert home.blocs.gain(at)[row] == pytest.approx(expected, abs=1e-8)
            assert home.blocs.gains[row, at] == pytest.approx(expected, abs=1e-8)


@settings(max_examples=40, deadline=None)
@given(ANY)
def test_groups_and_the_debrief_of_a_class_say_how_they_vote(at):
    for side, party in TALKS.parties.items():
        home = party.home
        judged = dict(zip([bloc.name for bloc in home.members], home.blocs.gain(at).tolist(), strict=True))
        shown = verdicts(TALKS, side, at)
        for bloc, verdict in zip(home.members, shown.groups, strict=True):
            assert verdict.gain == pytest.approx(judged[bloc.name], abs=0.0051)
            assert sum(value for _, value in changes(TALKS, side, bloc, at)) == pytest.approx(
                judged[bloc.name], abs=1e-8
            )
        for group in TALKS.groups:
            if group.side == side and len(group.members) == 1:
                assert group.opinion(at).gain == pytest.approx(judged[group.name], abs=1e-8)


def test_members_reasons_stand_among_those_of_their_group():
    exporters = next(group for group in TALKS.groups if group.name == "exporters")
    reasons = dict(exporters.opinion(outcome(TALKS.world, access="all")).terms)

    assert reasons["access: tariffs on US goods (members)"] > 0
    assert reasons["access: access"] == pytest.approx(0.5)  # the index has 1.0


@pytest.mark.parametrize("side", SIDES)
def test_members_and_index_span_as_much_from_worst_to_best(side):
    """Where no issue is in two blocks the spread is the range; here it is nearly so."""
    talks = NegotiationModel(scenario(NAME, **shares(1.0)))
    home = talks.homes[side]
    home.enter(talks.world)
    talks.population.measure(talks.homes)
    talks.population.hand_down(talks.homes)
    for row, bloc in enumerate(home.members):
        if bloc.name in home.scale:
            own, theirs = (np.ptp(gains[row]) for gains in (home.blocs.index.gains, home.blocs.gains))
            assert theirs == pytest.approx(own, rel=0.25)


def test_without_a_share_nothing_is_mixed():
    talks = model(NAME, **shares(0.0))
    for party in talks.parties.values():
        assert party.home.blocs.members is None
        assert party.home.blocs.gains is party.home.blocs.index.gains


def test_a_share_of_one_is_the_members_alone():
    talks, at = model(NAME, **shares(1.0)), outcome(TALKS.world, tariff="0 %", access="all")
    home, found = talks.parties["vietnam"].home, talks.population.memberships()["vietnam"]
    row = [bloc.name for bloc in home.members].index("soe_farms")
    felt = found.gain(at)[found.groups.index("soe_farms")]

    assert home.blocs.gain(at)[row] == pytest.approx(home.scale["soe_farms"] * felt)


def test_groups_without_members_keep_their_index():
    home, at = TALKS.parties["us"].home, outcome(TALKS.world, tariff="0 %")
    for row, bloc in enumerate(home.members):
        if bloc.group in ("voters", "security"):
            assert home.blocs.gain(at)[row] == home.blocs.index.gain(at)[row]


def test_runs_do_not_depend_on_those_before():
    used, fresh = NegotiationModel(scenario(NAME)), NegotiationModel(scenario(NAME), 7)
    for seed in (1, 2, 7):
        used.reset(seed)
        if seed != 7:
            used.run()
    for side in SIDES:
        assert (used.parties[side].home.blocs.gains == fresh.parties[side].home.blocs.gains).all()


def test_sizes_of_firms_move_votes():
    talks, gains = NegotiationModel(scenario(NAME)), []
    for seed in (1, 2):
        talks.reset(seed)
        gains.append(talks.parties["us"].home.blocs.gains)
    moved = np.abs(gains[0] - gains[1]).max(axis=1)
    names = [bloc.name for bloc in talks.parties["us"].home.members]

    assert {name for name, far in zip(names, moved, strict=True) if far} == {"importers_retail_tech"}


def test_a_small_move_of_members_changes_nothing_and_a_large_one_all():
    talks = NegotiationModel(scenario(NAME), 1)
    home = talks.parties["vietnam"].home
    verdicts_before, own = home.blocs, home.own
    rows = [a.row for a in talks.population.agents if a.group == "smes_labour"]
    talks.population.interests.certainty[rows] += 1e-4
    talks.members_moved()

    assert home.blocs is verdicts_before
    assert home.own is own
    assert home.weighings == 1

    talks.population.interests.certainty[rows] += 0.2
    talks.members_moved()

    assert home.blocs is not verdicts_before
    assert home.own is not own
    assert home.weighings == 2
    far = np.abs(home.blocs.gains - verdicts_before.gains).max()
    assert far > MEMBERS_STEP
    assert far == pytest.approx(0.5 * home.scale["smes_labour"] * 0.2001)


@pytest.mark.long
def test_margins_are_computed_at_most_six_times_in_a_default_run():
    talks, most = NegotiationModel(scenario(NAME)), 0
    for seed in range(100):
        talks.reset(seed)
        talks.run()
        most = max(most, *(party.home.weighings for party in talks.parties.values()))

    assert 2 <= most <= 6


def test_a_solution_is_that_of_members_of_usual_sizes():
    found, index = (solve(scenario(NAME, **changes)) for changes in ({}, shares(0.0)))
    again = solve(scenario(NAME))

    assert (found.ratified["us"] == again.ratified["us"]).all()
    assert (found.ratified["us"] != index.ratified["us"]).any()
