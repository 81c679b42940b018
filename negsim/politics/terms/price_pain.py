"""What voters make of higher prices."""

from dataclasses import dataclass

from negsim.arrays import Array
from negsim.politics.terms.contract import Term
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.features import Features


@register("term", "price_pain")
@dataclass(frozen=True)
class PricePain(Term):
    """Convex pain of consumer losses: 1 - (loss / scale)^2, loss counted against a rate of zero."""

    scale_usd_bn: float = setting(
        13.911,
        gt=0,
        unit="usd_bn_per_year",
        status="design",
        help="loss whose pain is one: what a 20 % rate costs in this model",
    )

    def value(self, features: Features) -> tuple[Array, ...]:
        """Return the pain relative to that of the scale."""
        return (1.0 - (features["consumer_loss"] / self.scale_usd_bn) ** 2,)
