"""What each country sells the other, by kind of goods: without a deal and at an outcome."""

from typing import NamedTuple

from negsim.arrays import Array
from negsim.bargaining.outcome import Outcome
from negsim.world.world import World

PURCHASES = "purchases promised"


class Flow(NamedTuple):
    """Sales of one kind of goods, $bn a year."""

    goods: str
    """A sector of the partner, a product group of the country that sets the tariff, or purchases."""
    without: float
    """Without a deal at the rate in force."""
    agreed: float
    """At the outcome."""

    @property
    def change(self) -> float:
        """What the outcome adds."""
        return self.agreed - self.without


def flows(world: World, outcome: Outcome | None) -> tuple[list[Flow], list[Flow]]:
    """Return what the partner sells, by sector, and what it is sold, by product; None is no deal.

    Purchases that a government promised are sold to the partner too, in a row of their own, the last.
    """
    at, now, data = world.consequences(outcome), world.in_force, world.data
    promised = Flow(PURCHASES, 0.0, at.features["added_purchases"])
    sold = _rows(data.sectors, now.sales, at.situation.sales)
    return sold, [*_rows(data.export_groups, now.home_exports, at.situation.home_exports), promised]


def _rows(goods: tuple[str, ...], without: Array, agreed: Array) -> list[Flow]:
    return [Flow(*row) for row in zip(goods, without.tolist(), agreed.tolist(), strict=True)]
