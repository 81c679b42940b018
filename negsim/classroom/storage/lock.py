"""One server for one data folder: two would each miss what the other stores."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from negsim.classroom.storage.private import make_folder
from negsim.errors import ResultError

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the data folder for one server; the system lets go of it even if the server is killed.

    Raises
    ------
    ResultError : if another server holds it.
    """
    make_folder(folder)
    try:
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ResultError(f"{folder}: cannot be served: {error.strerror or error}") from error
    try:
        try:
            _take(handle)
        except OSError as error:
            raise ResultError(
                f"{folder}: another server serves this folder; stop it first, or name another by --data"
            ) from error
        yield
    finally:
        os.close(handle)
