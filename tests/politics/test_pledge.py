"""Public pledges: in which direction a party promises, and how much."""

from dataclasses import replace

import numpy as np
import pytest

from negsim.bargaining.issue import Issue
from negsim.bargaining.move import Entry, Offer
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.utility.function import from_values
from negsim.bargaining.view import PartyView
from negsim.politics.pledge import issue_pledge, level_pledge, says_more
from tests.scenarios import SIDES, model

RATE = Issue("tariff", ("0 %", "10 %", "20 %", "46 %"), (0.0, 0.1, 0.2, 0.46))
SPACE = OutcomeSpace((RATE,))
WORTH = np.array([-1.0, 0.5, 0.0, -6.0])
"""What a rate of 0, 10, 20 and 46 % is worth to the side that sets it: 46 % is threatened and would hurt."""


def view(mine: int | None = None, theirs: int | None = None) -> PartyView:
    """Return what a party sees that asked for one level and was offered another."""
    said = (("us", mine), ("vietnam", theirs))
    history = tuple(Entry(0, party, Offer(level)) for party, level in said if level is not None)
    return PartyView("us", from_values(SPACE, WORTH), 1, 10, history)


def promise(mine: int, theirs: int | None, share: float = 1.0, threat: bool = False) -> str:
    """Return what is pledged in words; empty if nothing is."""
    pledge = issue_pledge(view(mine, theirs), (mine,), 0, WORTH, share, slope=0.25, threat=threat)
    return pledge.words if pledge else ""


def test_a_party_holds_out_against_what_it_is_offered():
    """Its own worst level, 46 %, is asked for by nobody: what it must not give is 0 %."""
    assert promise(1, 0) == "no tariff below 10 %"
    assert promise(1, 2) == "no tariff above 10 %"


def test_until_the_other_side_has_named_another_level_it_fears_its_own_worst():
    assert promise(1, None) == promise(1, 1) == "no tariff above 10 %"


def test_who_threatens_with_a_high_rate_promises_no_low_one():
    assert promise(1, None, threat=True) == promise(1, 2, threat=True) == ""
    assert promise(1, 0, threat=True) == "no tariff below 10 %"


def test_no_pledge_goes_against_an_earlier_one():
    floor = issue_pledge(view(1, 0), (1,), 0, WORTH, 1.0, slope=0.25, threat=False)
    ceiling = issue_pledge(view(1, 2), (1,), 0, WORTH, 1.0, slope=0.25, threat=False)

    assert says_more(floor, None)
    assert not says_more(floor, floor)
    assert says_more(floor, replace(floor, promised=floor.promised - 1.0))
    assert not says_more(replace(ceiling, promised=floor.promised + 1.0), floor)


@pytest.mark.parametrize("world", ["historical", "us_vietnam_2025"])
def test_the_us_never_promises_less_than_it_threatens(world):
    """46 % is threatened: a promise that it will be no more than 25 % would take the threat back."""
    talks = model(world, parties__us__politics__pledge_probability=1)
    pledged = []
    for seed in range(4):
        talks.reset(seed)
        talks.run()
        pledged += [told for told in talks.news if told.startswith("pledge: us")]

    assert pledged
    assert not [told for told in pledged if "above" in told]


def test_a_pledge_promises_no_more_than_its_own_offers():
    """At the top of its aims it would promise the best level, but it has asked for less, or is about to."""
    free, asked, about_to = (
        level_pledge(0, RATE, np.array([0.0, 1.0, 2.0, 3.0]), 1.0, 0.25, floor=True, own=own)
        for own in ((3,), (2,), (2, 1))
    )
    ceiling = level_pledge(0, RATE, np.array([3.0, 2.0, 1.0, 0.0]), 1.0, 0.25, floor=False, own=(1, 2))

    assert [pledge.words for pledge in (free, asked, about_to, ceiling)] == [
        "no tariff below 46 %",
        "no tariff below 20 %",
        "no tariff below 10 %",
        "no tariff above 20 %",
    ]
    assert asked.costs == (0.5, 0.25, 0.0, 0.0)
    assert level_pledge(0, RATE, np.array([0.0, 1.0, 2.0, 3.0]), 1.0, 0.25, floor=True, own=(0,)) is None


@pytest.mark.parametrize("form", ["issue", "utility"])
@pytest.mark.parametrize("world", ["quiet", "historical"])
def test_no_party_breaks_its_word_as_it_gives_it(world, form):
    politics = {"pledge_probability": 0.5, "pledge_form": form}
    talks = model(world, **{f"parties__{side}__politics": politics for side in SIDES})
    made = 0
    for seed in range(4):
        talks.reset(seed)
        while talks.running:
            told = len(talks.news)
            talks.open_tick()
            for name, party in talks.parties.items():
                sent = talks.state.history.sent_by(name)
                if sent and any(line.startswith(f"pledge: {name}") for line in talks.news[told:]):
                    made += 1
                    assert party.pledge.cost(party.unpledged, sent[-1]) == 0.0
            talks.talk()
            talks.close_tick()

    assert made >= 3
