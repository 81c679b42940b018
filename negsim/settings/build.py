"""From plain YAML data to frozen, checked objects: the one reader of every shape, and the way back."""

import typing
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, is_dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from negsim.errors import ConfigError
from negsim.registry import Entry, entries, lookup, name_of, unknown
from negsim.settings.field import Declared, declared_fields, is_mapping_type
from negsim.settings.frozen import FrozenMapping
from negsim.settings.reader import Place, leaf, mapping, refused_at, word

T = TypeVar("T")
Data = Mapping[str, Any]
"""Keys and what stands there, as YAML has it."""


@dataclass(frozen=True)
class Chosen(Generic[T]):
    """A plug-in that is no value but a class to be made when a model is: the class, and its settings."""

    cls: type[T]
    settings: Any


def no_defaults(cls: type[Any]) -> Mapping[str, Any]:
    """Return the settings of a class that hold before its own defaults: none."""
    return {}


def build(
    cls: Callable[..., T],
    raw: object,
    place: Place,
    defaults: Mapping[str, Any] = MappingProxyType({}),
    known: Mapping[str, Any] = MappingProxyType({}),
) -> T:
    """Return the frozen dataclass `cls` made from a mapping; unknown and missing keys are refused.

    Parameters
    ----------
    raw : the mapping, or the one plug-in that `cls` names as its `shorthand`: a name, or a type with settings
    defaults : key -> plain data that holds if the key is missing, before the default of `cls`
    known : field -> value that is taken as it is, whatever `raw` says

    Raises
    ------
    ConfigError : with the key path, what was got, what is allowed and the nearest name.
    """
    short = getattr(cls, "shorthand", None)
    declared = declared_fields(cls)
    data = mapping({short: raw} if short and _is_plugin(raw, declared) else raw, place)
    for key in data:
        if key not in declared:
            raise ConfigError(f"{place.blaming(place.key(key))}: {_no_such_key(cls, key, declared)}")
    values = dict(known)
    for name, field in declared.items():
        if name not in known:
            _read_field(field, data, place, defaults, values)
    with refused_at(place, declared):  # a class that checks its fields together starts with the name of one
        return cls(**values)


def _is_plugin(raw: object, declared: Collection[str]) -> bool:
    """Return whether a plug-in stands where the mapping that holds it is expected."""
    return isinstance(raw, str) or (isinstance(raw, Mapping) and "type" in raw and "type" not in declared)


def _read_field(field: Declared, data: Data, place: Place, defaults: Data, values: dict[str, Any]) -> None:
    """Add the value of one field to those read before it, on which its default may depend."""
    name, follows = field.name, field.metadata.get("follows")
    if name in data:
        raw = data[name]
    elif name in defaults:
        raw = {} if field.named_plugins else defaults[name]
    elif follows and not field.named_plugins:
        raw = follows(values)
    elif field.has_default:
        values[name] = field.default
        return
    else:
        raise ConfigError(f"{place}: the key '{name}' is missing: {field.help}")
    values[name] = _value(field, raw, place.key(name), defaults.get(name), values)


def _no_such_key(cls: Any, key: str, declared: Collection[str]) -> str:
    """Return why a key is refused; a class says of a key it once had, in `removed`, what became of it."""
    gone = getattr(cls, "removed", {})
    return f"the key '{key}' is gone: {gone[key]}; drop it" if key in gone else unknown("key", key, declared)


def plugin(
    kind: str,
    raw: object,
    place: Place,
    classes: tuple[type[Any], ...] = (object,),
    defaults: Callable[[type[Any]], Mapping[str, Any]] = no_defaults,
) -> Any:
    """Return the plug-in that `raw` asks for: a registered name, or a mapping with `type` and settings.

    Parameters
    ----------
    classes : the plug-in must be one of them
    defaults : class of the plug-in -> settings that hold if they are missing
    """
    entry, settings = entry_and_settings(kind, raw, place)
    cls: Any = entry.factory
    known = fitting(kind, classes)
    if entry.name not in known:
        raise ConfigError(f"{place.key('type')}: {unknown(f'{kind} for this place', entry.name, known)}")
    with refused_at(place, ("type",)):
        missing = defaults(cls)
    if is_frozen(cls):
        return build(cls, settings, place, missing)
    if not is_frozen(getattr(cls, "Settings", None)):
        raise ConfigError(f"{place.key('type')}: the plug-in '{entry.name}' must be a frozen dataclass")
    return Chosen(cls, build(cls.Settings, settings, place, missing))


def is_frozen(cls: Any) -> bool:
    """Return whether a class is a dataclass whose objects never change."""
    return is_dataclass(cls) and bool(vars(cls)["__dataclass_params__"].frozen)


