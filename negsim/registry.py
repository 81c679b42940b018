"""The one list of plug-ins: (kind, name) -> class or preset, filled by scanning the plug-in folders.

A plug-in is a frozen dataclass in one file, decorated with ``@register(kind, name)``. Nothing else has
to be edited: its fields are its YAML keys. Other packages add theirs through the entry-point
group ``negsim.plugins``; a loose file is loaded with :func:`negsim.settings.loose.load_file`.
"""

import difflib
import importlib
import importlib.metadata
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from negsim.errors import ConfigError, UnknownName

T = TypeVar("T")

FOLDERS = {
    "issue": "world.issues",
    "term": "politics.terms",
    "strategy": "bargaining.strategies",
    "acceptance": "bargaining.acceptance",
    "opponent_model": "bargaining.opponent_models",
    "mechanism": "bargaining.mechanisms",
    "ratification": "politics.ratification",
    "agent": "agents",
    "metric": "experiment.metrics",
    "design": "experiment.designs",
}
"""Kind of plug-in -> package inside `negsim` that is scanned for it."""


@dataclass(frozen=True)
class Entry:
    """What a registered name stands for: a class, or a preset (keyword values) of a class."""

    kind: str
    name: str
    factory: Callable[..., Any]
    settings: tuple[tuple[str, object], ...] = ()

    @property
    def description(self) -> str:
        """First line of the docstring, or the settings of a preset."""
        if self.settings:
            values = ", ".join(f"{key}={value}" for key, value in self.settings)
            return f"preset: {self.factory.__name__}({values})"
        return (self.factory.__doc__ or "").strip().partition("\n")[0]


_entries: dict[tuple[str, str], Entry] = {}


def register(kind: str, name: str) -> Callable[[T], T]:
    """Class decorator: make a class available under `name` in YAML, `negsim list` and the docs."""

    def add(factory: T) -> T:
        enter(Entry(kind, name, factory))  # type: ignore[arg-type]
        return factory

    return add


def preset(kind: str, name: str, factory: Callable[..., Any], **settings: object) -> None:
    """Register `name` as `factory` with these field values, e.g. boulware = time_dependent(e=0.25)."""
    enter(Entry(kind, name, factory, tuple(settings.items())))


def enter(entry: Entry) -> None:
    """Make an entry known under its name, which nobody else may have."""
    if entry.kind not in FOLDERS:
        raise UnknownName(unknown("kind of plug-in", entry.kind, FOLDERS))
    known = _entries.get((entry.kind, entry.name))
    if known is not None and _origin(known) != _origin(entry):
        raise ConfigError(
            f"{entry.kind} '{entry.name}' is registered twice: by {_origin(known)} and by {_origin(entry)}"
        )
    _entries[entry.kind, entry.name] = entry


def _origin(entry: Entry) -> str:
    return f"{entry.factory.__module__}.{entry.factory.__qualname__}"


@cache
def _discover(kind: str) -> None:
    package = importlib.import_module(f"negsim.{FOLDERS[kind]}")
    for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
        importlib.import_module(f"{package.__name__}.{module}")
    _load_entry_points()


@cache
def _load_entry_points() -> None:
    for point in importlib.metadata.entry_points(group="negsim.plugins"):
        point.load()


def registered_by(load: Callable[[], object]) -> tuple[Entry, ...]:
    """Call a function and return what it registers, beside all that is packaged."""
    for kind in FOLDERS:
        _discover(kind)
    before = dict(_entries)
    load()
    return tuple(entry for key, entry in _entries.items() if before.get(key) is not entry)


def lookup(kind: str, name: object) -> Entry:
    """Return the entry registered as `name`.

    Raises
    ------
    UnknownName : with the known names and the nearest one.
    """
    if kind not in FOLDERS:
        raise UnknownName(unknown("kind of plug-in", kind, FOLDERS))
    _discover(kind)
    if not isinstance(name, str) or (kind, name) not in _entries:
        raise UnknownName(unknown(kind, name, names(kind)))
    return _entries[kind, name]


def name_of(factory: object) -> str | None:
    """Return the name under which a class is registered, or None; presets do not count."""
    for (_, name), entry in _entries.items():
        if entry.factory is factory and not entry.settings:
            return name
    return None


def entries(kind: str) -> Iterator[Entry]:
    """Yield every plug-in of one kind, sorted by name."""
    for name in names(kind):
        yield _entries[kind, name]


def names(kind: str) -> list[str]:
    """Return the sorted names registered for one kind."""
    _discover(kind)
    return sorted(name for known, name in _entries if known == kind)


def unknown(what: str, got: object, known: Iterable[str]) -> str:
    """Return the sentence for an unknown name: what was got, the nearest name, all known ones."""
    choices = sorted(known)
    near = difflib.get_close_matches(got, choices, n=1, cutoff=0.6) if isinstance(got, str) else []
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"unknown {what} {show(got)}.{hint} Known: {', '.join(choices) or 'none'}"


def show(value: object) -> str:
    """Return a value in one line short enough for an error message."""
    if value is None:
        return "nothing"
    try:
        text = repr(value)
    except ValueError:
        return "a number of more than 4300 digits"
    return text if len(text) <= 60 else f"{text[:57]}..."
