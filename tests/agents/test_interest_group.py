"""Interest groups and factions: who there is, what they think, when they object."""

import pytest

from tests.scenarios import FRAMEWORK, model, outcome

TALKS = model("quiet")
GROUPS = {group.name: group for group in TALKS.groups}
DEAL = outcome(TALKS.world, **FRAMEWORK)


def test_five_groups_in_the_united_states_and_five_factions_in_vietnam():
    assert [group.name for group in TALKS.groups if group.side == "us"] == [
        "import_competing_unions",
        "exporters",
        "importers_retail_tech",
        "voters",
        "security",
    ]
    assert sum(group.side == "vietnam" for group in TALKS.groups) == 5
    assert sum(group.weight for group in TALKS.groups if group.side == "us") == pytest.approx(1.0)
    assert GROUPS["voters"].weight == pytest.approx(0.3)  # base .2 and swing .1


def test_blocs_of_a_group_are_weighed():
    voters = GROUPS["voters"].parts(DEAL)
    base, swing = 2 / 3, 1 / 3

    # both blocs care about the deficit, with .6 and .2
    deficit = TALKS.parties["us"].parts(DEAL)["deficit"]
    assert voters["economic: deficit"] == pytest.approx((base * 0.6 + swing * 0.2) * deficit)


def test_gains_are_those_that_decide_the_vote():
    for party in TALKS.parties.values():
        gains = dict(zip([b.name for b in party.home.members], party.home.blocs.gain(DEAL), strict=True))
        for group in TALKS.groups:
            if group.side == party.name:
                mean = sum(b.weight * gains[b.name] for b in group.members) / group.weight
                assert group.opinion(DEAL).gain == pytest.approx(mean, abs=1e-6)


def test_who_is_for_the_framework():
    assert {name: group.in_favour(DEAL) for name, group in GROUPS.items() if group.side == "vietnam"} == {
        "leadership_technocrats": True,
        "conservatives": True,  # loses, but not badly: its threshold is -1.2
        "soe_farms": False,
        "fdi_exporters": True,
        "smes_labour": True,
    }
    assert GROUPS["soe_farms"].opinion(DEAL).reason.startswith("access -1.00, reform -0.40")


def test_a_scenario_may_change_a_bloc():
    change = {"members": {"security": {"weight": 0.5, "cares_about": {"origin": 2.0}}}}
    talks = model("quiet", agents__us_groups={"type": "interest_group", "side": "us", **change})
    security = next(group for group in talks.groups if group.name == "security")
    strict = outcome(talks.world, origin="strict")

    assert security.weight == 0.5
    assert security.parts(strict)["political: origin"] == pytest.approx(2.0)
    assert GROUPS["security"].parts(strict)["political: origin"] == pytest.approx(0.7)
    assert talks.parties["us"].home.weights[-1] == 0.5


def test_a_bloc_without_weight_still_has_an_opinion():
    silent = {
        "type": "interest_group",
        "members": {"voters_base": {"weight": 0}, "voters_swing": {"weight": 0}},
    }
    talks = model("quiet", agents__us_groups=silent)
    voters = next(group for group in talks.groups if group.name == "voters")

    assert voters.weight == 0.0
    assert voters.opinion(DEAL).gain != 0.0
    assert talks.run().end_state == "agreed"
