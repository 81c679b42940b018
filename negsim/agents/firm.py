"""Firms: Vietnamese SMEs, foreign-owned exporters, US importers and multinationals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from negsim.agents.conduct.contract import Books, News, Rule
from negsim.agents.contract import Constituent, ConstituentRow
from negsim.agents.exporter import CONTENT_UNIT
from negsim.agents.sectors import sector as politics_of
from negsim.arrays import Array, Rows
from negsim.politics.countries import pair
from negsim.registry import register
from negsim.rng import stream
from negsim.settings.field import Status, setting
from negsim.world.world import World

SIZE_POWER = -0.3
"""Cost of paperwork falls with size to this power (assumption)."""


@dataclass(frozen=True)
class FirmSettings:
    """How many firms of each kind and what they care about. All numbers are assumptions but the SME margin.

    Margins: textile and garment factories earn about 5 % (New York Times, 5 May 2025).
    """

    setting_status: ClassVar[Status] = "assumption"

    smes: int = setting(
        4, ge=0, le=100_000, unit="", status="design", help="Vietnamese small and medium firms"
    )
    fdi_exporters: int = setting(
        3, ge=0, le=100_000, unit="", status="design", help="foreign-owned exporters in Vietnam"
    )
    importers: int = setting(2, ge=0, le=100_000, unit="", status="design", help="US importers and retailers")
    multinationals: int = setting(
        1,
        ge=0,
        le=100_000,
        unit="",
        status="design",
        help="US firms that make goods in Vietnam and import them",
    )
    size_sigma: float = setting(
        1.2, ge=0, le=3, unit="", plausible=(0.6, 1.8), help="spread of firm sizes: sigma of the lognormal"
    )
    sme_margin: float = setting(
        0.06,
        ge=0.001,
        le=1,
        unit="fraction of sales",
        source="textile and garment factories earn about 5 % (New York Times, 5 May 2025)",
        plausible=(0.03, 0.1),
        help="annual profit over sales",
    )
    fdi_margin: float = setting(
        0.10,
        ge=0.001,
        le=1,
        unit="fraction of sales",
        plausible=(0.05, 0.15),
        help="annual profit over sales",
    )
    importer_margin: float = setting(
        0.05, ge=0.001, le=1, unit="fraction of purchases", plausible=(0.02, 0.1), help="annual profit"
    )
    strategic: float = setting(
        0.2,
        ge=0,
        le=100,
        unit="annual profits",
        plausible=(0, 0.6),
        help="utility of full strategic concessions, if exposed or multinational",
    )
    origin_cost: float = setting(
        0.1,
        ge=0,
        le=100,
        unit="annual profits",
        plausible=(0, 0.3),
        help="utility lost to strict origin rules by a firm of mean size",
    )
    certainty: float = setting(
        0.3, ge=0, le=100, unit="annual profits", plausible=(0, 0.6), help="utility of any signed agreement"
    )
    third_owned: float = setting(
        0.3,
        ge=0,
        le=1,
        unit="fraction",
        plausible=(0.1, 0.5),
        help="share of foreign-owned exporters whose owners sit in the country of their inputs, those of "
        "sectors with most Chinese content; read by conduct",
    )
    conduct: Mapping[str, Rule] = setting(
        {},
        plugin="conduct",
        own_names=True,
        help="what firms do: rule -> its settings, {} for the defaults, null for none",
    )


@dataclass(frozen=True)
class Kind:
    """What makes a kind of firm: how far it earns as exporter or importer, its margin, group and words.

    Who imports sits in the country that sets the tariff, whoever only exports with its partner.
    """

    name: str
    exporting: float
    importing: float
    margin: str
    group: str
    words: str

    @property
    def abroad(self) -> bool:
        """Whether it sits in the country that imports."""
        return self.importing > 0.0


KINDS = (
    Kind("smes", 1.0, 0.0, "sme_margin", "smes_labour", "SME"),
    Kind("fdi_exporters", 1.0, 0.0, "fdi_margin", "fdi_exporters", "foreign-owned exporter"),
    Kind("importers", 0.0, 1.0, "importer_margin", "importers_retail_tech", "importer"),
    Kind("multinationals", 0.5, 0.5, "importer_margin", "importers_retail_tech", "multinational"),
)


@register("agent", "firm")
class Firm(Constituent):
    """A firm: owns a share of a sector, drawn per run, and pays for lobbying from its own gain."""

    Settings: ClassVar = FirmSettings
    pays = True
    industry: Any = None
    """The firms that act in the model; None where they only judge."""
    book: int = 0
    """Its row there."""

    @property
    def books(self) -> Books:
        """Its own part of what firms keep from tick to tick; what is written there stands."""
        own: Books = self.industry.books.row(self.book)
        return own

    def act(self, news: News) -> None:
        """Follow the rules of conduct for one tick, alone: what the laws do for all firms at once.

        A class of one's own may act in its own way here, as by writing into `books`.
        """
        self.industry.follow(self.book, news)

    @classmethod
    def seats(cls, settings: FirmSettings, world: World) -> list[ConstituentRow]:
        """Return the firms, spread over sectors in proportion to taxed trade."""
        crowd = crowd_of(world, settings)
        return [
            _seat(number, kind, sector, settings, world)
            for number, (kind, sector) in enumerate(zip(crowd.kinds, crowd.sector.tolist(), strict=True), 1)
        ]

    @classmethod
    def draw(cls, name: str, settings: FirmSettings, world: World, seed: int) -> dict[str, Array]:
        """Return the shares drawn for this run, with profits and paperwork costs that follow from size.

        Exporters of a sector share its sales and sum to one; so do its importers.
        """
        crowd = crowd_of(world, settings)
        luck = stream(seed, "firm sizes", name).lognormal(0.0, settings.size_sigma, crowd.sector.size)
        return cls._sized(luck, crowd, world)

    @classmethod
    def usual(cls, name: str, settings: FirmSettings, world: World) -> dict[str, Array]:
        """Return the columns of firms of which each has the size expected of its kind in its sector."""
        crowd = crowd_of(world, settings)
        return cls._sized(np.ones(crowd.sector.size), crowd, world)

    @classmethod
    def _sized(cls, luck: Array, crowd: "Crowd", world: World) -> dict[str, Array]:
        raw = luck * crowd.weight
        share = raw / np.bincount(crowd.pool, raw)[crowd.pool]
        sales = share * world.in_force.sales[crowd.sector]
        return {
            "share": share,
            "profit": crowd.margin * sales,
            "origin_cost": crowd.origin_cost * (sales / crowd.mean_sales) ** SIZE_POWER,
        }


def _seat(number: int, kind: Kind, sector: int, settings: FirmSettings, world: World) -> ConstituentRow:
    name = world.data.sectors[sector]
    home, partner = pair()
    exposed = kind.name == "multinationals" if kind.abroad else politics_of(name).anti_dumping
    side, words = (home, f"{home.adjective} {kind.words}") if kind.abroad else (partner, kind.words)
    numbers = {
        "sector": sector,
        "exporting": kind.exporting,
        "importing": kind.importing,
        "strategic": settings.strategic * exposed,
        "certainty": settings.certainty,
    }
    labels = {"kind": kind.name, "sector": name}
    return ConstituentRow(f"{words} {number}, {name}", side.party, kind.group, numbers, labels)


@dataclass(frozen=True, eq=False)
class Crowd:
    """Where the firms are and what decides their sizes, one entry a firm.

    Attributes
    ----------
    weight : expected sales, $bn, as a weight within its pool
    pool : number of the pool whose firms sum to a sector: exporters or importers of it
    margin : annual profit over sales
    origin_cost : utility lost to strict origin rules at mean size
    mean_sales : sales of a mean exporter, $bn a year
    """

    kinds: tuple[Kind, ...]
    sector: Rows
    weight: Array
    pool: Rows
    margin: Array
    origin_cost: Array
    mean_sales: float


def crowd_of(world: World, settings: FirmSettings) -> Crowd:
    """Return where the firms of a population are."""
    return world.remember(_crowd, settings)


def _crowd(world: World, settings: FirmSettings) -> Crowd:
    """Spread each kind over sectors by what it sells there taxed."""
    expected = [_expected_sales(kind, world) for kind in KINDS]
    placed = [apportion(getattr(settings, k.name), sales) for k, sales in zip(KINDS, expected, strict=True)]
    weight = [sales[at] / np.bincount(at)[at] for at, sales in zip(placed, expected, strict=True) if at.size]
    kinds = [kind for kind, at in zip(KINDS, placed, strict=True) for _ in at]
    sector, abroad = np.concatenate(placed), np.array([kind.abroad for kind in kinds], dtype=bool)
    content = world.data.china_content[sector] / CONTENT_UNIT
    return Crowd(
        kinds=tuple(kinds),
        sector=sector,
        weight=np.concatenate([*weight, np.zeros(0)]),
        pool=sector + abroad * len(world.data.sectors),
        margin=np.array([getattr(settings, kind.margin) for kind in kinds]),
        origin_cost=settings.origin_cost * np.where(abroad, 1.0, content),
        mean_sales=float(world.in_force.sales.sum()) / max(1, settings.smes + settings.fdi_exporters),
    )


def apportion(count: int, weights: Array) -> Rows:
    """Return `count` positions in proportion to `weights`, by highest averages (D'Hondt), largest first."""
    given = np.zeros(weights.size)
    order = np.zeros(count, dtype=np.intp)
    for place in range(count):
        order[place] = np.argmax(weights / (given + 1.0))
        given[order[place]] += 1.0
    return order


def _expected_sales(kind: Kind, world: World) -> Array:
    """Sales of each sector that a kind of firm accounts for and that the tariff reaches, $bn."""
    data = world.data
    sme = np.array([politics_of(name).sme_share for name in data.sectors])
    share = {"smes": sme, "fdi_exporters": 1.0 - sme}.get(kind.name, np.ones_like(sme))
    taxed = data.taxed_share(world.economy.policy_date)
    return np.asarray(share * taxed * world.in_force.sales)
