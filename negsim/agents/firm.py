"""Firms: Vietnamese SMEs, foreign-owned exporters, US importers and multinationals."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from negsim.agents.constituent import Constituent
from negsim.agents.exporter import CONTENT_UNIT
from negsim.agents.population import Seat
from negsim.agents.tables import sectors
from negsim.fields import setting
from negsim.registry import register
from negsim.rng import stream
from negsim.world.world import World

Array = NDArray[np.float64]
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
    def seats(cls, name: str, settings: FirmSettings, world: World, seed: int) -> list[Seat]:
        """Return the firms, spread over sectors in proportion to trade, with sizes drawn from `seed`."""
        placed = [
            (kind, sector)
            for kind in KINDS
            for sector in apportion(getattr(settings, kind.name), _weights(kind, world))
        ]
        draws = stream(seed, "firm sizes", name).lognormal(0.0, settings.size_sigma, len(placed))
        shares = _shares(placed, draws, world)
        return [
            _seat(cls, number, *place, share, settings, world)
            for number, (place, share) in enumerate(zip(placed, shares, strict=True))
        ]


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
    """Sales of each sector that a kind of firm accounts for, $bn."""
    sme = np.array([sectors()[name].sme_share for name in world.data.sectors])
    share = {"smes": sme, "fdi_exporters": 1.0 - sme}.get(kind.name, np.ones_like(sme))
    return np.asarray(share * world.in_force.sales)


def _shares(placed: Sequence[tuple[Kind, int]], draws: Array, world: World) -> Array:
    """Return each firm's share of its sector; exporters of a sector sum to one, importers of it as well."""
    crowd = Counter(placed)
    weights = {kind: _weights(kind, world) for kind in KINDS}
    raw = np.array(
        [
            draw * weights[kind][sector] / crowd[kind, sector]
            for draw, (kind, sector) in zip(draws, placed, strict=True)
        ]
    )
    pools = [(kind.side, sector) for kind, sector in placed]
    totals: dict[tuple[str, int], float] = defaultdict(float)
    for size, pool in zip(raw, pools, strict=True):
        totals[pool] += size
    return np.array([size / totals[pool] for size, pool in zip(raw, pools, strict=True)])


def _seat(
    cls: type[Firm], number: int, kind: Kind, sector: int, share: float, settings: FirmSettings, world: World
) -> Seat:
    data, row = world.data, sectors()[world.data.sectors[sector]]
    margin = {"smes": settings.sme_margin, "fdi_exporters": settings.fdi_margin}.get(
        kind.name, settings.importer_margin
    )
    content = float(data.china_content[sector]) / CONTENT_UNIT if kind.side == "vietnam" else 1.0
    exposed = row.anti_dumping if kind.side == "vietnam" else kind.name == "multinationals"
    sales = share * float(world.in_force.sales[sector])
    mean_sales = float(world.in_force.sales.sum()) / max(1, settings.smes + settings.fdi_exporters)
    numbers = {
        "sector": sector,
        "share": share,
        "exporting": kind.exporting,
        "importing": kind.importing,
        "profit": margin * sales,
        "strategic": settings.strategic * exposed,
        "origin_cost": settings.origin_cost * content * (sales / mean_sales) ** SIZE_POWER,
        "certainty": settings.certainty,
    }
    label = f"{kind.words} {number + 1}, {data.sectors[sector]}"
    return Seat(
        cls,
        label,
        kind.group,
        numbers,
        {"side": kind.side, "kind": kind.name, "sector": data.sectors[sector]},
    )
