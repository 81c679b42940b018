"""Constraints between factors: one comparison each, read by a parser of its own."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from negsim.errors import ConfigError
from negsim.experiment.designs.factor import Array, Factor, Levels
from negsim.registry import show, unknown
from negsim.settings.reader import Place

SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}
COMPARISON = re.compile(r"\s*(\S+?)\s*(>=|<=|==|!=|>|<)\s*(\S+)\s*")
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
Side = str | float
"""A factor's dotted path, or a number."""


@dataclass(frozen=True)
class Constraint:
    """A comparison that every point of the design must meet."""

    text: str
    left: Side
    sign: str
    right: Side

    def holds(self, factors: Mapping[str, Factor], codes: Mapping[str, Array]) -> Array:
        """Return for each point whether it meets the constraint."""
        left, right = (
            factors[side].numbers(codes[side]) if isinstance(side, str) else side
            for side in (self.left, self.right)
        )
        return np.asarray(SIGNS[self.sign](left, right))


def make_constraints(
    texts: Sequence[str], factors: Mapping[str, Factor], place: Place
) -> tuple[Constraint, ...]:
    """Return the constraints that texts like ``a.b >= c.d`` describe.

    Raises
    ------
    ConfigError : if one is no comparison, or names what is no factor with numbers.
    """
    return tuple(_constraint(text, factors, place.key(f"[{k}]")) for k, text in enumerate(texts))


def _constraint(text: str, factors: Mapping[str, Factor], place: Place) -> Constraint:
    parts = COMPARISON.fullmatch(text)
    if not parts:
        raise ConfigError(
            f"{place}: must compare two factors, or a factor and a number, as in "
            f"'no_deal.threatened >= no_deal.in_force', got {show(text)}"
        )
    left, right = (_side(parts[k], factors, place) for k in (1, 3))
    if not isinstance(left, str) and not isinstance(right, str):
        raise ConfigError(f"{place}: names no factor, got {show(text)}")
    return Constraint(text, left, parts[2], right)


def _side(text: str, factors: Mapping[str, Factor], place: Place) -> Side:
    if NUMBER.fullmatch(text):
        return float(text)
    if text not in factors:
        raise ConfigError(f"{place}: {unknown('factor', text, factors)}")
    factor = factors[text]
    if isinstance(factor, Levels) and not factor.numeric:
        raise ConfigError(f"{place}: only numbers can be compared, but levels of {text} are not")
    return text


def points_that_hold(
    constraints: Sequence[Constraint], factors: Mapping[str, Factor], codes: Mapping[str, Array], count: int
) -> Array:
    """Return for each of `count` points whether it meets every constraint."""
    holds = np.ones(count, dtype=bool)
    for constraint in constraints:
        holds &= constraint.holds(factors, codes)
    return holds
