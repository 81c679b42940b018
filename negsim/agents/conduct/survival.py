"""F9: cash, giving up, and the jobs that go with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.agents.conduct.contract import WEEKS_A_YEAR, Books, Echo, Ground, News, Rule, Totals
from negsim.registry import register
from negsim.settings.field import Status, setting

ROUNDING = 1e-12
"""Cash that is gone but for the last bits, $bn."""


@register("conduct", "survival")
@dataclass(frozen=True)
class Survival(Rule):
    """A seller earns, pays its fixed costs, and gives up when its cash is gone; so go its jobs.

    earnings = sold (margin + skill + overhead - absorbed / (1 + t)), sold what it ships and sells elsewhere;
    cash <- cash + (earnings - overhead x sales at the start (1 - moved)) weeks / 52, $bn; it gives up below
    0. At the start cash covers `runway` weeks of fixed costs, lognormal among firms with that median. Jobs
    follow orders downwards. The share of jobs lost less those that investors bring is taken off the partner's
    standing.

    References
    ----------
    Margins of textile factories are about 5 % (New York Times, 5 May 2025). Cash of small American firms
    covers 27 days of costs in the median, 13 and 62 at the quartiles (JPMorgan Chase Institute, 2016): a
    spread of 1.16. Runways are assumptions.
    """

    setting_status: ClassVar[Status] = "assumption"

    writes: ClassVar = ("earnings", "cash", "alive")
    news: ClassVar = "closures"
    newsworthy: ClassVar = 1.0
    overhead: float = setting(
        0.15, ge=0, le=1, unit="fraction of sales at the start", plausible=(0.05, 0.3), help="fixed costs"
    )
    runway_small: float = setting(
        12.0,
        ge=0,
        le=1040,
        unit="weeks of fixed costs",
        source="small firms in the US: 27 days in the median (JPMorgan Chase Institute 2016)",
        plausible=(6, 26),
        help="cash of small firms",
    )
    runway_foreign: float = setting(
        52.0,
        ge=0,
        le=1040,
        unit="weeks of fixed costs",
        plausible=(26, 104),
        help="cash of foreign-owned ones",
    )
    runway_spread: float = setting(
        1.0,
        ge=0,
        le=3,
        unit="",
        source="quartiles of small firms in the US: 1.16 (JPMorgan Chase Institute 2016)",
        plausible=(0, 1.2),
        help="sigma of the lognormal of runways among firms",
    )
    step: float = setting(
        0.01,
        gt=0,
        le=1,
        unit="fraction of jobs",
        status="design",
        help="jobs are felt anew when so many more went",
    )

    def begin(self, books: Books, ground: Ground, chance: np.random.Generator) -> None:
        """Fill the till, by luck."""
        weeks = self.runway_foreign + (self.runway_small - self.runway_foreign) * ground.small
        weeks = weeks * chance.lognormal(0.0, self.runway_spread, weeks.size)
        books.cash[:] = weeks / WEEKS_A_YEAR * self.overhead * ground.sales * ground.out

    def act(self, books: Books, ground: Ground, news: News) -> None:
        """Earn, pay, and give up if need be."""
        made = books.orders * (1.0 + books.entered)
        made *= 1.0 - books.moved
        made *= books.alive
        sold = made * (1.0 + books.ahead * (1.0 - books.elsewhere))
        unit = books.absorbed / (1.0 + news.rate * ground.taxed)
        np.subtract(ground.margin + self.overhead, unit, out=unit)
        unit += books.skill
        np.multiply(sold, unit, out=books.earnings)
        fixed = (self.overhead * ground.sales) * (1.0 - books.moved) * books.alive
        books.cash += (books.earnings - fixed) * (ground.out * (news.weeks / WEEKS_A_YEAR))
        books.alive *= books.cash >= -ROUNDING

    def echoes(self, totals: Totals) -> Iterable[Echo]:
        """Return the share of jobs that are gone."""
        gone = (totals.lost - totals.created) / totals.jobs_at_start if totals.jobs_at_start else 0.0
        return (Echo("partner", "living", gone, 0.0, self.step),)

    def size(self, totals: Totals) -> float:
        """Return how many firms have given up."""
        return float(totals.exits)

    def line(self, totals: Totals) -> str:
        """Return the line about factories that close."""
        many = "a factory closes" if totals.exits == 1 else f"{totals.exits} factories have closed"
        return f"{many}; {totals.lost:.0f} thousand jobs have gone since the talks began"
