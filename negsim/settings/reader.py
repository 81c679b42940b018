"""From plain YAML data to frozen, checked objects; refusals say where, what was got, what is allowed."""

import types
import typing
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic import Field as Limits

from negsim.errors import ConfigError, UnknownName
from negsim.registry import Entry, lookup, name_of, show, unknown
from negsim.settings.frozen import FrozenMapping, freeze

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """Where in which file a value stands; its text opens every error message.

    Attributes
    ----------
    settings : ``key.path=value`` texts of `--set` that changed what the file says
    """

    source: str
    keys: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()

    def key(self, name: object) -> "Place":
        """Return the place one key further in."""
        text = str(name)
        shown = text if text.isprintable() and len(text) <= 60 else show(text)
        return replace(self, keys=(*self.keys, shown))

    def __str__(self) -> str:
        return self.blaming(self)

    def blaming(self, entry: "Place") -> str:
        """Return the text of this place where an entry in it is wrong: a `--set` that made it is named."""
        path = "".join(k if k.startswith("[") else f".{k}" for k in self.keys).lstrip(".")
        source = self.source
        for text in self.settings:
            changed = tuple(text.partition("=")[0].strip().split("."))
            line = " ".join(text.removesuffix("...\n").split())
            shown = f"--set {line if len(line) <= 60 else line[:57] + '...'}"
            if entry.keys[: len(changed)] == changed:
                source = shown
            elif changed[: len(entry.keys)] == entry.keys:  # it made the entry, or something in it
                source = shown if entry.keys > self.keys else f"{self.source} with {shown}"
        return f"{source}: {path}" if path else source


def mapping(raw: object, place: Place) -> Mapping[str, Any]:
    """Return `raw` if it is a mapping with text keys, else refuse it."""
    if not isinstance(raw, Mapping):
        raise ConfigError(f"{place}: must be a mapping of keys to values, got {show(raw)}")
    for key in raw:
        if not isinstance(key, str):
            raise ConfigError(f"{place}: keys must be words, got {show(key)}")
    return raw


def word(raw: object, place: Place) -> str:
    """Return a name that can stand in paths and columns: letters, digits, '_' and '-'."""
    name: str = leaf(str, raw, place)
    if not name.replace("_", "").replace("-", "").isalnum() or len(name) > 80:
        raise ConfigError(f"{place}: must be letters, digits, '_' and '-' (at most 80), got {show(name)}")
    return name


def build(cls: Callable[..., T], raw: object, place: Place) -> T:
    """Return the frozen dataclass `cls` made from a mapping; unknown and missing keys are refused.

    Raises
    ------
    ConfigError : with the key path, what was got, what is allowed and the nearest name.
    """
    data = mapping(raw, place)
    declared = {f.name: f for f in fields(cls) if f.init}  # type: ignore[arg-type]
    for key in data:
        if key not in declared:
            raise ConfigError(f"{place.blaming(place.key(key))}: {_no_such_key(cls, key, declared)}")
    hints = _hints(cls)
    values = {}
    for name, declaration in declared.items():
        if name in data:
            values[name] = _value(hints[name], declaration, data[name], place.key(name))
        elif declaration.default is MISSING and declaration.default_factory is MISSING:
            raise ConfigError(f"{place}: the key '{name}' is missing: {_help(declaration)}")
    try:
        return cls(**values)
    except ConfigError as error:  # a class that checks its fields together starts with the name of one
        name, _, sentence = str(error).partition(": ")
        where = f"{place.key(name)}: {sentence}" if name in declared else f"{place}: {error}"
        raise ConfigError(where) from error


def _no_such_key(cls: Any, key: str, declared: Mapping[str, Any]) -> str:
    """Return why a key is refused; a class says of a key it once had, in `removed`, what became of it."""
    gone = getattr(cls, "removed", {})
    return f"the key '{key}' is gone: {gone[key]}; drop it" if key in gone else unknown("key", key, declared)


def plugin(kind: str, raw: object, place: Place) -> Any:
    """Return the plug-in that `raw` asks for: a registered name, or a mapping with `type` and settings."""
    entry, settings = entry_and_settings(kind, raw, place)
    if not is_dataclass(entry.factory):
        raise ConfigError(f"{place.key('type')}: the plug-in '{entry.name}' must be a frozen dataclass")
    return build(entry.factory, settings, place)


def entry_and_settings(kind: str, raw: object, place: Place) -> tuple[Entry, dict[str, Any]]:
    """Return the registry entry and the remaining settings of a plug-in value."""
    if isinstance(raw, str):
        raw = {"type": raw}
    data = dict(mapping(raw, place))
    if "type" not in data:
        raise ConfigError(f"{place}: the key 'type' is missing: which {kind} is meant?")
    try:
        entry = lookup(kind, data.pop("type"))
    except UnknownName as error:
        raise ConfigError(f"{place.key('type')}: {error}") from error
    return entry, {**dict(entry.settings), **data}


def _value(hint: Any, declaration: "Field[Any]", raw: object, place: Place) -> Any:
    kind = declaration.metadata.get("plugin")
    if kind and _is_mapping_type(hint):
        return FrozenMapping(
            {name: plugin(kind, value, place.key(name)) for name, value in mapping(raw, place).items()}
        )
    if kind:
        return plugin(kind, raw, place)
    if _is_mapping_type(hint) and is_dataclass(typing.get_args(hint)[1]):
        part: Any = typing.get_args(hint)[1]
        return FrozenMapping(
            {name: build(part, value, place.key(name)) for name, value in mapping(raw, place).items()}
        )
    if isinstance(hint, type) and is_dataclass(hint):
        return build(hint, raw, place)
    return leaf(hint, raw, place, declaration.metadata)


