"""What a low rate for one country costs in talks with the others."""

from dataclasses import dataclass

import numpy as np

from negsim.arrays import Array
from negsim.politics.terms.contract import Term
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.features import Features


@register("term", "precedent")
@dataclass(frozen=True)
class Precedent(Term):
    """Cost of a rate below that of comparable partners, linear: one for a rate of zero."""

    peer_rate: float = setting(
        0.19,
        gt=0,
        unit="fraction",
        help="rate of the ASEAN peers (Indonesia, Malaysia, Philippines, Thailand)",
    )

    def value(self, features: Features) -> tuple[Array, ...]:
        """Return minus the shortfall below the peers' rate."""

        def cost(rate: Array) -> Array:
            return -np.maximum(0.0, self.peer_rate - rate) / self.peer_rate

        return (features.rate_term(cost),)
