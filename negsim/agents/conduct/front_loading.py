"""F4: shipping ahead of a deadline, and selling the stock after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.agents.conduct.contract import Books, Echo, Ground, News, Rule, Totals
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("conduct", "front_loading")
@dataclass(frozen=True)
class FrontLoading(Rule):
    """Firms ship ahead while they expect a higher rate within reach, and sell the stock afterwards.

    wish = min(most, intensity x taxed max(0, E - rate) / cost) storable while the threat may be carried out
    within `lead` weeks, else 0; it stops at a stock of `warehouse` weeks. Without a wish a share weeks /
    payback of the stock is sold instead of new goods. ahead is a fraction of sales; stock <- stock + ahead x
    weeks. Terms about the deficit of the side that sets the tariff count 1 + salience x surge times, surge
    being what all firms ship ahead over what they sell.

    References
    ----------
    Alessandria, Khan & Khederlarian (2021) on stockpiling before renewal votes. Exports to the US rose by 42
    % over a year in May 2025, and were read as pressure to concede more.
    """

    setting_status: ClassVar[Status] = "assumption"

    writes: ClassVar = ("ahead", "stock")
    news: ClassVar = "orders_ahead"
    newsworthy: ClassVar = 0.05
    cost: float = setting(
        0.04,
        gt=0,
        le=1,
        unit="fraction of value",
        plausible=(0.02, 0.08),
        help="carrying and rush costs of shipping ahead",
    )
    intensity: float = setting(
        0.15,
        ge=0,
        le=10,
        unit="",
        plausible=(0.05, 0.5),
        help="surge where the rate saved is worth the cost once",
    )
    most: float = setting(0.5, ge=0, le=5, unit="fraction of sales", plausible=(0, 0.8), help="surge at most")
    lead: float = setting(
        10.0, ge=0, le=520, unit="weeks", plausible=(4, 13), help="how long before the day firms begin"
    )
    warehouse: float = setting(
        8.0, ge=0, le=520, unit="weeks of sales", plausible=(4, 16), help="stock that can be held"
    )
    payback: float = setting(
        6.0, ge=1, le=520, unit="weeks", plausible=(3, 13), help="mean time until a stock is sold"
    )
    salience: float = setting(
        0.5,
        ge=0,
        le=10,
        unit="",
        plausible=(0, 2),
        help="rise of the weight of the deficit per unit of the surge; 0: none",
    )
    step: float = setting(
        0.02, gt=0, le=10, unit="", status="design", help="the weight moves only by so much at a time"
    )

    def act(self, books: Books, ground: Ground, news: News) -> None:
        """Ship ahead, or sell what was."""
        ahead, stock = books.ahead, books.stock
        sold = min(1.0, news.weeks / self.payback) / news.weeks
        np.multiply(stock, -sold, out=ahead)
        if news.threat > news.rate and news.due <= self.lead:
            saved = np.maximum(books.expected - news.rate, 0.0)
            saved *= ground.taxed
            np.minimum(saved * (self.intensity / self.cost), self.most, out=saved)
            saved *= ground.storable
            saved *= books.alive
            np.minimum(saved, np.maximum(self.warehouse - stock, 0.0) / news.weeks, out=saved)
            np.copyto(ahead, saved, where=saved > 0.0)
        stock += ahead * news.weeks

    def echoes(self, totals: Totals) -> Iterable[Echo]:
        """Return how much more the deficit counts."""
        factor = 1.0 + self.salience * max(0.0, totals.surge)
        return (Echo("home", "deficit", factor, 1.0, self.step),)

    def size(self, totals: Totals) -> float:
        """Return the surge."""
        return totals.surge

    def line(self, totals: Totals) -> str:
        """Return the line about a wave of orders."""
        return f"buyers order {100 * totals.surge:.0f} % more than they sell, to be ahead of a higher rate"
