"""F2: who bears the tariff."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.agents.conduct.contract import Books, Echo, Ground, News, Rule, Totals
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("conduct", "pass_through")
@dataclass(frozen=True)
class PassThrough(Rule):
    """Sellers absorb a part of the tariff as far as their margin reaches; shops pass on more of it in time.

    absorbed = min((1 - border) t, reach x margin), t the effective rate of the sector, fraction of customs
    value; a seller's margin falls by absorbed / (1 + t). shelf <- shelf + speed (shelf_later - shelf). What
    shop prices have risen by since the start is taken off the standing of the side that sets the tariff, as a
    fraction of imports.

    References
    ----------
    Near complete at the border: Amiti, Redding & Weinstein (2019); Cavallo, Gopinath, Neiman & Tang (2021).
    A fifth in shops after half a year: Cavallo, Llamas & Vazquez (2025).
    """

    setting_status: ClassVar[Status] = "assumption"

    writes: ClassVar = ("absorbed", "shelf")
    border: float = setting(
        0.9,
        ge=0,
        le=1,
        unit="",
        status="literature",
        source="Amiti, Redding and Weinstein 2019; Cavallo, Gopinath, Neiman and Tang 2021",
        plausible=(0.5, 1),
        help="share of the tariff that buyers pay at the border",
    )
    reach: float = setting(
        0.5,
        ge=0,
        le=1,
        unit="",
        plausible=(0.2, 1),
        help="share of its margin that a seller gives away at most",
    )
    shelf: float = setting(
        0.2,
        ge=0,
        le=1,
        unit="",
        status="literature",
        source="Cavallo, Llamas and Vazquez 2025",
        plausible=(0.1, 0.6),
        help="share of the tariff in shop prices at the start",
    )
    shelf_later: float = setting(
        0.6, ge=0, le=1, unit="", plausible=(0.2, 1), help="share of it in shop prices in the end"
    )
    speed: float = setting(
        0.02, ge=0, le=1, unit="share a week", plausible=(0.005, 0.05), help="how fast shops get there"
    )
    step: float = setting(
        0.005,
        gt=0,
        le=1,
        unit="fraction of imports",
        status="design",
        help="prices are felt anew when they have moved by so much",
    )

    def begin(self, books: Books, ground: Ground, chance: np.random.Generator) -> None:
        """Begin with shop prices as they are."""
        books.shelf[:] = self.shelf

    def act(self, books: Books, ground: Ground, news: News) -> None:
        """Share the tariff out."""
        if news.moved:
            borne = ((1.0 - self.border) * news.rate) * ground.taxed
            np.minimum(borne, self.reach * ground.margin, out=books.absorbed)
            books.absorbed *= ground.out
        books.shelf += news.share(self.speed) * (self.shelf_later - books.shelf)

    def echoes(self, totals: Totals) -> Iterable[Echo]:
        """Return what shop prices have risen by, as a share of imports."""
        risen = (totals.shelf - self.shelf) * self.border * totals.duties
        return (Echo("home", "living", risen, 0.0, self.step),)
