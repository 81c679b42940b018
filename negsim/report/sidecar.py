"""Adding a file to a finished result folder."""

from collections.abc import Callable
from pathlib import Path

from negsim.errors import ResultError


def add_file(folder: Path, name: str, write: Callable[[Path], object]) -> Path:
    """Write one file of an analysis into a folder, whole or not at all.

    Raises
    ------
    ResultError : if it cannot be written.
    """
    path = folder / name
    scratch = path.with_name(f".{path.stem}.tmp{path.suffix}")
    try:
        write(scratch)
        scratch.replace(path)
    except OSError as error:
        raise ResultError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        scratch.unlink(missing_ok=True)
    return path
