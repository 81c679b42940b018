"""F10: investment that comes in, and what others learn from it."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.agents.conduct.contract import WEEKS_A_YEAR, Books, Ground, News, Rule
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("conduct", "investment")
@dataclass(frozen=True)
class Investment(Rule):
    """Investors add capacity where the partner's rate is below its rivals', discounted for uncertainty.

    inflow = response x U x max(0, rivals - taxed E) a year, as a share of capacity: rivals the mean added
    rate of other sources in the sector, E the rate reckoned with. U = (1 + u w) / (1 + u) with u = b g / (1 -
    b): g the hazard a year that the rate is turned round, b the discount factor a year, w profit after that
    over profit before. Foreign-owned plants grow by the inflow, with jobs in proportion; domestic firms
    learn: their margin rises by transfer x inflow.

    References
    ----------
    Handley & Limão (2015) for U; response and transfer are assumptions.
    """

    setting_status: ClassVar[Status] = "assumption"

    writes: ClassVar = ("entered", "skill")
    response: float = setting(
        0.5,
        ge=0,
        le=10,
        unit="share of capacity a year",
        plausible=(0.1, 2),
        help="inflow per unit by which the rate is below that of rivals",
    )
    reversal: float = setting(
        0.1, ge=0, le=10, unit="a year", plausible=(0.02, 0.4), help="hazard that the rate is turned round"
    )
    patience: float = setting(
        0.95,
        ge=0,
        lt=1,
        unit="",
        plausible=(0.85, 0.97),
        help="what a year's wait leaves of a gain to investors",
    )
    bad_times: float = setting(
        0.5,
        ge=0,
        le=1,
        unit="",
        plausible=(0.2, 0.8),
        help="profit after a turn for the worse over profit before",
    )
    transfer: float = setting(
        0.1,
        ge=0,
        le=10,
        unit="fraction of sales",
        plausible=(0, 0.3),
        help="margin that domestic firms gain per unit of inflow into their sector",
    )

    @property
    def discount(self) -> float:
        """What uncertainty leaves of an advantage, 0 to 1."""
        u = self.patience * self.reversal / (1.0 - self.patience)
        return (1.0 + u * self.bad_times) / (1.0 + u)

    def act(self, books: Books, ground: Ground, news: News) -> None:
        """Let capacity and skill grow."""
        inflow = np.maximum(ground.rivals - ground.taxed * books.expected, 0.0)
        inflow *= ground.out * (self.response * self.discount * news.weeks / WEEKS_A_YEAR)
        learned = inflow * ground.small
        books.skill += self.transfer * learned
        books.entered += inflow - learned
