"""The consequences of every outcome in one state of the economy: trade solved once, read by all agents."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import cached_property
from typing import TypeVar

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.economy.load import load_trade_data
from negsim.economy.partner import partner_side
from negsim.economy.policy import TradePolicy, added_rate, cost_shifter, no_deal_policy
from negsim.economy.trade import TradeCore, TradeEffects, build_core
from negsim.economy.wages import ClosedCore, closed_core
from negsim.registry import entries
from negsim.world.features import Features
from negsim.world.memory import Memory
from negsim.world.rule import IssueRule, Levels, TradeBase
from negsim.world.settings import EconomySettings
from negsim.world.situation import Consequences, Situation, Stakes, consequences

T = TypeVar("T")
REMEMBERED = 32
"""Tables kept for a world: those of about three scenarios that differ in their politics."""
POINTS_REMEMBERED = 2048
"""Outcomes whose consequences are kept, about 12 MB."""


class World:
    """Consequences of all outcomes of a scenario, and of having no deal at any rate.

    Parameters
    ----------
    economy : settings of the scenario
    rules : issue name -> what its levels do, in the order of the outcome space
    rate_in_force : reciprocal rate without a deal, fraction; threats and beliefs are the parties' affair
    """

    def __init__(
        self, economy: EconomySettings, rules: Iterable[tuple[str, IssueRule]], rate_in_force: float
    ) -> None:
        self.economy = economy
        self.rules = dict(rules)
        self.rate_in_force = rate_in_force
        self.data = load_trade_data(economy.data).with_demand(economy.demand)
        self.base = TradeBase(self.data, economy.policy_date, rate_in_force)
        self._tables = Memory(REMEMBERED)
        self._points = Memory(POINTS_REMEMBERED)

    @cached_property
    def space(self) -> OutcomeSpace:
        """The outcomes."""
        return OutcomeSpace(tuple(rule.issue(name, self.base) for name, rule in self.rules.items()))

    @cached_property
    def conditioning(self) -> int | None:
        """Position of the issue on which the meaning of others depends, or None."""
        positions = [i for i, rule in enumerate(self.rules.values()) if rule.conditions]
        return positions[0] if positions else None

    @cached_property
    def core(self) -> TradeCore | ClosedCore:
        """The trade core of this economy."""
        core = build_core(
            self.data,
            self.economy.elasticities,
            self.economy.supply_elasticity,
            policy_date=self.economy.policy_date,
            other_tariffs=self.other_tariffs,
        )
        if self.economy.wage_closure:
            return closed_core(core, self.data, self.economy.elasticities)
        return core

    @cached_property
    def other_tariffs(self) -> dict[str, float]:
        """Added US rate by source other than the partner."""
        return {**self.data.other_tariffs(self.economy.policy_date), **self.economy.other_tariffs}

    def status_quo(self, *rates: float, deal: bool = False) -> TradePolicy:
        """Return the policy without a deal at each of these rates, first axis; a deal lifts retaliation."""
        shape = (len(rates),) + (1,) * (len(self.rules) - 1)
        policy = no_deal_policy(self.data, np.array(rates).reshape(shape))
        if not deal:
            policy = replace(policy, retaliation=policy.retaliation + self.economy.retaliation)
        for rule in self.rules.values():
            policy = rule.without_deal(policy)
        return policy

    @cached_property
    def outcomes(self) -> tuple[Situation, Features]:
        """Situation and features of every outcome."""
        shape = self.space.shape
        axes = [[-1 if i == axis else 1 for i in range(len(shape))] for axis in range(len(shape))]
        levels = [np.arange(n).reshape(axis) for n, axis in zip(shape, axes, strict=True)]
        return self.evaluate(*self.agreed(levels, self.rules.values()), deal=1.0)

    def agreed(
        self, levels: Sequence[Levels], rules: Iterable[IssueRule]
    ) -> tuple[TradePolicy, dict[str, Array]]:
        """Return the policy of deals, and the features that their issues set.

        Parameters
        ----------
        levels : for each issue its levels, in arrays that broadcast over the deals
        rules : what the levels do, in the order of the issues
        """
        policy = self.status_quo(self.rate_in_force, deal=True)
        given: dict[str, Array] = {}
        for level, rule in zip(levels, rules, strict=True):
            policy = rule.apply(policy, level, self.base)
            for name, value in rule.features(level).items():
                given[name] = given[name] + value if name in given else value
        return policy, given

    def without_deal(self, *rates: float) -> tuple[Situation, Features]:
        """Return situation and features without a deal at each of these rates, along the first axis."""
        return self.evaluate(self.status_quo(*rates), {}, deal=0.0)

    @cached_property
    def _references(self) -> tuple[Situation, dict[str, Array]]:
        """Situation at the rate in force, and totals of the core at that rate and at zero."""
        policy = self.status_quo(self.rate_in_force, 0.0)
        effects = self.core.respond(added_rate(policy, self.data, self.economy.policy_date))
        situation = self._situation(policy, effects, np.zeros(()))
        totals = {f.name: getattr(effects, f.name).sum(axis=-1).ravel() for f in fields(effects)}
        totals["sales_ratio_by_sector"] = effects.sales_ratio.reshape(2, -1)[0]
        return situation.at((0,) * len(self.space.shape)), totals

    @property
    def in_force(self) -> Situation:
        """The situation without a deal at the rate in force."""
        return self._references[0]

    def consequences(self, outcome: Outcome | None) -> Consequences:
        """Return what `outcome`, or no deal at the rate in force (None), means for every sector."""
        return self.remember_at(World._consequences, outcome)

    def _consequences(self, outcome: Outcome | None) -> Consequences:
        if outcome is None:
            points, levels = self.without_deal(self.rate_in_force), (0,) * len(self.rules)
        else:
            points, levels = self.outcomes, self.space.levels(outcome)
        return consequences(*points, levels, self.in_force)

    def point_features(self, outcome: Outcome | None) -> Features:
        """Return the features of one outcome, or of no deal at the rate in force (None), as arrays of one."""
        shape = (1,) * len(self.rules)
        numbers = self.consequences(outcome).features
        return Features({name: np.full(shape, value) for name, value in numbers.items()})

    def remember(self, make: Callable[..., T], *inputs: Hashable) -> T:
        """Return `make(self, *inputs)`, kept for a while: it may depend on nothing else."""
        return self._tables.recall((make, *inputs), lambda: make(self, *inputs))

    def remember_at(self, make: Callable[["World", Outcome | None], T], outcome: Outcome | None) -> T:
        """Return `make(self, outcome)` for one outcome or for no deal (None), kept for a while."""
        return self._points.recall((make, outcome), lambda: make(self, outcome))

    def trade_totals(self, outcome: Outcome | None) -> dict[str, float]:
        """Return bilateral flows and the changes against the base world, $bn a year, for a run's row.

        Sales are the partner's, exports go to it, and what exceeds them is the deficit.
        """
        at, f = self.consequences(outcome), self.consequences(outcome).features
        sales = float(at.situation.sales.sum())
        exports = float(at.situation.home_exports.sum()) + f["added_purchases"]
        return {
            "sales": sales,
            "exports": exports,
            "deficit": sales - exports,
            "tariff_revenue": f["revenue_partner"],
            "consumer_surplus": f["consumer_surplus"],
            "exporter_surplus": f["exporter_surplus"],
        }

    @cached_property
    def stakes(self) -> Stakes:
        """What is at stake for each sector and product group before any offer."""
        situation, now = self.outcomes[0], self.in_force

        def mean_change(name: str) -> Array:
            change = np.abs(getattr(situation, name) - getattr(now, name))
            return np.asarray(change.reshape(-1, change.shape[-1]).mean(axis=0))

        return Stakes(
            exporter_surplus=mean_change("exporter_surplus"),
            duty=mean_change("duty_bill"),
            home_surplus=mean_change("home_surplus"),
            home_exports=mean_change("home_exports"),
            purchases=float(np.abs(situation.purchases).mean()),
        )

    def _effects(self, policy: TradePolicy, interim: Array) -> tuple[TradeEffects, TradeEffects]:
        """Return the effects of the final levels, and those of a mean of final and interim ones."""
        rate = added_rate(policy, self.data, self.economy.policy_date)
        cost = cost_shifter(policy, self.data)
        relief = policy.dumping_relief
        final = self.core.respond(rate - relief, cost)
        if not interim.any():
            return final, final
        before = added_rate(self.status_quo(self.rate_in_force), self.data, self.economy.policy_date)
        during = self.core.respond(np.maximum(rate, before) - relief, cost)
        weight = interim[..., None]
        mixed = {
            f.name: getattr(final, f.name) + weight * (getattr(during, f.name) - getattr(final, f.name))
            for f in fields(final)
        }
        return final, replace(final, **mixed)

    def _partner(self, policy: TradePolicy) -> tuple[Array, Array, Array]:
        """US exports, the partner's duties and what its consumers gain, as changes against today's duties."""
        return partner_side(self.data, policy.access, self.economy.elasticities, added=policy.retaliation)

    def _situation(self, policy: TradePolicy, effects: TradeEffects, interim: Array) -> Situation:
        exports, _, _ = self._partner(policy)
        base = self.data.exports_usd_bn * self.data.export_group_scale
        share = (1.0 - interim)[..., None]
        return Situation(
            sales=effects.sales_usd_bn,
            exporter_surplus=effects.exporter_surplus_usd_bn,
            duty_bill=effects.revenue_partner_usd_bn,
            home_surplus=effects.home_surplus_usd_bn,
            home_exports=base + share * exports * self.data.export_group_scale,
            purchases=policy.added_purchases,
        )

    def evaluate(
        self, policy: TradePolicy, given: Mapping[str, Array], deal: float
    ) -> tuple[Situation, Features]:
        """Return situation and features of policies, with the features that issues have set."""
        one = np.ones((1,) * len(self.rules))
        arrays: dict[str, Array] = dict.fromkeys(known_features(), 0.0 * one) | dict(given)
        final, effects = self._effects(policy, arrays["interim_economic"])
        opening = arrays["interim_access"]
        situation = self._situation(policy, effects, opening)
        arrays |= {name: x * one for name, x in self._aggregates(policy, effects, opening).items()}
        sales = final.sales_usd_bn.sum(axis=-1) - self._references[1]["sales_usd_bn"][0]
        exports = self._partner(policy)[0].sum(axis=-1) * self.data.export_group_scale
        arrays |= {
            "final_sales": sales * one,
            "final_exports": exports * one,
            "deal": deal * one,
            "tariff": policy.tariff * one,
            "tariff_in_force": self.rate_in_force * one,
            "peer_tariff": np.mean([self.other_tariffs[name] for name in self.data.peers]) * one,
        }
        return situation, Features(arrays)

    def _aggregates(self, policy: TradePolicy, effects: TradeEffects, interim: Array) -> dict[str, Array]:
        """Totals over sectors, against no deal at the rate in force: $bn a year and thousand jobs."""
        reference = self._references[1]
        exports, revenue, consumers = (x.sum(axis=-1) * (1.0 - interim) for x in self._partner(policy))

        def change(name: str) -> Array:
            total: Array = getattr(effects, name).sum(axis=-1) - reference[name][0]
            return total

        employed = self.data.employment_thousand * self.data.dependence
        flow = self.data.imports_usd_bn[:, 0] / self.data.imports_usd_bn[:, 0].sum()
        loss_now = reference["consumer_surplus_usd_bn"][1] - reference["consumer_surplus_usd_bn"][0]
        return {
            "sales": change("sales_usd_bn"),
            "exporter_surplus": change("exporter_surplus_usd_bn"),
            "consumer_surplus": change("consumer_surplus_usd_bn"),
            "consumer_loss": loss_now - change("consumer_surplus_usd_bn"),
            "revenue": change("revenue_all_usd_bn"),
            "revenue_partner": change("revenue_partner_usd_bn"),
            "home_surplus": change("home_surplus_usd_bn"),
            "jobs": ((effects.sales_ratio - reference["sales_ratio_by_sector"]) * employed).sum(axis=-1),
            "newly_exempt": (policy.newly_exempt * flow).sum(axis=-1),
            "home_exports": exports * self.data.export_group_scale,
            "added_purchases": policy.added_purchases,
            "partner_buyers": -policy.switching_cost,
            "partner_duty_revenue": revenue * self.data.export_group_scale,
            "partner_consumers": consumers * self.data.export_group_scale,
        }


def known_features() -> dict[str, str]:
    """Return every feature that some issue sets, name -> unit and meaning."""
    found: dict[str, str] = {}
    for entry in entries("issue"):
        found |= dict(getattr(entry.factory, "provides", {}))
    return found
