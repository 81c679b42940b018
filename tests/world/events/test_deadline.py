"""Deadlines bite: kept they put the threat in force and build its credibility, put off they wear it down."""

import pytest

from negsim.errors import ConfigError
from negsim.politics.beliefs import tested as learned
from negsim.talks.model import NegotiationModel
from negsim.world.events.deadline import Deadline
from tests.scenarios import model, scenario
from tests.world.events.days import DAY, at_tick, calendar, lines, luck, on_day, without

STUBBORN = {f"parties__{side}__strategy": "hardliner" for side in ("us", "vietnam")}
LATER = {"extension": 4, "extensions": 2}


def due(**settings: object) -> dict[str, object]:
    return {"type": "deadline", "at": DAY, "slip": 0, **LATER, **settings}


def talks(resolve: float, day: int = DAY, seed: int = 1, **settings: object) -> NegotiationModel:
    return on_day(due(**settings), day, seed, no_deal__resolve=resolve, **STUBBORN)


def test_belief_is_beta_bernoulli():
    """Beta(3, 7): kept once 4/11, put off once 3/11, and a second time 3/12."""
    assert learned(0.3, 10.0, True) == (pytest.approx(4 / 11), 11.0)
    assert learned(0.3, 10.0, False) == (pytest.approx(3 / 11), 11.0)
    assert learned(*learned(0.3, 10.0, False), False) == (pytest.approx(3 / 12), 12.0)


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_a_certainty_learns_nothing(certain):
    assert learned(certain, 10.0, True) == learned(certain, 10.0, False) == (certain, 10.0)


def test_a_threat_that_is_meant_is_carried_out():
    here, before = talks(1), without(no_deal__resolve=1, **STUBBORN)
    q = before.parties["vietnam"].belief

    assert here.world is scenario("quiet", no_deal__in_force=0.46).world
    assert here.parties["vietnam"].belief == pytest.approx((10 * q + 1) / 11)
    assert here.parties["us"].belief == 1
    assert lines(here, "deadline") == [
        "the deadline passes without a deal: a reciprocal rate of 46 % is in force"
    ]


def test_a_bluff_is_put_off_until_it_passes_and_wears_belief_down():
    here = talks(0)
    q = without(no_deal__resolve=0, **STUBBORN).parties["vietnam"].belief
    beliefs = [here.parties["vietnam"].belief]
    floor = here.parties["vietnam"].reservation
    for tick in (DAY + 4, DAY + 8):
        here.talk()
        here.close_tick()
        at_tick(here, tick)
        beliefs.append(here.parties["vietnam"].belief)

    assert beliefs == pytest.approx([10 * q / (10 + n) for n in (1, 2, 3)])
    assert here.parties["vietnam"].reservation > floor
    assert here.world.rate_in_force == 0.2
    assert here.parties["us"].belief == 0
    assert lines(here, "deadline") == [
        "the deadline is put off to 15 December 2025",
        "the deadline is put off to 12 January 2026",
        "the deadline passes without a deal, and nothing happens",
    ]


def test_what_is_meant_may_slip_and_then_be_kept():
    words = {
        seed: [o.what for o in Deadline(at=3, **LATER).occasions(calendar(), luck(seed))]
        for seed in range(200)
    }

    assert set(map(tuple, words.values())) == {
        ("due", "bluffed", "bluffed"),
        ("slips", "due", "bluffed"),
        ("slips", "slips", "due"),
        ("slips", "slips", "slips"),
    }
    assert 70 < sum(word[0] == "slips" for word in words.values()) < 130


def test_after_it_is_kept_nothing_is_left_to_threaten_with():
    here = talks(1)
    here.talk()
    here.close_tick()
    at_tick(here, DAY + 8)

    assert len(lines(here, "deadline")) == 1


def test_after_a_strike_only_what_can_still_be_threatened_is_put_in_force():
    ruling = {"type": "court", "window": [1, 1], "chance": 1, "fallback": 0.1, "threat": 0.15}
    events = {"ruling": ruling, "due": due()}
    here = at_tick(model("quiet", events=events, no_deal__resolve=1, **STUBBORN), DAY)

    assert here.world.rate_in_force == 0.15


def test_beyond_the_end_of_the_talks_nobody_knows_the_day():
    here = on_day(due(extension=100), no_deal__resolve=0, **STUBBORN)

    assert lines(here, "deadline") == ["the deadline is put off beyond the end of the talks"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"no_deal__threatener": None, "no_deal__resolve": None},
            r"events\.it\.at: is a deadline that nobody sets",
        ),
        ({}, r"events\.it\.at: must not lie before the talks"),
    ],
)
def test_what_means_nothing_is_refused(changes, sentence):
    with pytest.raises(ConfigError, match=sentence):
        scenario("quiet", events={"it": due(at=0 if changes else -1)}, **changes)
