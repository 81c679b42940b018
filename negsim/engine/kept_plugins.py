"""Copies of loose plug-ins in a result folder, so that what becomes of the files changes no run."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from negsim.errors import ResultError
from negsim.files import write
from negsim.registry import load_file, loaded_source

DIGITS = 12
"""Digits of its digest with which the name of a copy begins."""


def copy_names(plugins: Sequence[str]) -> tuple[str, ...]:
    """Return the names inside a result folder of plug-ins that this process has loaded."""
    paths = [Path(plugin) for plugin in plugins]
    return tuple(f"plugins/{_digits(loaded_source(path))}_{path.name}" for path in paths)


def keep_plugins(folder: Path, names: Sequence[str], plugins: Sequence[str]) -> None:
    """Write those copies that are not there, from the source that this process has loaded.

    Raises
    ------
    ResultError : if a copy was changed.
    """
    sources = {_digits(source): source for source in (loaded_source(Path(p)) for p in plugins)}
    for name in names:
        copy = folder / name
        if _promised(copy) in sources and not copy.exists():
            copy.parent.mkdir(exist_ok=True)
            write(copy, sources[_promised(copy)], anew=False)
        _check(copy)


def load_plugins(folder: Path, names: Sequence[str]) -> None:
    """Load the copies.

    Raises
    ------
    ResultError : if one was changed.
    """
    for name in names:
        _check(folder / name)
        load_file(folder / name)


def _check(copy: Path) -> None:
    if not copy.is_file() or _digits(copy.read_bytes()) != _promised(copy):
        raise ResultError(
            f"{copy}: is not the plug-in with which this folder was begun; delete it and run again"
        )


def _digits(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()[:DIGITS]


def _promised(copy: Path) -> str:
    return copy.name[:DIGITS]
