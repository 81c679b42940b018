"""A finished result folder, read back as pandas."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from negsim.analysis.summary import SUMMED_BY, read, roles, scan, summary
from negsim.errors import ResultError
from negsim.experiment.experiment import make_experiment
from negsim.settings import yaml_file
from negsim.settings.reader import Place, mapping


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
        """One row a design point; `scenario` is written out for the first 50, see the method of that name."""
        return self._read("design")

    @cached_property
    def config(self) -> dict[str, Any]:
        """The resolved configuration."""
        config: dict[str, Any] = yaml_file.read(self.path / "config.yaml", yaml_file.MAX_RESOLVED_BYTES)
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
    def roles(self) -> dict[str, str]:
        """Dotted path -> role (lever, uncertainty or empty) of every factor."""
        return roles(self.path)

    def scenario(self, point_id: int) -> str:
        """Return the whole scenario of a design point as YAML text."""
        place = Place(str(self.path / "config.yaml"))
        experiment = make_experiment(self.config, place)
        if not 0 <= point_id < experiment.n_points:
            last = experiment.n_points - 1
            raise ResultError(f"{self.path}: design points run from 0 to {last}, got {point_id}")
        return experiment.scenario_text(experiment.point(point_id))

    def scan(self, table: str = "runs") -> Any:
        """Return a table as a pyarrow Dataset, of which nothing is read until it is asked for."""
        return scan(self.path, table)

    def summary(
        self, by: str | Sequence[str] | None = None, metrics: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """Return numbers per group of runs, see `summary`; needs only the columns it names.

        Parameters
        ----------
        by : one or more columns that make groups; default: the levers among the factors, or else points
        metrics : default: those that the experiment asked for
        """
        levers = [path for path, role in self.roles.items() if role == "lever"]
        groups = (levers or ["point_id"]) if by is None else [by] if isinstance(by, str) else list(by)
        names = list(self.config["metrics"] if metrics is None else metrics)
        return summary(self.part([*groups, *names, *SUMMED_BY]), groups, names)

    @property
    def column_names(self) -> list[str]:
        """Columns of `runs`, which is not read for it."""
        return list(self.runs.columns) if self._in_memory else list(self.scan().schema.names)

    def part(self, names: Sequence[str]) -> pd.DataFrame:
        """Return some columns of `runs`: from memory if it was read, else these alone from disk."""
        return self.runs if self._in_memory else read(self.path, names)

    @property
    def _in_memory(self) -> bool:
        return "runs" in vars(self)

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row a design point: mean, spread and interval of every metric."""
        path = self.path / "summary.csv"
        try:
            return pd.read_csv(path).astype({"point_id": int})
        except (OSError, KeyError, ValueError) as error:
            raise ResultError(f"{path}: cannot be read: {error}") from error

    def read_all(self) -> None:
        """Read every table now, for a folder that is about to go."""
        for name in ("runs", "offers", "agents", "design", "points", "roles", "config", "manifest"):
            getattr(self, name)

    def _read(self, name: str) -> pd.DataFrame:
        path = self.path / f"{name}.parquet"
        try:
            with path.open("rb") as file:  # a folder in its place would be an empty table
                table: pd.DataFrame = pq.read_table(file, page_checksum_verification=True).to_pandas()
                return table
        except (OSError, ValueError, pa.ArrowException) as error:
            raise ResultError(f"{path}: cannot be read: {error}") from error
