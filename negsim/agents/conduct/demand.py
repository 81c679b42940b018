"""F3: whom buyers order from."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.agents.conduct.contract import Books, Ground, News, Rule
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("conduct", "demand")
@dataclass(frozen=True)
class Demand(Rule):
    """Buyers spread what they buy of a sector by landed price, and orders follow with a lag.

    pull = ((1 + t - absorbed) / (1 + t))^(-sigma): what one firm sells for against rivals of the sector that
    absorb nothing. The world's sales of the sector at the rates of the day, own and rivals', are shared out
    in proportion to size x pull; orders close `speed` of the gap to that each week
    (`negsim.agents.industry`). So a sector's sales fall in its own effective tariff and rise in its rivals',
    as in the trade core. Without the rule firms share by size and at once.

    References
    ----------
    CES demand with the elasticities of the trade core, Fajgelbaum, Goldberg, Kennedy & Khandelwal (2020).
    """

    setting_status: ClassVar[Status] = "assumption"

    writes: ClassVar = ("pull",)
    speed: float = setting(
        0.15,
        gt=0,
        le=1,
        unit="share a week",
        plausible=(0.05, 1),
        help="how fast orders follow prices: contracts run for weeks",
    )

    def act(self, books: Books, ground: Ground, news: News) -> None:
        """Work out what each firm's price makes buyers ask of it."""
        if not news.moved:
            return
        landed = 1.0 + news.rate * ground.taxed
        books.pull[:] = (1.0 - books.absorbed / landed) ** -ground.sigma
