"""From factors, design and constraints to the points of an experiment: columns of codes, nothing built."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from negsim.errors import ConfigError
from negsim.experiment.constraints import Constraint, make_constraints, points_that_hold
from negsim.experiment.designs.contract import BaseValue, Design, Sample
from negsim.experiment.designs.factor import Array, Factor, Levels, RoleOnly, make_factor
from negsim.experiment.designs.listed import Listed
from negsim.experiment.point import Values
from negsim.experiment.question import Question
from negsim.politics.blocs import ensemble
from negsim.registry import name_of
from negsim.rng import stream
from negsim.settings.build import plain
from negsim.settings.field import declared_fields
from negsim.settings.paths import located, set_path, setting_path
from negsim.settings.reader import Place, refused_at
from negsim.talks.scenario import Scenario

MAX_RUNS = 10_000_000
"""Most runs one experiment may ask for."""
SLOW = ("economy", "issues", "no_deal", "no_deal.in_force"), ("no_deal.threatened",)
"""Sections and keys whose change makes trade to be solved again, then those that make parties reckon anew:
factors change the slower in execution the earlier they stand here."""
TABLES = ("economy", "economy.data")
"""Paths of the settings that name trade tables."""
NUMBERS_CHECKED = 32
"""Levels of a factor of many numbers that are checked before anything runs."""
POINTS_CHECKED = 25
"""Whole points, evenly spaced, that are checked before anything runs."""


@dataclass(frozen=True, eq=False)
class Layout:
    """The points of an experiment.

    Attributes
    ----------
    factors : dotted path -> factor, as the design uses it
    written : the factors as they stand in YAML
    sample : codes of every point, and the extra columns of the design
    dropped : points left out because they break a constraint
    """

    design: Design
    factors: Mapping[str, Factor]
    written: Mapping[str, Any]
    constraints: tuple[Constraint, ...]
    sample: Sample
    size: int
    dropped: int = 0

    def values(self, point: int) -> Values:
        """Return the level of every factor at one point."""
        return tuple((path, f.value(self.sample.codes[path][point])) for path, f in self.factors.items())

    def execution_order(self) -> Array:
        """Return the points so that trade is solved anew as rarely as possible; otherwise in order of id."""
        slow = [
            self.sample.codes[path]
            for keys in SLOW
            for path in self.factors
            if path in keys or (path.partition(".")[0] in keys and not path.startswith("no_deal."))
        ]
        return np.lexsort(slow[::-1]) if slow else np.arange(self.size)

    def probes(self) -> list[Values]:
        """Return the points that are checked before anything runs.

        They are the first point with each level, the points nearest to both ends of a range with that end in
        their place, and whole points evenly spaced from the first to the last.
        """
        chosen = set(np.linspace(0, self.size - 1, min(self.size, POINTS_CHECKED + 2)).astype(int).tolist())
        ends = []
        for path, factor in self.factors.items():
            codes = self.sample.codes[path]
            if isinstance(factor, Levels):
                chosen |= set(_first_points(factor, codes))
            else:
                ends += [self._with_end(path, int(codes.argmin()), factor.ends[0])]
                ends += [self._with_end(path, int(codes.argmax()), factor.ends[1])]
        return [values for values in ends if values] + [self.values(point) for point in sorted(chosen)]

    def _with_end(self, path: str, point: int, end: float) -> Values:
        """Return a point with one factor at the end of its range, or nothing if that breaks a constraint."""
        codes = {p: np.array([end if p == path else self.sample.codes[p][point]]) for p in self.factors}
        if not points_that_hold(self.constraints, self.factors, codes, 1)[0]:
            return ()
        return tuple((p, end if p == path else value) for p, value in self.values(point))

    def distinct(self, section: str) -> list[Values]:
        """Return one point for each combination of levels that are no numbers within a section."""
        columns = [
            self.sample.codes[path]
            for path, factor in self.factors.items()
            if path.partition(".")[0] == section and isinstance(factor, Levels) and not factor.numeric
        ]
        if not columns:
            return [self.values(0)]
        first = np.unique(np.stack(columns), axis=1, return_index=True)[1]
        return [self.values(point) for point in sorted(first.tolist())]


def _first_points(factor: Levels, codes: Array) -> list[int]:
    """Return the first point with each level; of many numbers with some, also the extremes."""
    found, first = np.unique(codes, return_index=True)
    if factor.numeric and found.size > NUMBERS_CHECKED:
        order = np.argsort(factor.numbers(found), kind="stable")
        first = first[order[np.linspace(0, found.size - 1, NUMBERS_CHECKED).astype(int)]]
    return [int(point) for point in first]


def make_layout(question: Question, base: BaseValue, place: Place) -> Layout:
    """Return the points that the keys `factors`, `design` and `constraints` of an experiment ask for.

    Raises
    ------
    ConfigError : for the first thing that is wrong, before any point is made.
    """
    design_place = place.key("design")
    keys = declared_fields(type(question.design))
    with refused_at(design_place, keys):
        design = question.design.located(Path(place.source).parent)
    declared = _declared(plain(question.factors), isinstance(design, Listed), place.key("factors"))
    declared = {path: _located(path, factor, place) for path, factor in declared.items()}
    factors = _adapted(design, declared, base, place)
    if isinstance(design, Listed) and any(path in TABLES for path in factors):
        factors = {path: _located(path, factor, place) for path, factor in factors.items()}
        design = design.written_out(factors)
    _refuse_size(design.size(factors) * question.replications, place)
    constraints = make_constraints(question.constraints, factors, place.key("constraints"))
    if constraints and design.structured:
        raise ConfigError(
            f"{place.key('constraints')}: the design {name_of(type(design))} is analysed as a whole, so that "
            "no point may be left out: drop the constraints or choose another design"
        )
    with refused_at(design_place, keys):
        sample = design.sample(factors, base, stream(question.seed, "design"))
    size = len(next(iter(sample.codes.values()))) if sample.codes else 1
    written = {path: factor.plain() for path, factor in declared.items()}
    return _constrained(Layout(design, factors, written, constraints, sample, size), place)


def _constrained(layout: Layout, place: Place) -> Layout:
    """Leave out the points that break a constraint."""
    sample = layout.sample
    keep = points_that_hold(layout.constraints, layout.factors, sample.codes, layout.size)
    left = int(keep.sum())
    if left == layout.size:
        return layout
    if not left:
        texts = ", ".join(constraint.text for constraint in layout.constraints)
        raise ConfigError(f"{place.key('constraints')}: no point meets {texts}")
    codes = {path: column[keep] for path, column in sample.codes.items()}
    extra = {name: column[keep] for name, column in sample.extra.items()}
    return replace(layout, sample=Sample(codes, extra), size=left, dropped=layout.size - left)


def _declared(raw: Mapping[str, Any], listed: bool, place: Place) -> dict[str, Factor | RoleOnly]:
    declared = {}
    for path, value in raw.items():
        if path.partition(".")[0] == "log":
            raise ConfigError(f"{place.key(path)}: what is logged changes no result; it cannot be a factor")
        value = _named_levels(path, value)
        factor = make_factor(value, place.key(path))
        if isinstance(factor, RoleOnly) and not listed:
            raise ConfigError(f"{place.key(path)}: has no levels; list them, or give a range {{low, high}}")
        declared[path] = factor
    return declared


def _named_levels(path: str, value: Any) -> Any:
    """Write out `weights: ensemble`."""
    every = list(range(len(ensemble())))
    if path == "weights" and value == "ensemble":
        return every
    if path == "weights" and isinstance(value, Mapping) and value.get("levels") == "ensemble":
        return {**value, "levels": every}
    return value


def _located(path: str, factor: Factor | RoleOnly, place: Place) -> Any:
    """Return a factor whose levels that are paths, relative to the experiment's file, are whole."""
    if not isinstance(factor, Levels) or factor.numeric:
        return factor
    folder = Path(place.source).parent
    return replace(factor, levels=tuple(_located_level(path, level, folder) for level in factor.levels))


