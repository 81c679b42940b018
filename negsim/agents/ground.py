"""What the firms of a population are, and how they stand in one world: the columns that rules read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from negsim.agents.conduct.contract import Ground
from negsim.agents.firm import Crowd
from negsim.agents.sectors import find
from negsim.arrays import Array
from negsim.economy.policy import DETECTION, PENALTY_RATE
from negsim.economy.trade import other_added_rates
from negsim.files import packaged_rows
from negsim.world.world import World


@cache
def storable_shares() -> Mapping[str, float]:
    """Return sector -> share of its goods that can be shipped weeks ahead."""
    return {row["sector"]: float(row["storable"]) for row in packaged_rows("agents", "shipping")}


def ground(crowd: Crowd, share: Array, world: World, third_owned: float) -> Ground:
    """Return what firms are at the start of a run.

    Parameters
    ----------
    crowd : where the firms are
    share : of each firm in its sector, as drawn for the run
    third_owned : share of foreign-owned sellers whose owners sit in the country of their inputs
    """
    data, at = world.data, crowd.sector
    out = np.array([not kind.abroad for kind in crowd.kinds], dtype=float)
    small = np.array([kind.name == "smes" for kind in crowd.kinds], dtype=float)
    tied = (data.employment_thousand * data.dependence)[at]
    stand = world.remember(standing)
    return stand.of(
        Ground(
            sector=at,
            out=out,
            small=small,
            third=_owned(crowd, data.china_content, third_owned),
            invested=np.array([float(kind.abroad and kind.exporting > 0.0) for kind in crowd.kinds]),
            margin=crowd.margin,
            taxed=out,
            sigma=out,
            storable=np.array([find("sector", data.sectors[s], storable_shares()) for s in at.tolist()]),
            rerouted=data.rerouted_share[at],
            rivals=out,
            jobs=tied * share * out,
            sales=world.in_force.sales[at] * share,
            peers=0.0,
            dearest=0.0,
            detection=DETECTION,
            penalty=PENALTY_RATE,
        )
    )


def _owned(crowd: Crowd, content: Array, share: float) -> Array:
    """Return 1 for that share of the foreign-owned sellers, those of sectors with the most foreign inputs."""
    foreign = np.flatnonzero([not k.abroad and k.name != "smes" for k in crowd.kinds])
    first = foreign[np.argsort(-content[crowd.sector[foreign]], kind="stable")]
    found = np.zeros(len(crowd.kinds))
    found[first[: round(share * foreign.size)]] = 1.0
    return found


@dataclass(frozen=True, eq=False)
class Standing:
    """What firms of every sector meet in one world; (S,) each, and two rates (see `Ground`)."""

    taxed: Array
    sigma: Array
    rivals: Array
    peers: float
    dearest: float

    def of(self, firms: Ground) -> Ground:
        """Return what firms are when they stand in this world."""
        at = firms.sector
        return replace(
            firms,
            taxed=self.taxed[at],
            sigma=self.sigma[at],
            rivals=self.rivals[at],
            peers=self.peers,
            dearest=self.dearest,
        )


def standing(world: World) -> Standing:
    """Return what firms meet in a world."""
    data, day = world.data, world.economy.policy_date
    rates, imports = world.other_tariffs, data.imports_usd_bn[:, 1:]
    added = other_added_rates(data, rates, day)
    return Standing(
        taxed=data.taxed_share(day),
        sigma=data.elasticities[world.economy.elasticities].sigma,
        rivals=(added * imports).sum(axis=1) / np.maximum(imports.sum(axis=1), 1e-12),
        peers=float(np.mean([rates[name] for name in data.peers])),
        dearest=max(rates.values()),
    )
