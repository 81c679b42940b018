"""Ratification at a threshold that nobody knows: any between two limits is as likely as any other."""

from dataclasses import dataclass

import numpy as np

from negsim.arrays import Array
from negsim.errors import ConfigError
from negsim.politics.ratification.contract import FILTERS, Ratification, reached, weighed
from negsim.registry import register
from negsim.settings.field import setting


@register("ratification", "uniform")
@dataclass(frozen=True)
class Uniform(Ratification):
    """The weighted sum of what groups gain must reach a threshold, drawn at each vote between two limits.

    Odds are 0 below `low`, 1 from `high` on, and rise evenly in between.

    References
    ----------
    The uncertain ratifier of two-level games (Putnam 1988; Iida 1993). Who may divide a pie of 1 and offers
    the ratifier a share y, its threshold in U[l, h], expects (1 - y)(y - l)/(h - l) and offers (1 + l)/2, or
    h if that is less.
    """

    low: float = setting(
        0.0,
        ge=-1000,
        le=1000,
        unit="weighted gain",
        status="assumption",
        plausible=(-0.5, 0.5),
        help="weighted gain up to which nothing is ratified",
    )
    high: float = setting(
        0.5,
        ge=-1000,
        le=1000,
        unit="weighted gain",
        status="assumption",
        plausible=(0.2, 1),
        help="weighted gain from which all is ratified, above low",
    )
    filters: bool = setting(True, help=FILTERS)

    def __post_init__(self) -> None:
        """Refuse limits the wrong way round."""
        if self.high <= self.low:
            raise ConfigError(f"high: must be above low, got {self.low:g} to {self.high:g}")

    @property
    def slope(self) -> float:  # type: ignore[override]
        """What an error in log-odds is divided by: odds rise here as those of this slope do at even odds."""
        return 4.0 / self._width

    @property
    def _width(self) -> float:
        return self.high - self.low

    def margins(self, gains: Array, weights: Array, thresholds: Array) -> Array:
        """Return the index over the middle of the limits, which blocs' bad moods raise by their weight."""
        index, mood = weighed(gains, weights, thresholds)
        return index - ((self.low + self.high) / 2.0 + mood)

    def odds(self, margins: Array) -> Array:
        """Return the odds at these margins."""
        return np.clip(np.asarray(margins, dtype=float) / self._width + 0.5, 0.0, 1.0)

    def margin_at(self, odds: float) -> float:
        """Return the margin at which the odds are these."""
        return (odds - 0.5) * self._width

    def passes(self, margin: float, chance: np.random.Generator) -> bool:
        """Draw the threshold, and return whether it is reached."""
        return bool(reached(margin, (chance.random() - 0.5) * self._width))
