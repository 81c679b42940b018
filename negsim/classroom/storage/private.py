"""What only the owner of the data folder may read."""

from contextlib import suppress
from pathlib import Path

from negsim.errors import ResultError


def make_folder(folder: Path) -> None:
    """Make a data folder that only its owner reads; one that exists stays as it is.

    Raises
    ------
    ResultError : if it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ResultError(f"{folder}: cannot be made: {error.strerror or error}") from error


def keep_private(path: Path) -> None:
    """Let only its owner read a file, if it is ours to decide."""
    with suppress(PermissionError):
        path.chmod(0o600)
