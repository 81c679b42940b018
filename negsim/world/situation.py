"""What trade and politics look like at an outcome: arrays over all outcomes, and one point of them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from negsim.arrays import Array
from negsim.world.features import Features


@dataclass(frozen=True, eq=False)
class Situation:
    """What trade looks like: arrays over outcomes with a last axis sector (S) or US product group (G).

    Money in billion US dollars a year. Vietnam's numbers are scaled to the headline of the data.

    Attributes
    ----------
    sales : (..., S) Vietnam's receipts from the US
    exporter_surplus : (..., S) change of Vietnamese exporters' surplus against the base year
    duty_bill : (..., S) US duties on goods from Vietnam
    home_surplus : (..., S) change of the value added of US producers that compete with imports
    home_exports : (..., G) US exports to Vietnam without purchases
    purchases : (...) purchases that add to US exports
    """

    sales: Array
    exporter_surplus: Array
    duty_bill: Array
    home_surplus: Array
    home_exports: Array
    purchases: Array

    def at(self, levels: tuple[int, ...]) -> "Situation":
        """Return the situation at one outcome, given the level of every issue."""
        picked = {f.name: pick(getattr(self, f.name), levels) for f in fields(self)}
        return Situation(**picked)


@dataclass(frozen=True, eq=False)
class Consequences:
    """What one outcome, or having no deal, means: vectors over sectors or products, numbers for features.

    Attributes
    ----------
    situation : levels, see `Situation`
    exporter_surplus_change : (S,) against no deal at the rate in force, $bn a year
    duty_change : (S,) of the US duty bill on Vietnamese goods
    home_surplus_change : (S,) of the value added of US producers that compete with imports
    home_exports_change : (G,) without purchases
    features : feature name -> value
    asymmetry : headline concessions of Vietnam minus those of the US
    """

    situation: Situation
    exporter_surplus_change: Array
    duty_change: Array
    home_surplus_change: Array
    home_exports_change: Array
    features: Mapping[str, float]
    asymmetry: float


@dataclass(frozen=True, eq=False)
class Stakes:
    """What is at stake before any offer: mean absolute change over all outcomes, $bn a year.

    Attributes
    ----------
    exporter_surplus, duty, home_surplus : (S,)
    home_exports : (G,)
    purchases : number
    """

    exporter_surplus: Array
    duty: Array
    home_surplus: Array
    home_exports: Array
    purchases: float


def pick(array: Array, levels: tuple[int, ...]) -> Array:
    """Return the entry of an array that broadcasts over outcomes; axes after the issues stay."""
    index = tuple(level if size > 1 else 0 for level, size in zip(levels, array.shape, strict=False))
    return np.asarray(array[index])


INVESTMENT_USD_BN = 100.0
"""Pledged investment that counts as a whole concession (assumption, 50 to 350)."""


def asymmetry(features: Features) -> tuple[Array, ...]:
    """Return addends of the headline concessions of Vietnam minus those of the US.

    Each side's concessions are a mean over its issues. Purchases count as one at 15 billion US dollars a
    year, tariff relief at 20 points, capped at -1.3 and 1. An investment pledge counts on top of the mean, as
    one more concession of the partner at 100 billion US dollars.
    """
    f = features
    given = (f["access"], f["announced_purchases"] / 15.0, f["origin"], f["reform"], f["cooperation"])
    relief = np.clip((f["tariff_in_force"] - f["tariff"]) / 0.20, -1.3, 1.0)
    invested = f["announced_investment"] / (INVESTMENT_USD_BN * len(given))
    taken = (relief, f["exemption_extent"], f["strategic"])
    return *(x / len(given) for x in given), invested, *(-x / len(taken) for x in taken)


def consequences(
    situation: Situation, features: Features, levels: tuple[int, ...], now: Situation
) -> Consequences:
    """Return the consequences at one point, as levels and as changes against `now`."""
    here = situation.at(levels)
    numbers = {name: float(pick(array, levels)) for name, array in features.arrays.items()}
    return Consequences(
        situation=here,
        exporter_surplus_change=here.exporter_surplus - now.exporter_surplus,
        duty_change=here.duty_bill - now.duty_bill,
        home_surplus_change=here.home_surplus - now.home_surplus,
        home_exports_change=here.home_exports - now.home_exports,
        features=numbers,
        asymmetry=float(sum(pick(a, levels) for a in asymmetry(features))),
    )