def leaf(
    hint: Any, raw: object, place: Place, metadata: Mapping[str, Any] = types.MappingProxyType({})
) -> Any:
    """Return a plain value checked against its type and range.

    Parameters
    ----------
    hint : the annotated type, e.g. ``float`` or ``tuple[str, ...]``
    metadata : what `setting` declared: unit, and limits of the value or of each entry of it
    """
    limits = tuple(metadata.get("limits", {}).items())
    if _is_mapping_type(hint) and isinstance(raw, Mapping):
        mapping(raw, place)
    try:
        value = _adapter(hint, limits).validate_python(_as_tuples(raw))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        inner_hint, got, inner = _entry_at(hint, raw, place, first["loc"])
        raise ConfigError(f"{inner}: must be {allowed(inner_hint, metadata)}, got {show(got)}") from error
    return freeze(value)


def _entry_at(hint: Any, raw: Any, place: Place, steps: Sequence[int | str]) -> tuple[Any, Any, Place]:
    """Return type, value and place of the entry of a list or mapping that pydantic's steps lead to."""
    for step in steps:
        arguments = typing.get_args(hint)
        if typing.get_origin(hint) is tuple:
            hint, raw, place = arguments[0], raw[step], place.key(f"[{step}]")
        elif _is_mapping_type(hint):
            hint, raw, place = arguments[1], raw[step], place.key(step)
        else:
            break
    return hint, raw, place


@cache
def _adapter(hint: Any, limits: tuple[tuple[str, float], ...]) -> TypeAdapter[Any]:
    return TypeAdapter(_limited(hint, limits), config=ConfigDict(strict=True, allow_inf_nan=False))


def _limited(hint: Any, limits: tuple[tuple[str, float], ...]) -> Any:
    """Return the type with its limits; those of a list or mapping hold for its entries."""
    if not limits:
        return hint
    if typing.get_origin(hint) is tuple:
        entry: Any = _limited(typing.get_args(hint)[0], limits)
        return tuple[entry, ...]
    if _is_mapping_type(hint):
        key, value = typing.get_args(hint)
        return Mapping[key, _limited(value, limits)]  # type: ignore[misc, valid-type]
    bounds: dict[str, Any] = dict(limits)
    return typing.Annotated[hint, Limits(**bounds)]


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _is_mapping_type(hint: Any) -> bool:
    return typing.get_origin(hint) in (dict, Mapping)


def _as_tuples(raw: object) -> object:
    if isinstance(raw, list):
        return tuple(_as_tuples(item) for item in raw)
    if isinstance(raw, dict):
        return {key: _as_tuples(value) for key, value in raw.items()}
    return raw


def allowed(hint: Any, metadata: Mapping[str, Any]) -> str:
    """Return in words what a setting may be, e.g. ``a number >= 0 and <= 1 (fraction)``."""
    signs = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
    limits = [f"{signs[name]} {limit:g}" for name, limit in metadata.get("limits", {}).items()]
    words = _words(hint)
    if limits:
        words += " " + " and ".join(limits)
    return f"{words} ({metadata['unit']})" if metadata.get("unit") else words


def _words(hint: Any) -> str:
    simple = {float: "a number", int: "a whole number", str: "a text", bool: "true or false"}
    if hint in simple:
        return simple[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return "one of " + ", ".join(str(a) for a in arguments)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_words(a) for a in arguments)
    if origin is tuple:
        return f"a list, each entry {_words(arguments[0])}"
    if origin in (dict, Mapping):
        return f"a mapping of names, each to {_words(arguments[1])}"
    if hint is type(None):
        return "null"
    return {"date": "a date like 2025-10-27"}.get(getattr(hint, "__name__", ""), str(hint))


def _help(declaration: "Field[Any]") -> str:
    return str(declaration.metadata.get("help", declaration.name))


def located(cls: Any, raw: Any, folder: Path) -> Any:
    """Return plain data of `cls` in which paths relative to `folder` are whole; packaged names stay names."""
    if not isinstance(raw, Mapping):
        return raw
    data = dict(raw)
    for declaration in fields(cls):
        name, hint = declaration.name, _hints(cls)[declaration.name]
        if name in data and declaration.metadata.get("packaged"):
            data[name] = _whole(data[name], declaration.metadata["packaged"](), folder)
        elif name in data and isinstance(hint, type) and is_dataclass(hint):
            data[name] = located(hint, data[name], folder)
    return data


def _whole(value: Any, packaged: Collection[str], folder: Path) -> Any:
    """Return the whole path of what is there; what is nowhere stays as it was written, to be refused."""
    if not isinstance(value, str) or not value or value in packaged:
        return value
    with suppress(OSError, ValueError):  # too long, or no path at all
        if (folder / value).exists() or Path(value).exists():
            return str((folder / value).resolve())
    return value


def plain(value: Any) -> Any:
    """Return a checked object as plain data that builds it again: defaults filled in, plug-ins by name."""
    if is_dataclass(value) and not isinstance(value, type):
        entries = {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.init}
        name = name_of(type(value))
        return {"type": name, **entries} if name else entries
    if isinstance(value, Mapping):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [plain(entry) for entry in value]
    return value
