"""What a deal turns out to be once it is in force: phased in by steps, kept in part, withdrawn if need be."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.outcome import Outcome
from negsim.economy.policy import TradePolicy, added_rate
from negsim.rng import stream
from negsim.settings.field import Status, setting
from negsim.world.world import World


@dataclass(frozen=True)
class ImplementationSettings:
    """How a deal is followed after the signature. Nobody at the table foresees it."""

    setting_status: ClassVar[Status] = "assumption"

    ticks: int = setting(
        0,
        ge=0,
        le=1000,
        unit="ticks",
        status="design",
        help="how long a deal is followed after its entry into force; 0: not",
    )
    phase: int = setting(
        26,
        ge=1,
        le=1000,
        unit="ticks",
        plausible=(4, 104),
        help="time in which a phased deal comes into force, in equal steps",
    )
    compliance_spread: float = setting(
        0.15,
        ge=0,
        le=0.5,
        unit="fraction",
        source="Phase One with China: 58 % of all goods and services, 83 % of farm goods (Bown 2022)",
        plausible=(0.05, 0.25),
        help="spread between runs of the share of promises carried out",
    )
    compliance_floor: float = setting(
        0.4,
        ge=0,
        le=1,
        unit="fraction",
        plausible=(0, 0.6),
        help="share carried out below which the US withdraws what it has cut; 0: never",
    )
    review: int = setting(
        13,
        ge=1,
        le=1000,
        unit="ticks",
        plausible=(4, 52),
        help="time from entry into force to the look at what was carried out",
    )


@dataclass(frozen=True)
class InForce:
    """What is in force on one day.

    Attributes
    ----------
    deficit : of the side that sets the tariff, $bn a year
    rate : mean rate added to the ordinary duty, over the partner's flow of the base year, fraction
    found : share of rerouted goods that is found
    """

    deficit: float
    rate: float
    found: float


def realised(world: World, outcome: Outcome, seed: int, spread: float) -> dict[str, float]:
    """Return for each issue whose promises can fall short the share that is carried out in a run.

    Parameters
    ----------
    seed : root of the run's chance; every issue draws from a stream of its own
    spread : standard deviation around what is expected; the share stays in [0, 1]

    Returns
    -------
    Issue -> share; issues at the level that holds without a deal promise nothing and are left out.
    """
    shares, levels = {}, world.space.levels(outcome)
    for issue, level, (name, rule) in zip(world.space.issues, levels, world.rules.items(), strict=True):
        expected = rule.expected_compliance
        if expected is not None and level != issue.no_deal_level:
            luck = stream(seed, "implementation", name).standard_normal()
            shares[name] = float(np.clip(expected + spread * luck, 0.0, 1.0))
    return shares


def in_force(
    world: World, outcome: Outcome, shares: Mapping[str, float], interim: float, withdrawn: bool
) -> InForce:
    """Return what is in force of a deal on one day.

    Parameters
    ----------
    shares : issue -> share of its promises that is carried out; others are kept as expected
    interim : share of the phased levels that is not in force yet
    withdrawn : whether the rate in force without a deal is back, also on what the deal has exempted
    """
    levels = [np.full((1,) * len(world.rules), level) for level in world.space.levels(outcome)]
    rules = [rule.carried_out(shares[n]) if n in shares else rule for n, rule in world.rules.items()]
    policy, given = world.agreed(levels, rules)
    if withdrawn:
        rate = np.maximum(policy.tariff, world.rate_in_force)
        policy = replace(policy, tariff=rate, newly_exempt=np.zeros_like(policy.newly_exempt))
    phased = {n: np.any(given[n]) for n in ("interim_economic", "interim_access") if n in given}
    given |= {n: np.full_like(given[n], interim if slow else 0.0, dtype=float) for n, slow in phased.items()}
    interim = interim if phased.get("interim_economic") else 0.0
    situation, _ = world.evaluate(policy, given, deal=1.0)
    final, before = mean_rate(world, policy), rate_without_deal(world)
    return InForce(
        deficit=float(situation.sales.sum() - situation.home_exports.sum() - situation.purchases.sum()),
        rate=final + interim * (max(final, before) - final),
        found=float(policy.detection.max()),
    )


def without_deal(world: World) -> InForce:
    """Return what is in force without a deal."""
    totals = world.trade_totals(None)
    policy = world.status_quo(world.rate_in_force)
    return InForce(totals["deficit"], mean_rate(world, policy), float(policy.detection.max()))


def announced(world: World, outcome: Outcome) -> InForce:
    """Return what the text says: final levels at once, purchases bought and added in full, evasion at an end.

    Any level of origin rules above that of today is announced as the end of rerouting: all of it is found.
    """
    f, now = world.consequences(outcome).features, without_deal(world)
    cut = f["final_exports"] + f["announced_purchases"] - f["final_sales"]
    levels = [np.full((1,) * len(world.rules), level) for level in world.space.levels(outcome)]
    policy, _ = world.agreed(levels, world.rules.values())
    found = 1.0 if float(policy.detection.max()) > now.found else now.found
    return InForce(now.deficit - cut, mean_rate(world, policy), found)


def rate_without_deal(world: World) -> float:
    """Return the mean rate added to the ordinary duty without a deal, fraction."""
    return mean_rate(world, world.status_quo(world.rate_in_force))


def mean_rate(world: World, policy: TradePolicy) -> float:
    """Return the mean over the partner's flow of the base year of the rates that one policy adds, fraction.

    Penalties on goods found to be rerouted are left out: they punish, they are no rate agreed on.
    """
    lawful = replace(policy, detection=0.0 * policy.detection, content_penalty_share=0.0 * policy.tariff)
    rates: Array = added_rate(lawful, world.data, world.economy.policy_date)
    flow = world.data.imports_usd_bn[:, 0]
    return float((rates * flow).sum() / flow.sum())
