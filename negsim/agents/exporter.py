"""Exporters: the association of one sector, on either side of the Pacific."""

from dataclasses import dataclass, fields
from typing import ClassVar

from negsim.agents.contract import Constituent, ConstituentRow
from negsim.agents.sectors import product, sector
from negsim.errors import ConfigError
from negsim.politics.countries import Country, pair, sides
from negsim.registry import register
from negsim.settings.field import Status, setting
from negsim.world.world import World

CONTENT_UNIT = 0.2
"""Mean Chinese content: at this content strict origin rules cost their full weight (assumption)."""


CERTAINTY = (0.1, 0.3)
"""What a signed agreement is worth to exporters of the side that sets the tariff, and of its partner."""
READ_BY_ONE_SIDE = (("extra_margin", "retaliation"), ("strategic", "origin_cost"))
"""Settings that only exporters of the side that sets the tariff read, and those of its partner."""


@dataclass(frozen=True)
class ExporterSettings:
    """Which exporters there are and what they care about beside profit. All numbers are assumptions."""

    setting_status: ClassVar[Status] = "assumption"

    side: str = setting(sides()[1], choices=sides, help="whose exporters: one association a sector")
    margin: float = setting(
        0.05, ge=0.001, le=1, unit="fraction of sales", plausible=(0.02, 0.1), help="annual profit over sales"
    )
    extra_margin: float = setting(
        0.1,
        ge=0,
        le=1,
        unit="fraction",
        plausible=(0.03, 0.2),
        help="US: profit per dollar of additional exports",
    )
    strategic: float = setting(
        0.2,
        ge=0,
        le=100,
        unit="annual profits",
        plausible=(0, 0.6),
        help="utility of full strategic concessions where anti-dumping duties bite",
    )
    origin_cost: float = setting(
        0.1,
        ge=0,
        le=100,
        unit="annual profits",
        plausible=(0, 0.3),
        help="utility lost to strict origin rules at a Chinese content of 0.2",
    )
    certainty: float = setting(
        CERTAINTY[1],
        ge=0,
        le=100,
        unit="annual profits",
        plausible=(0, 0.6),
        follows=lambda read: CERTAINTY[sides().index(read["side"])],
        help="utility of any signed agreement; default: 0.1 in the US, 0.3 in Vietnam",
    )
    retaliation: float = setting(
        0.1,
        ge=0,
        le=100,
        unit="annual profits",
        plausible=(0, 0.3),
        help="US: utility lost if a deal is lopsided against Vietnam",
    )

    def __post_init__(self) -> None:
        """Refuse settings that only exporters of the other side read."""
        default = {f.name: f.default for f in fields(self)}
        for side, names in zip(sides(), READ_BY_ONE_SIDE, strict=True):
            for name in names:
                if side != self.side and getattr(self, name) != default[name]:
                    raise ConfigError(f"{name}: moves nothing here: only the side '{side}' reads it; drop it")


@register("agent", "exporter")
class Exporter(Constituent):
    """A sector association: judges outcomes by its sector's profit, access and certainty."""

    Settings: ClassVar = ExporterSettings

    @classmethod
    def seats(cls, settings: ExporterSettings, world: World) -> list[ConstituentRow]:
        """Return one exporter a sector of the partner, or a product group of the other side."""
        home, partner = pair()
        if settings.side == home.party:
            return cls._seats_at_home(settings, world, home)
        data, now = world.data, world.in_force
        return [
            ConstituentRow(
                f"{trade} exporters ({partner.short})",
                partner.party,
                sector(trade).group,
                {
                    "sector": row,
                    "share": 1.0,
                    "exporting": 1.0,
                    "profit": settings.margin * float(now.sales[row]),
                    "strategic": settings.strategic * sector(trade).anti_dumping,
                    "origin_cost": settings.origin_cost * float(data.china_content[row]) / CONTENT_UNIT,
                    "certainty": settings.certainty,
                },
                {"sector": trade},
            )
            for row, trade in enumerate(data.sectors)
        ]

    @classmethod
    def _seats_at_home(cls, settings: ExporterSettings, world: World, home: Country) -> list[ConstituentRow]:
        return [
            ConstituentRow(
                f"{group} exporters ({home.short})",
                home.party,
                product(group).group,
                {
                    "product": row,
                    "share": 1.0,
                    "extra_margin": settings.extra_margin,
                    "purchase_share": product(group).purchase_share,
                    "profit": settings.margin * float(world.in_force.home_exports[row]),
                    "certainty": settings.certainty,
                    "retaliation": settings.retaliation,
                },
                {"sector": group},
            )
            for row, group in enumerate(world.data.export_groups)
        ]
