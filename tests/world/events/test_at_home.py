"""Events that move standing, thresholds and what is known of them: leaders, elections, working groups."""

import pytest

from negsim.errors import ConfigError
from negsim.world.events.summit import Summit
from tests.scenarios import LEAKY, model, scenario
from tests.world.events.days import at_tick, calendar, lines, luck, on_day, without

SIDES = ("us", "vietnam")


def standing(talks):
    return {name: party.standing for name, party in talks.parties.items()}


def acceptable(talks, name):
    mask = talks.win_sets.acceptable(name)
    return int(mask.sum())


def test_a_call_of_leaders_raises_standing_by_its_share_of_news():
    here, before = on_day({"type": "leaders_call", "at": 0, "rise": 0.3}, day=0), without(day=0)

    assert standing(here) == pytest.approx({n: s + 0.1 * 0.3 for n, s in standing(before).items()})
    assert all(acceptable(here, name) > acceptable(before, name) for name in SIDES)
    assert lines(here, "leaders_call") == ["the leaders speak by telephone and call it productive"]


@pytest.mark.parametrize(("chance", "sign"), [(1, 1), (0, -1)])
def test_a_summit_comes_off_or_costs(chance, sign):
    summit = {"type": "summit", "at": 0, "chance": chance, "rise": 0.3, "fall": 0.3}
    here, before = on_day(summit, day=0), without(day=0)

    assert standing(here) == pytest.approx({n: s + sign * 0.03 for n, s in standing(before).items()})
    assert all((acceptable(here, name) - acceptable(before, name)) * sign > 0 for name in SIDES)


def test_summits_come_off_by_their_odds():
    ends = [next(iter(Summit(at=1, chance=0.25).occasions(calendar(), luck(s)))).what for s in range(400)]

    assert 70 < ends.count("success") < 130


def test_new_leaders_ask_for_more_or_for_less():
    event = {"type": "leadership_change", "at": 3, "party": "vietnam"}
    more, same, less = (on_day({**event, "thresholds": by}) for by in (0.2, 0, -0.2))

    assert acceptable(more, "vietnam") < acceptable(same, "vietnam") < acceptable(less, "vietnam")
    assert acceptable(more, "us") == acceptable(same, "us")
    assert more.parties["vietnam"].home.raised_demands == pytest.approx(
        same.parties["vietnam"].home.raised_demands + 0.2
    )
    assert lines(more, "leadership_change") == ["new leaders take over in Vietnam"]


def test_who_gives_unasked_softens_the_other_side_at_a_cost_at_home():
    event = {"type": "unilateral_signal", "at": 0, "party": "vietnam", "goodwill": 0.2, "cost": 0.3}
    here, before = on_day(event, day=0), without(day=0)

    assert here.parties["us"].home.raised_demands == pytest.approx(-0.2)
    assert acceptable(here, "us") > acceptable(before, "us")
    assert standing(here)["us"] == standing(before)["us"]
    assert standing(here)["vietnam"] == pytest.approx(standing(before)["vietnam"] - 0.03)
    assert acceptable(here, "vietnam") < acceptable(before, "vietnam")


def test_technical_rounds_shrink_what_is_misjudged():
    event = {"type": "technical_round", "at": 1, "every": 2, "factor": 0.5}
    here, before = on_day(event, day=6), without(day=6)
    for name in SIDES:
        assert here.parties[name].home.error == pytest.approx(before.parties[name].home.error / 8)
    assert len(lines(here, "technical_round")) == 3


def test_a_technical_round_changes_what_is_proposed():
    event = {"type": "technical_round", "at": 0, "factor": 0}
    moved = [seed for seed in range(6) if _proposes(on_day(event, 0, seed)) != _proposes(without(0, seed))]

    assert moved


def _proposes(talks):
    return [int(talks.win_sets.admissible(name).sum()) for name in SIDES]


def test_one_round_is_one_round():
    assert len(lines(on_day({"type": "technical_round", "at": 1}, day=6), "technical_round")) == 1


ELECTION = {"type": "election", "party": "us", "at": 12, "campaign": 8, "salience": 3}


def test_in_a_campaign_standing_counts_more_at_home():
    """A call before it, so that standing has moved; after the vote all is as before."""
    call = {"type": "leaders_call", "at": 0, "rise": 1}
    talks = model("quiet", events={"call": call, "vote": ELECTION})
    shifts = []
    for tick in (3, 4, 11, 12):
        if talks.tick:
            talks.talk()
            talks.close_tick()
        at_tick(talks, tick)
        us = talks.parties["us"]
        shifts.append(us.home.shift / (us.initial_standing - us.standing))
    usual = talks.parties["us"].settings.politics.standing_sensitivity

    assert shifts == pytest.approx([usual, 3 * usual, 3 * usual, usual], rel=0.1)
    assert lines(talks, "election") == [
        "the campaign is on in the US: standing at home counts for more",
        "the US has voted",
    ]


def test_a_campaign_that_has_begun_begins_with_the_talks():
    talks = on_day({**ELECTION, "at": 2, "campaign": 30}, day=0)

    assert talks.parties["us"].watched == 3


def test_without_figures_leaks_leave_standing_where_it_is():
    blackout = {"type": "data_blackout", "at": 0, "party": "us", "length": 8}
    here, before = (on_day(blackout, 7, **LEAKY), without(7, **LEAKY))

    assert standing(here)["us"] == here.parties["us"].initial_standing != standing(before)["us"]
    assert standing(here)["vietnam"] != here.parties["vietnam"].initial_standing
    here.talk()
    here.close_tick()
    at_tick(here, 14)
    assert standing(here)["us"] != here.parties["us"].initial_standing
    assert lines(here, "data_blackout") == [
        "no trade figures come out in the US until further notice",
        "trade figures come out in the US again",
    ]


@pytest.mark.parametrize(
    "event",
    [
        {"type": "data_blackout", "at": 1, "party": "usa"},
        {"type": "leadership_change", "at": 1, "party": "usa"},
        {"type": "unilateral_signal", "at": 1, "party": "usa"},
        {**ELECTION, "party": "usa"},
    ],
    ids=lambda event: event["type"],
)
def test_who_is_not_at_the_table_is_refused(event):
    with pytest.raises(ConfigError, match=r"events\.it\.party: unknown party 'usa'\. Did you mean 'us'"):
        scenario("mini", events={"it": event})
