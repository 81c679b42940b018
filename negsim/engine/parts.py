"""Parts of a result folder: written whole under their number, so that a part that exists is done.

A part says of itself to which configuration and chunk it belongs, and its pages carry checksums: what was
changed, or copied here from elsewhere, is refused.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from negsim.errors import ResultError
from negsim.experiment.tables import CHECKED
from negsim.files import whole

TABLES = ("offers", "agents", "timings", "errors", "runs")
"""Tables that come in parts, in the order in which a chunk writes them; `runs` last marks its end."""
SORTED_IN_MEMORY = 2_000_000
"""Most rows sorted by run id when parts are joined; more are joined in the order of execution."""
MARK = b"negsim"
"""Key under which a part says where it belongs."""


def part_path(folder: Path, table: str, chunk: int) -> Path:
    """Return where the part of a table that one chunk writes stands."""
    return folder / table / f"part-{chunk:06d}.parquet"


def finished_chunks(folder: Path) -> set[int]:
    """Return the numbers of the chunks that are done."""
    found = (folder / "runs").glob("part-*.parquet")
    return {int(path.stem.removeprefix("part-")) for path in found}


def write_parts(folder: Path, chunk: int, tables: Mapping[str, pa.Table], digest: str) -> int:
    """Write the parts of one chunk, `runs` last, and return their size in bytes.

    Two workers that do the same chunk write the same rows; the last one to finish wins.

    Parameters
    ----------
    digest : the configuration's hash

    Raises
    ------
    ResultError : if the folder cannot be written; nothing half-written is left.
    """
    rows = {name: tables[name].num_rows for name in TABLES if name in tables}
    mark = {MARK: json.dumps({"digest": digest, "chunk": chunk, "rows": rows})}
    written = 0
    for name in TABLES:
        path = part_path(folder, name, chunk)
        if rows.get(name) or name == "runs":
            path.parent.mkdir(parents=True, exist_ok=True)
            table = tables[name]
            written += write_table(path, table.replace_schema_metadata(mark))
        else:
            path.unlink(missing_ok=True)  # of an earlier try whose runs ended otherwise
    return written


def write_table(path: Path, table: pa.Table) -> int:
    """Write a whole Parquet file and return its size in bytes."""
    with whole(path) as scratch:
        pq.write_table(table, scratch, compression="zstd", write_page_checksum=True)
        return scratch.stat().st_size


def check_parts(folder: Path, digest: str, schemas: Mapping[str, pa.Schema]) -> None:
    """Read all parts of the chunks that are done: every page, what they say of themselves, and their rows.

    Raises
    ------
    ResultError : naming the first part that is wrong and what to delete for its chunk to be played again.
    """
    for chunk in sorted(finished_chunks(folder)):
        end = part_path(folder, "runs", chunk)
        mark = _mark(end, end)
        if mark.get("digest") != digest:
            raise ResultError(f"{end}: belongs to another configuration; delete it and run again")
        if mark.get("chunk") != chunk:
            raise ResultError(f"{end}: is the part of another chunk; delete it and run again")
        for name in TABLES:
            path, rows = part_path(folder, name, chunk), mark["rows"].get(name, 0)
            if path != end and rows and (not path.exists() or _mark(path, end) != mark):
                raise ResultError(f"{path}: was not written with {end}; delete both and run again")
            table = read_part(path, end) if rows else None
            if table is not None and (len(table), table.schema.names) != (rows, schemas[name].names):
                raise _damaged(path, end, "it has other rows or columns than were written")


def _mark(path: Path, end: Path) -> dict[str, Any]:
    """Return what a part says of itself."""
    try:
        metadata = pq.read_schema(path).metadata or {}
        mark: dict[str, Any] = json.loads(metadata.get(MARK, b"{}"))
    except (OSError, ValueError, pa.ArrowException) as error:
        raise _damaged(path, end, error) from error
    return mark


def read_part(path: Path, end: Path, columns: list[str] | None = None) -> pa.Table:
    """Return some columns of a part whose pages are as they were written; `end` ends its chunk."""
    try:
        return pq.read_table(path, columns=columns, page_checksum_verification=True)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise _damaged(path, end, error) from error


def _damaged(path: Path, end: Path, why: object) -> ResultError:
    beside = f" and {end}" if end != path and end.exists() else ""
    return ResultError(f"{path}: is damaged: delete it{beside} and run again ({' '.join(str(why).split())})")


def join_parts(folder: Path, name: str, schema: pa.Schema, chunks: Iterable[int]) -> None:
    """Join the parts of a table into one file, sorted by run id.

    Raises
    ------
    ResultError : if a part is damaged, or if a run has two rows in `runs`.
    """
    target = folder / f"{name}.parquet"
    files = [str(path) for chunk in sorted(chunks) if (path := part_path(folder, name, chunk)).is_file()]
    if not files:
        write_table(target, schema.empty_table())
        return
    parts = ds.dataset(files, schema=schema, format=CHECKED)
    try:
        if name == "runs":
            ids = parts.to_table(columns=["run_id"])["run_id"]
            if len(ids.unique()) < len(ids):
                raise ResultError(f"{folder / name}: a run stands in two parts; use --fresh")
        if parts.count_rows() <= SORTED_IN_MEMORY:
            write_table(target, parts.to_table().sort_by("run_id").combine_chunks())
            return
        with whole(target) as scratch, _writer(scratch, schema) as writer:
            for batch in parts.to_batches():
                writer.write_batch(batch)  # so that memory stays flat however many there are
    except (pa.ArrowException, OSError) as error:
        raise ResultError(f"{folder / name}: a part is damaged: {error}; delete it and run again") from error


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True)


def rows_of_part(folder: Path, table: str, chunks: Iterable[int], columns: list[str]) -> Iterator[pa.Table]:
    """Yield some columns of the parts of some chunks."""
    for chunk in chunks:
        path = part_path(folder, table, chunk)
        if path.is_file():
            yield read_part(path, part_path(folder, "runs", chunk), columns)
