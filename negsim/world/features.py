"""Features: what utility terms read of an outcome, as arrays that broadcast over the outcome space."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from negsim.arrays import Array
from negsim.errors import UnknownName
from negsim.registry import unknown

Addends = tuple[Array, ...]
"""Arrays to be added up, apart because each depends on issues of its own."""


@dataclass(frozen=True, eq=False)
class Features:
    """Named arrays with one axis an issue, of length 1 where a feature does not depend on that issue.

    Evaluated on the outcomes of a scenario (`deal` is 1) or on points without a deal (`deal` is 0), so
    that one formula serves both. Changes are taken against no deal at the rate in force.

    Attributes
    ----------
    arrays : feature -> values
    blocs : bloc behind the party that looks -> what it gains, but for the certainty that any deal brings
    """

    arrays: Mapping[str, Array]
    blocs: Mapping[str, Addends] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Array:
        """Return one feature.

        Raises
        ------
        UnknownName : with the known features and the nearest one.
        """
        if name not in self.arrays:
            raise UnknownName(unknown("feature", name, self.arrays))
        return self.arrays[name]

    def rate_term(self, curve: Callable[[Array], Array]) -> Array:
        """Return `curve` of the headline rate as politics sees it.

        While a deal is phased in, the rate in force holds if it is the higher one; politics mixes the value
        of that interim rate with the value of the final one.
        """
        interim = np.maximum(self["tariff"], self["tariff_in_force"])
        final, during = curve(self["tariff"]), curve(interim)
        return final + self["interim_political"] * (during - final)
