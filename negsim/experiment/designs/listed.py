"""Points written out one by one: in the experiment, or in a CSV file."""

import csv
import io
import re
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from negsim.errors import ConfigError
from negsim.experiment.designs.contract import BaseValue, Design, Sample
from negsim.experiment.designs.factor import Array, Factor, Levels, Range, coded, named_levels
from negsim.registry import register, show, unknown
from negsim.settings import yaml_file
from negsim.settings.build import plain
from negsim.settings.field import setting
from negsim.settings.reader import Place

MAX_CSV_BYTES = 100_000_000
NUMBER = re.compile(r"[-+]?(\d+|(\d+\.\d*|\.\d+)([eE][-+]?\d+)?)")
"""How most numbers are written; anything else in a cell is read as YAML, which is slower."""


class Listed(Design):
    """Rows of values, one a point."""

    @property
    @abstractmethod
    def columns(self) -> dict[str, list[Any]]:
        """Dotted path -> values of all points."""

    @cached_property
    def coded_columns(self) -> dict[str, tuple[tuple[Any, ...], Array]]:
        """Dotted path -> distinct values and the code of each point's value."""
        return {path: coded(values) for path, values in self.columns.items()}

    def adapt(self, factors: Mapping[str, Any], base: BaseValue) -> Mapping[str, Factor]:
        """Return the distinct values of each column as its levels, with the role that is declared."""
        columns = self.columns
        for path, factor in factors.items():
            if path not in columns:
                raise ConfigError(f"{path}: {unknown('column of the design', path, columns)}")
            if isinstance(factor, Levels | Range):
                raise ConfigError(f"{path}: its levels stand in the design; only {{role: ...}} may be given")
        roles = {path: factor.role for path, factor in factors.items()}
        return {
            path: named_levels(levels, roles.get(path), Place(path))
            for path, (levels, _) in self.coded_columns.items()
        }

    def written_out(self, factors: Mapping[str, Any]) -> "ListDesign":
        """Return the same points with other levels in the place of those in the columns."""
        rows = zip(*(codes for _, codes in self.coded_columns.values()), strict=True)
        points = (
            {path: f.written(code) for (path, f), code in zip(factors.items(), row, strict=True)}
            for row in rows
        )
        return ListDesign(tuple(points))

    def size(self, factors: Mapping[str, Factor]) -> int:
        """Return the number of rows."""
        return len(next(iter(self.columns.values())))

    def sample(self, factors: Mapping[str, Factor], base: BaseValue, chance: np.random.Generator) -> Sample:
        """Return the rows in order."""
        return Sample({path: codes for path, (_, codes) in self.coded_columns.items()})


@register("design", "list")
@dataclass(frozen=True)
class ListDesign(Listed):
    """Points written out in the experiment, each a mapping of the same dotted paths."""

    example: ClassVar[dict[str, object]] = {"points": ({"time.ticks": 5},)}
    points: tuple[Mapping[str, Any], ...] = setting(help="one mapping of dotted path -> value a point")

    def __post_init__(self) -> None:
        if not self.points:
            raise ConfigError("points: must have at least one point, got none")
        first = self.points[0]
        if not first:
            raise ConfigError("points: a point must set at least one path, got {}")
        for number, point in enumerate(self.points):
            for path in point:
                if path not in first:
                    raise ConfigError(f"points: [{number}]: {unknown('path', path, first)}")
            for path in first:
                if path not in point:
                    raise ConfigError(
                        f"points: [{number}]: '{path}' is missing; all points set the same paths"
                    )

    @cached_property
    def columns(self) -> dict[str, list[Any]]:
        """Dotted path -> values of all points."""
        return {path: [plain(point[path]) for point in self.points] for path in self.points[0]}


@register("design", "csv")
@dataclass(frozen=True)
class CsvDesign(Listed):
    """Points in a CSV file whose header has the dotted paths; cells are read like YAML values."""

    example: ClassVar[dict[str, object]] = {"text": "time.ticks\n5"}
    file: str = setting("", help="path of the file, relative to the experiment's")
    text: str = setting("", help="the content of the file instead")

    def __post_init__(self) -> None:
        if bool(self.file) == bool(self.text):
            raise ConfigError("file: name a file with the points")
        if self.text:
            self.columns  # noqa: B018 - refuses what cannot be read

    def located(self, folder: Path) -> Design:
        """Return the design with the file's content."""
        if not self.file:
            return self
        path = folder / self.file
        try:
            with path.open("rb") as file:
                content = file.read(MAX_CSV_BYTES + 1)
            text = content.decode("utf-8-sig")
        except OSError as error:
            raise ConfigError(f"file: {path} cannot be read: {error.strerror}") from error
        except ValueError as error:
            raise ConfigError(f"file: {path} is not UTF-8 text") from error
        if len(content) > MAX_CSV_BYTES:
            raise ConfigError(f"file: {path} is larger than {MAX_CSV_BYTES:,} bytes")
        text = "\n".join(line.rstrip() for line in text.splitlines() if line.strip())
        return replace(self, file="", text=text or "\n")

    @cached_property
    def columns(self) -> dict[str, list[Any]]:
        """Dotted path -> values of all points."""
        try:
            rows = [row for row in csv.reader(io.StringIO(self.text), skipinitialspace=True) if row]
        except csv.Error as error:
            raise ConfigError(f"file: cannot be read as CSV: {error}") from error
        paths = [cell.strip() for cell in rows[0]] if rows else []
        if not all(paths) or len(set(paths)) < len(paths) or len(rows) < 2:
            raise ConfigError(
                "file: must have a header of different dotted paths and at least one row of values"
            )
        for number, row in enumerate(rows[1:], 1):
            if len(row) != len(paths):
                raise ConfigError(f"file: row {number}: must have {len(paths)} cells, got {len(row)}")
        known: dict[str, Any] = {}
        return {path: [_cell(row[k], known, path) for row in rows[1:]] for k, path in enumerate(paths)}


def _cell(text: str, known: dict[str, Any], path: str) -> Any:
    text = text.strip()
    if text not in known:
        if not text:
            raise ConfigError(f"file: the column {path} has an empty cell; every point needs a value")
        if NUMBER.fullmatch(text):
            known[text] = float(text) if set(text) & set(".eE") else int(text)
        else:
            known[text] = yaml_file.parse(text, f"file: column {path}: {show(text)}")
            if known[text] is None:
                raise ConfigError(
                    f"file: the column {path} has the cell {show(text)}; every point needs a value"
                )
    return known[text]
