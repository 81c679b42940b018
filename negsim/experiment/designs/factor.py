"""What a factor may be: listed levels, or a range of numbers."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from negsim.errors import ConfigError
from negsim.registry import show
from negsim.settings.build import build
from negsim.settings.field import Status, setting
from negsim.settings.paths import canonical
from negsim.settings.reader import Place, word

Array = NDArray[Any]
Role = Literal["lever", "uncertainty"]
ROLE_HELP = "lever: what a side chooses; uncertainty: what the world chooses"


SMALLEST, LARGEST = 1e-12, 1e15
"""Sizes between which sampled numbers are written exactly."""


@dataclass(frozen=True)
class Range:
    """Every number between two ends; its codes are the numbers themselves."""

    setting_status: ClassVar[Status] = "design"

    low: float = setting(unit="", help="smallest value")
    high: float = setting(unit="", help="largest value")
    scale: Literal["linear", "log"] = setting("linear", help="even in the value or in its logarithm")
    integer: bool = setting(False, help="whole numbers only, both ends included")
    role: Role | None = setting(None, help=ROLE_HELP)

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ConfigError(f"low: must be below high, got {self.low:g} and {self.high:g}")
        largest = max(abs(self.low), abs(self.high))
        if not SMALLEST <= largest <= LARGEST:
            raise ConfigError(
                f"high: a range must reach {SMALLEST:g} and stay within {LARGEST:g}, got {largest:g}"
            )
        if self.scale == "log" and 0 < self.low < SMALLEST:
            raise ConfigError(f"low: must be at least {SMALLEST:g} on a log scale, got {self.low:g}")
        if self.scale == "log" and self.low <= 0:
            raise ConfigError(f"low: must be above 0 on a log scale, got {self.low:g}")
        if self.integer and not (self.low.is_integer() and self.high.is_integer()):
            raise ConfigError(f"low: the ends must be whole numbers, got {self.low:g} and {self.high:g}")

    def at(self, unit: Array) -> Array:
        """Return the codes at positions in [0, 1]."""
        low, high = (self.low, self.high + 1) if self.integer else (self.low, self.high)
        log = self.scale == "log"
        values = low * (high / low) ** unit if log else low + (high - low) * unit
        values = np.clip(np.floor(values) if self.integer else _written(values), self.low, self.high)
        return values.astype(np.int64) if self.integer else values

    def value(self, code: Any) -> float | int:
        """Return the number that a code stands for."""
        return int(code) if self.integer else float(code)

    def numbers(self, codes: Array) -> Array:
        """Return the numbers that codes stand for."""
        return codes.astype(float)

    @property
    def ends(self) -> tuple[float | int, float | int]:
        """Return both ends as levels of the factor."""
        return self.value(self.low), self.value(self.high)

    @property
    def samples(self) -> tuple[Any, ...]:
        """Levels that show the type of all of them."""
        return self.ends

    def plain(self) -> dict[str, Any]:
        """Return the factor as it is written in YAML."""
        written = {"low": self.value(self.low), "high": self.value(self.high)}
        return {**written, "scale": self.scale, "integer": self.integer} | _role(self.role)


DIGITS = 10
"""Digits of a sampled number: what is written in a table is the number that was run."""
POWERS = np.array([float(f"1e{k}") for k in range(23)])
"""Powers of ten that are exact."""


def _written(values: Array) -> Array:
    """Return the nearest numbers of at most `DIGITS` digits."""
    with np.errstate(divide="ignore"):
        size = np.floor(np.log10(np.abs(values)))
    decimals = np.nan_to_num(DIGITS - 1 - size, posinf=0.0).astype(int)
    up, down = (POWERS[np.clip(sign * decimals, 0, len(POWERS) - 1)] for sign in (1, -1))
    return np.asarray(np.rint(values * up / down) * down / up)


@dataclass(frozen=True)
class Levels:
    """Listed levels of any kind; the code of a level is its position.

    Attributes
    ----------
    names : what levels are called in tables, by position; empty for one that goes by its value
    """

    levels: tuple[Any, ...]
    role: Role | None = None
    names: tuple[str, ...] = ()

    def at(self, unit: Array) -> Array:
        """Return the codes at positions in [0, 1]: each level has an equal share."""
        last = len(self.levels) - 1
        return np.minimum((np.asarray(unit) * len(self.levels)).astype(np.int64), last).astype(self.dtype)

    @cached_property
    def dtype(self) -> Any:
        """Smallest type that holds every code."""
        return np.min_scalar_type(len(self.levels) - 1)

    def value(self, code: Any) -> Any:
        """Return the level that a code stands for."""
        return self.levels[int(code)]

    def label(self, code: Any) -> Any:
        """Return what a level is called in tables: its name, or itself."""
        name = self.names[int(code)] if int(code) < len(self.names) else ""
        return name or self.levels[int(code)]

    def written(self, code: Any) -> Any:
        """Return a level as it is written in YAML."""
        label, level = self.label(code), self.levels[int(code)]
        return level if label is level else {"name": label, "value": level}

    @cached_property
    def numeric(self) -> bool:
        """Whether every level is a number and goes by it."""
        return not any(self.names) and all(
            isinstance(v, int | float) and not isinstance(v, bool) for v in self.levels
        )

    def numbers(self, codes: Array) -> Array:
        """Return the numbers that codes stand for; only if all levels are numbers."""
        return np.asarray(self.levels, dtype=float)[codes]

    @cached_property
    def samples(self) -> tuple[Any, ...]:
        """Levels that show the type of all of them."""
        labels = (self.label(code) for code in range(len(self.levels)))
        return tuple({type(label): label for label in labels}.values())

    def plain(self) -> Any:
        """Return the factor as it is written in YAML."""
        written = [self.written(code) for code in range(len(self.levels))]
        return {"levels": written, **_role(self.role)} if self.role else written


Factor = Levels | Range


def _role(role: str | None) -> dict[str, Any]:
    return {"role": role} if role else {}


@dataclass(frozen=True)
class ListedLevels:
    """The long form of listed levels."""

    levels: Any = setting(help="the list of levels")
    role: Role | None = setting(None, help=ROLE_HELP)


@dataclass(frozen=True)
class RoleOnly:
    """A factor whose levels stand in the design itself."""

    role: Role | None = setting(None, help=ROLE_HELP)

    def plain(self) -> dict[str, Any]:
        """Return the factor as it is written in YAML."""
        return _role(self.role)


def make_factor(raw: object, place: Place) -> Factor | RoleOnly:
    """Return the factor that a list of levels, ``{levels, role}``, ``{low, high, ...}`` or a role describes.

    Raises
    ------
    ConfigError : if it is empty, has a level twice, or is no range.
    """
    if isinstance(raw, Mapping):
        if "levels" in raw:
            long = build(ListedLevels, {**raw, "levels": None}, place)
            return _levels(raw["levels"], long.role, place.key("levels"))
        return build(RoleOnly, raw, place) if set(raw) <= {"role"} else build(Range, raw, place)
    return _levels(raw, None, place)


def _levels(raw: object, role: Role | None, place: Place) -> Levels:
    if not isinstance(raw, list) or not raw:
        raise ConfigError(
            f"{place}: must be a list of at least one level, or a range {{low, high}}, got {show(raw)}"
        )
    if len({level_key(level) for level in raw}) < len(raw):
        raise ConfigError(f"{place}: has a level twice, got {show(raw)}")
    return named_levels(raw, role, place)


def named_levels(raw: Sequence[Any], role: Role | None, place: Place) -> Levels:
    """Return levels of which some may have a name: ``{name: tough, value: {...}}``.

    Raises
    ------
    ConfigError : for a name that is no word, or stands for two levels.
    """
    named = [isinstance(level, Mapping) and set(level) == {"name", "value"} for level in raw]
    values = tuple(level["value"] if has else level for level, has in zip(raw, named, strict=True))
    if not any(named):
        return Levels(values, role)
    places = [place.key(f"[{position}]").key("name") for position in range(len(raw))]
    names = tuple(
        word(level["name"], at) if has else "" for level, has, at in zip(raw, named, places, strict=True)
    )
    known = [name or value for name, value in zip(names, values, strict=True)]
    for name, at in zip(names, places, strict=True):
        if name and known.count(name) > 1:
            raise ConfigError(f"{at}: {show(name)} is the name of another level too")
    return Levels(values, role, names)


def level_key(level: Any) -> Hashable:
    """Return what tells levels apart: 1 and 1.0 are one level, 1 and true are two."""
    if isinstance(level, str | int | float) and not isinstance(level, bool):
        return level
    return "level", canonical(level)


def coded(values: Iterable[Any]) -> tuple[tuple[Any, ...], Array]:
    """Return the distinct values in order of appearance, and the code of each value."""
    known: dict[Hashable, int] = {}
    levels: list[Any] = []
    codes = []
    for value in values:
        key = level_key(value)
        if key not in known:
            known[key] = len(levels)
            levels.append(value)
        codes.append(known[key])
    return tuple(levels), np.asarray(codes, dtype=np.min_scalar_type(max(len(levels) - 1, 0)))
