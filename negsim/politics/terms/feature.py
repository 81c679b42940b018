"""A term that is a power of one feature."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.arrays import Array
from negsim.politics.terms.contract import Term
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.features import Features


@register("term", "feature")
@dataclass(frozen=True)
class FeatureTerm(Term):
    """A power of one feature: sign * (feature / scale) ^ exponent, less while market access is phased in.

    Exponents above 1 keep the side that pays from taking issues to their ends together.
    """

    example: ClassVar[dict[str, object]] = {"feature": "deal"}

    feature: str = setting(help="name of the feature, see `negsim list feature`")
    scale: float = setting(
        1.0,
        gt=0,
        unit="that of the feature",
        status="design",
        help="amount of the feature that counts as one",
    )
    exponent: float = setting(
        1.0,
        gt=0,
        unit="",
        status="assumption",
        plausible=(1, 2),
        help="1 is linear; other values need a feature that is never negative",
    )
    sign: float = setting(
        1.0, ge=-1, le=1, unit="", status="design", help="1 if more is good for the party, -1 if it is bad"
    )
    phasing_discount: float = setting(
        0.0,
        ge=0,
        le=2,
        unit="",
        status="assumption",
        plausible=(0, 1),
        help="value lost per unit of interim share while market access is phased in",
    )

    @property
    def topic(self) -> str:
        """The feature."""
        return self.feature

    def value(self, features: Features) -> tuple[Array, ...]:
        """Return the curve of the feature."""
        size = features[self.feature] / self.scale
        curve = size if self.exponent == 1.0 else np.sign(size) * np.abs(size) ** self.exponent
        if not self.phasing_discount:
            return (self.sign * curve,)  # depends on its own issues alone
        return (self.sign * curve * (1.0 - self.phasing_discount * features["interim_access"]),)
