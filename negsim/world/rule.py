"""The contract of an issue: its levels, and what each level does to trade policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, ClassVar

from negsim.arrays import Array, Rows
from negsim.bargaining.issue import Issue
from negsim.economy.baseline import TradeData
from negsim.economy.policy import TradePolicy
from negsim.errors import ConfigError
from negsim.registry import show

Levels = Rows


@dataclass(frozen=True, eq=False)
class TradeBase:
    """What an issue may read of the world: the trade data, the date of the law, and the rate in force."""

    data: TradeData
    policy_date: date
    rate_in_force: float


class IssueRule:
    """What is negotiated: ordered levels and their meaning.

    A rule is a frozen dataclass with a field `levels`. It acts through `apply`, which sets levers of trade
    policy, and through `features`, numbers that utility terms read. Both get an integer array of levels of
    any shape, so one call serves all outcomes; results broadcast with that shape.
    """

    levels: tuple[Any, ...]
    provides: ClassVar[Mapping[str, str]] = {}
    """Features this rule sets: name -> unit and meaning. They are 0 in scenarios without the issue."""
    repeatable: ClassVar[bool] = False
    """Whether a scenario may have several issues of this kind, whose effects add up."""
    conditions: ClassVar[bool] = False
    """Whether the meaning of other issues depends on this one (phasing does)."""
    leaves_open: ClassVar[frozenset[Any]] = frozenset()
    """Levels that bind nobody yet, such as a review with a date."""

    @property
    def effects(self) -> tuple[object, ...]:
        """What only one issue of a scenario may do; by default to be of this type and to set its features."""
        return () if self.repeatable else (type(self), *self.provides)

    @property
    def weighs(self) -> Mapping[str, float]:
        """Whole -> the share of it that this issue is, 0 to 1; empty for an issue that is no part."""
        return {}

    def issue(self, name: str, base: TradeBase) -> Issue:
        """Return the issue under the name that the scenario gave it; by default of ordered words."""
        return Issue(name, tuple(str(level).replace("_", " ") for level in self.levels), ordered=True)

    def apply(self, policy: TradePolicy, level: Levels, base: TradeBase) -> TradePolicy:
        """Return `policy` with the levers of this issue set to `level`; unchanged by default."""
        return policy

    def without_deal(self, policy: TradePolicy) -> TradePolicy:
        """Return `policy`, that of having no deal, with what this issue says of it; unchanged by default.

        What holds at the level that changes nothing must hold without a deal too.
        """
        return policy

    @property
    def expected_compliance(self) -> float | None:
        """Share of what its levels promise that is expected to be carried out; None, as here, for all."""
        return None

    def carried_out(self, share: float) -> "IssueRule":
        """Return the rule if this share of what it promises is carried out; the same by default."""
        return self

    def features(self, level: Levels) -> Mapping[str, Array]:
        """Return the features named in `provides` at `level`, same shape; none by default."""
        return {}

    def no_deal(self, base: TradeBase) -> int:
        """Return the level that holds without an agreement: the first, unless a rule says otherwise."""
        return 0


def check_ascending(levels: tuple[float, ...], what: str) -> None:
    """Refuse no levels, and levels that do not ascend; `what` they are, as the sentence says it."""
    if not levels or any(a >= b for a, b in pairwise(levels)):
        raise ConfigError(f"levels: must be ascending {what}, got {show(list(levels))}")
