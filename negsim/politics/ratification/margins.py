"""Margins of ratification in one state of the world: a win-set is a threshold on them."""

import numpy as np

from negsim.arrays import Array, Mask
from negsim.politics.ratification.contract import TOLERANCE


class Margins:
    """The margins of all outcomes, fixed: the outcomes that reach a threshold are known by their number.

    So the set is the same object until a threshold crosses a margin. Margins are not sorted: a comparison of
    ten thousand costs a microsecond, a sort thirty, and demands that move in every tick cross some each time.

    Parameters
    ----------
    values : margin of every outcome, shape (n,)
    """

    def __init__(self, values: Array) -> None:
        self.values = values
        self.number = -1
        """How many outcomes are in the set last asked for."""
        self._needed = np.nan
        self._set: Mask

    def reaching(self, needed: float) -> Mask:
        """Return the outcomes whose margin reaches what is needed."""
        if needed != self._needed:
            found = self.values >= needed - TOLERANCE
            number = int(np.count_nonzero(found))
            if number != self.number:
                self._set, self.number = found, number
            self._needed = needed
        return self._set
