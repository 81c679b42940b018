"""Who competes with what is traded: producers and state firms at home that lose when markets open."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from negsim.agents.contract import Constituent, ConstituentRow
from negsim.agents.sectors import product
from negsim.arrays import Array
from negsim.economy.market import market_of
from negsim.files import packaged_rows
from negsim.politics.countries import country, sides
from negsim.registry import register
from negsim.settings.field import Status, setting
from negsim.world.world import World


@dataclass(frozen=True)
class ImportCompetingSettings:
    """Whose producers, and what they earn. The margin is an assumption, to be swept.

    What a producer keeps of sales won or lost to imports is `home_value_added_share` of the trade data.
    """

    setting_status: ClassVar[Status] = "assumption"

    side: str = setting(sides()[0], choices=sides, help="whose producers: one industry a row of the table")
    margin: float = setting(
        0.05,
        ge=0.001,
        le=1,
        unit="fraction of sales",
        plausible=(0.02, 0.1),
        help="annual profit over sales at home",
    )


@dataclass(frozen=True)
class Industry:
    """One row of `import_competing.csv`.

    Attributes
    ----------
    trade : the sector of the partner, or the product group of US exports, that it competes with
    sales : sales at home, $bn a year; None: those of the trade data
    displaced : share of added exports of the product group that replaces its sales; of a sector, its share
    """

    side: str
    name: str
    group: str
    trade: str
    sales: float | None
    displaced: float


@cache
def industries() -> tuple[Industry, ...]:
    """Return the industries of both sides that compete with imports."""
    return tuple(
        Industry(
            row["side"],
            row["name"],
            row["group"],
            row["trade"],
            float(row["sales"]) if row["sales"] else None,
            float(row["displaced"]),
        )
        for row in packaged_rows("agents", "import_competing")
    )


@register("agent", "import_competing")
class ImportCompeting(Constituent):
    """An industry that competes with imports from the other side: it loses what cheaper imports take from it.

    Where the tariff is set, an industry gains or loses the change of the value added that the trade core
    finds for its sector. On the other side it loses `displaced` of every dollar by which exports of its
    product group grow, by lower duties or by purchases, times the value added in it. It pays for lobbying.
    """

    Settings: ClassVar = ImportCompetingSettings
    pays = True

    @classmethod
    def seats(cls, settings: ImportCompetingSettings, world: World) -> list[ConstituentRow]:
        """Return the industries of a side whose sector or product group the trade data have."""
        known = world.data.sectors if settings.side == sides()[0] else world.data.export_groups
        short = country(settings.side).short
        return [
            ConstituentRow(
                f"{each.name} ({short})",
                each.side,
                each.group,
                _numbers(each, settings, world),
                {"sector": each.trade},
            )
            for each in industries()
            if each.side == settings.side and each.trade in known
        ]


def _numbers(industry: Industry, settings: ImportCompetingSettings, world: World) -> Mapping[str, float]:
    """Return the columns of one industry; money in $bn a year."""
    if industry.sales is None:
        row = world.data.sectors.index(industry.trade)
        sales = float(world.remember(_home_sales)[row]) * industry.displaced
        return {
            "sector": row,
            "share": industry.displaced,
            "competing": 1.0,
            "profit": settings.margin * sales,
        }
    kept = world.data.constants["home_value_added_share"]
    return {
        "product": world.data.export_groups.index(industry.trade),
        "share": 1.0,
        "extra_margin": -kept * industry.displaced,
        "purchase_share": product(industry.trade).purchase_share,
        "profit": settings.margin * industry.sales,
    }


def _home_sales(world: World) -> Array:
    """Return sales at home of producers in the country that sets the tariff, by sector, $bn a year."""
    economy = world.economy
    return market_of(world.data, economy.elasticities, economy.supply_elasticity).home_sales_usd_bn
