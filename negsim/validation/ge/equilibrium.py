"""Tariffs in general equilibrium: wages, spending and labour of every country move until all markets clear.

One sector, Armington demand of elasticity epsilon, labour supplied with elasticity kappa to the real wage,
external economies psi; a share nu of every sale stays where it is sold, so a tariff is passed on by the power
phi. Hats are new over base. Exporter j, importer i, share lambda, sales X before tariffs:

    A_ji   = lambda_ji (w_j L_j^-psi)^-epsilon (1 + t_ji)^(-epsilon phi_i)
    lambda'_ji = A_ji / sum_k A_ki,     P_i = (E_i/w_i)^(1 - phi_i) (sum_k A_ki)^(-1/epsilon)
    income   : w_j L_j Y_j = sum_i (1 - nu_i) X'_ji + nu_j sum_k X'_kj
    spending : E_i = w_i L_i Y_i + tariff revenue + what others lend, as in the base year per world income
    labour   : L_i = (tau_i w_i/P_i)^kappa, tau the relief of income tax that the revenue pays for

The mean price, weighted by spending, stays: it takes the place of the one condition that follows from others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import root

from negsim.arrays import Array
from negsim.errors import DomainError
from negsim.validation.ge.economy import WorldEconomy, income_of

TOLERANCE = 1e-9  # of every condition, relative to income or spending


@dataclass(frozen=True)
class Elasticities:
    """What the world answers with; defaults are the published ones (Ignatenko and others 2025).

    Parameters
    ----------
    trade : epsilon, of imports to cost
    labour : kappa, of labour supply to the real wage
    scale : epsilon psi, between 0 (none) and 1
    pass_through : of a tariff to the price of a firm, 1 in full; None: the same everywhere and nothing stays
        at the destination (Eaton-Kortum-Krugman)
    tax_relief : revenue lowers the tax on labour; otherwise everybody gets a lump sum
    """

    trade: float = 4.0
    labour: float = 0.5
    scale: float = 0.67
    pass_through: float | None = 1.0
    tax_relief: bool = True


PUBLISHED = Elasticities()


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """Hats and levels after the tariffs, all (N,) but sales.

    Attributes
    ----------
    welfare, wage, price : new over base
    revenue : tariff revenue, in the unit of sales
    sales : (N, N) by exporter and importer, before tariffs, in the prices of the equilibrium
    """

    welfare: Array
    wage: Array
    price: Array
    revenue: Array
    sales: Array


def power_of(economy: WorldEconomy, elasticities: Elasticities) -> Array:
    """(N,) phi: by which power of one plus a tariff prices in a country rise."""
    if elasticities.pass_through is None:
        return np.ones(len(economy.names))
    theta = elasticities.trade / elasticities.scale
    kept: Array = (1.0 + theta) / ((1.0 - economy.kept) * theta) - 1.0 / theta - 1.0
    return elasticities.pass_through + kept


@dataclass(frozen=True, eq=False)
class _System:
    """The conditions, given the base year: a function of ln of wages, spending and labour, (3 N,)."""

    economy: WorldEconomy
    tariffs: Array
    elasticities: Elasticities
    power: Array
    income: Array

    def state(self, logs: Array) -> tuple[Array, ...]:
        """Wage, spending, labour and price hats, sales before tariffs and revenue."""
        wage, spending, labour = np.exp(logs.reshape(3, -1))
        e, base = self.elasticities, self.economy.spending
        cost = wage * labour ** (-e.scale / e.trade)
        passed = (1.0 + self.tariffs) ** (-e.trade * self.power)
        weights = self.economy.sales / base * cost[:, None] ** -e.trade * passed
        price = (spending / wage) ** (1.0 - self.power) * weights.sum(axis=0) ** (-1.0 / e.trade)
        sales = weights / weights.sum(axis=0) * base * spending / (1.0 + self.tariffs)
        return wage, spending, labour, price, sales, (sales * self.tariffs).sum(axis=0)

    def __call__(self, logs: Array) -> Array:
        """(3 N,) excess of every condition."""
        wage, spending, labour, price, sales, revenue = self.state(logs)
        base, earned = self.economy.spending, wage * labour * self.income
        lent = (base - self.income) * earned.sum() / self.income.sum()
        goods = (income_of(sales, self.economy.kept) - earned) / self.income
        goods[-1] = ((price - 1.0) * base).sum() / base.sum()
        relief = 1.0 / (1.0 - revenue / earned) if self.elasticities.tax_relief else np.ones_like(wage)
        offered = np.log(labour) - self.elasticities.labour * np.log(relief * wage / price)
        return np.concatenate([goods, (revenue + earned + lent) / base - spending, offered])


def solve(economy: WorldEconomy, tariffs: Array, elasticities: Elasticities = PUBLISHED) -> Equilibrium:
    """Solve for the equilibrium.

    Parameters
    ----------
    tariffs : (N, N) by exporter and importer, fraction of customs value, above -1

    Raises
    ------
    DomainError : if no equilibrium is found.

    References
    ----------
    Ignatenko, Lashkaripour, Macedoni and Simonovska (2025), Making America great again? The economic impacts
    of Liberation Day tariffs, Journal of International Economics 157. Written from its equations.
    """
    if elasticities.pass_through is None:
        economy = replace(economy, kept=np.zeros(len(economy.names)))
    system = _System(economy, tariffs, elasticities, power_of(economy, elasticities), economy.income)
    found = root(
        system, np.zeros(3 * len(economy.names)), method="lm", options={"xtol": 1e-12, "ftol": 1e-12}
    )
    if not np.abs(system(found.x)).max() < TOLERANCE:
        raise DomainError("no general equilibrium was found; check tariffs and elasticities.")
    wage, spending, labour, price, sales, revenue = system.state(found.x)
    earned = wage * labour * system.income
    taxed = 1.0 - revenue / earned if elasticities.tax_relief else np.ones_like(wage)
    share = elasticities.labour / (1.0 + elasticities.labour)
    weight = economy.spending / (economy.spending - share * taxed * system.income)
    welfare = (weight * spending + (1.0 - weight) * wage * labour) / price
    return Equilibrium(welfare, wage, price, revenue, sales)


def best_uniform_tariff(economy: WorldEconomy, elasticities: Elasticities = PUBLISHED) -> float:
    """The uniform tariff that is best for home if nobody answers: 1/((1 + delta epsilon) phi - 1).

    The published rule, which leaves out that the relief of taxes on labour is worth some points more.
    Delta is how steep the demand that home's exports meet abroad is, weighted by them, over home's imports.
    """
    home, sales, left = economy.home, economy.sales, 1.0 - economy.kept
    share = sales[home] / economy.spending
    away = np.arange(len(economy.names)) != home
    met = (sales[home] * left * (1.0 - share))[away].sum()
    delta = met / (left[home] * sales[away, home].sum())
    return _best(delta, float(power_of(economy, elasticities)[home]), elasticities)


def best_reply(economy: WorldEconomy, elasticities: Elasticities = PUBLISHED) -> float:
    """The uniform tariff with which all others together answer home, as they were one country.

    The same rule; what they import is taken as their income less what they sell at home, as published.
    """
    home, sales, left = economy.home, economy.sales, 1.0 - economy.kept
    away = np.arange(len(economy.names)) != home
    sold = sales[away, home].sum()
    met = sold * left[home] * (1.0 - sold / economy.spending[home])
    bought = economy.income[away].sum() - sales[np.ix_(away, away)].sum()
    delta = met / (left[away][0] * bought)
    return _best(delta, float(power_of(economy, elasticities)[away][0]), elasticities)


def _best(delta: float, power: float, elasticities: Elasticities) -> float:
    return float(1.0 / ((1.0 + delta * elasticities.trade) * power - 1.0))
