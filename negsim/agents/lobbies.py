"""The groups that constituents lobby through: how hard they try, and what that makes each group count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from negsim.arrays import Array, Rows
from negsim.politics.lobbying import effort, influence
from negsim.politics.settings import PoliticsSettings

Members = tuple[list[int], list[int]]
"""Rows of a group's firms, and of its fringe: associations of sectors without a firm in the model."""


class Lobbies:
    """The groups of one model, as rows of constituents laid end to end.

    Parameters
    ----------
    members : group -> its firms and its fringe
    politics : group -> how it lobbies
    """

    def __init__(self, members: Mapping[str, Members], politics: Mapping[str, PoliticsSettings]) -> None:
        self.members = dict(members)
        self._firms = _end_to_end([firms for firms, _ in members.values()])
        self._fringe = _end_to_end([fringe for _, fringe in members.values()])
        self._coordination = np.array([politics[group].coordination for group in members])
        self._weight = np.array([politics[group].lobbying_weight for group in members])

    def efforts(self, gains: Array) -> Array:
        """Return the lobbying effort of every group, given what each constituent has to win or lose."""
        size = np.abs(np.append(gains, 0.0))
        firms, fringe = size[self._firms.rows], size[self._fringe.rows]
        largest = np.maximum.reduceat(firms, self._firms.starts)
        total = np.add.reduceat(firms, self._firms.starts) + np.add.reduceat(fringe, self._fringe.starts)
        return effort(largest, total, self._coordination)

    def influence(self, efforts: Array, before: Array) -> dict[str, float]:
        """Return group -> what it counts, as a multiple of what it counts at the start of the talks."""
        return dict(zip(self.members, influence(efforts, before, self._weight).tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Segments:
    """Lists of rows one after the other, and where each begins."""

    rows: Rows
    starts: Rows


def _end_to_end(lists: Sequence[Sequence[int]]) -> Segments:
    """Lay lists of rows end to end; each ends with -1, a row after all others that gains nothing."""
    sizes = [len(rows) + 1 for rows in lists]
    rows = np.array([row for some in lists for row in (*some, -1)], dtype=np.intp)
    return Segments(rows, np.cumsum([0, *sizes], dtype=np.intp)[:-1])
