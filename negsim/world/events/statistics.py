"""Both countries publish what they count of the balance, and the two figures differ."""

from dataclasses import dataclass
from typing import Any, ClassVar

from negsim.errors import ConfigError
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.effects import DeficitSalience
from negsim.world.event import Certain, Effect, Now, Stage, check_party


@register("event", "statistics")
@dataclass(frozen=True, kw_only=True)
class Statistics(Certain):
    """The deficit of the past year is published, as each country counts it: a rise makes it count for more.

    From that day on the terms of `party` about the deficit (`deficit_cut`) weigh 1 + chi x rise times what
    they did at the start, chi the `salience` and the rise that of its own figure over a year, at least 0. The
    partner's figure is lower: exports are counted where they are shipped to, without freight, and goods that
    go through third countries are not. It rises by the same share, so it is printed and moves nobody: the
    standing of both governments reads relative changes, and no default term of the partner the balance.

    References
    ----------
    2024: 123.5 in US data. 2025: 178.2 in US data, 134 in Vietnamese data (111 in the first ten months).
    """

    party: str = setting(help="whose deficit it is, and whose terms it moves")
    source: str = setting(help="who counts it there")
    partner_source: str = setting(help="who counts it in the other country")
    deficit_usd_bn: float | None = setting(
        None,
        gt=0,
        le=10_000,
        unit="usd_bn_per_year",
        status="data",
        source="who publishes it, as the event says",
        help="what the party's figures say; null: the deficit of that day without a deal",
    )
    a_year_before_usd_bn: float | None = setting(
        None,
        gt=0,
        le=10_000,
        unit="usd_bn_per_year",
        status="data",
        source="who publishes it, as the event says",
        help="what they said a year before; null: the balance of the base year",
    )
    statistical_gap: float = setting(
        1.25,
        gt=0,
        le=10,
        unit="",
        status="assumption",
        source="178.2 against 134 for 2025: 1.33",
        plausible=(1.05, 1.4),
        help="the party's figure over the partner's; 1: both agree",
    )
    salience: float = setting(
        0.5,
        ge=0,
        le=10,
        unit="",
        status="assumption",
        plausible=(0, 2),
        help="rise of the weight of the deficit per unit of its rise; 0: none",
    )
    example: ClassVar[dict[str, Any]] = {
        "at": 1,
        "party": "us",
        "source": "Census",
        "partner_source": "Customs",
        "deficit_usd_bn": 178.2,
    }

    def figures(self, now: Now) -> tuple[float, float]:
        """Return the party's figure and its rise over a year, $bn a year and a fraction."""
        without_deal = now.world.trade_totals(None)["deficit"]
        figure = without_deal if self.deficit_usd_bn is None else self.deficit_usd_bn
        base = -now.world.data.headline["balance"]
        before = base if self.a_year_before_usd_bn is None else self.a_year_before_usd_bn
        return figure, figure / before - 1.0

    def usual_news(self, now: Now) -> str:
        """Return both figures, each with who counts it."""
        figure, rise = self.figures(now)
        change = f"{100 * abs(rise):.0f} % {'more' if rise >= 0.0 else 'less'} than a year before"
        other = figure / self.statistical_gap
        return (
            f"the deficit of the past year is ${figure:.1f} bn by {self.source}, {change}, "
            f"and ${other:.1f} bn by {self.partner_source}"
        )

    def effects(self, now: Now) -> tuple[Effect, ...]:
        """Make the deficit count for more where it has risen."""
        return (DeficitSalience(self.party, 1.0 + self.salience * max(0.0, self.figures(now)[1])),)

    def check(self, stage: Stage) -> None:
        """Refuse a party that is not at the table, and a base year without a deficit to compare with."""
        super().check(stage)
        check_party(self.party, stage)
        balance = stage.world.data.headline["balance"]
        if self.a_year_before_usd_bn is None and balance >= 0.0:
            raise ConfigError(
                "a_year_before_usd_bn: must be given where the base year has no deficit, "
                f"got a balance of {balance:g}"
            )
