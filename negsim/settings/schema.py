"""JSON Schema of YAML files, made from the declarations that the reader reads by, for editors to use."""

import typing
from collections.abc import Collection
from dataclasses import is_dataclass
from typing import Any

from negsim.registry import Entry, entries, families
from negsim.settings.build import fitting
from negsim.settings.field import Declared, declared_fields, is_mapping_type
from negsim.settings.reader import leaf_schema

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
WORD: Schema = {"type": "string", "pattern": r"^[\w-]+$", "maxLength": 80}
NULL: Schema = {"type": "null"}


class Schemas:
    """Makes schemas; each kind of plug-in is described once, in `kinds`, since plug-ins may hold others."""

    def __init__(self) -> None:
        self.kinds: Schema = {}

    def of(self, cls: Any, over_defaults: bool = False, given: Collection[str] = ()) -> Schema:
        """Return the schema of the mapping that a declared dataclass is read from.

        Parameters
        ----------
        over_defaults : whether plug-ins that are missing have a default of the class that is chosen
        given : keys that a preset gives
        """
        declared = declared_fields(cls)
        found: Schema = {
            "type": "object",
            "description": (cls.__doc__ or "").strip().partition("\n")[0],
            "properties": {name: self._field(field, over_defaults) for name, field in declared.items()},
            "additionalProperties": False,
            "required": [n for n, f in declared.items() if n not in given and _is_needed(f, over_defaults)],
        }
        short = getattr(cls, "shorthand", None)
        return {"anyOf": [self._kind(str(declared[short].plugin)), found]} if short else found

    def _field(self, field: Declared, over_defaults: bool) -> Schema:
        found = self._value(field, over_defaults)
        if field.optional and "anyOf" not in found:
            found = {"anyOf": [found, NULL]}
        unit = f" ({field.metadata['unit']})" if field.metadata.get("unit") else ""
        found = {**found, "description": f"{field.meaning}{unit}"}
        default = field.default if field.has_default else None
        return {**found, "default": default} if isinstance(default, bool | int | float | str) else found

    def _value(self, field: Declared, over_defaults: bool) -> Schema:
        kind, part = field.plugin, field.parts[0]
        if kind and field.named_plugins:
            return self._named(field, kind, over_defaults)
        if kind and typing.get_origin(field.hint) is tuple:
            free = [{"type": "string", "pattern": rf"^{prefix}[\w-]+$"} for prefix in families(kind)]
            known: Schema = {"enum": fitting(kind, (object,))}
            return {"type": "array", "items": {"anyOf": [known, *free]} if free else known}
        if kind:
            return self._kind(kind)
        if is_dataclass(part):
            inner = self.of(part)
            return {"type": "object", "additionalProperties": inner} if is_mapping_type(field.hint) else inner
        return WORD if field.metadata.get("word") else leaf_schema(field.hint, field.metadata)

    def _named(self, field: Declared, kind: str, over_defaults: bool) -> Schema:
        """Return the schema of a mapping of names to plug-ins."""
        names, follows = fitting(kind, field.classes), bool(field.metadata.get("follows"))
        every = names == fitting(kind, (object,)) and not follows
        entry = self._kind(kind) if every else self._one_of(kind, names, follows)
        if over_defaults or field.has_default:
            changes = [_changed(kind)] if over_defaults else []
            entry = {"anyOf": [entry, *changes, NULL]}
        found: Schema = {"type": "object", "propertyNames": WORD, "additionalProperties": entry}
        if not field.metadata.get("own_names"):
            return found
        shapes = {one.name: self._shape(one, over_defaults) for one in entries(kind) if one.name in names}
        own = {
            name: {"anyOf": [entry, {**shape, "required": shape["required"][1:]}]}
            for name, shape in shapes.items()
        }
        return {**found, "properties": own}

    def _kind(self, kind: str) -> Schema:
        """Return a reference to the schema of all plug-ins of a kind."""
        if kind not in self.kinds:
            self.kinds[kind] = {}
            self.kinds[kind] = self._one_of(kind, fitting(kind, (object,)))
        return {"$ref": f"#/$defs/{kind}"}

    def _one_of(self, kind: str, names: Collection[str], over_defaults: bool = False) -> Schema:
        """Return the schema of a plug-in: its name alone, or a mapping with its type and its own settings."""
        shapes = [self._shape(entry, over_defaults) for entry in entries(kind) if entry.name in names]
        alone = [shape["properties"]["type"]["const"] for shape in shapes if shape["required"] == ["type"]]
        return {"anyOf": [{"enum": alone}, *shapes]}

    def _shape(self, entry: Entry, over_defaults: bool) -> Schema:
        """Return the schema of the mapping that asks for one plug-in."""
        found = self.of(settings_class(entry), over_defaults, dict(entry.settings))
        return {
            **found,
            "description": entry.description,
            "properties": {"type": {"const": entry.name}, **found["properties"]},
            "required": ["type", *found["required"]],
        }


def _is_needed(field: Declared, over_defaults: bool) -> bool:
    """Return whether a key must be given."""
    follows = field.metadata.get("follows") and not field.named_plugins
    return not (field.has_default or follows or (over_defaults and field.plugin))


def _changed(kind: str) -> Schema:
    """Return the schema of a mapping that changes a default of one kind: any settings, but no type."""
    keys = sorted({key for entry in entries(kind) for key in declared_fields(settings_class(entry))})
    return {"type": "object", "propertyNames": {"enum": keys}}


def settings_class(entry: Entry) -> Any:
    """Return the dataclass that a plug-in's settings are read by."""
    factory: Any = entry.factory
    return factory if is_dataclass(factory) else factory.Settings
