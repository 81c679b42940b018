"""Plug-ins in loose files: read with the modules beside them that they import, loaded once."""

import ast
import hashlib
import importlib.util
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

from negsim.errors import ConfigError, NegsimError
from negsim.registry import Entry, enter, registered_by


@dataclass(frozen=True)
class Loose:
    """A loose plug-in as it was read: its file first, then the modules beside it that it imports."""

    path: Path
    files: tuple[tuple[str, bytes], ...]

    @property
    def digest(self) -> str:
        """Digest of the source, and of the modules beside it by name."""
        (_, source), *helpers = self.files
        whole = hashlib.sha256(source)
        for name, text in helpers:
            whole.update(f"\0{name}\0{len(text)}\0".encode() + text)
        return whole.hexdigest()

    @property
    def helpers(self) -> dict[str, tuple[Path, bytes]]:
        """Dotted name -> file and source of the modules beside the plug-in."""
        return {
            name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): (
                self.path.parent / name,
                text,
            )
            for name, text in self.files[1:]
        }


def read_loose(path: Path) -> Loose:
    """Return a loose plug-in with all the modules beside it that it imports, directly or not.

    Raises
    ------
    ConfigError : if a file cannot be read.
    """
    try:
        source, waiting, found = path.read_bytes(), [path], dict[str, bytes]()
        while waiting:
            for top in _imported(waiting.pop()):
                for file in (path.parent / f"{top}.py", *sorted((path.parent / top).rglob("*.py"))):
                    name = file.relative_to(path.parent).as_posix()
                    if file != path and name not in found and file.is_file():
                        found[name] = file.read_bytes()
                        waiting.append(file)
    except OSError as error:
        raise ConfigError(f"{path}: cannot read the plug-in: {error.strerror}") from error
    return Loose(path, ((path.name, source), *sorted(found.items())))


def _imported(path: Path) -> set[str]:
    """Return the first names of what a file imports, anywhere in it, that may stand beside it."""
    try:
        nodes = list(ast.walk(ast.parse(path.read_bytes())))
    except (SyntaxError, ValueError):
        return set()
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in names} - {"", *sys.stdlib_module_names}


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
    loose = read_loose(path)
    if path.suffix != ".py":
        raise ConfigError(f"{path}: a plug-in must be a Python file ending in .py")
    if loose.digest not in _loaded:
        _loaded[loose.digest] = registered_by(lambda: _execute(loose))
    for entry in _loaded[loose.digest]:
        enter(entry)
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
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        reason = str(error) if isinstance(error, NegsimError) else f"{type(error).__name__}: {error}"
        sentence = " ".join(reason.split())
        raise ConfigError(f"{loose.path}: the plug-in cannot be loaded: {sentence}") from error
