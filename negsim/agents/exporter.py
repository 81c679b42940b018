"""Exporters: the association of one sector, on either side of the Pacific."""

from dataclasses import dataclass, fields
from typing import ClassVar, Literal

from negsim.agents.contract import Constituent, ConstituentRow
from negsim.agents.sectors import product, sector
from negsim.errors import ConfigError
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.world import World

CONTENT_UNIT = 0.2
"""Mean Chinese content: at this content strict origin rules cost their full weight (assumption)."""


@dataclass(frozen=True)
class ExporterSettings:
    """Which exporters there are and what they care about beside profit. All numbers are assumptions."""

    side: Literal["us", "vietnam"] = setting("vietnam", help="whose exporters: one association a sector")
    margin: float = setting(0.05, ge=0.001, le=1, unit="fraction of sales", help="annual profit over sales")
    us_margin: float = setting(0.1, ge=0, le=1, unit="fraction", help="profit per dollar of extra US exports")
    strategic: float = setting(
        0.2, ge=0, le=100, help="utility of full strategic concessions where anti-dumping duties bite"
    )
    origin_cost: float = setting(
        0.1, ge=0, le=100, help="utility lost to strict origin rules at a Chinese content of 0.2"
    )
    certainty: float = setting(
        0.3, ge=0, le=100, help="Vietnam: utility of any signed agreement, in annual profits"
    )
    us_certainty: float = setting(
        0.1, ge=0, le=100, help="US: utility of any signed agreement, in annual profits"
    )
    retaliation: float = setting(
        0.1, ge=0, le=100, help="US: utility lost if a deal is lopsided against Vietnam"
    )
    only: ClassVar = {
        "us": ("us_margin", "us_certainty", "retaliation"),
        "vietnam": ("strategic", "origin_cost", "certainty"),
    }

    def __post_init__(self) -> None:
        """Refuse settings that only exporters of the other side read."""
        default = {f.name: f.default for f in fields(self)}
        for side, names in self.only.items():
            for name in names:
                if side != self.side and getattr(self, name) != default[name]:
                    raise ConfigError(f"{name}: moves nothing here: only the side '{side}' reads it; drop it")


@register("agent", "exporter")
class Exporter(Constituent):
    """A sector association: judges outcomes by its sector's profit, access and certainty."""

    Settings: ClassVar = ExporterSettings

    @classmethod
    def seats(cls, settings: ExporterSettings, world: World) -> list[ConstituentRow]:
        """Return one exporter a sector of Vietnam, or a product group of the US."""
        if settings.side == "us":
            return cls._us_seats(settings, world)
        data, now = world.data, world.in_force
        return [
            ConstituentRow(
                f"{trade} exporters (Vietnam)",
                "vietnam",
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
    def _us_seats(cls, settings: ExporterSettings, world: World) -> list[ConstituentRow]:
        return [
            ConstituentRow(
                f"{group} exporters (US)",
                "us",
                product(group).group,
                {
                    "product": row,
                    "share": 1.0,
                    "us_margin": settings.us_margin,
                    "purchase_share": product(group).purchase_share,
                    "profit": settings.margin * float(world.in_force.us_exports[row]),
                    "certainty": settings.us_certainty,
                    "retaliation": settings.retaliation,
                },
                {"sector": group},
            )
            for row, group in enumerate(world.data.export_groups)
        ]
