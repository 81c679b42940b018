"""What every plug-in promises, whatever its kind; the test files of the kinds call these checks."""

import dataclasses
import inspect
import pickle
from typing import Any

import pytest

from negsim.registry import Entry, entries


def all_of(kind: str) -> list[Any]:
    """Return one pytest parameter for each registered name of a kind."""
    return [pytest.param(entry, id=entry.name) for entry in entries(kind)]


def example(entry: Entry) -> Any:
    """Return the plug-in with its defaults, completed by `example` where its class declares one.

    A plug-in with required settings declares ``example: ClassVar[dict[str, object]]``.
    """
    declared = getattr(entry.factory, "example", {})
    return entry.factory(**{**declared, **dict(entry.settings)})


def check_plain_plugin(entry: Entry) -> None:
    """Check what holds for all kinds: frozen, picklable, comparable and documented, field by field."""
    instance = example(entry)

    assert dataclasses.is_dataclass(instance)
    assert instance.__dataclass_params__.frozen
    assert pickle.loads(pickle.dumps(instance)) == instance == example(entry)
    assert entry.description
    assert inspect.getdoc(inspect.getmodule(entry.factory)), "the module needs a sentence on what it is"
    assert inspect.getdoc(entry.factory), "the class needs a docstring"
    for field in dataclasses.fields(instance):
        assert field.metadata.get("help"), f"setting '{field.name}' needs a line of help"
        check_within_limits(entry.name, field, getattr(instance, field.name))


def check_within_limits(name: str, field: dataclasses.Field[Any], value: Any) -> None:
    """Check that a default, or every entry of it, obeys the range its own declaration gives."""
    if isinstance(value, tuple | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            check_within_limits(name, field, inner)
        return
    limits = field.metadata["limits"]
    within = {
        "ge": lambda limit: value >= limit,
        "gt": lambda limit: value > limit,
        "le": lambda limit: value <= limit,
        "lt": lambda limit: value < limit,
    }
    assert all(within[word](limit) for word, limit in limits.items()), f"{name}.{field.name} = {value!r}"
