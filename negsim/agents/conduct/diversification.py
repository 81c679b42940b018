"""F5: other markets."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from negsim.agents.conduct.contract import Books, Echo, Ground, News, Rule, Totals, logistic
from negsim.registry import register
from negsim.settings.field import Status, setting

RELYING = ("sales", "jobs")
"""Topics of the partner's terms that weigh less, the less its firms rely on the market with the tariff."""


@register("conduct", "diversification")
@dataclass(frozen=True)
class Diversification(Rule):
    """Firms find buyers in other markets, slowly, the more so the dearer the old one is expected to be.

    elsewhere <- elsewhere + speed (ceiling x L((gain - adaptation) / spread) - elsewhere), with gain = margin
    [1 - (1 + taxed E)^(-sigma)], the profit per dollar of sales that the expected rate takes, and L the
    logistic function. Of what is sold at home and elsewhere the share sold elsewhere is independent of the
    talks: the partner's terms on exports and jobs count 1 - share times, with a deal and without. So a threat
    takes less from it and its reservation value rises; a deal, or a ruling it waits for, brings it less too.

    References
    ----------
    New markets cost 2 to 6 % of sales (assumption); 41 % of American firms in Vietnam considered moving sales
    elsewhere (AmCham, February 2025).
    """

    setting_status: ClassVar[Status] = "assumption"

    writes: ClassVar = ("elsewhere",)
    ceiling_small: float = setting(
        0.20, ge=0, le=1, unit="", plausible=(0.05, 0.35), help="share that small firms can sell elsewhere"
    )
    ceiling_foreign: float = setting(
        0.12,
        ge=0,
        le=1,
        unit="",
        plausible=(0.05, 0.25),
        help="share that foreign-owned firms can sell elsewhere",
    )
    speed: float = setting(
        0.015, ge=0, le=1, unit="share a week", plausible=(0.005, 0.04), help="how fast they get there"
    )
    adaptation: float = setting(
        0.04, ge=0, le=1, unit="fraction of moved sales", plausible=(0.02, 0.06), help="cost of a new market"
    )
    spread: float = setting(
        0.02,
        gt=0,
        le=1,
        unit="fraction of sales",
        plausible=(0.01, 0.05),
        help="how much firms differ in what it brings them",
    )
    step: float = setting(
        0.01, gt=0, le=1, unit="", status="design", help="weights move only by so much at a time"
    )

    def act(self, books: Books, ground: Ground, news: News) -> None:
        """Move some sales elsewhere."""
        gain = ground.margin * (1.0 - (1.0 + ground.taxed * books.expected) ** -ground.sigma)
        ceiling = self.ceiling_foreign + (self.ceiling_small - self.ceiling_foreign) * ground.small
        aim = ceiling * logistic((gain - self.adaptation) / self.spread) * ground.out
        books.elsewhere += news.share(self.speed) * (aim - books.elsewhere)

    def echoes(self, totals: Totals) -> Iterable[Echo]:
        """Return how much less exports and jobs count for the partner."""
        factor = 1.0 - totals.share_elsewhere
        return tuple(Echo("partner", topic, factor, 1.0, self.step) for topic in RELYING)
