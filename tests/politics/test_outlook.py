"""What a side expects without a deal, as a ruling and a deadline come nearer; and what it has elsewhere."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from negsim.errors import ConfigError
from negsim.politics.patience import Patience
from negsim.settings.reader import Place
from negsim.talks.checks import check_patience
from negsim.talks.model import NegotiationModel
from negsim.world.conditions import Ruling
from negsim.world.effects import ThreatDue
from tests.playing import space_of
from tests.scenarios import SIDES, model, play, scenario
from tests.world.events.days import at_tick

NAME = "quiet"
RULING = {"type": "court", "window": [10, 10], "chance": 1, "odds": {"us": 0.4, "vietnam": 0.5}}
WAIT = 10


def patient(**patience: Any) -> dict[str, Any]:
    """Return the settings under which both sides have this patience."""
    return {f"parties__{side}__patience": patience for side in SIDES}


def talks(**settings: Any) -> NegotiationModel:
    """Return talks of the default world in which a ruling is awaited for the tenth tick."""
    return model(NAME, events={"ruling": RULING}, **settings)


@pytest.mark.parametrize(("tick", "wait"), [(0, 7.0), (3, 4.0), (4, 3.5), (8, 1.5), (9, 1.0)])
def test_the_expected_wait_shrinks_with_every_day_on_which_no_ruling_comes(tick, wait):
    """Evenly over 4 to 10: 7 on average; once 4 has passed without one, over 5 to 10."""
    ruling = Ruling((4, 10), 0.5, {}, 0.1, 0.15, (date(2025, 12, 1), date(2026, 1, 12)))

    assert ruling.wait(tick) == wait


def test_a_threat_is_due_on_the_next_of_its_days_and_any_time_without_one():
    now = scenario(NAME).conditions
    assert now.due_in(3) == 0

    now = ThreatDue(8).on(ThreatDue(20).on(now))
    assert [now.due_in(tick) for tick in (0, 8, 9, 21)] == [8, 0, 11, 0]
    assert ThreatDue(12, instead=8).on(now).deadlines == (12, 20)
    assert ThreatDue(None, instead=8).on(now).deadlines == (20,)


@pytest.mark.parametrize("side", SIDES)
def test_a_ruling_counts_in_no_deal_what_it_is_worth_today(side):
    """d = (1 - w p) u(no ruling) + w p u(fallback) with w = discount^wait."""
    outlook = talks(**patient(discount=0.9)).parties[side].outlook
    plain, weights = model(NAME).parties[side], outlook.mandate.weights
    counts = 0.9**WAIT * RULING["odds"][side]
    struck = outlook._rates(weights)[2]

    assert outlook.without_deal(weights) == pytest.approx((1 - counts) * plain.reservation + counts * struck)


def test_as_a_ruling_comes_nearer_it_moves_both_sides_towards_what_it_would_bring():
    here = talks(**patient(discount=0.9))
    found = []
    for tick in (1, 5, 9):
        at_tick(here, tick)
        found.append([here.parties[side].reservation for side in SIDES])
        here.talk()
        here.close_tick()
    us, vietnam = np.array(found).T

    assert (np.diff(us) < 0).all()  # a strike takes away the rate that it has in force
    assert (np.diff(vietnam) > 0).all()


def test_a_day_set_for_a_threat_takes_from_it_what_is_lost_by_waiting():
    def reservation(**deadline: Any) -> float:
        events = {"day": {"type": "deadline", **deadline}} if deadline else {}
        return model(NAME, events=events, **patient(discount=0.9)).parties["vietnam"].reservation

    found = [reservation(at=20), reservation(at=5), reservation(at=0), reservation()]

    assert found == sorted(found, reverse=True)
    assert found[2] == found[3] < found[1] < found[0]


def test_as_the_day_comes_nearer_no_deal_gets_worse_until_it_is_put_off():
    day = {"type": "deadline", "at": 6, "slip": 1, "extension": 10, "extensions": 1}
    here = model(NAME, events={"day": day}, **patient(discount=0.9))
    vietnam, found = here.parties["vietnam"], []
    for tick in range(1, 7):
        at_tick(here, tick)
        found.append(vietnam.reservation)
        here.talk()
        here.close_tick()

    assert (np.diff(found[:5]) < 0).all()
    assert found[5] > found[4]
    assert here.course.conditions.deadlines == (16,)


@pytest.mark.parametrize("side", SIDES)
def test_waiting_is_weighed_as_its_formula_says(side):
    """r = d + w max(0, (1 - c) u(now) + c [p n(strike) + (1 - p) n(stands)] - d), c = discount^wait."""
    here = talks(**patient(discount=0.97, waiting=0.5)).parties[side]
    outlook, conditions = here.outlook, here.outlook.conditions
    stands = replace(conditions, ruling=None)
    struck = replace(stands, in_force=0.10, threatened=0.15)
    now, counts, p = here.no_deal_now, 0.97**WAIT, RULING["odds"][side]
    after = [outlook.prospect(side, then, here.belief) for then in (struck, stands)]
    if_struck = outlook._rates(outlook.mandate.weights)[2] + after[0]
    wait = (1 - counts) * now + counts * (p * if_struck + (1 - p) * (now + after[1]))
    d = outlook.without_deal(outlook.mandate.weights)

    assert wait > d
    assert here.reservation == pytest.approx(d + 0.5 * (wait - d), abs=1e-9)


@pytest.mark.parametrize("side", SIDES)
def test_what_a_bargain_brings_if_the_tariffs_stand_is_nash_point_of_the_usual_bargain(side):
    here, usual = scenario(NAME, events={"ruling": RULING}), scenario(NAME)
    nash, no_deal = usual.bargain.nash, usual.mandate(side).without_deal(usual.mandate(side).weights)[0]

    found = here.prospects.gain(side, replace(here.conditions, ruling=None), usual.no_deal.odds(side))

    assert found == pytest.approx(usual.bargain.utilities[side][nash] - no_deal, abs=1e-9)


@pytest.mark.parametrize("side", SIDES)
def test_a_deal_at_once_is_worth_the_same_in_the_tables_after_a_strike(side):
    """Which is why what is bargained for after it may be added to no deal after it, in today's tables."""
    now, after = scenario(NAME), scenario(NAME, no_deal__in_force=0.10)
    values, no_deal = [], []
    for one in (now, after):
        mandate = one.mandate(side)
        values.append(mandate.utility(mandate.weights, -np.inf).values())
        no_deal.append(mandate.without_deal(mandate.weights)[0])
    outlook = talks().parties[side].outlook
    moved = values[1] - no_deal[1] + outlook._rates(outlook.mandate.weights)[2]
    space = now.world.space
    at_once = np.unravel_index(np.arange(space.n), space.shape)[-1] == 0

    assert moved[at_once] == pytest.approx(values[0][at_once], abs=0.01)


