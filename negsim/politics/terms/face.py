"""What the announced rate means to a government that has to sign it."""

from dataclasses import dataclass

from negsim.arrays import Array
from negsim.politics.terms.contract import Term
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.features import Features


@register("term", "face")
@dataclass(frozen=True)
class Face(Term):
    """Face lost by signing a rate above, or won by one below, the rate in force."""

    scale: float = setting(
        0.20, gt=0, unit="fraction", status="design", help="points of rate that count as one"
    )

    def value(self, features: Features) -> tuple[Array, ...]:
        """Return face won, negative if the rate rises."""
        in_force = features["tariff_in_force"]
        return (features.rate_term(lambda rate: (in_force - rate) / self.scale),)
