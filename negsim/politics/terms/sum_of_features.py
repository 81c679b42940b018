"""A term that adds several features of the same unit."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.arrays import Array
from negsim.errors import ConfigError
from negsim.politics.terms.contract import Term
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.features import Features


@register("term", "sum_of_features")
@dataclass(frozen=True)
class SumOfFeatures(Term):
    """Features of one unit added up, e.g. consumer surplus and tariff revenue as national income."""

    example: ClassVar[dict[str, object]] = {"features": ("sales", "home_exports")}

    features: tuple[str, ...] = setting(help="names of the features")
    scale: float = setting(
        1.0, gt=0, unit="that of the features", status="design", help="amount that counts as one"
    )

    def __post_init__(self) -> None:
        """Refuse a sum of nothing."""
        if not self.features:
            raise ConfigError("features: must be a list of at least one feature, got []")

    def value(self, features: Features) -> tuple[Array, ...]:
        """Return one addend a feature."""
        return tuple(features[name] / self.scale for name in self.features)
