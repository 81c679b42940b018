"""A result folder: written whole or not at all, never deleted, read back as pandas."""

import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from negsim import yaml_file
from negsim.errors import ResultError
from negsim.experiment import Experiment
from negsim.source import canonical
from negsim.tables import (
    agents_schema,
    design_schema,
    factor_value,
    offers_schema,
    runs_schema,
    timings_schema,
)

ENGINE_VERSION = 1
"""Raised whenever the same configuration would give other numbers; part of the configuration's hash."""


def config_hash(experiment: Experiment, plugins: Sequence[str] = ()) -> str:
    """Return 12 hex digits that stand for everything that decides the results.

    Parameters
    ----------
    plugins : digests of the loose plug-in files that were loaded
    """
    content = {
        "experiment": experiment.resolved(),
        "data": data_digest(),
        "plugins": sorted(plugins),
        "engine": ENGINE_VERSION,
    }
    return hashlib.sha256(canonical(content).encode()).hexdigest()[:12]


def data_digest() -> str:
    """Return the digest of every data table of the package."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.glob("*/data/**/*.csv")):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


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
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".writing-", dir=self.path.parent) as name:
                folder = Path(name) / "results"
                folder.mkdir()
                self._write_tables(folder, rows)
                config = yaml_file.dump(self.experiment.resolved())
                (folder / "config.yaml").write_text(config, encoding="utf-8")
                manifest = self._manifest(started, plugins)
                (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
                if finish:
                    finish(folder, self.experiment)
                os.replace(folder, self.path)
        except OSError as error:
            raise ResultError(f"{self.path}: cannot be written: {error.strerror or error}") from error
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
        design = [{"point_id": p.point_id, **dict(p.factors)} for p in self.experiment.points]
        self._table(folder / "design.parquet", design, design_schema(self.experiment))
        self._table(folder / "runs.parquet", runs, runs_schema(self.experiment))
        self._table(folder / "offers.parquet", offers, offers_schema(self.experiment))
        self._table(folder / "agents.parquet", agents, agents_schema())
        self._table(folder / "timings.parquet", timings, timings_schema())
        text = "".join(canonical(failure) + "\n" for failure in failures)
        (folder / "failures.jsonl").write_text(text, encoding="utf-8")

    def _table(self, path: Path, rows: list[dict[str, Any]], schema: pa.Schema) -> None:
        factors = set(self.experiment.factors)
        columns = {}
        for field in schema:
            values = [row.get(field.name) for row in rows]
            if field.name in factors:
                values = [None if v is None else factor_value(v, field.type) for v in values]
            columns[field.name] = pa.array(values, type=field.type, from_pandas=True)
        pq.write_table(pa.table(columns, schema=schema), path, compression="zstd")

    def _manifest(self, started: datetime, plugins: Sequence[str]) -> dict[str, Any]:
        packages = ("negsim", "mesa", "numpy", "pandas", "pyarrow")
        return {
            "schema": 1,
            "engine": ENGINE_VERSION,
            "config_hash": self.digest,
            "data_sha256": data_digest(),
            "plugins_sha256": sorted(plugins),
            "seed": self.experiment.seed,
            "points": len(self.experiment.points),
            "replications": self.experiment.replications,
            "versions": {name: _version(name) for name in packages},
            "python": platform.python_version(),
            "platform": platform.platform(),
            "commit": _commit(),
            "argv": sys.argv,
            "started": started.isoformat(timespec="seconds"),
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        }


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "unknown"


def _commit() -> str:
    """Return the commit of the source tree in use, with `+dirty` if it was changed; empty for a wheel."""
    home = Path(__file__).parent.parent
    if not (home / ".git").exists():
        return ""
    try:
        head = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=home, capture_output=True, text=True, check=True
        )
        state = subprocess.run(
            ["git", "status", "--porcelain"], cwd=home, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return head.stdout.strip() + ("+dirty" if state.stdout.strip() else "")


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
        manifest: dict[str, Any] = json.loads((self.path / "manifest.json").read_text(encoding="utf-8"))
        return manifest

    def read_all(self) -> None:
        """Read every table now, for a folder that is about to go."""
        for name in ("runs", "offers", "agents", "design", "config", "manifest"):
            getattr(self, name)

    def _read(self, name: str) -> pd.DataFrame:
        try:
            return pd.read_parquet(self.path / f"{name}.parquet")
        except (OSError, pa.ArrowInvalid) as error:
            raise ResultError(f"{self.path / name}.parquet: cannot be read: {error}") from error


def load(path: str | Path) -> Results:
    """Return the results in a folder.

    Raises
    ------
    ResultError : if it is not a finished result folder.
    """
    folder = Path(path)
    if not (folder / "manifest.json").is_file():
        inside = sorted(p.parent for p in folder.glob("*/manifest.json")) if folder.is_dir() else []
        hint = f"; did you mean {inside[-1]}?" if inside else ""
        raise ResultError(f"{folder}: is not a finished result folder (no manifest.json){hint}")
    return Results(folder)
