"""F6: moving production to another country."""

from dataclasses import dataclass
from math import sqrt
from typing import ClassVar

from negsim.agents.conduct.contract import Books, Ground, News, Rule, Totals
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("conduct", "relocation")
@dataclass(frozen=True)
class Relocation(Rule):
    """A plant leaves when what it gains for good is worth the sunk cost times the value of waiting.

    It moves a share `speed` of what is left each week if (profit there - profit here) / interest > cost x
    margin x option, per dollar of sales: profit falls with the rate as margin (1 + taxed x rate)^(-sigma),
    here at the rate it expects, there at that of the countries that compete for plants. The option multiple
    is that of Dixit and Pindyck without drift, b / (b - 1) with b = 1/2 + sqrt(1/4 + 2 r / s^2): 1.86 at r =
    .05 and s = .2. Plants owned in the country that their inputs come from are lighter: `third_cost` of the
    cost. What has left does not come back.

    References
    ----------
    Dixit & Pindyck (1994), Investment under Uncertainty.
    """

    setting_status: ClassVar[Status] = "assumption"

    writes: ClassVar = ("moved",)
    news: ClassVar = "relocation"
    newsworthy: ClassVar = 0.02
    cost: float = setting(
        1.0, ge=0, le=100, unit="years of profit", plausible=(0.5, 3), help="sunk cost of moving"
    )
    interest: float = setting(
        0.05,
        gt=0,
        le=1,
        unit="a year",
        source="Dixit and Pindyck 1994",
        plausible=(0.03, 0.1),
        help="interest rate r",
    )
    volatility: float = setting(
        0.2,
        gt=0,
        le=2,
        unit="a year",
        source="Dixit and Pindyck 1994",
        plausible=(0.1, 0.4),
        help="spread s of profits over time",
    )
    third_cost: float = setting(
        0.5,
        ge=0,
        le=10,
        unit="",
        plausible=(0.25, 1),
        help="cost of moving plants owned where inputs come from, against others",
    )
    speed: float = setting(
        0.01, ge=0, le=1, unit="share a week", plausible=(0.005, 0.03), help="how fast a plant moves"
    )

    @property
    def option(self) -> float:
        """Multiple of the sunk cost that a move must be worth."""
        b = 0.5 + sqrt(0.25 + 2.0 * self.interest / self.volatility**2)
        return b / (b - 1.0)

    def act(self, books: Books, ground: Ground, news: News) -> None:
        """Let plants leave for which it pays."""
        here = (1.0 + ground.taxed * books.expected) ** -ground.sigma
        there = (1.0 + ground.taxed * ground.peers) ** -ground.sigma
        cost = self.cost * (1.0 - (1.0 - self.third_cost) * ground.third)
        leaves = ground.out * ((there - here) > (self.interest * self.option) * cost)
        books.moved += (news.share(self.speed) * leaves) * (1.0 - books.moved)

    def size(self, totals: Totals) -> float:
        """Return the share of production that has moved."""
        return totals.moved

    def line(self, totals: Totals) -> str:
        """Return the line about plants that leave."""
        return f"plants leave: {100 * totals.moved:.0f} % of production has moved to other countries"
