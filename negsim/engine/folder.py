"""A result folder while it is being filled: its plan, its parts, and the files that mark it as finished."""

import json
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from negsim.engine.kept_plugins import copy_names, keep_plugins
from negsim.engine.parts import (
    check_parts,
    finished_chunks,
    join_parts,
    part_path,
    rows_of_part,
    write_parts,
    write_table,
)
from negsim.engine.plan import Chunk, Plan, read_plan
from negsim.errors import ResultError
from negsim.experiment.designs.factor import Levels
from negsim.experiment.experiment import Experiment
from negsim.experiment.manifest import make_manifest
from negsim.experiment.own_tables import copies, kept_tables, own_tables, replaced
from negsim.experiment.run import RunRows
from negsim.experiment.tables import (
    agents_schema,
    design_table,
    errors_schema,
    factor_value,
    offers_schema,
    offers_table,
    runs_schema,
    timings_schema,
)
from negsim.files import make_folder, sweep_scratch, write
from negsim.settings import yaml_file
from negsim.settings.paths import canonical

JOINED = ("runs", "offers", "agents", "timings", "design")
"""Tables of a finished folder; all but the design are joined from parts."""


class ResultFolder:
    """The folder in which the results of one configuration are written.

    Chunks are parts under their number; what exists is done, so the same command goes on where it stopped.
    The folder is finished once it has a manifest. Nothing is ever deleted but temporary files.

    Parameters
    ----------
    path : the folder
    experiment : what is run
    digest : the configuration's hash
    """

    def __init__(self, path: Path, experiment: Experiment, digest: str) -> None:
        self.path = path
        self.experiment = experiment
        self.digest = digest

    @property
    def log(self) -> str | None:
        """Which moves the folder keeps, or None before it is begun."""
        source = self.path / "config.yaml"
        if not source.is_file():
            return None
        scenario = yaml_file.read(source, yaml_file.MAX_RESOLVED_BYTES)["scenario"]
        return str((scenario.get("log") or {}).get("offers", "first"))

    @property
    def complete(self) -> bool:
        """Whether the results are there already, without a run that was out of time."""
        manifest = self.path / "manifest.json"
        return manifest.is_file() and not json.loads(manifest.read_text(encoding="utf-8")).get("timeouts")

    def begin(self, plan: Plan) -> Plan:
        """Make the folder and return its plan: the one given, or that of an earlier command or shard."""
        with refusing(self.path):
            make_folder(self.path)
            names = {path.name for path in self.path.iterdir() if not path.name.startswith(".")}
            if names and self._plan.name not in names:
                raise ResultError(f"{self.path}: is no result folder; move it or use --fresh")
            write(self._plan, replace(plan, plugins=copy_names(plan.plugins)).text(), anew=False)
            known = read_plan(self._plan)
            if known.digest != plan.digest:
                raise ResultError(f"{self.path}: holds another configuration; use --fresh")
            keep_plugins(self.path, known.plugins, plan.plugins)
            for name, content in copies(self.experiment).items():
                write(self.path / name, content, anew=False)
            resolved = replaced(self.experiment.resolved(), kept_tables(self.experiment))
            write(self.path / "config.yaml", yaml_file.dump(resolved), anew=False)
        sweep_scratch(self.path)
        check_parts(self.path, self.digest, self.schemas)
        return known

    @property
    def _plan(self) -> Path:
        return self.path / "plan.json"

    def finished_chunks(self) -> set[int]:
        """Return the numbers of the chunks that are done."""
        return finished_chunks(self.path)

    def timed_out_chunks(self) -> set[int]:
        """Return the numbers of the chunks in which a run was out of time."""
        chunks = sorted(self.finished_chunks())
        parts = rows_of_part(self.path, "runs", chunks, ["status"])
        return {
            n
            for n, part in zip(chunks, parts, strict=True)
            if "timeout" in part["status"].unique().to_pylist()
        }

    def holds(self, chunk: Chunk) -> bool:
        """Return whether the part of a chunk that is done holds the runs of the chunk.

        With a stopping rule it may not, once a run that was out of time has been played to its end.
        """
        (part,) = rows_of_part(self.path, "runs", [chunk.number], ["run_id"])
        return tuple(part["run_id"].to_pylist()) == chunk.run_ids

    def finished_runs(self) -> int:
        """Return how many runs the finished chunks hold."""
        paths = (self.part("runs", chunk) for chunk in self.finished_chunks())
        return sum(pq.read_metadata(path).num_rows for path in paths)

    def write_chunk(self, chunk: int, rows: Sequence[RunRows], worker: str) -> int:
        """Write the parts of one chunk and return their size in bytes."""
        return write_parts(self.path, chunk, self.tables(rows, worker), self.digest)

    def tables(self, rows: Sequence[RunRows], worker: str) -> dict[str, pa.Table]:
        """Return the rows of some runs as tables with the declared columns."""
        timings = [{"run_id": r.run["run_id"], "seconds": r.seconds, "worker": worker} for r in rows]
        found: dict[str, Iterable[Mapping[str, Any]]] = {
            "runs": [r.run for r in rows],
            "agents": [agent for r in rows for agent in r.agents],
            "timings": timings,
            "errors": [{"run_id": r.run["run_id"], "traceback": r.traceback} for r in rows if r.traceback],
        }
        tables = {name: self._table(list(given), self.schemas[name]) for name, given in found.items()}
        return {**tables, "offers": offers_table([r.offers for r in rows], self.schemas["offers"])}

    @cached_property
    def schemas(self) -> dict[str, pa.Schema]:
        """The columns of every table that comes in parts."""
        return {
            "runs": runs_schema(self.experiment),
            "offers": offers_schema(self.experiment),
            "agents": agents_schema(),
            "timings": timings_schema(),
            "errors": errors_schema(),
        }

    def finish(
        self,
        chunks: range,
        started: datetime,
        plugins: Sequence[str] = (),
        add: Callable[[Path, Experiment], None] | None = None,
    ) -> Path:
        """Join the parts, add design, failures, summary and pictures, and mark the folder as finished.

        Parameters
        ----------
        chunks : numbers of the parts
        started : when this session began
        plugins : digests of loose plug-ins
        add : adds summary and pictures once the tables are there
        """
        with refusing(self.path):
            self.join(JOINED, chunks)
            failed = self._failed()
            write(self.path / "failures.jsonl", "".join(self._failures(failed)))
            if add:
                add(self.path, self.experiment)
            manifest = make_manifest(self.experiment, started, plugins) | {
                "chunks": len(chunks),
                "timeouts": sum(row["status"] == "timeout" for row in failed),
            }
            write(self.path / "manifest.json", json.dumps(manifest, indent=2) + "\n")
        return self.path

    def join(self, names: Iterable[str], chunks: Iterable[int]) -> None:
        """Write tables anew: from their parts, and the design from the configuration."""
        for name in names:
            if name == "design":
                write_table(self.path / "design.parquet", design_table(self.experiment))
            else:
                join_parts(self.path, name, self.schemas[name], chunks)

    def _failed(self) -> list[dict[str, Any]]:
        path = self.path / "runs.parquet"
        rows: list[dict[str, Any]] = pq.read_table(path, filters=[("status", "!=", "ok")]).to_pylist()
        return rows

    def _failures(self, failed: list[dict[str, Any]]) -> Iterator[str]:
        """Yield one line a run that failed: its row, where an exception came from, how to play it again."""
        chunks = sorted(self.finished_chunks()) if failed else ()
        parts = rows_of_part(self.path, "errors", chunks, ["run_id", "traceback"])
        where = {row["run_id"]: row for part in parts for row in part.to_pylist()}
        for row in failed:
            described = {key: value for key, value in row.items() if value is not None}
            described |= where.get(row["run_id"], {})
            yield canonical({**described, "replay": self.replay(row["run_id"])}) + "\n"

    def replay(self, run_id: int) -> str:
        """Return the command that plays a run again, as a shell reads it."""
        names = read_plan(self._plan).plugins
        plugins = [word for name in names for word in ("--plugin", str(self.path / name))]
        return shlex.join(["negsim", "replay", str(self.path), "--run", str(run_id), *plugins])

    def _table(self, rows: list[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
        factors, columns = self.experiment.factors, {}
        for field in schema:
            values = [row.get(field.name) for row in rows]
            if field.name in factors:
                named = self._names(field.name, rows, values)
                levels = (replaced(value, self._own_tables) for value in named)
                values = [None if level is None else factor_value(level, field.type) for level in levels]
            columns[field.name] = pa.array(values, type=field.type, from_pandas=True)
        return pa.table(columns, schema=schema)

    def _names(self, path: str, rows: Sequence[Mapping[str, Any]], values: Sequence[Any]) -> Sequence[Any]:
        """Return the levels of a factor in some rows by their names, if they have any."""
        factor = self.experiment.factors[path]
        if not isinstance(factor, Levels) or not factor.names:
            return values
        codes = self.experiment.layout.sample.codes[path]
        return [factor.label(codes[row["point_id"]]) for row in rows]

    @cached_property
    def _own_tables(self) -> dict[str, str]:
        return own_tables(self.experiment)

    def part(self, table: str, chunk: int) -> Path:
        """Return where the part of a table that one chunk writes stands."""
        return part_path(self.path, table, chunk)


def folder_for(
    root: Path, experiment: Experiment, digest: str, *, fresh: bool = False, log: str | None = None
) -> ResultFolder:
    """Return the folder of a configuration under `root`: that of an earlier command, or a new one beside it.

    Parameters
    ----------
    fresh : a new one, unless the last new one was stopped
    log : which moves it must keep; None takes what is there
    """
    names = (digest if number == 1 else f"{digest}-{number}" for number in count(1))
    for name in names:
        folder = ResultFolder(root / experiment.name / name, experiment, digest)
        stopped = name != digest and not folder.complete
        if not folder.path.exists():
            return folder
        if (stopped or not fresh) and (log is None or folder.log in (None, log)):
            return folder
    raise AssertionError("numbers do not end")


@contextmanager
def refusing(target: Path) -> Iterator[None]:
    """Turn a full disk, a missing permission and the like into one sentence."""
    try:
        yield
    except OSError as error:
        raise ResultError(f"{target}: cannot be written: {error.strerror or error}") from error
    except pa.ArrowException as error:
        raise ResultError(f"{target}: a part is damaged: {error}; delete it and run again") from error
