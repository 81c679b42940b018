"""What every opponent model promises."""

import numpy as np

from negsim.bargaining.strategy import OpponentModel
from negsim.registry import Entry
from negsim.validation.conformance.law import Law, example, holds
from negsim.validation.conformance.moments import SPACE, moments

OFFER = 5


def is_an_opponent_model(entry: Entry) -> None:
    """It is an OpponentModel."""
    learned = example(entry)
    holds(isinstance(learned, OpponentModel), f"{type(learned).__name__} must derive from OpponentModel")


def estimates_every_outcome(entry: Entry) -> None:
    """Its estimate gives every outcome of the same space a finite utility."""
    for view in moments(entry.name, restricted=(False,)):
        after = example(entry).update(view.estimate, OFFER, view)
        if after is None:
            continue
        holds(after.utility.space is SPACE, "its estimate is over other outcomes than those of the talks")
        finite = np.isfinite(after.utility.values()).all()
        holds(finite, f"after {len(view.received)} offers its estimate of some outcome is no finite number")


def changes_no_older_estimate(entry: Entry) -> None:
    """An update returns a new estimate, the same when asked twice, and leaves the old one as it was."""
    for view in moments(entry.name, restricted=(False,)):
        if view.estimate is None:
            continue
        before = view.estimate.utility.values().copy()
        first, second = (example(entry).update(view.estimate, OFFER, view) for _ in range(2))
        kept = np.array_equal(view.estimate.utility.values(), before)
        holds(kept, "an update changes the estimate it started from")
        holds(first is not None, "an update forgets the estimate")
        same = np.array_equal(first.utility.values(), second.utility.values())
        holds(same, "two updates by the same offer give two estimates")


LAWS: tuple[Law, ...] = (is_an_opponent_model, estimates_every_outcome, changes_no_older_estimate)
