"""The deficit of a year in a scenario, and which part of its rise is whose.

Trade is solved on every day on which something changed, with the demand of that day, and averaged over the
year. The rise is divided by Shapley's rule: a cause gets the mean, over all orders in which the causes could
be switched on, of what it adds when its turn comes. So the shares add up, and none depends on an order. Every
law, rate and day is the scenario's; only demand is told, as it differs between two readings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from math import comb

import numpy as np

from negsim.arrays import Array
from negsim.economy.baseline import TradeData
from negsim.economy.load import load_trade_data
from negsim.economy.market import market_of
from negsim.economy.policy import added_rate, no_deal_policy
from negsim.economy.trade import TradeCore, fold_others, other_added_rates
from negsim.talks.scenario import Scenario
from negsim.validation.bystander import conditions_by_day
from negsim.validation.rank import ELECTRONICS
from negsim.world.events.demand import DAYS_A_YEAR, Demand
from negsim.world.settings import EconomySettings

RIVAL = "CHN"
"""The source of imports whose tariffs diverted most."""
SEPARATE = ("trend", "rate", "exemptions", "rival", "others")
"""Causes that can be switched on and off: demand, the rate on the partner, lists of exempt goods for all
sources, the added rates on the rival, and those on all other sources."""

DemandOn = Callable[[date], Mapping[str, float]]
"""Sector -> demand on a day over that of the base year."""


@dataclass(frozen=True)
class Spell:
    """A time in which nothing changes.

    Parameters
    ----------
    first : its first day
    days : how many
    economy : settings of that time
    rate : reciprocal rate in force, fraction
    """

    first: date
    days: int
    economy: EconomySettings
    rate: float

    @property
    def middle(self) -> date:
        """The day in the middle."""
        return self.first + timedelta(days=self.days // 2)


def spells_of(scenario: Scenario, year: int) -> list[Spell]:
    """Return a year cut into times in which nothing changes, ticks of the talks at the longest.

    Before the talks begin the law of the day holds and no reciprocal rate, a month at a time.
    """
    begin, end = date(year, 1, 1), date(year + 1, 1, 1)
    start = scenario.conditions.economy
    before = [date(year, month, 1) for month in range(1, 13)]
    states = [(day, replace(start, policy_date=day), 0.0) for day in before if day < scenario.time.day(0)]
    states += [(day, now.economy, now.in_force) for day, now in conditions_by_day(scenario)]
    firsts = [day for day, _, _ in states[1:]] + [end]
    return [
        Spell(day, (min(last, end) - day).days, economy, rate)
        for (day, economy, rate), last in zip(states, firsts, strict=True)
        if begin <= day < end
    ]


@dataclass(frozen=True, eq=False)
class Taxed:
    """What sources pay in a spell: (S, R - 1) added on the others, (S,) on the partner; and the core."""

    others: Array
    partner: Array
    core: TradeCore


def taxed(spell: Spell, data: TradeData, causes: Iterable[str] = SEPARATE, on_exempt: float = 0.0) -> Taxed:
    """Return the rates of a spell with some causes alone.

    Parameters
    ----------
    data : tables with the demand of the spell, or of the base year
    causes : some of `SEPARATE`
    on_exempt : rate that the rival pays on electronics that the lists exempt, once they do, fraction
    """
    on, day = set(causes), spell.economy.policy_date
    law = data if "exemptions" in on else replace(data, exemption_lists=())
    rates = {**data.other_tariffs(day), **spell.economy.other_tariffs}
    levied = {name: rate for name, rate in rates.items() if ("rival" if name == RIVAL else "others") in on}
    added = other_added_rates(law, levied, day)
    if RIVAL in levied:
        exempt = law.new_exemptions_elsewhere(day)[data.sectors.index(ELECTRONICS)]
        added[data.sectors.index(ELECTRONICS), data.sources.index(RIVAL) - 1] += on_exempt * exempt
    market = market_of(data, spell.economy.elasticities, spell.economy.supply_elasticity)
    core = TradeCore(market, fold_others(market, added), data.headline_scale)
    levy = "rate" in on and spell.rate > 0.0
    partner = added_rate(no_deal_policy(law, spell.rate), law, day) if levy else np.zeros(len(data.sectors))
    return Taxed(added, partner, core)


@dataclass(frozen=True)
class Account:
    """The deficit of a year in the model, $bn.

    Attributes
    ----------
    base : of the base year
    deficit : of the year
    shares : cause -> its part of the rise from `base` to `deficit`; they add up
    """

    base: float
    deficit: float
    shares: Mapping[str, float]


def account(
    scenario: Scenario,
    demand: DemandOn,
    year: int,
    *,
    front_loading_usd_bn: float = 0.0,
    on_exempt: float = 0.0,
) -> Account:
    """Divide the rise of the deficit among its causes.

    Parameters
    ----------
    demand : of every day, in place of that of the scenario
    front_loading_usd_bn : what firms shipped earlier than they would have, net of what they did not ship
        later in the year; the core has no stocks, so it is told what the firms of a run did
    on_exempt : as in `taxed`
    """
    data = load_trade_data(scenario.conditions.economy.data)
    spells = spells_of(scenario, year)
    days = sum(spell.days for spell in spells)

    def imports(causes: frozenset[str]) -> float:
        grown = [data.with_demand(demand(s.middle)) if "trend" in causes else data for s in spells]
        solved = [taxed(s, tables, causes, on_exempt) for s, tables in zip(spells, grown, strict=True)]
        flows = [one.core.respond(one.partner).sales_usd_bn.sum() for one in solved]
        return float(np.dot(flows, [s.days for s in spells])) / days

    shares = shapley(imports, SEPARATE)
    base = -data.headline["balance"]
    rise = sum(shares.values()) + front_loading_usd_bn
    return Account(base, base + rise, {**shares, "front_loading": front_loading_usd_bn})


def shapley(value: Callable[[frozenset[str]], float], causes: tuple[str, ...]) -> dict[str, float]:
    """Divide value(all) - value(none) among causes, each by the mean of what it adds over all orders."""
    worth = {
        frozenset(some): value(frozenset(some))
        for size in range(len(causes) + 1)
        for some in combinations(causes, size)
    }
    n = len(causes)
    return {
        cause: sum(
            (worth[some | {cause}] - worth[some]) / (n * comb(n - 1, len(some)))
            for some in worth
            if cause not in some
        )
        for cause in causes
    }


def trend_of(scenario: Scenario) -> DemandOn:
    """Return the path of demand whose figures the scenario's events `demand` publish, day by day."""
    start, first = scenario.conditions.economy.demand, scenario.time.day(0)
    growth: dict[str, float] = {}
    for event in scenario.events.values():
        growth |= event.growth if isinstance(event, Demand) else {}

    def on(day: date) -> dict[str, float]:
        years = (day - first).days / DAYS_A_YEAR
        return {name: start.get(name, 1.0) * (1.0 + rate) ** years for name, rate in growth.items()}

    return on


def imports_from_all(taxed: Taxed) -> Array:
    """(S,) imports from every source at the prices that exporters get, $bn a year, not scaled."""
    market, nest = taxed.core.market, taxed.core.market.nest
    effects, duty = taxed.core.respond(taxed.partner), market.duty_rate
    hat = (1.0 + duty[:, 0] + taxed.partner) / (1.0 + duty[:, 0])
    price = effects.price_partner
    level = np.log(effects.sales_ratio / price) + nest.sigma * np.log(price * hat)
    others = (1.0 + duty[:, 1:] + taxed.others) / (1.0 + duty[:, 1:])
    delivered = nest.beta[:, None] * np.log(others) + (nest.theta * level)[:, None]
    ratios = np.exp(level[:, None] + (1.0 - nest.sigma)[:, None] * delivered) / others
    receipts = market.imports_usd_bn * np.column_stack([effects.sales_ratio, ratios])
    total: Array = receipts.sum(axis=1)
    return total
