"""Firms: Vietnamese SMEs, foreign-owned exporters, US importers and multinationals."""

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.agents.contract import Constituent, ConstituentRow
from negsim.agents.exporter import CONTENT_UNIT
from negsim.agents.sectors import sector as politics_of
from negsim.arrays import Array, Rows
from negsim.registry import register
from negsim.rng import stream
from negsim.settings.field import setting
from negsim.world.world import World

SIZE_POWER = -0.3
"""Cost of paperwork falls with size to this power (assumption)."""


@dataclass(frozen=True)
class FirmSettings:
    """How many firms of each kind and what they care about. All numbers are assumptions but the SME margin.

    Margins: textile and garment factories earn about 5 % (New York Times, 5 May 2025).
    """

    smes: int = setting(4, ge=0, le=100_000, help="Vietnamese small and medium firms")
    fdi_exporters: int = setting(3, ge=0, le=100_000, help="foreign-owned exporters in Vietnam")
    importers: int = setting(2, ge=0, le=100_000, help="US importers and retailers")
    multinationals: int = setting(
        1, ge=0, le=100_000, help="US firms that make goods in Vietnam and import them"
    )
    size_sigma: float = setting(1.2, ge=0, le=3, help="spread of firm sizes: sigma of the lognormal")
    sme_margin: float = setting(
        0.06, ge=0.001, le=1, unit="fraction of sales", help="annual profit over sales"
    )
    fdi_margin: float = setting(
        0.10, ge=0.001, le=1, unit="fraction of sales", help="annual profit over sales"
    )
    importer_margin: float = setting(0.05, ge=0.001, le=1, unit="fraction of purchases", help="annual profit")
    strategic: float = setting(
        0.2, ge=0, le=100, help="utility of full strategic concessions, if exposed or multinational"
    )
    origin_cost: float = setting(
        0.1, ge=0, le=100, help="utility lost to strict origin rules by a firm of mean size"
    )
    certainty: float = setting(0.3, ge=0, le=100, help="utility of any signed agreement, in annual profits")


@dataclass(frozen=True)
class Kind:
    """What makes a kind of firm: how far it earns as exporter and importer, its group, side and words."""

    name: str
    exporting: float
    importing: float
    group: str
    side: str
    words: str


KINDS = (
    Kind("smes", 1.0, 0.0, "smes_labour", "vietnam", "SME"),
    Kind("fdi_exporters", 1.0, 0.0, "fdi_exporters", "vietnam", "foreign-owned exporter"),
    Kind("importers", 0.0, 1.0, "importers_retail_tech", "us", "US importer"),
    Kind("multinationals", 0.5, 0.5, "importers_retail_tech", "us", "US multinational"),
)


@register("agent", "firm")
class Firm(Constituent):
    """A firm: owns a share of a sector, drawn per run, and pays for lobbying from its own gain."""

    Settings: ClassVar = FirmSettings
    pays = True

    @classmethod
    def seats(cls, settings: FirmSettings, world: World) -> list[ConstituentRow]:
        """Return the firms, spread over sectors in proportion to taxed trade."""
        return [
            ConstituentRow(
                f"{kind.words} {number + 1}, {world.data.sectors[sector]}",
                kind.side,
                kind.group,
                {
                    "sector": sector,
                    "exporting": kind.exporting,
                    "importing": kind.importing,
                    "strategic": settings.strategic * _exposed(kind, world.data.sectors[sector]),
                    "certainty": settings.certainty,
                },
                {"kind": kind.name, "sector": world.data.sectors[sector]},
            )
            for number, (kind, sector) in enumerate(_placed(settings, world))
        ]

    @classmethod
    def draw(cls, name: str, settings: FirmSettings, world: World, seed: int) -> dict[str, Array]:
        """Return the shares drawn for this run, with profits and paperwork costs that follow from size.

        Exporters of a sector share its sales and sum to one; so do its importers.
        """
        crowd = world.remember(("crowd", settings), lambda: _crowd(settings, world))
        luck = stream(seed, "firm sizes", name).lognormal(0.0, settings.size_sigma, crowd.weight.size)
        raw = luck * crowd.weight
        share = raw / np.bincount(crowd.pool, raw)[crowd.pool] if raw.size else raw
        sales = share * crowd.sector_sales
        return {
            "share": share,
            "profit": crowd.margin * sales,
            "origin_cost": crowd.origin_cost * (sales / crowd.mean_sales) ** SIZE_POWER,
        }


@dataclass(frozen=True, eq=False)
class Crowd:
    """What decides firms' sizes, one entry a firm.

    Attributes
    ----------
    weight : expected sales, $bn, as a weight within its pool
    pool : number of the pool whose firms sum to a sector: exporters or importers of it
    sector_sales : Vietnam's sales of its sector to the US without a deal, $bn a year
    margin : annual profit over sales
    origin_cost : utility lost to strict origin rules at mean size
    mean_sales : sales of a mean exporter, $bn a year
    """

    weight: Array
    pool: Rows
    sector_sales: Array
    margin: Array
    origin_cost: Array
    mean_sales: float


def _crowd(settings: FirmSettings, world: World) -> Crowd:
    placed = _placed(settings, world)
    many = Counter(placed)
    pools = list(dict.fromkeys((kind.side, sector) for kind, sector in placed))
    margins = {"smes": settings.sme_margin, "fdi_exporters": settings.fdi_margin}
    content = world.data.china_content / CONTENT_UNIT
    sales = world.in_force.sales
    return Crowd(
        weight=np.array([_weights(kind, world)[s] / many[kind, s] for kind, s in placed]),
        pool=np.array([pools.index((kind.side, s)) for kind, s in placed], dtype=np.intp),
        sector_sales=np.array([float(sales[s]) for _, s in placed]),
        margin=np.array([margins.get(kind.name, settings.importer_margin) for kind, _ in placed]),
        origin_cost=settings.origin_cost
        * np.array([float(content[s]) if kind.side == "vietnam" else 1.0 for kind, s in placed]),
        mean_sales=float(sales.sum()) / max(1, settings.smes + settings.fdi_exporters),
    )


def _placed(settings: FirmSettings, world: World) -> list[tuple[Kind, int]]:
    """Return kind and sector of every firm: each kind is spread over sectors by what it sells there taxed."""
    return [
        (kind, sector)
        for kind in KINDS
        for sector in apportion(getattr(settings, kind.name), _weights(kind, world))
    ]


def _exposed(kind: Kind, sector: str) -> bool:
    """Return whether strategic concessions matter: anti-dumping duties, or business in both countries."""
    return politics_of(sector).anti_dumping if kind.side == "vietnam" else kind.name == "multinationals"


def apportion(count: int, weights: Array) -> list[int]:
    """Return `count` positions in proportion to `weights`, by highest averages (D'Hondt), largest first."""
    given = np.zeros(weights.size)
    order = []
    for _ in range(count):
        winner = int(np.argmax(weights / (given + 1.0)))
        given[winner] += 1.0
        order.append(winner)
    return order


def _weights(kind: Kind, world: World) -> Array:
    """Sales of each sector that a kind of firm accounts for and that the tariff reaches, $bn."""
    data, day = world.data, world.economy.policy_date
    sme = np.array([politics_of(name).sme_share for name in data.sectors])
    share = {"smes": sme, "fdi_exporters": 1.0 - sme}.get(kind.name, np.ones_like(sme))
    taxed = np.clip(1.0 - data.legal_exempt_share(day) - data.section_232_share(day), 0.0, 1.0)
    return np.asarray(share * taxed * world.in_force.sales)
