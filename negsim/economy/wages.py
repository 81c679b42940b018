"""Vietnam's wage after its sales to the US change: one number per outcome that clears its factor market.

The trade core holds wages. Here the wage w (new over base) moves the unit cost of Vietnamese goods,
c = w^alpha times the cost of origin rules, until factor income equals what pays for it:

    (1-b) Y w L(w) = v M(w) + v X w^(alpha (1-epsilon)),   L(w) = (w / w^(h alpha))^lambda

Y GDP, b its share earned outside exports, v value added in exports, M receipts from the US (imports
for consumption), X exports elsewhere, epsilon their price elasticity, h share of home goods in
consumption, lambda elasticity of labour supply to the real wage. The base year clears at w = 1, so
(1-b) Y = v (M0 + X); Y, v and b drop out and with s = M0/(M0 + X) there is left

    w L(w) = s M(w)/M0 + (1-s) w^(alpha (1-epsilon))

CES receipts rise at most as fast as cost, the right side at most like w^alpha: one root, bracketed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from negsim.arrays import Array
from negsim.economy.baseline import TradeData
from negsim.economy.trade import TradeCore, TradeEffects
from negsim.errors import DataError, DomainError

TOLERANCE = 1e-11  # of the last step in ln w: the error left is smaller
MAX_STEPS = 60


@dataclass(frozen=True, eq=False)
class WageClosure:
    """Vietnam's factor market: alpha, h, lambda, epsilon, s and b of the module, in this order."""

    domestic_cost_share: float
    home_basket_share: float
    labour_supply_elasticity: float
    other_export_elasticity: float
    home_share: float
    non_export_share: float

    @property
    def income_elasticity(self) -> float:
        """Elasticity of factor income w L to the wage."""
        return 1.0 + self.labour_supply_elasticity * (1.0 - self.home_basket_share * self.domestic_cost_share)


def wage_closure(data: TradeData, elasticities: str = "short_run") -> WageClosure:
    """The closure on the constants of `data` whose names start with `wage_`.

    Raises
    ------
    DataError : if one is missing, or exports would pay for more than the whole income.
    """
    sales, given = float(data.imports_usd_bn[:, 0].sum()), data.constants
    try:
        other = given["wage_exports_total"] - given["wage_exports_to_home"]
        paid = given["wage_value_added_share"] * (sales + other) / given["wage_gdp"]
        closure = WageClosure(
            domestic_cost_share=given["wage_domestic_cost_share"],
            home_basket_share=given["wage_home_basket_share"],
            labour_supply_elasticity=given["wage_labour_supply_elasticity"],
            other_export_elasticity=given[f"wage_other_export_elasticity_{elasticities}"],
            home_share=sales / (sales + other),
            non_export_share=1.0 - paid,
        )
    except KeyError as missing:
        raise DataError(
            f"{data.name}: constants.csv has no {missing}, needed for the partner's wage."
        ) from None
    if not 0.0 < paid <= 1.0:
        raise DataError(f"{data.name}: exports pay for {paid:.0%} of the partner's income, not 0 to 100 %.")
    return closure


@dataclass(frozen=True, eq=False)
class ClosedCore:
    """A trade core in which Vietnam's wage clears its factor market; used like the core itself.

    Exporter surplus stays what it is in the core, the rent of firms: receipts/(1 + omega) less base.
    Workers' loss is not in it: firms and buyers abroad gain what `wage` takes from them.
    """

    core: TradeCore
    closure: WageClosure

    def respond(self, added_rate: Array, cost: Array | float = 1.0) -> TradeEffects:
        """Effects at the wage that clears; parameters and errors as in `TradeCore.respond`."""
        return self._at(np.log(self.wage(added_rate, cost)), added_rate, cost)

    def wage(self, added_rate: Array, cost: Array | float = 1.0) -> Array:
        """(...) Vietnam's wage over base; parameters as in `TradeCore.respond`."""
        closure, base = self.closure, self.core.market.imports_usd_bn[:, 0]
        at_home = closure.home_share * base / base.sum()
        slope, alpha = closure.income_elasticity, closure.domestic_cost_share
        elsewhere = alpha * (1.0 - closure.other_export_elasticity)

        def excess(log_wage: Array) -> Array:
            """Ln of factor income over what exports pay for."""
            sales = (self._at(log_wage, added_rate, cost).sales_ratio - 1.0) @ at_home
            gain: Array = sales + (1.0 - closure.home_share) * np.expm1(elsewhere * log_wage)
            return slope * log_wage - np.log1p(gain)

        shape = np.broadcast_shapes(np.shape(added_rate), np.shape(cost), base.shape)[:-1]
        return np.exp(rising_root(excess, np.zeros(shape), slope - alpha))

    def _at(self, log_wage: Array, added_rate: Array, cost: Array | float) -> TradeEffects:
        hat = np.exp(self.closure.domestic_cost_share * log_wage)
        return self.core.respond(added_rate, cost * hat[..., None])


def rising_root(excess: Callable[[Array], Array], start: Array, least_slope: float) -> Array:
    """Root of a function that rises at least with `least_slope`: secant steps inside a bracket.

    Raises
    ------
    DomainError : if it does not settle.
    """
    last, last_value = start, excess(start)
    point = last - last_value / least_slope
    low, high = np.minimum(last, point), np.maximum(last, point)
    for _ in range(MAX_STEPS):
        value, run = excess(point), point - last
        low, high = np.where(value < 0, point, low), np.where(value > 0, point, high)
        slope = np.divide(value - last_value, run, out=np.zeros_like(run), where=run != 0)
        following = np.clip(point - value / np.maximum(slope, least_slope), low, high)
        if np.abs(following - point).max(initial=0.0) < TOLERANCE:
            return following
        last, last_value, point = point, value, following
    raise DomainError("The partner's wage did not settle; check tariffs, costs and elasticities.")


def closed_core(core: TradeCore, data: TradeData, elasticities: str = "short_run") -> ClosedCore:
    """The core with Vietnam's wage free, given the set of elasticities the core was built with."""
    return ClosedCore(core, wage_closure(data, elasticities))
