"""Plain values at a place in a file, checked against a type and a range; refusals say where and what else."""

import types
import typing
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic import Field as Limits

from negsim.errors import ConfigError, NegsimError
from negsim.registry import show
from negsim.settings.field import bounds, is_mapping_type
from negsim.settings.frozen import freeze


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


@contextmanager
def refused_at(place: Place, names: Collection[str] = ()) -> Iterator[None]:
    """Let every refusal inside say where it stands; one that begins with one of `names`, at that key."""
    try:
        yield
    except NegsimError as error:
        path, colon, sentence = str(error).partition(": ")
        keys = [path] if path in names else path.split(".")
        if not colon or keys[0] not in names:
            raise ConfigError(f"{place}: {error}") from error
        for key in keys:
            place = place.key(key)
        raise ConfigError(f"{place}: {sentence}") from error


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


def leaf(
    hint: Any, raw: object, place: Place, metadata: Mapping[str, Any] = types.MappingProxyType({})
) -> Any:
    """Return a plain value checked against its type and range.

    Parameters
    ----------
    hint : the annotated type, e.g. ``float`` or ``tuple[str, ...]``
    metadata : what `setting` declared: unit, and limits of the value or of each entry of it
    """
    limits = tuple(bounds(metadata).items())
    if is_mapping_type(hint) and isinstance(raw, Mapping):
        mapping(raw, place)
    try:
        value = _adapter(hint, limits).validate_python(_as_tuples(raw))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        inner_hint, got, inner = _entry_at(hint, raw, place, first["loc"])
        raise ConfigError(f"{inner}: must be {allowed(inner_hint, metadata)}, got {show(got)}") from error
    return freeze(value)


def leaf_schema(hint: Any, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of a plain value that was declared with this type and range."""
    return _adapter(hint, tuple(bounds(metadata).items())).json_schema()


def _entry_at(hint: Any, raw: Any, place: Place, steps: Sequence[int | str]) -> tuple[Any, Any, Place]:
    """Return type, value and place of the entry of a list or mapping that pydantic's steps lead to."""
    for step in steps:
        arguments = typing.get_args(hint)
        if typing.get_origin(hint) is tuple:
            hint, raw, place = arguments[0], raw[step], place.key(f"[{step}]")
        elif is_mapping_type(hint):
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
    if is_mapping_type(hint):
        key, value = typing.get_args(hint)
        return Mapping[key, _limited(value, limits)]  # type: ignore[misc, valid-type]
    bounds: dict[str, Any] = dict(limits)
    return typing.Annotated[hint, Limits(**bounds)]


def _as_tuples(raw: object) -> object:
    if isinstance(raw, list):
        return tuple(_as_tuples(item) for item in raw)
    if isinstance(raw, dict):
        return {key: _as_tuples(value) for key, value in raw.items()}
    return raw


def allowed(hint: Any, metadata: Mapping[str, Any]) -> str:
    """Return in words what a setting may be, e.g. ``a number >= 0 and <= 1 (fraction)``."""
    signs = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
    limits = [f"{signs[name]} {limit:g}" for name, limit in bounds(metadata).items()]
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
        length = "" if Ellipsis in arguments else f" of {len(arguments)}"
        return f"a list{length}, each entry {_words(arguments[0])}"
    if origin in (dict, Mapping) and arguments[1] is Any:
        return "a mapping of keys to values"
    if origin in (dict, Mapping):
        return f"a mapping of names, each to {_words(arguments[1])}"
    if hint is type(None):
        return "null"
    return {"date": "a date like 2025-10-27"}.get(getattr(hint, "__name__", ""), str(hint))
