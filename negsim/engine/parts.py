"""Parts of a result folder: written whole under their number, so that a part that exists is done."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from negsim.errors import ResultError
from negsim.files import whole

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
    """Write a whole Parquet file and return its size in bytes."""
    with whole(path) as scratch:
        pq.write_table(table, scratch, compression="zstd")
        return scratch.stat().st_size


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
    with whole(path) as scratch, pq.ParquetWriter(scratch, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)


def rows_of_part(folder: Path, table: str, chunks: Iterable[int], columns: list[str]) -> Iterator[pa.Table]:
    """Yield some columns of the parts of some chunks."""
    for chunk in chunks:
        path = part_path(folder, table, chunk)
        if path.is_file():
            yield pq.read_table(path, columns=columns)
