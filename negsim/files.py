"""Files: packaged tables are read; what is written is written whole or not at all."""

import csv
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path

from negsim.errors import ResultError


def packaged_rows(package: str, table: str) -> list[dict[str, str]]:
    """Return the rows of a table in the `data` of a package inside `negsim`."""
    text = (files(f"negsim.{package}") / "data" / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@contextmanager
def whole(path: Path, *, anew: bool = True, mode: int = 0o666) -> Iterator[Path]:
    """Yield a temporary name beside `path`; what is written there is flushed and then named `path`.

    Parameters
    ----------
    anew : take the place of a file that is there; otherwise leave it to whoever wrote it first
    mode : permissions, less what the system's mask takes away

    Raises
    ------
    ResultError : if it cannot be written; nothing half-written is left.
    """
    scratch = scratch_for(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.unlink(missing_ok=True)
        scratch.touch(mode, exist_ok=False)
        yield scratch
        with scratch.open("r+b") as file:
            os.fsync(file.fileno())
        if anew:
            scratch.replace(path)
        else:
            _name_once(scratch, path)
        _flush_folder(path.parent)
    except OSError as error:
        raise ResultError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)


def write(path: Path, content: str | bytes, *, anew: bool = True, mode: int = 0o666) -> None:
    """Write a whole file of text or bytes, see `whole`."""
    with whole(path, anew=anew, mode=mode) as scratch:
        scratch.write_bytes(content.encode() if isinstance(content, str) else content)


def _name_once(scratch: Path, path: Path) -> None:
    """Give a file its name if nobody has taken it."""
    try:
        os.link(scratch, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            scratch.replace(path)


def _flush_folder(folder: Path) -> None:
    """Make a rename survive a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def scratch_for(path: Path) -> Path:
    """Return a temporary name of the same ending that no other writer uses and that says who does."""
    writer = f"{socket.gethostname()}-{os.getpid()}-{threading.get_ident()}"
    return path.with_name(f".{path.stem}.{writer}.tmp{path.suffix}")


def sweep_scratch(folder: Path) -> None:
    """Remove temporary files that processes of this machine left in a folder when they were killed."""
    mine = f".{socket.gethostname()}-"
    for path in folder.rglob(f".*{mine}*.tmp*"):
        pid = path.name.rpartition(mine)[2].partition("-")[0]
        if pid.isdigit() and not _lives(int(pid)):
            with suppress(OSError):
                path.unlink()


def _lives(pid: int) -> bool:
    """Return whether a process of this machine is still there; where that cannot be asked, assume it is."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
