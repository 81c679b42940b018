"""The cut of the bilateral deficit."""

from dataclasses import dataclass

from negsim.arrays import Array
from negsim.politics.terms.contract import Term
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.features import Features


@register("term", "deficit_cut")
@dataclass(frozen=True)
class DeficitCut(Term):
    """How much the US goods deficit with Vietnam falls: smaller imports, larger exports, added purchases.

    Announced, it is the cut that the text of a deal has: final levels at once, and all purchases carried out
    and additional (`negsim.world.implementation.announced`). What comes of it is another matter.
    """

    scale_usd_bn: float = setting(
        10.0, gt=0, unit="usd_bn_per_year", status="design", help="cut that counts as one"
    )
    announced: bool = setting(False, help="judges by the cut that is announced, not by what comes of it")

    @property
    def topic(self) -> str:
        """The deficit."""
        return "deficit"

    def value(self, features: Features) -> tuple[Array, ...]:
        """Return the three parts of the change, each depending on its own issues."""
        realised = ("sales", "home_exports", "added_purchases")
        announced = ("final_sales", "final_exports", "announced_purchases")
        sales, *exports = (features[name] for name in (announced if self.announced else realised))
        return (-sales / self.scale_usd_bn, *(change / self.scale_usd_bn for change in exports))
