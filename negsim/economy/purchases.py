"""How much promised purchases add: what Vietnam can take and the US deliver, product by product."""

from dataclasses import dataclass

import numpy as np

from negsim.arrays import Array, Rows


@dataclass(frozen=True, eq=False)
class PurchaseCapacity:
    """What can be bought of each US product, arrays over products; money in billion US dollars a year.

    Attributes
    ----------
    group : position of the product's group among the groups of US exports
    flow_usd_bn : US exports to Vietnam of 2024
    ceiling_2027_usd_bn, ceiling_2030_usd_bn : most that can be shipped in that year
    additional_low, additional_high : range of the share that would not have been bought anyway
    diverted : share of the additional purchases that replaces other suppliers
    room_share : share of all room that can be used in one year, fraction
    premium : price above that of the supplier that is replaced, fraction
    """

    products: tuple[str, ...]
    group: Rows
    flow_usd_bn: Array
    ceiling_2027_usd_bn: Array
    ceiling_2030_usd_bn: Array
    additional_low: Array
    additional_high: Array
    diverted: Array
    room_share: float
    premium: float

    def room(self, year: float) -> Array:
        """(n,) what can be bought in `year` beyond the flow of 2024; straight lines between the dates."""
        ceilings = (self.flow_usd_bn, self.ceiling_2027_usd_bn, self.ceiling_2030_usd_bn)
        ceiling = [np.interp(year, (2024, 2027, 2030), column) for column in np.transpose(ceilings)]
        return self.room_share * (np.array(ceiling) - self.flow_usd_bn)

    def additional(self, position: float) -> Array:
        """(n,) share of a purchase that would not have happened anyway.

        Parameters
        ----------
        position : 0 the low, 1 the high end of every product's range
        """
        return self.additional_low + position * (self.additional_high - self.additional_low)

    def added(self, carried_out: Array, year: float, position: float) -> Array:
        """(..., n) purchases that add to US exports when `carried_out` (...) is really bought.

        Parameters
        ----------
        year, position : as in `room` and `additional`

        Notes
        -----
        A supply curve. Products in order of their additional share a_1 >= a_2 >= ... with room r_i; R_i is
        the room of the products before i. D bought adds

            A(D) = sum_i a_i min(max(D - R_i, 0), r_i)

        so the first billion adds most, every further one adds no more than the one before, and what exceeds
        all room adds nothing: it cannot be delivered or replaces what was bought already.
        """
        room, share = self.room(year), self.additional(position)
        order = np.argsort(-share, kind="stable")
        before = np.empty_like(room)
        before[order] = np.cumsum(room[order]) - room[order]
        bought: Array = np.clip(np.asarray(carried_out)[..., None] - before, 0.0, room)
        return share * bought

    def switching_cost(self, added: Array) -> Array:
        """(...) what buyers pay above the suppliers they leave, given additional purchases (..., n)."""
        cost: Array = self.premium * (added @ self.diverted)
        return cost