def fitting(kind: str, classes: tuple[type[Any], ...]) -> list[str]:
    """Return the names of the plug-ins that are one of some classes."""
    factories: list[tuple[str, Any]] = [(entry.name, entry.factory) for entry in entries(kind)]
    return [name for name, factory in factories if isinstance(factory, type) and issubclass(factory, classes)]


def entry_and_settings(kind: str, raw: object, place: Place) -> tuple[Entry, dict[str, Any]]:
    """Return the registry entry and the remaining settings of a plug-in value."""
    if isinstance(raw, str):
        raw = {"type": raw}
    data = dict(mapping(raw, place))
    if "type" not in data:
        raise ConfigError(f"{place}: the key 'type' is missing: which {kind} is meant?")
    with refused_at(place.key("type")):
        entry = lookup(kind, data.pop("type"))
    return entry, {**dict(entry.settings), **data}


def _value(field: Declared, raw: object, place: Place, default: Any, values: Mapping[str, Any]) -> Any:
    hint, kind = field.hint, field.plugin
    if raw is None and field.optional:
        return None
    if field.named_plugins:
        return _named_plugins(field, raw, place, default, values)
    if kind and typing.get_origin(hint) is tuple:
        return _registered(kind, leaf(hint, raw, place), place)
    if kind:
        return plugin(kind, raw, place, defaults=partial(_settings_of, kind, default))
    part: Any = field.parts[0]
    declared = is_dataclass(part)
    if declared and is_mapping_type(hint):
        return FrozenMapping({k: build(part, v, place.key(k)) for k, v in mapping(raw, place).items()})
    if declared:
        return build(part, raw, place)
    return word(raw, place) if field.metadata.get("word") else leaf(hint, raw, place, field.metadata)


def _settings_of(kind: str, default: Any, cls: type[Any]) -> Data:
    """Return the settings that a default has for the plug-in it names; they hold for no other."""
    if not isinstance(default, Mapping) or lookup(kind, default["type"]).factory is not cls:
        return {}
    return {name: value for name, value in default.items() if name != "type"}


def _registered(kind: str, names: tuple[str, ...], place: Place) -> tuple[str, ...]:
    """Return names of plug-ins if each is registered."""
    for position, name in enumerate(names):
        with refused_at(place.key(f"[{position}]")):
            lookup(kind, name)
    return names


def _named_plugins(
    field: Declared, raw: object, place: Place, default: Mapping[str, Any] | None, values: Mapping[str, Any]
) -> Any:
    """Return name -> plug-in, over defaults: a mapping changes or adds an entry, null removes one.

    Where none is needed, null stands for an entry that is not there, as `--set` and factors write it.
    """
    kind = str(field.plugin)
    merged = dict(mapping(raw, place))
    for name in merged:
        word(name, place.key(name))
    if default is not None:
        merged = _over(default, merged, kind, place)
    if field.has_default:
        merged = {name: value for name, value in merged.items() if value is not None}
    if field.metadata.get("own_names"):
        merged = {name: _typed(name, value) for name, value in merged.items()}
    made, follows = {}, field.metadata.get("follows")
    for name, value in merged.items():
        missing = partial(follows, values, name) if follows else no_defaults
        made[name] = plugin(kind, value, place.key(name), field.classes, missing)
    return FrozenMapping(made)


def _typed(name: str, value: Any) -> Any:
    """Return a plug-in whose type is the name it stands under, unless it says another."""
    return {"type": name, **value} if isinstance(value, Mapping) else value


def _over(defaults: Mapping[str, Any], raw: Mapping[str, Any], kind: str, place: Place) -> dict[str, Any]:
    merged = dict(defaults)
    for name, value in raw.items():
        bare = isinstance(value, Mapping) and "type" not in value
        if name not in merged and (bare or value is None):
            hint = "; a new term needs a 'type'".replace("term", kind) if bare else ""
            raise ConfigError(f"{place.blaming(place.key(name))}: {unknown(kind, name, merged)}{hint}")
        if value is None:
            del merged[name]
        else:
            merged[name] = {**merged[name], **value} if bare else value
    return merged


def plain(value: Any) -> Any:
    """Return a checked object as plain data that builds it again: defaults filled in, plug-ins by name."""
    if isinstance(value, Chosen):
        return {"type": name_of(value.cls), **plain(value.settings)}
    if is_dataclass(value) and not isinstance(value, type):
        entries = {name: plain(getattr(value, name)) for name in declared_fields(type(value))}
        name = name_of(type(value))
        return {"type": name, **entries} if name else entries
    if isinstance(value, Mapping):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [plain(entry) for entry in value]
    return value
