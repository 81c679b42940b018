"""The court: an awaited ruling is in everybody's reservation value, a strike makes the world anew."""

from datetime import date

import numpy as np
import pytest

from negsim.bargaining.move import Offer
from negsim.errors import ConfigError
from negsim.talks.model import NegotiationModel
from negsim.world.events.court import Court
from tests.scenarios import model, scenario
from tests.world.events.days import at_tick, calendar, luck

DAY = 3
RULING = {"type": "court", "window": [DAY, DAY], "chance": 1}


def talks(seed: int = 1, **settings: object) -> NegotiationModel:
    elsewhere = {name: settings.pop(name) for name in list(settings) if "__" in name}
    return model("quiet", seed=seed, events={"ruling": {**RULING, **settings}}, **elsewhere)


def test_the_day_is_drawn_from_the_window():
    court = Court(window=(date(2025, 11, 10), 20), chance=0.5)
    found = [next(iter(court.occasions(calendar(), luck(seed)))) for seed in range(400)]

    assert {o.tick for o in found} == set(range(2, 21))
    assert 160 < sum(o.what == "struck" for o in found) < 240


def test_a_day_that_nobody_knows_leaves_the_luck_and_what_is_expected():
    drawn, known = (Court(window=(2, 20), chance=0.5, day=day) for day in (None, date(2026, 1, 5)))
    pairs = [[list(c.occasions(calendar(), luck(seed))) for c in (drawn, known)] for seed in range(40)]

    assert {o.tick for _, after in pairs for o in after} == {10}
    assert [[o.what for o in before] == [o.what for o in after] for before, after in pairs] == [True] * 40
    assert known.expected(calendar()) == drawn.expected(calendar())


def test_certainty_needs_no_luck():
    for chance, word in ((0, "upheld"), (1, "struck")):
        court = Court(window=(1, 1), chance=chance)
        assert {o.what for seed in range(50) for o in court.occasions(calendar(), luck(seed))} == {word}


@pytest.mark.parametrize("side", ["us", "vietnam"])
def test_before_it_rules_a_side_expects_the_fallback_by_its_own_odds(side):
    """d = (1 - p) [(1 - q) u(now) + q u(threat)] + p u(fallback), p the side's own."""
    odds = {"us": 0.4, "vietnam": 0.7}
    here, without = talks(odds=odds), model("quiet")
    struck = NegotiationModel(scenario("quiet", no_deal__threatened=0.10)).parties[side]
    plain, fallback = without.parties[side].reservation, struck.outlook.no_deal[1]
    p = odds[side]

    assert here.parties[side].reservation == pytest.approx((1 - p) * plain + p * fallback, rel=1e-12)
    assert here.parties[side].reservation != plain


def test_who_has_no_odds_of_its_own_knows_the_true_ones():
    here, known = talks(odds={"us": 0.4}), talks(odds={"us": 0.4, "vietnam": 1})

    assert here.parties["vietnam"].reservation == known.parties["vietnam"].reservation


def test_the_bargain_before_anybody_bargains_knows_of_it_too():
    here = scenario("quiet", events={"ruling": {**RULING, "odds": {"us": 1, "vietnam": 1}}})
    usual = scenario("quiet")

    assert here.bargain.no_deal["vietnam"] > usual.bargain.no_deal["vietnam"]
    assert here.bargain.no_deal["us"] < usual.bargain.no_deal["us"]


def test_a_strike_puts_the_fallback_in_force_and_takes_the_threat_away():
    here = at_tick(talks(fallback=0.1, threat=0.15), DAY)

    assert here.world is scenario("quiet", no_deal__in_force=0.1).world
    assert here.course.conditions.threatened == 0.15
    assert here.course.conditions.ruling is None
    assert here.news[-1] == (
        "court: the court strikes the reciprocal tariffs down; 10 % under other laws is in force"
    )


