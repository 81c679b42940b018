"""What every rule of ratification promises."""

import numpy as np

from negsim.politics.ratification.contract import Ratification
from negsim.registry import Entry
from negsim.rng import stream
from negsim.settings.build import plain
from negsim.validation.conformance.law import Law, example, holds
from negsim.validation.conformance.worlds import ENDS, mini, play

SHIFT = 0.25


def ratifies_less_when_thresholds_rise(entry: Entry) -> None:
    """It has one margin an outcome, which falls by what all thresholds rise, and ratifies a huge one."""
    rule = example(entry)
    holds(isinstance(rule, Ratification), f"{type(rule).__name__} must derive from Ratification")
    gains = np.linspace(-2.0, 2.0, 60).reshape(3, 20)
    weights, thresholds = np.array([0.5, 0.3, 0.2]), np.array([0.0, -0.2, 0.1])
    before = rule.margins(gains, weights, thresholds)
    after = rule.margins(gains, weights, thresholds + SHIFT)
    holds(before.shape == (20,), f"its margins of 20 outcomes have the shape {before.shape}")
    fell = np.allclose(after, before - SHIFT, rtol=0.0, atol=1e-12)
    holds(fell, f"its margins fall by other than {SHIFT} when all thresholds rise by {SHIFT}")
    holds(rule.passes(50.0, stream(1, "vote")), "it does not ratify with a margin of 50")


def can_bind_any_party(entry: Entry) -> None:
    """Talks end in which it binds one party, whichever."""
    rule = example(entry)
    for party in mini().parties:
        end = play({f"parties.{party}.ratification": plain(rule)}).end_state
        holds(end in ENDS, f"binding {party} it lets talks end in '{end}'")


LAWS: tuple[Law, ...] = (ratifies_less_when_thresholds_rise, can_bind_any_party)
