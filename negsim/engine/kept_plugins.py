"""Copies of loose plug-ins in a result folder, so that what becomes of the files changes no run.

Each stands in a folder of its own, named after its digest, with the modules beside it that it imports.
"""

from collections.abc import Sequence
from pathlib import Path

from negsim.errors import ResultError
from negsim.files import write
from negsim.registry import load_file, loaded
from negsim.registry.loose import read_loose

DIGITS = 12
"""Digits of its digest after which the folder of a copy is named."""


def copy_names(plugins: Sequence[str]) -> tuple[str, ...]:
    """Return the names inside a result folder of plug-ins that this process has loaded."""
    found = [loaded(Path(plugin)) for plugin in plugins]
    return tuple(f"plugins/{loose.digest[:DIGITS]}/{loose.path.name}" for loose in found)


def keep_plugins(folder: Path, names: Sequence[str], plugins: Sequence[str]) -> None:
    """Write those copies that are not there, from the source that this process has loaded.

    Raises
    ------
    ResultError : if a copy was changed.
    """
    found = {loose.digest[:DIGITS]: loose for loose in (loaded(Path(plugin)) for plugin in plugins)}
    for name in names:
        home = (folder / name).parent
        for file, source in reversed(found[home.name].files if home.name in found else ()):
            write(home / file, source, anew=False)
        _check(folder / name)


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
    if not copy.is_file() or read_loose(copy).digest[:DIGITS] != copy.parent.name:
        raise ResultError(
            f"{copy}: is not the plug-in with which this folder was begun; delete its folder and run again"
        )
