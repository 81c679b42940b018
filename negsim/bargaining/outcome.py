"""Outcomes: a level for every issue, and the space of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import prod

from negsim.bargaining.issue import Issue
from negsim.bargaining.utility.listing import Axes, Layout
from negsim.errors import DomainError

ENUMERABLE = 2_000_000
"""Largest number of outcomes that is ever listed one by one."""

Outcome = int
"""A level for every issue, written as its row-major index in the outcome space (last issue fastest)."""


@dataclass(frozen=True)
class OutcomeSpace:
    """All outcomes: the product of the issues' levels. May be far too large to list."""

    issues: tuple[Issue, ...]

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Number of levels of each issue."""
        return tuple(issue.size for issue in self.issues)

    @cached_property
    def n(self) -> int:
        """Number of outcomes; a Python integer, so it never overflows."""
        return prod(self.shape)

    @property
    def enumerable(self) -> bool:
        """Whether arrays over all outcomes may be made."""
        return self.n <= ENUMERABLE

    @cached_property
    def strides(self) -> tuple[int, ...]:
        """How far the index moves when an issue moves by one level."""
        return tuple(prod(self.shape[i + 1 :]) for i in range(len(self.shape)))

    @cached_property
    def parts(self) -> tuple[slice, ...]:
        """Where the levels of each issue lie in one vector over the levels of all issues."""
        ends = [0, *accumulate(self.shape)]
        return tuple(slice(a, b) for a, b in pairwise(ends))

    def layout(self, blocks: tuple[Axes, ...]) -> Layout:
        """Return how to list sums of blocks over these issues; worked out once."""
        if blocks not in self._layouts:
            self._layouts[blocks] = Layout(self.shape, blocks)
        return self._layouts[blocks]

    @cached_property
    def _layouts(self) -> dict[tuple[Axes, ...], Layout]:
        return {}

    @cached_property
    def by_issue(self) -> Layout:
        """The layout of one block an issue."""
        return self.layout(tuple((axis,) for axis in range(len(self.issues))))

    @cached_property
    def places(self) -> tuple[tuple[float, ...], ...]:
        """The place in [0, 1] of each level of each issue; empty where the levels have no order."""
        return tuple(issue.places for issue in self.issues)

    def index(self, levels: Sequence[int]) -> Outcome:
        """Return the outcome with these levels, one an issue.

        Raises
        ------
        DomainError : if a level does not exist.
        """
        if len(levels) != len(self.issues):
            raise DomainError(f"an outcome needs {len(self.issues)} levels, got {len(levels)}")
        for issue, level in zip(self.issues, levels, strict=True):
            if not 0 <= level < issue.size:
                raise DomainError(f"issue '{issue.name}' has levels 0 to {issue.size - 1}, got {level}")
        return sum(int(level) * stride for level, stride in zip(levels, self.strides, strict=True))

    def levels(self, outcome: Outcome) -> tuple[int, ...]:
        """Return the level of every issue in `outcome`."""
        if not 0 <= outcome < self.n:
            raise DomainError(f"outcomes run from 0 to {self.n - 1}, got {outcome}")
        places = zip(self.strides, self.shape, strict=True)
        return tuple([outcome // stride % size for stride, size in places])

    def outcome(self, labels: Mapping[str, str]) -> Outcome:
        """Return the outcome with these labels; issues that are not named stay at their no-deal level.

        Raises
        ------
        ConfigError : if an issue has no level with that label.
        """
        return self.index(
            [i.level(str(labels[i.name])) if i.name in labels else i.no_deal_level for i in self.issues]
        )

    def describe(self, outcome: Outcome) -> dict[str, str]:
        """Return issue name -> label of its level in `outcome`."""
        pairs = zip(self.issues, self.levels(outcome), strict=True)
        return {issue.name: issue.labels[level] for issue, level in pairs}

    def axis(self, name: str) -> int:
        """Return the position of the issue called `name`, or raise KeyError."""
        for position, issue in enumerate(self.issues):
            if issue.name == name:
                return position
        raise KeyError(name)


def require_enumerable(space: OutcomeSpace) -> None:
    """Refuse to list a space that is too large.

    Raises
    ------
    DomainError : if the space has more than `ENUMERABLE` outcomes.
    """
    if not space.enumerable:
        raise DomainError(
            f"{space.n:,} outcomes cannot be listed one by one (at most {ENUMERABLE:,}): "
            "drop levels or issues, or use a search that does not list them"
        )
