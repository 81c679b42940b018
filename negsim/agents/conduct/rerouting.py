"""F7: goods of third countries under the partner's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp
from typing import ClassVar

import numpy as np

from negsim.agents.conduct.contract import Books, Echo, Ground, News, Rule, Totals
from negsim.arrays import Array
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("conduct", "rerouting")
@dataclass(frozen=True)
class Rerouting(Rule):
    """Goods of the source with the highest rate pass through, as far as that pays against detection.

    evading <- evading + speed (start x ceiling x L(k (pays - paid) + logit(1 / ceiling)) - evading), with
    pays = gap (1 - d) - d (penalty - rate + fine), gap what the rate of that source exceeds the one in force
    by, at least 0, d the share that is found, and paid = gap_before (1 - d) when the share of the start was
    measured: at the same gain it stays what it was. L is the logistic function. Plants owned in the country
    of their inputs begin at `third_start` times the sector's share. Terms of the side that sets the tariff
    about origin count 1 + attention x (share now / share at the start - 1) times: what is found grows with
    what is done.

    References
    ----------
    Iyoha, Malesky, Wen, Wu & Feng (2024): 1.8 % of exports by firms' data, 16 % by products', driven by new
    and Chinese-owned plants; the tariffs of 2018 and 2019 raised the latter by 5.9 points, from about 10 %: k
    of 5 at a gap of 0.15.
    """

    setting_status: ClassVar[Status] = "assumption"

    writes: ClassVar = ("evading",)
    news: ClassVar = "rerouting_found"
    newsworthy: ClassVar = 0.5
    ceiling: float = setting(
        3.0, gt=1, le=20, unit="", plausible=(1.5, 9), help="share at most, in multiples of that of the start"
    )
    sharpness: float = setting(
        5.0,
        ge=0,
        le=1000,
        unit="",
        source="rise of 5.9 points under the tariffs of 2018 and 2019 (Iyoha et al. 2024)",
        plausible=(2, 15),
        help="k, how sharply firms react to what it pays",
    )
    gap_before: float = setting(
        0.15,
        ge=0,
        le=5,
        unit="fraction of value",
        plausible=(0.1, 0.25),
        help="what passing through saved when the share of the start was measured",
    )
    fine: float = setting(
        0.0, ge=0, le=5, unit="fraction of value", plausible=(0, 0.2), help="fine beside the penalty rate"
    )
    speed: float = setting(
        0.03, ge=0, le=1, unit="share a week", plausible=(0.01, 0.1), help="how fast routes change"
    )
    third_start: float = setting(
        2.0,
        ge=0,
        le=20,
        unit="",
        plausible=(1, 5),
        help="share of plants owned in the country of their inputs, against the sector's",
    )
    attention: float = setting(
        1.0,
        ge=0,
        le=10,
        unit="",
        plausible=(0, 2),
        help="rise of the weight of origin per share that rerouting grows: in proportion",
    )
    step: float = setting(
        0.05, gt=0, le=10, unit="", status="design", help="the weight moves only by so much at a time"
    )

    def begin(self, books: Books, ground: Ground, chance: np.random.Generator) -> None:
        """Begin with the share that was found in the data."""
        books.evading[:] = self._start(ground)

    def act(self, books: Books, ground: Ground, news: News) -> None:
        """Change routes."""
        books.evading += news.share(self.speed) * (
            self.times(ground, news.rate) * self._start(ground) - books.evading
        )

    def times(self, ground: Ground, rate: float) -> float:
        """Return where the share would settle at a rate in force, in multiples of that of the start."""
        d = ground.detection
        gap = max(0.0, ground.dearest - rate)
        pays = gap * (1.0 - d) - d * (max(ground.penalty, rate) - rate + self.fine)
        paid = self.gap_before * (1.0 - d)
        return self.ceiling / (1.0 + (self.ceiling - 1.0) * exp(-self.sharpness * (pays - paid)))

    def echoes(self, totals: Totals) -> Iterable[Echo]:
        """Return how much more origin counts."""
        factor = 1.0 + self.attention * self.size(totals)
        return (Echo("home", "origin", max(0.0, factor), 1.0, self.step),)

    def size(self, totals: Totals) -> float:
        """Return by what share of that of the start rerouting has grown."""
        return totals.rerouted / totals.rerouted_at_start - 1.0 if totals.rerouted_at_start else 0.0

    def line(self, totals: Totals) -> str:
        """Return the line about what customs find."""
        share = f"{100 * totals.rerouted:.1f} % of the flow"
        return (
            f"customs find more goods under a false origin: an estimated {share} are goods of third countries"
        )

    def _start(self, ground: Ground) -> Array:
        """Return the share of the start."""
        return ground.rerouted * (1.0 + (self.third_start - 1.0) * ground.third) * ground.out
