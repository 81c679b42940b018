"""Demands: how far up a party asks, carried over when all its utilities change at once."""

from dataclasses import dataclass
from math import floor, isfinite

from negsim.bargaining.outcome import Outcome
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.table import GRID


@dataclass(frozen=True)
class Demand:
    """What a party asked for last, in the utilities of that day.

    Parameters
    ----------
    offer : its own last offer
    worth : own utility of it
    floor : lowest utility worth aiming at
    ceiling : utility that concessions counted from; minus infinity where nothing was admissible
    no_deal : utility without a deal as things stand
    """

    offer: Outcome
    worth: float
    floor: float
    ceiling: float
    no_deal: float

    def carried_over(self, utility: UtilityFunction, no_deal: float) -> float:
        """Return the utility that concessions count from, in the utilities of another world.

        The party asks for no more than its last offer; or, where no deal has become better, than what is as
        far above no deal as that offer was. So a demand that its last offer met is met by it again, however
        far the new utilities stretch. Infinite where the offer was or would be no gain, or nothing was
        admissible: then nothing binds.

        Parameters
        ----------
        utility : own utility function there
        no_deal : utility without a deal there, as things stand
        """
        asked = max(utility.value(self.offer), no_deal + self.worth - self.no_deal)
        before, now = self.worth - self.floor, asked - utility.floor
        if min(before, now) <= 0.0 or not isfinite(self.ceiling):
            return float("inf")
        return floor((utility.floor + (self.ceiling - self.floor) * now / before) / GRID) * GRID