def test_an_option_elsewhere_counts_only_if_it_is_worth_more_than_no_deal():
    plain, poor, rich = (
        model(NAME, **patient(outside_option=option)).parties["vietnam"] for option in (None, -10, 1.5)
    )

    assert poor.reservation == plain.reservation
    assert rich.reservation == rich.no_deal_now + 1.5


def test_who_leaves_has_what_it_has_elsewhere():
    """With an option that no deal reaches talks end at once; a poor one leaves no deal as it is."""
    (rich,) = play(scenario(NAME, parties__vietnam__patience={"outside_option": 50}), [1])
    (poor,) = play(scenario(NAME, parties__vietnam__patience={"outside_option": -10}, time__ticks=1), [1])
    plain = model(NAME).parties["vietnam"]

    assert rich.end_state == "walked_away"
    assert rich.parties["vietnam"].utility == plain.no_deal_now + 50
    assert rich.parties["vietnam"].initial_utility == plain.initial_no_deal + 50
    assert rich.parties["us"].utility == model(NAME).parties["us"].no_deal_now
    assert poor.agreement is None
    assert poor.parties["vietnam"].utility == plain.no_deal_now


def test_an_option_elsewhere_is_worth_the_same_whatever_rate_is_in_force():
    """A lower rate makes staying better, not leaving: what is gained by leaving falls by as much."""
    lower = {"cut": {"type": "tariff_in_force", "at": 2, "rate": 0.10}}
    here = model(NAME, events=lower, **patient(outside_option=1.0))
    vietnam = at_tick(here, 2).parties["vietnam"]
    better = vietnam.initial_no_deal - vietnam.outlook.no_deal[0]

    assert better > 1
    assert vietnam.outlook.elsewhere == pytest.approx(vietnam.no_deal_now + 1.0 - better)


def test_patience_that_costs_nothing_changes_nothing_with_events_either():
    day = {"type": "deadline", "at": 6, "slip": 0.5}
    neutral = patient(discount=1, outside_option=None, waiting=0)
    plain, same = (
        play(scenario(NAME, events={"ruling": RULING, "day": day}, **settings), range(4))
        for settings in ({}, neutral)
    )

    assert plain == same


def test_who_waits_must_be_able_to_list_what_it_waits_for():
    many = space_of(*[10] * 8)
    with pytest.raises(ConfigError, match=r"us\.patience\.waiting: 100,000,000 outcomes cannot be listed"):
        check_patience({"vietnam": Patience(), "us": Patience(waiting=0.5)}, many, Place("parties"))
