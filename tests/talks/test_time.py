"""When talks end: the date of agreement moves with patience, the deadline and the odds of a ruling."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from negsim.errors import ConfigError
from negsim.talks.record import RunRecord
from negsim.world.conditions import Ruling
from tests.scenarios import SIDES, model, outcome, play, raw_scenario, scenario
from tests.world.events.days import at_tick

RUNS = 30
COURT = {"type": "court", "window": [7, 30], "chance": 0.5, "fallback": 0.1, "threat": 0.15}
DECEMBER = {"type": "deadline", "at": 8, "slip": 0, "extensions": 0}
ACCEPTANCE = {f"parties__{side}__strategy__acceptance": "ac_impatient" for side in SIDES}
SIGNS = [
    ("parties__vietnam__patience__discount", 0.8, 0.99),
    ("parties__us__patience__discount", 0.8, 0.99),
    ("events__december__at", 4, 20),
    ("events__ruling__odds__vietnam", 0.05, 0.9),
    ("parties__vietnam__patience__waiting", 0.0, 1.0),
]
"""Setting and two values: at the second talks should end later. Written before anything ran."""


def in_time(**settings: Any) -> Any:
    """Return the default talks with impatience, a ruling that is awaited and a day set for the threat."""
    patience = {"us": {"discount": 0.99, "waiting": 0.5}, "vietnam": {"discount": 0.97, "waiting": 0.5}}
    usual = {f"parties__{side}__patience": values for side, values in patience.items()}
    events = {"events__ruling": {**COURT, "odds": {"us": 0.4, "vietnam": 0.5}}, "events__december": DECEMBER}
    return scenario("us_vietnam_2025", **ACCEPTANCE, **usual, **events, **settings)


@cache
def rounds(key: str, value: float) -> np.ndarray:
    """Return the rounds until talks end, one number a seed."""
    return np.array([record.rounds for record in play(in_time(**{key: value}), range(RUNS))])


@pytest.mark.parametrize(("key", "sooner", "later"), SIGNS)
def test_the_date_moves_with_patience_deadline_and_odds(key, sooner, later):
    assert (rounds(key, later) - rounds(key, sooner)).mean() > 0
