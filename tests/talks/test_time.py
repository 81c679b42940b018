"""The talks in their time: what each side keeps back as days pass, and when agreements come."""

from typing import Any

import numpy as np
import pytest

from tests.scenarios import SIDES, play, scenario

RUNS = 30
COURT = {"type": "court", "window": [7, 30], "chance": 0.5, "fallback": 0.1, "threat": 0.15}
DECEMBER = {"type": "deadline", "at": 8, "slip": 0, "extensions": 0}
ACCEPTANCE = {f"parties__{side}__strategy__acceptance": "ac_impatient" for side in SIDES}
SIGNS = [
    ("parties__vietnam__patience__discount", 0.8, 0.99),
    ("parties__us__patience__discount", 0.8, 0.99),
    ("events__ruling__odds__vietnam", 0.05, 0.9),
    ("parties__vietnam__patience__waiting", 0.0, 1.0),
]
"""Setting and two values: at the second agreements should come later. Written before anything ran."""


def in_time(**settings: Any) -> Any:
    """Return the default talks with impatience, a ruling that is awaited and a day set for the threat."""
    patience = {"us": {"discount": 0.99, "waiting": 0.5}, "vietnam": {"discount": 0.97, "waiting": 0.5}}
    usual = {f"parties__{side}__patience": values for side, values in patience.items()}
    events = {"events__ruling": {**COURT, "odds": {"us": 0.4, "vietnam": 0.5}}, "events__december": DECEMBER}
    return scenario("quiet", **ACCEPTANCE, **usual, **events, **settings)


def ends(**settings: Any) -> np.ndarray:
    """Return the rounds to agreement, one number a seed; nan without one."""
    records = play(in_time(**settings), range(RUNS))
    return np.array([np.nan if record.agreement is None else record.rounds for record in records])


def delay(key: str, sooner: float, later: float, **settings: Any) -> float:
    """Return by how many rounds agreements come later at the second value, over pairs that both agreed."""
    return float(np.nanmean(ends(**{key: later}, **settings) - ends(**{key: sooner}, **settings)))


@pytest.mark.long
@pytest.mark.parametrize(("key", "sooner", "later"), SIGNS)
def test_the_date_of_agreement_moves_with_patience_and_odds(key, sooner, later):
    assert delay(key, sooner, later) > 0


@pytest.mark.long
def test_a_deadline_bites_where_the_threat_is_meant():
    """Found and not foretold: over bluffs and threats together it does not show in so few runs."""
    meant = {"no_deal__resolve": 1}
    delays = [delay("events__december__at", 4, at, **meant) for at in (12, 20, 28)]

    assert delays == sorted(delays)
    assert delays[2] > 1
    assert delay("events__december__at", 4, 28, no_deal__resolve=0) < 0.5


def median_end(ticks: int, discount: float) -> float:
    """Return the median round in which talks of so many rounds end, both sides as patient as this."""
    patience = {f"parties__{side}__patience__discount": discount for side in SIDES}
    talks = scenario("quiet", time__ticks=ticks, **patience)
    return float(np.median([record.rounds for record in play(talks, range(12))]))


def test_patient_talks_end_at_a_share_of_their_horizon_and_impatient_ones_by_the_calendar():
    patient, impatient = ([median_end(ticks, d) for ticks in (35, 140)] for d in (1.0, 0.9))

    assert patient[1] == pytest.approx(4 * patient[0], rel=0.1)
    assert impatient[1] == pytest.approx(impatient[0], rel=0.25)
    assert impatient[0] < 0.8 * patient[0]
