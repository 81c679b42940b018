"""What the announced rate is worth as a headline."""

from dataclasses import dataclass

import numpy as np

from negsim.arrays import Array
from negsim.politics.terms.contract import Term
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.features import Features


@register("term", "headline_rate")
@dataclass(frozen=True)
class HeadlineRate(Term):
    """Saturating value of a high announced rate: h(rate) - h(rate in force), h = 1 - exp(-rate / scale)."""

    scale: float = setting(
        0.12,
        gt=0,
        unit="fraction",
        status="assumption",
        plausible=(0.06, 0.24),
        help="rate at which most of the headline is had",
    )

    def value(self, features: Features) -> tuple[Array, ...]:
        """Return the headline gained."""

        def headline(rate: Array) -> Array:
            return -np.exp(-rate / self.scale)

        return (features.rate_term(headline) - headline(features["tariff_in_force"]),)
