"""What holds for plug-ins of all kinds: frozen values, documented field by field."""

import copy
import dataclasses
from collections.abc import Mapping
from typing import Any

from negsim.registry import Entry
from negsim.validation.conformance.law import Law, example, holds

WITHIN = {
    "ge": lambda value, limit: value >= limit,
    "gt": lambda value, limit: value > limit,
    "le": lambda value, limit: value <= limit,
    "lt": lambda value, limit: value < limit,
}
"""Word of a declared range -> whether a value obeys it."""


def is_a_frozen_value(entry: Entry) -> None:
    """It is a frozen dataclass, equal to a copy of itself and to another one with the same settings."""
    holds_frozen(entry.factory)
    missing = [name for name in _required(entry) if name not in getattr(entry.factory, "example", {})]
    holds(
        not missing,
        f"it needs values for {', '.join(missing)}; declare them as `example: ClassVar[dict[str, object]]`",
    )
    one = example(entry)
    holds(one == example(entry) == copy.deepcopy(one), "two of it with the same settings are not equal")


def is_documented(entry: Entry) -> None:
    """Its docstring says what it does, and a line of help what each setting is."""
    holds(entry.factory.__doc__ and entry.description, "its class needs a docstring that says what it does")
    holds_documented(entry.factory)


def obeys_its_own_limits(entry: Entry) -> None:
    """Its defaults lie within the ranges that their own declarations give."""
    one = example(entry)
    for field in dataclasses.fields(one):
        holds_within(field, getattr(one, field.name))


def holds_frozen(cls: Any) -> None:
    """Refuse a class that is no frozen dataclass."""
    parameters = getattr(cls, "__dataclass_params__", None)
    holds(
        parameters is not None and parameters.frozen,
        f"{cls.__name__} must be a frozen dataclass: write @dataclass(frozen=True) above it",
    )


def holds_documented(cls: Any) -> None:
    """Refuse a field without help."""
    for field in dataclasses.fields(cls):
        holds(field.metadata.get("help"), f"the setting '{field.name}' needs a line of help: setting(help=…)")


def holds_within(field: "dataclasses.Field[Any]", value: Any) -> None:
    """Refuse a value, or an entry of it, beyond the range that its declaration gives."""
    if isinstance(value, tuple | Mapping):
        for inner in value.values() if isinstance(value, Mapping) else value:
            holds_within(field, inner)
        return
    if value is None:  # nothing is set, of which no range speaks
        return
    for word, limit in field.metadata.get("limits", {}).items():
        holds(WITHIN[word](value, limit), f"the default {field.name}={value!r} breaks its own limit {limit}")


def _required(entry: Entry) -> list[str]:
    given = dict(entry.settings)
    return [
        field.name
        for field in dataclasses.fields(entry.factory)  # type: ignore[arg-type]
        if field.init
        and field.default is field.default_factory is dataclasses.MISSING
        and field.name not in given
    ]


LAWS: tuple[Law, ...] = (is_a_frozen_value, is_documented, obeys_its_own_limits)
