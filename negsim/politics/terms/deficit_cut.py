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
    """How much the US goods deficit with Vietnam falls: smaller imports, larger exports, added purchases."""

    scale_usd_bn: float = setting(10.0, gt=0, unit="usd_bn_per_year", help="cut that counts as one")

    def value(self, features: Features) -> tuple[Array, ...]:
        """Return the three parts of the change, each depending on its own issues."""
        return (
            -features["sales"] / self.scale_usd_bn,
            features["home_exports"] / self.scale_usd_bn,
            features["added_purchases"] / self.scale_usd_bn,
        )
