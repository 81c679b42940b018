"""The one list of plug-ins: (kind, name) -> class or preset, filled by scanning the plug-in folders.

A plug-in is a frozen dataclass in one file, decorated with ``@register(kind, name)``. Nothing else has
to be edited: its fields are its YAML keys. Other packages add theirs through the entry-point
group ``negsim.plugins``; a loose file is loaded with :func:`load_file`.
"""

import difflib
import importlib
import importlib.metadata
import importlib.util
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any, TypeVar

from negsim.errors import ConfigError, NegsimError, UnknownName
from negsim.registry.loose import Loose, read_loose

T = TypeVar("T")

FOLDERS = {
    "issue": "world.issues",
    "event": "world.events",
    "term": "politics.terms",
    "strategy": "bargaining.strategies",
    "acceptance": "bargaining.acceptance",
    "opponent_model": "bargaining.opponent_models",
    "mechanism": "bargaining.mechanisms",
    "ratification": "politics.ratification",
    "agent": "agents",
    "conduct": "agents.conduct",
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
_families: dict[tuple[str, str], tuple[Callable[..., Any], str]] = {}
"""(kind, prefix) -> class, and the field that takes the rest of a name."""


def register(kind: str, name: str) -> Callable[[T], T]:
    """Class decorator: make a class available under `name` in YAML, `negsim list` and the docs."""

    def add(factory: T) -> T:
        _add(Entry(kind, name, factory))  # type: ignore[arg-type]
        return factory

    return add


def preset(kind: str, name: str, factory: Callable[..., Any], **settings: object) -> None:
    """Register `name` as `factory` with these field values, e.g. boulware = time_dependent(e=0.25)."""
    _add(Entry(kind, name, factory, tuple(settings.items())))


def family(kind: str, prefix: str, factory: Callable[..., Any], field: str) -> None:
    """Let every name that begins with `prefix` stand for `factory` with the rest of the name in a field."""
    _families[kind, prefix] = factory, field


def families(kind: str) -> list[str]:
    """Return the prefixes of one kind whose rest is free."""
    _discover(kind)
    return [prefix for known, prefix in _families if known == kind]


def _add(entry: Entry) -> None:
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


def lookup(kind: str, name: object) -> Entry:
    """Return the entry registered as `name`.

    Raises
    ------
    UnknownName : with the known names and the nearest one.
    """
    if kind not in FOLDERS:
        raise UnknownName(unknown("kind of plug-in", kind, FOLDERS))
    _discover(kind)
    for prefix in families(kind):
        if isinstance(name, str) and (kind, name) not in _entries and name.startswith(prefix):
            factory, field = _families[kind, prefix]
            return Entry(kind, name, factory, ((field, name.removeprefix(prefix)),))
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


LONGEST_LIST = 360
"""A message names as many known names as fit in this many characters."""


def unknown(what: str, got: object, known: Iterable[str]) -> str:
    """Return the sentence for an unknown name: what was got, the nearest name, all known ones."""
    choices = sorted(known)
    hint = f" Did you mean '{near[0]}'?" if (near := _near(got, choices, 1)) else ""
    shown = choices
    while len(", ".join(shown)) > LONGEST_LIST:
        shown = shown[:-1]
    more = f" and {len(choices) - len(shown)} more" if len(shown) < len(choices) else ""
    return f"unknown {what} {show(got)}.{hint} Known: {', '.join(shown) or 'none'}{more}"


def nearest(what: str, got: str, known: Iterable[str]) -> str:
    """Return the sentence for an unknown name where there are too many to list: the nearest ones."""
    near = ", ".join(f"'{name}'" for name in _near(got, sorted(known), 4))
    return f"unknown {what} {show(got)}." + (f" Near it: {near}" if near else " Nothing is near it")


def _near(got: object, choices: list[str], most: int) -> list[str]:
    return difflib.get_close_matches(got, choices, n=most, cutoff=0.6) if isinstance(got, str) else []


def show(value: object) -> str:
    """Return a value in one line short enough for an error message."""
    if value is None:
        return "nothing"
    try:
        text = repr(value)
    except ValueError:
        return "a number of more than 4300 digits"
    return text if len(text) <= 60 else f"{text[:57]}..."


class _Uncached(SourceFileLoader):
    """Loads the source that was read: no bytecode of an earlier version is read, none is left behind."""

    def __init__(self, name: str, path: Path, source: bytes) -> None:
        super().__init__(name, str(path))
        self.source = source

    def path_stats(self, path: Any) -> Any:
        raise OSError("never compared with bytecode")

    def get_data(self, path: Any) -> bytes:
        return self.source


class _Beside(MetaPathFinder):
    """Finds the modules that stand beside loose plug-ins."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[Path, bytes]] = {}

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        """Return the spec of a module beside a plug-in, or None."""
        if name not in self.known:
            return None
        file, source = self.known[name]
        return importlib.util.spec_from_file_location(name, file, loader=_Uncached(name, file, source))

    def add(self, loose: Loose) -> None:
        """Let a plug-in import what stands beside it, and not what stands beside another of the same name."""
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)
        for name, (file, source) in loose.helpers.items():
            before = sys.modules.get(name)
            if before is not None and name not in self.known:
                raise ConfigError(f"{file}: has the name of a module that is loaded already; rename it")
            if before is not None and self.known[name][1] != source:
                del sys.modules[name]
            self.known[name] = file, source


_beside = _Beside()
_loaded: dict[str, tuple[Entry, ...]] = {}
"""Digest of a loose plug-in -> what it registered."""
_loose: dict[Path, Loose] = {}
"""Loose file -> how it was read when it was loaded."""


def loaded(path: Path) -> Loose:
    """Return a loose plug-in as it was loaded, whatever has become of the file."""
    return _loose[path.resolve()]


def load_file(path: Path) -> str:
    """Load plug-ins from a loose Python file and return its digest; the same source is loaded only once.

    Raises
    ------
    ConfigError : if the file does not exist or cannot be imported.
    """
    for kind in FOLDERS:
        _discover(kind)
    loose = read_loose(path)
    if path.suffix != ".py":
        raise ConfigError(f"{path}: a plug-in must be a Python file ending in .py")
    if loose.digest not in _loaded:
        before = dict(_entries)
        _execute(loose)
        _loaded[loose.digest] = tuple(e for key, e in _entries.items() if before.get(key) is not e)
    for entry in _loaded[loose.digest]:
        _add(entry)
    _loose[path.resolve()] = loose
    return loose.digest


def _execute(loose: Loose) -> None:
    """Run the source of a plug-in as a module of its own; what it prints goes to the error stream."""
    name = f"negsim_plugin_{loose.digest[:12]}"
    loader = _Uncached(name, loose.path, loose.files[0][1])
    spec = importlib.util.spec_from_loader(name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    _beside.add(loose)
    sys.modules[name] = module  # dataclasses look their annotations up there
    try:
        with redirect_stdout(sys.stderr):
            loader.exec_module(module)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        del sys.modules[name]
        reason = str(error) if isinstance(error, NegsimError) else f"{type(error).__name__}: {error}"
        sentence = " ".join(reason.split())
        raise ConfigError(f"{loose.path}: the plug-in cannot be loaded: {sentence}") from error