def test_until_the_lag_is_over_the_threat_is_so_far_off():
    """d = (1 - q w) u(fallback) + q w u(threat), w what comes in two ticks counts today."""
    patience = {"discount": 0.9}
    here = at_tick(talks(lag=2, parties__vietnam__patience=patience), DAY)
    vietnam, w = here.parties["vietnam"], 0.9**2
    fallback, threat = vietnam.mandate.without_deal(vietnam.mandate.weights_with(vietnam.influence))

    assert here.world.rate_in_force == 0.1
    assert vietnam.reservation == pytest.approx(
        fallback + vietnam.belief * w * (threat - fallback), rel=1e-12
    )
    for _ in range(2):
        here.talk()
        here.close_tick()
        here.open_tick()
    assert vietnam.outlook.threat_counts == 1.0


def test_a_deadline_within_the_lag_can_put_nothing_in_force():
    deadline = {"type": "deadline", "at": DAY + 1, "slip": 0}
    for lag, rate in ((2, 0.10), (1, 0.15)):
        here = model("quiet", no_deal__resolve=1, events={"ruling": {**RULING, "lag": lag}, "day": deadline})
        assert at_tick(here, DAY + 1).world.rate_in_force == rate


def test_an_offer_that_a_strike_makes_worse_than_no_deal_is_withdrawn():
    """Vietnam, which moves last in a round, stands by what is still better, and by nothing else."""
    for best, stands in ((True, True), (False, False)):
        here = at_tick(talks(mechanism__first="us"), DAY - 1)
        here.submit(here.parties["us"].decide(here.view("us")))
        here.submit(Offer(int(np.argsort(here.parties["vietnam"].utility.values())[-1 if best else 0])))
        here.close_tick()
        here.open_tick()

        assert (here.state.standing is not None) is stands
        line = "withdrawn: Vietnam withdraws its offer, which has become worse to it than no deal"
        assert (line in here.news) is not stands
        again = here.rules.replay(here.rules.start(here.space, here.parties, 35), here.state.history)
        assert again.standing == here.state.standing


@pytest.mark.parametrize("chance", [0, 1])
def test_who_finds_nothing_better_than_the_ruling_it_expects_waits_for_it(chance):
    """Who is sure of a strike would leave in round 1; nobody does while a ruling is awaited."""
    certain = {"window": [16, 16], "chance": chance, "odds": {"us": 0, "vietnam": 1}}
    here = talks(3, **certain, fallback=0.0)
    while here.running:
        here.step()
        if here.tick <= 16:
            assert here.state.end_state is None

    assert any(
        getattr(e.move, "why", "").endswith("no deal may not stay what it is") for e in here.state.history
    )
    assert here.tick > 16


def test_when_the_tariffs_stand_only_the_waiting_is_over():
    here, usual = at_tick(talks(chance=0), DAY), at_tick(model("quiet"), DAY)

    assert here.world is usual.world
    assert here.course.conditions == usual.course.conditions
    assert "court: the court lets the reciprocal tariffs stand" in here.news


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"window": [2, 3, 4]},
            r"events.ruling.window: must be a list of 2, each entry a date like 2025-10-27",
        ),
        ({"window": [5, 3]}, r"events.ruling.window: must end no earlier than it begins, got 5 to 3"),
        ({"window": [2, 5], "day": 6}, r"events.ruling.day: must lie within the window, 2 to 5, got 6"),
        ({"window": [-2, 3]}, r"events.ruling.window: must not lie before the talks"),
        ({"odds": {"usa": 0.4}}, r"events.ruling.odds: unknown party 'usa'. Did you mean 'us'\?"),
        (
            {"odds": {"us": 2}},
            r"events.ruling.odds.us: must be a number >= 0 and <= 1 \(probability\), got 2",
        ),
    ],
)
def test_what_means_nothing_is_refused(settings, sentence):
    with pytest.raises(ConfigError, match=sentence):
        talks(**settings)


def test_there_is_one_court():
    with pytest.raises(ConfigError, match=r"events\.other: is of the same kind as 'ruling'; drop one"):
        scenario("mini", events={"ruling": RULING, "other": RULING})