def _located_level(path: str, level: Any, folder: Path) -> Any:
    found = located(Scenario, set_path({}, path, level, path), folder)
    for key in path.split("."):
        found = found[key]
    return found


def _adapted(
    design: Design, declared: Mapping[str, Any], base: BaseValue, place: Place
) -> Mapping[str, Factor]:
    try:
        return design.adapt(declared, base)
    except ConfigError as error:
        at_factor = str(error).partition(": ")[0] in declared
        with refused_at(place.key("factors" if at_factor else "design"), declared):
            raise


def _refuse_size(runs: int, place: Place) -> None:
    if runs > MAX_RUNS:
        raise ConfigError(
            f"{place}: {runs:,} runs are asked for, at most {MAX_RUNS:,} are allowed: "
            "drop levels, points or replications"
        )


def refuse_overridden(settings: tuple[str, ...], factors: Mapping[str, Any], place: Place) -> None:
    """Refuse a setting or a factor that would have no effect because a factor replaces it later."""
    paths = list(factors)
    fixed = [setting_path(text) for text in settings]
    for position, later in enumerate(paths):
        for kind, earlier in [("--set", path) for path in fixed] + [("factor", p) for p in paths[:position]]:
            if earlier == later or earlier.startswith(f"{later}."):
                raise ConfigError(
                    f"{place.key('factors').key(later)}: this factor undoes {kind} {earlier}; "
                    + ("drop one of them" if kind == "--set" else "put it first")
                )
