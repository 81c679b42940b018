"""Parts of a result folder: written whole under their number, so that a part that exists is done."""

import os
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from negsim.errors import ResultError

TABLES = ("offers", "agents", "timings", "errors", "runs")
"""Tables that come in parts, in the order in which a chunk writes them; `runs` last marks its end."""
SORTED_IN_MEMORY = 2_000_000
"""Most rows sorted by run id when parts are joined; more are joined in the order of execution."""


def part_path(folder: Path, table: str, chunk: int) -> Path:
    """Return where the part of a table that one chunk writes stands."""
    return folder / table / f"part-{chunk:06d}.parquet"


def finished_chunks(folder: Path) -> set[int]:
    """Return the numbers of the chunks that are done."""
    found = (folder / "runs").glob("part-*.parquet")
    return {int(path.stem.removeprefix("part-")) for path in found}


def check_parts(folder: Path) -> None:
    """Look at the footer of every part, which a part that was cut has lost.

    Raises
    ------
    ResultError : naming the first damaged part and what has to be deleted for its chunk to be played again.
    """
    for name in TABLES:
        for path in sorted((folder / name).glob("part-*.parquet")):
            try:
                pq.read_metadata(path)
            except (OSError, pa.ArrowException) as error:
                end = folder / "runs" / path.name
                beside = f" and {end}" if end != path and end.exists() else ""
                raise ResultError(f"{path}: is damaged: delete it{beside} and run again") from error


def write_parts(folder: Path, chunk: int, tables: Mapping[str, pa.Table]) -> int:
    """Write the parts of one chunk, `runs` last, and return their size in bytes.

    Two workers that do the same chunk write the same bytes; the last one to finish wins.

    Raises
    ------
    ResultError : if the folder cannot be written; nothing half-written is left.
    """
    written = 0
    for name in TABLES:
        table = tables.get(name)
        if table is not None and (table.num_rows or name == "runs"):
            written += write_whole(part_path(folder, name, chunk), table)
    return written


def write_whole(path: Path, table: pa.Table) -> int:
    """Write a Parquet file under a temporary name, flush it, name it, and return its size in bytes."""
    scratch = scratch_for(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with scratch.open("wb") as file:
            pq.write_table(table, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        size = scratch.stat().st_size
        scratch.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        raise ResultError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)
    return size


def _flush_folder(folder: Path) -> None:
    """Make a rename survive a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_text(path: Path, text: str | bytes, *, anew: bool = True) -> None:
    """Write a text file whole; unless `anew`, leave it to whoever wrote it first."""
    scratch = scratch_for(path)
    try:
        scratch.write_bytes(text.encode() if isinstance(text, str) else text)
        if anew:
            scratch.replace(path)
        else:
            _name_once(scratch, path)
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)


def _name_once(scratch: Path, path: Path) -> None:
    """Give a file its name if nobody has taken it."""
    try:
        os.link(scratch, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            scratch.replace(path)


def scratch_for(path: Path) -> Path:
    """Return a temporary name beside a file that no other writer uses and that says who does."""
    return path.with_name(f".{path.name}.{socket.gethostname()}-{os.getpid()}-{threading.get_ident()}.tmp")


def sweep_scratch(folder: Path) -> None:
    """Remove temporary files that processes of this machine left when they were killed."""
    mine = f".{socket.gethostname()}-"
    for path in [*folder.glob(f".*{mine}*.tmp"), *folder.glob(f"*/.*{mine}*.tmp")]:
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


def join_parts(folder: Path, schemas: Mapping[str, pa.Schema]) -> None:
    """Join the parts of every table into one file each, sorted by run id."""
    for name, schema in schemas.items():
        files = [str(path) for path in sorted((folder / name).glob("part-*.parquet"))]
        if not files:
            write_whole(folder / f"{name}.parquet", schema.empty_table())
            continue
        parts = ds.dataset(files, schema=schema, format="parquet")
        if parts.count_rows() <= SORTED_IN_MEMORY:
            table = parts.to_table()
            order = pa.compute.sort_indices(table, sort_keys=[("run_id", "ascending")])
            write_whole(folder / f"{name}.parquet", table.take(order).combine_chunks())
        else:
            _stream(folder / f"{name}.parquet", parts.to_batches(), schema)


def _stream(path: Path, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> None:
    """Write batches one after the other, so that memory stays flat however many there are."""
    scratch = scratch_for(path)
    try:
        with pq.ParquetWriter(scratch, schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)
        scratch.replace(path)
    except OSError as error:
        raise ResultError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)


def rows_of_part(folder: Path, table: str, chunks: Iterable[int], columns: list[str]) -> Iterator[pa.Table]:
    """Yield some columns of the parts of some chunks."""
    for chunk in chunks:
        path = part_path(folder, table, chunk)
        if path.is_file():
            yield pq.read_table(path, columns=columns)
