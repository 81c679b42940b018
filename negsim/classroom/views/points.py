"""Points of outcomes for one side, on the scale its student sees: no deal = 0, best outcome = 100."""

import inspect
from dataclasses import dataclass

import numpy as np

from negsim.arrays import Array
from negsim.classroom.state.group import Group
from negsim.classroom.views.wording import words
from negsim.talks.model import NegotiationModel

LONG = 1_000
"""Entries from which a table is rounded to units."""
UNIT = 0.001


def points(model: NegotiationModel, side: str, outcome: int) -> float:
    """Return the points of an outcome for a side today: 0 is no deal, 100 the best outcome, less is worse."""
    utility = model.parties[side].utility
    span = utility.maximum - utility.reservation
    return 100.0 * (utility.value(outcome) - utility.reservation) / span if span > 0 else 0.0


@dataclass(frozen=True)
class Block:
    """A part of a table: a value for each combination of levels of some issues, the last issue fastest.

    Attributes
    ----------
    unit : None for plain values; else they are whole units, each less its neighbours along all issues: what
        interacts little is then nearly nothing, and travels as a third of the bytes
    """

    issues: tuple[int, ...]
    sizes: tuple[int, ...]
    values: list[float]
    unit: float | None = None


@dataclass(frozen=True)
class Table:
    """A side's own values as its page needs them: the value of an outcome is a sum over blocks.

    Attributes
    ----------
    pledge : (value, slope) below which a pledge costs, or None
    """

    version: int
    no_deal: float
    best: float
    pledge: tuple[float, float] | None
    blocks: list[Block]


def table_version(model: NegotiationModel, side: str) -> int:
    """Return a number that changes whenever the side's table does."""
    return model.parties[side].refreshes


def table(model: NegotiationModel, side: str) -> Table:
    """Return a side's own values.

    Long tables are rounded, so that a phone loads them quickly; that moves points by about a tenth at most.
    """
    utility = model.parties[side].utility
    long = sum(block.table.size for block in utility.blocks) > LONG
    blocks = [(_short if long else _plain)(tuple(block.axes), block.table) for block in utility.blocks]
    return Table(table_version(model, side), utility.reservation, utility.maximum, utility.kink, blocks)


def _plain(axes: tuple[int, ...], values: Array) -> Block:
    return Block(axes, values.shape, values.ravel().tolist())


def _short(axes: tuple[int, ...], values: Array) -> Block:
    units = np.rint(values / UNIT).astype(int)
    for axis in range(units.ndim):
        units = np.diff(units, axis=axis, prepend=0)
    return Block(axes, values.shape, units.ravel().tolist(), UNIT)


@dataclass(frozen=True)
class IssueFacts:
    """What a side knows of an issue.

    Attributes
    ----------
    no_deal, best : the level without a deal, and the side's best
    arrow : where the best level is: up, down or inside
    changes : mean points of each level against the level without a deal
    reach : points between the worst and the best level
    """

    name: str
    title: str
    meaning: str
    labels: tuple[str, ...]
    no_deal: int
    arrow: str
    best: int
    changes: list[float]
    reach: float


def issues(group: Group, side: str) -> list[IssueFacts]:
    """Return what a side knows of each issue."""
    model = group.model
    utility = model.parties[side].utility
    scale = 100.0 / max(utility.maximum - utility.reservation, 1e-12)
    found = []
    for issue, means in zip(model.space.issues, utility.marginals(), strict=True):
        best = int(means.argmax())
        found.append(
            IssueFacts(
                name=issue.name,
                title=words(issue.name).capitalize(),
                meaning=_meaning(group.scenario.issues[issue.name]),
                labels=tuple(issue.labels),
                no_deal=issue.no_deal_level,
                arrow="up" if best == issue.size - 1 else "down" if best == 0 else "inside",
                best=best,
                changes=[round(float(c), 1) for c in scale * (means - means[issue.no_deal_level])],
                reach=round(scale * float(means.max() - means.min()), 1),
            )
        )
    return found


def _meaning(rule: object) -> str:
    """Return what an issue is about: the first paragraph of its class's docstring."""
    return " ".join((inspect.getdoc(type(rule)) or "").split("\n\n")[0].split())
