"""Every number that the default world sets, and the range over which it is moved.

Numbers are read from the declared fields of the live scenario and from the tables behind it, so a setting
that is added tomorrow is among them. A range is, in this order,

1. that of the table of weights, for weights, thresholds and slopes that stand there;
2. that which is declared as plausible for the setting;
3. half to twice the value, and of a share between 0 and 1 half to twice its odds.

All are cut at the limits that the field declares. What is left out is listed with a reason: by `LEFT_OUT`,
because it is a choice of the design and no claim about the world, because it is null or 0 here, so that to
move it is to switch something on, or because the world refuses to have it moved.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from fnmatch import fnmatch
from math import ceil, floor, inf
from typing import Any

from negsim.agents.interest_group import InterestGroupSettings
from negsim.errors import ConfigError
from negsim.politics.blocs import weight_table
from negsim.registry import name_of
from negsim.settings.field import Declared, bounds, declared_fields, is_mapping_type
from negsim.talks.scenario import Scenario, load_scenario, varied

WORLD = "us_vietnam_2025"
CALENDAR, SIZE = "calendar", "how many there are, or how long a search is"
SAME = "moves the same as the weight of its term"
LEVELS = "what may be agreed: another game, not another number"
LEFT_OUT: Mapping[str, str] = {
    "time.*": CALENDAR,
    "events.*.at": CALENDAR,
    "issues.purchases.capacity_year": CALENDAR,
    "implementation.*": "what follows a deal is not played in this world",
    "weights": "the number of a vector; the weights themselves are moved",
    "issues.*.levels": LEVELS,
    "agents.firms.smes": SIZE,
    "agents.firms.fdi_exporters": SIZE,
    "agents.firms.importers": SIZE,
    "agents.firms.multinationals": SIZE,
    "parties.*.opponent_model.vectors": SIZE,
    "parties.*.opponent_model.neighbours": SIZE,
    "agents.firms.conduct.*.step": "how fine a reckoning is",
    "parties.*.terms.headline.scale": "",
    "parties.*.terms.*.scale": SAME,
    "parties.*.terms.*.scale_usd_bn": SAME,
    "parties.*.terms.*.sign": "a direction",
    "parties.*.terms.reform.exponent": "its feature is 0 or 1, which every power leaves as it is",
    "parties.*.terms.cooperation.exponent": "its feature is 0 or 1, which every power leaves as it is",
    "parties.*.terms.certainty.exponent": "its feature is 0 or 1, which every power leaves as it is",
    "agents.vietnam_exporters.extra_margin": "only exporters of the other side read it",
    "agents.vietnam_exporters.retaliation": "only exporters of the other side read it",
    "agents.us_exporters.strategic": "only exporters of the other side read it",
    "agents.us_exporters.origin_cost": "only exporters of the other side read it",
}
"""Setting, with * for any name -> why it is not moved; the first that fits counts, and "" moves it."""
OFF = "off here: null or 0"
DESIGN = "a choice of the design, no claim about the world"
TASTES = "agents.*.members.*.cares_about"
LISTS = {"half": 0.5, "less": 0.8, "more": 1.25, "twice": 2.0}
"""Times its numbers by which a list is moved as a whole."""
INSIDE = 0.01
"""Share of a range by which its end stays off a limit that is not allowed itself."""


@dataclass(frozen=True)
class Number:
    """A number of the world, or a list of numbers that go together, with what was declared of it."""

    path: str
    value: Any
    field: Declared
    table: tuple[float, float] | None = None


@dataclass(frozen=True)
class Factor:
    """A number that is moved.

    Attributes
    ----------
    low, high : ends of its range; of a list, times its numbers
    origin : where the range is from: table, declared, half to twice
    """

    path: str
    value: Any
    low: float
    high: float
    origin: str
    integer: bool = False

    def plain(self) -> Any:
        """Return the factor as an experiment has it."""
        if isinstance(self.value, tuple):
            return {"levels": [{"name": k, "value": self.at(x)} for k, x in LISTS.items()]}
        return {"low": self.low, "high": self.high, "integer": self.integer}

    def at(self, times: float) -> list[float]:
        """Return a list of shares with its numbers so many times as large, at most 1."""
        return [min(1.0, round(times * one, 6)) for one in self.value]


def numbers(section: Any, path: str = "") -> Iterator[Number]:
    """Yield every number of a section of a scenario, whatever stands there."""
    for name, field in declared_fields(type(section)).items():
        value, place = getattr(section, name), f"{path}{name}"
        if is_mapping_type(field.hint):
            for key, entry in value.items():
                inside = getattr(entry, "settings", entry)
                if is_dataclass(inside):
                    yield from numbers(inside, f"{place}.{key}.")
                elif _is_number(entry):
                    yield Number(f"{place}.{key}", entry, field)
        elif is_dataclass(value) and not isinstance(value, type):
            yield from numbers(value, f"{place}.")
        elif _is_number(value) or (value is None and field.parts[0] in (int, float)) or _is_list(value):
            yield Number(place, value, field)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_list(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(_is_number(one) for one in value)


def of_the_tables(world: Scenario) -> Iterator[Number]:
    """Yield numbers that settings take from tables: other rates, and the say and thresholds of blocs."""
    fields = declared_fields(type(world.economy))
    rates = world.world.data.other_tariffs(world.economy.policy_date)
    for source, rate in rates.items():
        yield Number(f"economy.other_tariffs.{source}", rate, fields["other_tariffs"])
    for name, entry in world.agents.items():
        settings = getattr(entry, "settings", entry)
        if isinstance(settings, InterestGroupSettings):
            bloc_fields = declared_fields(declared_fields(type(settings))["members"].parts[0])
            for bloc in settings.blocs(world.weights):
                place = f"agents.{name}.members.{bloc.name}"
                yield Number(f"{place}.weight", bloc.weight, bloc_fields["weight"])
                if bloc.threshold == bloc.threshold:
                    table = _in_table(settings.side, "faction", bloc.name)
                    yield Number(f"{place}.threshold", bloc.threshold, bloc_fields["threshold"], table)


def _in_table(*key: str) -> tuple[float, float] | None:
    weight = weight_table().get((key[0], key[1], key[2]))
    return (weight.low, weight.high) if weight else None


def with_table(number: Number, world: Scenario) -> Number:
    """Return a number with its range in the table of weights, if it stands there."""
    keys = number.path.split(".")
    if keys[0] == "parties" and keys[2] == "terms" and keys[-1] == "weight":
        return Number(number.path, number.value, number.field, _in_table(keys[1], "term", keys[3]))
    if keys[0] == "parties" and keys[2] == "ratification":
        rule = name_of(type(world.parties[keys[1]].settings.ratification))
        return Number(number.path, number.value, number.field, _in_table(keys[1], rule, keys[3]))
    return number


def factor(number: Number) -> Factor | str:
    """Return the factor that a number is, or why it is none."""
    reason = next((why for listed, why in LEFT_OUT.items() if fnmatch(number.path, listed)), "")
    if reason:
        return reason
    if number.field.status == "design":
        return DESIGN
    if isinstance(number.value, tuple):
        return Factor(number.path, number.value, LISTS["half"], LISTS["twice"], "half to twice")
    if number.value is None:
        return OFF
    found, origin = number.table, "table"
    if found is None and number.value == 0:
        return OFF
    if found is None:
        found, origin = number.field.metadata.get("plausible"), "declared"
    if found is None:
        found, origin = half_to_twice(number), "half to twice"
    low, high = _within(found, number.field)
    whole = isinstance(number.value, int)
    low, high = (floor(low), ceil(high)) if whole else (low, high)
    return Factor(number.path, number.value, float(low), float(high), origin, whole)


def half_to_twice(number: Number) -> tuple[float, float]:
    """Return half and twice a value; of a share between 0 and 1, those with half and twice its odds."""
    limits, value = bounds(number.field.metadata), float(number.value)
    share = limits.get("ge", limits.get("gt")) == 0 and limits.get("le", limits.get("lt")) == 1
    if share and 0 < value < 1:
        odds = value / (1 - value)
        low, high = (round(times * odds / (1 + times * odds), 4) for times in (0.5, 2.0))
        return low, high
    low, high = sorted((value / 2, value * 2))
    return low, high


def _within(ends: Sequence[float], field: Declared) -> tuple[float, float]:
    """Return a range cut at the limits of a field."""
    limits = bounds(field.metadata)
    low, high = max(ends[0], limits.get("ge", -inf)), min(ends[1], limits.get("le", inf))
    inside = INSIDE * (high - low)
    return max(low, limits.get("gt", -inf) + inside), min(high, limits.get("lt", inf) - inside)


def all_numbers(world: Scenario) -> list[Number]:
    """Return every number of a world once."""
    found = {number.path: number for number in numbers(world)}
    found |= {number.path: number for number in of_the_tables(world)}
    return [with_table(number, world) for number in found.values()]


def chosen(world: Scenario | None = None) -> tuple[list[Factor], dict[str, str]]:
    """Return the numbers that are moved, and path -> reason of those that are not."""
    world = world or load_scenario(WORLD)
    factors: list[Factor] = []
    left = {TASTES: f"{_tastes(world)} tastes of the blocs, in a table without ranges"}
    for number in all_numbers(world):
        found = factor(number)
        refused = found if isinstance(found, str) else refusal(world, found)
        if isinstance(found, str) or refused:
            left[number.path] = str(refused)
        else:
            factors.append(found)
    return factors, left


def _tastes(world: Scenario) -> int:
    return sum(len(bloc.cares_about) for party in world.parties for bloc in world.blocs(party))


def refusal(world: Scenario, moved: Factor) -> str:
    """Return why a world refuses an end of a range; empty if it does not."""
    ends = [moved.at(k) if isinstance(moved.value, tuple) else k for k in (moved.low, moved.high)]
    for end in ends:
        try:
            varied(world, [(moved.path, int(end) if moved.integer else end)], "sensitivity")
        except ConfigError as error:
            return f"refused: {error}"
    return ""
