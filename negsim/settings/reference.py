"""Every key of every YAML file with type, range, default and meaning, as it was declared."""

import typing
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from typing import Any

from negsim.registry import FOLDERS, entries
from negsim.settings.build import plain
from negsim.settings.field import Declared, declared_fields, is_mapping_type
from negsim.settings.frozen import FrozenMapping
from negsim.settings.reader import allowed
from negsim.settings.schema import settings_class


@dataclass(frozen=True)
class Key:
    """One key.

    Attributes
    ----------
    place : where it stands: scenario, experiment, or the plug-in whose setting it is, as "strategy micro"
    path : dotted path there
    field : how it was declared
    """

    place: str
    path: str
    field: Declared

    @property
    def values(self) -> str:
        """What may stand there, in words."""
        return _values(self.field)

    @property
    def default(self) -> str:
        """What holds without it, in words."""
        return default_of(self.field)

    @property
    def meaning(self) -> str:
        """What it does, and what stands behind its number."""
        return self.field.meaning


def keys(cls: Any, place: str, above: str = "") -> Iterator[Key]:
    """Yield the keys of a declared dataclass, and of those within it."""
    for name, field in declared_fields(cls).items():
        path, part = f"{above}{name}", field.parts[0]
        nested = is_dataclass(part) and not field.plugin
        yield Key(place, path, field)
        if nested:
            yield from keys(part, place, f"{path}.<name>." if is_mapping_type(field.hint) else f"{path}.")


def plugin_keys() -> Iterator[Key]:
    """Yield the settings of every plug-in; presets have those of their class."""
    for kind in FOLDERS:
        for entry in entries(kind):
            if not entry.settings:
                yield from keys(settings_class(entry), f"{kind} {entry.name}")


def _values(field: Declared) -> str:
    if field.plugin:
        listed = typing.get_origin(field.hint) is tuple
        what = "names, each with a" if field.named_plugins else "a list, each entry a" if listed else "a"
        return f"{what} plug-in: {field.plugin}"
    if field.parts[0] is Any:
        return "see the meaning"
    if is_dataclass(field.parts[0]):
        inside = "keys of its own" if not is_mapping_type(field.hint) else "names, each with keys of its own"
        return f"{inside}, or null" if field.optional else inside
    return allowed(field.hint, field.metadata)


def default_of(field: Declared) -> str:
    """Return what holds without a key, in words."""
    if field.metadata.get("follows"):
        return "follows other keys"
    if not field.has_default:
        return "must be given"
    value = field.default
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if is_dataclass(value):
        return "that of each key"
    if isinstance(value, tuple | FrozenMapping) and not value:
        return "none"
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(plain(value))
    return text or "empty"
