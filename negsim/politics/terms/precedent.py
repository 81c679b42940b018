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

    peer_rate: float | None = setting(
        None,
        gt=0,
        unit="fraction",
        status="data",
        source="other_tariffs.csv: rates of ASEAN on the day",
        help="rate of comparable partners; null is that of the economy's peers",
    )

    def value(self, features: Features) -> tuple[Array, ...]:
        """Return minus the shortfall below the peers' rate."""

        peers = features["peer_tariff"] if self.peer_rate is None else np.asarray(self.peer_rate)

        def cost(rate: Array) -> Array:
            shortfall = np.maximum(0.0, peers - rate)
            return -np.divide(shortfall, peers, out=np.zeros_like(shortfall), where=peers > 0)

        return (features.rate_term(cost),)
