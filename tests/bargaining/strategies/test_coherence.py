from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.bargaining import outcome as outcome_module
from negsim.bargaining.move import Entry, Offer, WorldEvent
from negsim.bargaining.strategies.candidates import best_for_other
from negsim.bargaining.strategies.coherence import coherent_best, news_since_own_offer, settled
from negsim.bargaining.view import Estimate, PartyView
from tests.playing import utility_of, view_of

OWN = [1.0, 0.9, 0.8, 0.7]
numbers = st.lists(st.integers(0, 8).map(lambda x: x / 8), min_size=12, max_size=12)
outcomes = st.lists(st.integers(0, 11), max_size=4)


def after(last, believed, *events):
    """Return the view of a party that offered `last`, then saw these events."""
    history = (Entry(0, "me", Offer(last)), *(Entry(0, "", WorldEvent(kind, "x")) for kind in events))
    return PartyView("me", utility_of(OWN), 4, 9, history, estimate=Estimate(utility_of(believed)))


@given(numbers, numbers, outcomes, outcomes, st.floats(0, 1))
def test_with_neutral_settings_every_offer_stands_alone(own, believed, sent, received, target):
    view = view_of(utility_of(own, 3, 4), sent, received, estimate=Estimate(utility_of(believed, 3, 4)))

    assert coherent_best(view, target) == best_for_other(view, target)


def test_what_seems_worse_than_the_last_offer_is_left_out_unless_news_came():
    # (1,1) was offered last and meets the target no more; (0,0) is two moves away from it, (1,0) one
    believed = Estimate(utility_of([0.5, 1.0, 0.45, 0.5], 2, 2))
    view = view_of(utility_of([0.9, 0.0, 0.8, 0.7], 2, 2), [3], estimate=believed)

    assert coherent_best(view, 0.8, inertia=0.2) == 2  # .45 - .11 beats .5 - .22, a spread of .55
    assert coherent_best(view, 0.8, inertia=0.2, no_worse=True) == 0  # 2 is worse for it than the .5 of 3

    told = replace(view, history=(*view.history, Entry(0, "", WorldEvent("pledge", "x"))))
    assert coherent_best(told, 0.8, inertia=0.2, no_worse=True) == 2


def test_without_anything_as_good_the_best_of_what_is_left_is_offered():
    view = after(3, [0.0, 0.6, 0.3, 0.9])  # 3 meets the target no more

    assert coherent_best(view, 0.8, no_worse=True) == 1


def test_pledges_and_votes_are_news_and_a_pause_is_none():
    assert news_since_own_offer(after(1, OWN, "pledge"))
    assert news_since_own_offer(after(1, OWN, "ratification_failed", "suspended"))
    assert not news_since_own_offer(after(1, OWN, "suspended"))
    assert not news_since_own_offer(after(1, OWN))


def test_an_issue_moves_only_for_more_than_it_costs():
    # one issue, spread .8; going from 1 to 2 brings .08, a tenth of it
    view = after(1, [0.0, 0.72, 0.8, 0.0])

    assert coherent_best(view, 0.8, inertia=0.09) == 2
    assert coherent_best(view, 0.8, inertia=0.11) == 1


def test_two_issues_cost_twice():
    # outcomes (0,0) (0,1) (1,0) (1,1): both moves bring .3 together and .2 each, of a spread of .3
    believed = Estimate(utility_of([0.0, 0.2, 0.2, 0.3], 2, 2))
    view = view_of(utility_of([1.0] * 4, 2, 2), [0], estimate=believed)

    assert coherent_best(view, 0.0, inertia=0.3) == 3
    assert coherent_best(view, 0.0, inertia=0.4) == 1


def test_an_issue_is_settled_when_both_named_one_level_twice():
    own = utility_of([1.0] * 4, 2, 2)

    assert settled(view_of(own, [0, 1], [1, 0])) == [True, False]
    assert settled(view_of(own, [1, 1], [1, 1])) == [True, True]
    assert settled(view_of(own, [0, 0], [0])) == [False, False]
    assert settled(view_of(own, [2, 0, 0], [0, 0])) == [True, True]


def test_a_settled_issue_is_reopened_only_at_a_price():
    # the first issue is settled at 0; moving it brings .4 of a spread of .4, moving the second nothing
    believed = Estimate(utility_of([0.0, 0.0, 0.4, 0.4], 2, 2))
    view = view_of(utility_of([1.0] * 4, 2, 2), [1, 0], [0, 1], estimate=believed)

    assert coherent_best(view, 0.0, closure=0.9) == 2
    assert coherent_best(view, 0.0, closure=1.1) == 0


def test_spaces_too_large_to_list_do_without(monkeypatch):
    monkeypatch.setattr(outcome_module, "ENUMERABLE", 0)
    view = after(1, [0.0, 0.72, 0.8, 0.0])

    assert coherent_best(view, 0.8, inertia=0.5) == best_for_other(view, 0.8) == 2


@pytest.mark.parametrize("missing", ["estimate", "own offer"])
def test_without_an_estimate_or_an_own_offer_there_is_nothing_to_read_beside(missing):
    believed = None if missing == "estimate" else Estimate(utility_of([0.0, 0.7, 0.8, 0.0]))
    view = view_of(utility_of(OWN), [1] if missing == "estimate" else [], estimate=believed)

    assert coherent_best(view, 0.8, inertia=0.5) == 2
    assert isinstance(coherent_best(view, 0.8, inertia=0.5), int)


def test_nothing_is_offered_when_nothing_beats_no_deal():
    view = view_of(
        utility_of(OWN, reservation=2.0), [1], estimate=Estimate(utility_of(np.arange(4.0).tolist()))
    )

    assert coherent_best(view, 0.8, inertia=0.5) is None
