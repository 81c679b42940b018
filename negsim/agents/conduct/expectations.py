"""F1: what rate firms reckon with."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.agents.conduct.contract import Books, Ground, News, Rule
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("conduct", "expectations")
@dataclass(frozen=True)
class Expectations(Rule):
    """Firms expect an agreement, or no deal with its threat and its ruling, and learn from public news alone.

    hope <- hope + learning (sign - hope) at news of an agreement (sign 1) or against one (0); E = hope x
    offered + (1 - hope) [rate + q d (threat - rate)], q the credibility of the threat and d = 1 within the
    horizon, else horizon over weeks to the deadline; before a ruling (1 - s) E + s x fallback, with s the
    odds of a strike, discounted alike. Rates are fractions of customs value. Without the rule firms reckon
    with the rate in force.

    References
    ----------
    Handley & Limão (2015, 2017): exporters act on the tariff they expect. The learning rule is adaptive
    expectations (assumption).
    """

    setting_status: ClassVar[Status] = "assumption"

    writes: ClassVar = ("hope", "expected")
    prior: float = setting(
        0.5, ge=0, le=1, unit="probability", plausible=(0.2, 0.8), help="mean hope at the start"
    )
    spread: float = setting(
        0.2,
        ge=0,
        le=0.5,
        unit="",
        plausible=(0, 0.4),
        help="half width of the hopes of firms around that mean",
    )
    learning: float = setting(
        0.3, ge=0, le=1, unit="", plausible=(0.1, 0.6), help="share of the way to each piece of news"
    )
    horizon: float = setting(
        26.0, ge=1, le=520, unit="weeks", plausible=(13, 52), help="how far ahead orders are planned"
    )

    def begin(self, books: Books, ground: Ground, chance: np.random.Generator) -> None:
        """Draw the hope of every firm."""
        drawn = self.prior + self.spread * (2.0 * chance.random(books.hope.size) - 1.0)
        books.hope[:] = np.clip(drawn, 0.0, 1.0)

    def act(self, books: Books, ground: Ground, news: News) -> None:
        """Learn from the news, and reckon anew."""
        hope = books.hope
        if news.sign is not None:
            hope += self.learning * (news.sign - hope)
        q = news.credibility * self._near(news.due)
        without = news.rate + q * (news.threat - news.rate)
        s = news.strike * self._near(news.ruling_in)
        expected = (1.0 - s) * (news.offered - without) * hope
        expected += (1.0 - s) * without + s * news.fallback
        books.expected[:] = expected

    def _near(self, weeks: float) -> float:
        """Return how much of something that lies so many weeks ahead counts now."""
        return min(1.0, self.horizon / weeks) if weeks > 0.0 else 1.0
