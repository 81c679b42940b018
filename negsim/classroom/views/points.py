"""What outcomes are worth to one side, on the scale its student sees: no deal = 0, best outcome = 100."""

from typing import Any

from negsim.bargaining.outcome import OutcomeSpace
from negsim.talks.model import NegotiationModel

LONG = 1_000
"""Entries from which a table is rounded to so many digits."""
DIGITS = 3


def points(model: NegotiationModel, side: str, outcome: int) -> float:
    """Return the points of an outcome for a side today: 0 is no deal, 100 the best outcome, less is worse."""
    utility = model.parties[side].utility
    span = utility.maximum - utility.reservation
    return 100.0 * (utility.value(outcome) - utility.reservation) / span if span > 0 else 0.0


def table_version(model: NegotiationModel, side: str) -> int:
    """Return a number that changes whenever the side's table does."""
    return model.parties[side].refreshes


def table(model: NegotiationModel, side: str) -> dict[str, Any]:
    """Return a side's own values as the page needs them: the value of an outcome is a sum over blocks.

    Long tables are rounded, so that a phone loads them quickly; that moves points by about a tenth at most.
    """
    utility = model.parties[side].utility
    long = sum(block.table.size for block in utility.blocks) > LONG
    return {
        "version": table_version(model, side),
        "no_deal": utility.reservation,
        "best": utility.maximum,
        "pledge": utility.kink,
        "blocks": [
            {
                "issues": list(block.axes),
                "sizes": list(block.table.shape),
                "values": (block.table.round(DIGITS) if long else block.table).ravel().tolist(),
            }
            for block in utility.blocks
        ],
    }


def directions(model: NegotiationModel, side: str) -> list[dict[str, Any]]:
    """Return for each issue which way a side's interest points and what its levels are worth in points.

    `levels` holds, for every level, the mean change in points against the level without a deal; `reach` is
    the difference between the best and the worst level.
    """
    utility = model.parties[side].utility
    span = max(utility.maximum - utility.reservation, 1e-12)
    found = []
    for issue, means in zip(model.space.issues, utility.marginals(), strict=True):
        best = int(means.argmax())
        arrow = "up" if best == issue.size - 1 else "down" if best == 0 else "inside"
        change = (means - means[issue.no_deal_level]) * (100.0 / span)
        reach = float(means.max() - means.min()) * 100.0 / span
        found.append(
            {
                "arrow": arrow,
                "best": best,
                "levels": [round(float(c), 1) for c in change],
                "reach": round(reach, 1),
            }
        )
    return found


def issues(space: OutcomeSpace) -> list[dict[str, Any]]:
    """Return what everybody knows of the issues."""
    return [
        {
            "name": issue.name,
            "title": issue.name.replace("_", " ").capitalize(),
            "labels": list(issue.labels),
            "no_deal": issue.no_deal_level,
        }
        for issue in space.issues
    ]
