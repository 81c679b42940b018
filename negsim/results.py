"""A result folder: written whole or not at all, never deleted, read back as pandas."""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from negsim import yaml_file
from negsim.config import Place, mapping
from negsim.errors import ResultError
from negsim.experiment import Experiment
from negsim.manifest import make_manifest
from negsim.source import canonical
from negsim.tables import (
    agents_schema,
    design_schema,
    factor_value,
    offers_schema,
    runs_schema,
    timings_schema,
)


class ResultFolder:
    """The folder in which the results of one configuration are written.

    Parameters
    ----------
    root : where result folders are kept
    experiment : what is run
    digest : the configuration's hash
    fresh : use a new folder beside one that exists already
    """

    def __init__(self, root: Path, experiment: Experiment, digest: str, *, fresh: bool = False) -> None:
        self.experiment = experiment
        self.digest = digest
        home = root / experiment.name
        self.path = home / digest
        number = 2
        while fresh and self.path.exists():
            self.path = home / f"{digest}-{number}"
            number += 1

    @property
    def complete(self) -> bool:
        """Whether the results are there already."""
        return (self.path / "manifest.json").is_file()

    def write(
        self,
        rows: Iterable[Any],
        started: datetime,
        plugins: Sequence[str] = (),
        finish: Callable[[Path, Experiment], None] | None = None,
    ) -> Path:
        """Write all tables and return the folder; on any failure nothing is left behind.

        Parameters
        ----------
        rows : RunRows in order of run id
        started : when the command began
        finish : adds summary and pictures to the folder before it gets its name
        """
        with _scratch(self.path) as folder:
            played = list(rows)
            with _refusing(self.path):
                self._write_tables(folder, played)
                config = yaml_file.dump(self.experiment.resolved())
                (folder / "config.yaml").write_text(config, encoding="utf-8")
                manifest = make_manifest(self.experiment, started, plugins)
                (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
                if finish:
                    finish(folder, self.experiment)
                if not self.complete:  # the same command in another terminal may have been quicker
                    os.rename(folder, self.path)
        return self.path

    def _write_tables(self, folder: Path, rows: Iterable[Any]) -> None:
        runs, offers, agents, timings, failures = [], [], [], [], []
        for entry in rows:
            runs.append(entry.run)
            offers.extend(entry.offers)
            agents.extend(entry.agents)
            timings.append({"run_id": entry.run["run_id"], "seconds": entry.seconds, "worker": "serial"})
            if entry.run["status"] != "ok":
                failures.append(
                    {**entry.run, "replay": f"negsim replay {self.path} --run {entry.run['run_id']}"}
                )
        design = [
            {"point_id": p.point_id, **dict(p.factors), "scenario": yaml_file.dump(p.scenario.resolved())}
            for p in self.experiment.points
        ]
        self._table(folder / "design.parquet", design, design_schema(self.experiment))
        self._table(folder / "runs.parquet", runs, runs_schema(self.experiment))
        self._table(folder / "offers.parquet", offers, offers_schema(self.experiment))
        self._table(folder / "agents.parquet", agents, agents_schema())
        self._table(folder / "timings.parquet", timings, timings_schema())
        text = "".join(canonical(failure) + "\n" for failure in failures)
        (folder / "failures.jsonl").write_text(text, encoding="utf-8")

    def _table(self, path: Path, rows: list[dict[str, Any]], schema: pa.Schema) -> None:
        pq.write_table(as_table(rows, schema, set(self.experiment.factors)), path, compression="zstd")


def as_table(rows: list[dict[str, Any]], schema: pa.Schema, factors: Set[str] = frozenset()) -> pa.Table:
    """Return rows as a table with exactly the columns of a schema; `factors` names columns of levels."""
    columns = {}
    for field in schema:
        values = [row.get(field.name) for row in rows]
        if field.name in factors:
            values = [None if v is None else factor_value(v, field.type) for v in values]
        columns[field.name] = pa.array(values, type=field.type, from_pandas=True)
    return pa.table(columns, schema=schema)


@contextmanager
def _refusing(target: Path) -> Iterator[None]:
    """Turn a full disk, a missing permission and the like into one sentence."""
    try:
        yield
    except OSError as error:
        raise ResultError(f"{target}: cannot be written: {error.strerror or error}") from error


@contextmanager
def _scratch(target: Path) -> Iterator[Path]:
    """Make an empty folder beside `target`; afterwards it is gone, and so are its parents if all failed."""
    parents = (target.parent, *target.parent.parents)
    with _refusing(target):
        if target.exists():
            raise ResultError(f"{target}: is no finished result folder; move it or use --fresh")
        made = [parent for parent in parents if not parent.exists()]
    try:
        with _refusing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            scratch = tempfile.TemporaryDirectory(prefix=".writing-", dir=target.parent)
        with scratch as name:
            folder = Path(name) / "results"
            folder.mkdir()
            yield folder
    except BaseException:
        for parent in made:
            with suppress(OSError):
                parent.rmdir()
        raise


@dataclass(frozen=True)
class Results:
    """The tables of a finished result folder as pandas DataFrames, read when asked for."""

    path: Path

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row a run."""
        return self._read("runs")

    @cached_property
    def offers(self) -> pd.DataFrame:
        """One row a move of the logged runs."""
        return self._read("offers")

    @cached_property
    def agents(self) -> pd.DataFrame:
        """One row an agent of the logged runs that ended in agreement."""
        return self._read("agents")

    @cached_property
    def design(self) -> pd.DataFrame:
        """One row a design point."""
        return self._read("design")

    @cached_property
    def config(self) -> dict[str, Any]:
        """The resolved configuration."""
        config: dict[str, Any] = yaml_file.read(self.path / "config.yaml")
        return config

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Versions, commit, seed and times."""
        path = self.path / "manifest.json"
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ResultError(f"{path}: cannot be read: {error}") from error
        return dict(mapping(manifest, Place(str(path))))

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One row a design point: mean, spread and interval of every metric."""
        path = self.path / "summary.csv"
        try:
            return pd.read_csv(path).astype({"point_id": int})
        except (OSError, KeyError, ValueError) as error:
            raise ResultError(f"{path}: cannot be read: {error}") from error

    def read_all(self) -> None:
        """Read every table now, for a folder that is about to go."""
        for name in ("runs", "offers", "agents", "design", "summary", "config", "manifest"):
            getattr(self, name)

    def _read(self, name: str) -> pd.DataFrame:
        path = self.path / f"{name}.parquet"
        try:
            with path.open("rb") as file:  # a folder in its place would be an empty table
                return pd.read_parquet(file)
        except (OSError, ValueError, pa.ArrowException) as error:
            raise ResultError(f"{path}: cannot be read: {error}") from error


def load(path: str | Path) -> Results:
    """Return the results in a folder.

    Raises
    ------
    ResultError : if it is not a finished result folder.
    """
    folder = Path(path)
    if not (folder / "manifest.json").is_file():
        inside = [*folder.glob("*/manifest.json"), *folder.glob("*/*/manifest.json")]
        newest = max(inside, key=lambda path: path.stat().st_mtime, default=None)
        hint = f"; did you mean {newest.parent}?" if newest else ""
        raise ResultError(f"{folder}: is not a finished result folder (no manifest.json){hint}")
    return Results(folder)
