"""Four forecasters that hold no talks, against which the model is measured.

- constant: knows nothing. An event is a coin; a day is as likely never as at some time, and then at any;
  every level of a rate is equally likely.
- Nash point: at once a deal at the largest product of gains, at the weights of each draw and the mean belief.
- compromise: at once a deal at the mean of what each side likes best, issue by issue, weighted by how much
  the issue matters to it; both sides have the same power (Thomson, Stokman, Achen & König 2006).
- status quo: nothing comes; rates, lists and the deficit stay as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

import numpy as np

from negsim.bargaining.outcome import Outcome
from negsim.forecast.ending import NOTHING, Ending
from negsim.forecast.ground import Facts, Ground, ground_of
from negsim.forecast.questions import Question
from negsim.forecast.worlds import world
from negsim.politics.blocs import Key
from negsim.talks.scenario import Scenario

TARIFF, ACCESS, EXEMPTIONS = "tariff", "access", "exemptions"


@dataclass(frozen=True, eq=False)
class Cut:
    """A day, its world, and what a deal of that day does to the deficit of the year."""

    day: date

    @property
    def talks(self) -> Scenario:
        """Its world."""
        return world(self.day)

    @cached_property
    def ground(self) -> Ground:
        """Its world without weights."""
        return ground_of(self.talks, court=self.talks.conditions.ruling is not None)

    @property
    def last_year(self) -> float:
        """Deficit of the base year, $bn."""
        return -self.talks.world.data.headline["balance"]

    def deficit_change(self, deficit: float, day: date) -> float:
        """Return how the deficit of the year of the cut differs from that of the base year, $bn.

        Until the cut it runs as in the base year, then as without a deal, from `day` on at `deficit` a year.
        """
        first, next_first = date(self.day.year, 1, 1), date(self.day.year + 1, 1, 1)
        ends = [first, self.day, min(max(day, self.day), next_first), next_first]
        rates = (self.last_year, self.talks.world.trade_totals(None)["deficit"], deficit)
        days = [(b - a).days for a, b in pairwise(ends)]
        return sum(n * rate for n, rate in zip(days, rates, strict=True)) / sum(days) - self.last_year

    def deal(self, outcome: Outcome | None, rate: float | None = None) -> Ending:
        """Return an ending with a deal on the day of the cut, or none; `rate` stands in for its level."""
        if outcome is None:
            deficit = self.talks.world.trade_totals(None)["deficit"]
            return Ending(deficit_change=self.deficit_change(deficit, self.day))
        space, levels = self.talks.world.space, self.talks.world.space.describe(outcome)
        issue = space.issues[space.axis(TARIFF)]
        agreed = issue.numbers[issue.level(levels[TARIFF])] if rate is None else rate
        change = self.deficit_change(self.talks.world.trade_totals(outcome)["deficit"], self.day)
        return Ending(self.day, self.day, agreed, levels[ACCESS], levels[EXEMPTIONS], change)

    def nash(self, vector: Mapping[Key, float]) -> Ending:
        """Return the ending at the Nash point."""
        return self.deal(Facts(self.ground, vector).believing(self.talks.no_deal.credibility).nash)

    def compromise(self, vector: Mapping[Key, float]) -> Ending:
        """Return the ending at the weighted mean of both sides' best levels."""
        space = self.talks.world.space
        utilities = Facts(self.ground, vector).calm.utilities.values()
        best = [space.levels(int(u.argmax())) for u in utilities]
        tables = [u.reshape(space.shape) for u in utilities]
        levels, rate = [], 0.0
        for axis, issue in enumerate(space.issues):
            others = tuple(k for k in range(len(space.shape)) if k != axis)
            weights = [float(np.ptp(table.mean(axis=others))) for table in tables]
            places = [issue.numbers[b[axis]] if issue.name == TARIFF else b[axis] for b in best]
            mean = float(np.average(places, weights=weights))
            if issue.name == TARIFF:
                rate = mean
                levels.append(int(np.abs(np.array(issue.numbers) - mean).argmin()))
            else:
                levels.append(int(mean + 0.5))
        return self.deal(space.index(levels), rate)

    @property
    def status_quo(self) -> Ending:
        """The ending if nothing changes."""
        rate = self.talks.no_deal.in_force
        return Ending(rate=rate, access=NOTHING, exemptions=NOTHING, deficit_change=0.0)

    def constant(self, asked: Question, draws: int) -> list[float]:
        """Return as many values as there are draws of one who knows nothing."""
        if asked.kind == "event":
            return [0.5] * draws
        if asked.kind == "date":
            soon = draws // 2
            return [asked.horizon * (k + 0.5) / soon for k in range(soon)] + [asked.horizon] * (draws - soon)
        space = self.talks.world.space
        levels = space.issues[space.axis(TARIFF)].numbers
        return [100.0 * levels[k % len(levels)] for k in range(draws)]
