"""What every design promises."""

from collections.abc import Mapping

import numpy as np

from negsim.errors import ConfigError
from negsim.experiment.designs.contract import Design, Sample
from negsim.experiment.designs.factor import Factor, Levels
from negsim.registry import Entry
from negsim.rng import stream
from negsim.validation.conformance.law import Law, example, holds

FACTORS: Mapping[str, Levels] = {
    "no_deal.credibility": Levels((0.1, 0.6)),
    "time.ticks": Levels((3, 4, 5)),
}
SCENARIO = {"no_deal.credibility": 0.1, "time.ticks": 12}
"""What the scenario says where the factors stand."""


def makes_the_points_it_announces(entry: Entry) -> None:
    """It makes at least one point and no more than it says, one code of a level for each factor."""
    design = example(entry)
    holds(isinstance(design, Design), f"{type(design).__name__} must derive from Design")
    factors = _adapted(design)
    sample, size = _sample(design, factors), design.size(factors)
    holds(set(sample.codes) == set(factors), f"it has codes for {', '.join(sample.codes) or 'no factor'}")
    columns = {**sample.codes, **sample.extra}
    lengths = {name: len(column) for name, column in columns.items()}
    holds(len(set(lengths.values())) == 1, f"its columns have different lengths: {lengths}")
    made = next(iter(lengths.values()))
    holds(0 < made <= size, f"it makes {made} points, but announces {size}")
    for path, factor in factors.items():
        codes = np.asarray(sample.codes[path])
        known = isinstance(factor, Levels) and ((codes >= 0) & (codes < len(factor.levels))).all()
        holds(known, f"it has codes of '{path}' that stand for no level")


def makes_the_same_points_twice(entry: Entry) -> None:
    """The same chance gives the same points."""
    design = example(entry)
    factors = _adapted(design)
    first, second = _sample(design, factors), _sample(design, factors)
    for path in factors:
        same = np.array_equal(first.codes[path], second.codes[path])
        holds(same, f"the same chance gives two samples of '{path}'")


def _adapted(design: Design) -> Mapping[str, Factor]:
    """Return the factors as the design uses them; one whose points are written out has its own."""
    try:
        return design.adapt(FACTORS, SCENARIO.__getitem__)
    except ConfigError:
        return design.adapt({}, SCENARIO.__getitem__)


def _sample(design: Design, factors: Mapping[str, Factor]) -> Sample:
    return design.sample(factors, SCENARIO.__getitem__, stream(1, "design"))


LAWS: tuple[Law, ...] = (makes_the_points_it_announces, makes_the_same_points_twice)
