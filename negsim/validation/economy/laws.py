"""Laws of the trade core, whatever the numbers: E2 and I7; and what a tariff elsewhere does: S11."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from negsim.arrays import Array
from negsim.economy.baseline import Elasticities, TradeData
from negsim.economy.load import load_trade_data
from negsim.economy.market import Market
from negsim.economy.policy import added_rate, no_deal_policy
from negsim.economy.trade import TradeCore, build_core, fold_others
from negsim.rng import stream
from negsim.validation.check import Check, Direction, Got, exact
from negsim.validation.deficit import account, trend_of
from negsim.validation.worlds import SEED, packaged

DAY, LISTS = date(2025, 10, 26), date(2025, 4, 2)
SUPPLY = (2.0, 10.0, np.inf)
SECTORS = 17


def one_sector(
    elasticities: tuple[float, float, float], supply: float, flows: tuple[float, ...]
) -> TradeCore:
    """Return a core of one sector whose other sources keep their duties."""
    sigma, eta, kappa = (np.array([value]) for value in elasticities)
    duties = np.array([np.linspace(0.0, 0.1, len(flows))])
    market = Market(np.array([flows]), duties, np.array([0.4]), Elasticities(sigma, eta, kappa), supply, 0.3)
    return TradeCore(market, fold_others(market, np.zeros((1, len(flows) - 1))), 1.0)


def nothing_changes() -> float:
    """Return how far ratios are off 1 when no rate changes."""
    data, off = load_trade_data(), 0.0
    for name in data.elasticities:
        for supply in SUPPLY:
            effects = build_core(data, name, supply, policy_date=DAY, other_tariffs={}).respond(
                np.zeros(SECTORS)
            )
            hats = (effects.sales_ratio, effects.price_partner, effects.consumer_price)
            off = max(off, *(float(np.abs(hat - 1.0).max()) for hat in hats))
    return off


def scale() -> float:
    """Return how far outputs are off seven times theirs when all trade is seven times as large."""
    rate = np.array([[0.3]])
    plain = one_sector((2.53, 1.53, 1.19), 10.0, (20.0, 50.0, 30.0))
    market = replace(plain.market, imports_usd_bn=7.0 * plain.market.imports_usd_bn)
    large = TradeCore(market, fold_others(market, np.zeros((1, 2))), 1.0).respond(rate)
    small = plain.respond(rate)
    pairs = [
        (large.sales_usd_bn, small.sales_usd_bn),
        (large.consumer_surplus_usd_bn, small.consumer_surplus_usd_bn),
    ]
    return max(float(np.abs(a / b / 7.0 - 1.0).max()) for a, b in pairs)


def no_cross_effects() -> float:
    """Return how far quantities are off q^-sigma, and others' duties off theirs, at one elasticity."""
    off = 0.0
    for supply in SUPPLY:
        core = one_sector((2.0, 2.0, 2.0), supply, (20.0, 50.0, 30.0))
        rate, duty = np.array([[0.25]]), core.market.duty_rate[0, 0]
        effects, before = core.respond(rate), core.respond(np.zeros((1, 1)))
        delivered = effects.price_partner * (1.0 + duty + 0.25) / (1.0 + duty)
        quantity = effects.sales_ratio / effects.price_partner
        elsewhere = [e.revenue_all_usd_bn - e.revenue_partner_usd_bn for e in (effects, before)]
        off = max(
            off, float(np.abs(quantity - delivered**-2.0).max()), float(np.abs(np.subtract(*elsewhere)).max())
        )
    return off


def small_source() -> float:
    """Return how far a tiny source's elasticity of sales is off sigma at constant cost."""
    ratio = one_sector((2.53, 1.53, 1.19), np.inf, (1e-9, 60.0, 40.0)).respond(np.array([[0.3]])).sales_ratio
    return abs(float(np.log(ratio[0, 0]) / np.log(1.3)) + 2.53)


def two_halves() -> float:
    """Return how far totals move when a sector is cut into two alike."""
    whole = one_sector((2.53, 1.53, 1.19), 10.0, (20.0, 50.0, 30.0))
    market, e = whole.market, whole.market.elasticities
    halves = Market(
        np.repeat(market.imports_usd_bn / 2, 2, axis=0),
        np.repeat(market.duty_rate, 2, axis=0),
        np.repeat(market.penetration, 2),
        Elasticities(np.repeat(e.sigma, 2), np.repeat(e.eta, 2), np.repeat(e.kappa, 2)),
        market.supply_elasticity,
        market.home_value_added_share,
    )
    split = TradeCore(halves, fold_others(halves, np.zeros((2, 2))), 1.0).respond(np.full((1, 2), 0.3))
    one = whole.respond(np.array([[0.3]]))
    fields = ("sales_usd_bn", "revenue_all_usd_bn", "consumer_surplus_usd_bn", "home_surplus_usd_bn")
    return max(abs(float(getattr(split, f).sum() / getattr(one, f).sum()) - 1.0) for f in fields)


def best_rates() -> list[float]:
    """Return the best rate on a small source as supply stiffens."""
    rates, found = np.arange(0.0, 0.5, 0.001)[:, None], []
    for supply in (np.inf, 1000.0, 10.0, 4.0):
        core = one_sector((2.53, 1.53, 1.19), supply, (1.0, 59.0, 40.0))
        duty_free = replace(core.market, duty_rate=np.zeros((1, 3)))
        effects = TradeCore(duty_free, fold_others(duty_free, np.zeros((1, 2))), 1.0).respond(rates)
        gain = effects.consumer_surplus_usd_bn + effects.revenue_all_usd_bn
        found.append(float(rates[int(np.argmax(gain[:, 0])), 0]))
    return found


def laws() -> Mapping[str, Got]:
    """Return how far each law is missed."""
    best = best_rates()
    return {
        "nothing changes": nothing_changes(),
        "all seven times as large": scale(),
        "one elasticity": no_cross_effects(),
        "tiny source": small_source(),
        "two halves": two_halves(),
        "best rate, constant cost": best[0],
        "best rate, nearly constant cost": best[1],
        "best rate over 1 / e*, supply 10": exact(best[2] * 10.0),
        "best rate over 1 / e*, supply 4": exact(best[3] * 4.0),
    }


def monotone() -> Mapping[str, Got]:
    """Return how often a sector's sales rise in the own rate or fall in another's, and gaps in accounts."""
    data, chance = load_trade_data(), stream(SEED, "validation", "rates")
    own, others = 0, 0
    for name in data.elasticities:
        rates = chance.uniform(0.0, 0.5, (40, SECTORS))
        core = build_core(data, name, policy_date=DAY)
        own += int((np.diff(_steps(core, rates), axis=0) >= 0).sum())
        for source in data.sources[1:]:
            dearer = {**data.other_tariffs(DAY), source: data.other_tariffs(DAY)[source] + 0.1}
            more = build_core(data, name, policy_date=DAY, other_tariffs=dearer).respond(rates).sales_usd_bn
            others += int((more < core.respond(rates).sales_usd_bn - 1e-12).sum())
    return {"rises in own rate": float(own), "falls in others'": float(others), "accounts": _accounts()}


def _steps(core: TradeCore, rates: Array) -> Array:
    """Return sales at drawn rates and at a few steps above them, steps first."""
    return np.array([core.respond(rates + step).sales_usd_bn for step in (0.0, 0.01, 0.05, 0.2)])


def _accounts() -> float:
    """Return the largest gap between the deficit and sales less exports over the outcomes tried, $bn."""
    at = packaged("quiet").world
    totals = [at.trade_totals(outcome) for outcome in (None, *range(0, at.space.n, 997))]
    return max(abs(t["deficit"] - (t["sales"] - t["exports"])) for t in totals)


def diversion() -> Mapping[str, Got]:
    """Return what rates here and on China do to the partner's sales, $bn, and the account of 2025.

    Lists are those of the first day, so that electronics are taxed too. `makes up for a point here` is the
    rate on China at which sales are what they were. The account is that of the historical world with the
    trend of demand that was known in March 2025.
    """
    data, history = load_trade_data(), packaged("historical")
    before = _sold(data, 0.0, 0.0)
    low, high = 0.0, 0.5
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (low, middle) if _sold(data, 0.01, middle) > before else (middle, high)
    year = account(history, trend_of(history), 2025)
    return {
        "1 % here, 1 % on China": exact(_sold(data, 0.01, 0.01) - before),
        "1 % here, 30 % on China": exact(_sold(data, 0.01, 0.30) - before),
        "2025: part of the rate on China": exact(year.shares["rival"]),
        "2025: part of the rate here": exact(year.shares["rate"]),
        "2025: rise of the deficit": exact(year.deficit - year.base),
        "makes up for a point here": high,
        "20 % here, 47 % on China": exact(_sold(data, 0.20, 0.47) - before),
        "2025: part of the trend": exact(year.shares["trend"]),
    }


def _sold(data: TradeData, here: float, china: float) -> float:
    core = build_core(data, policy_date=LISTS, other_tariffs={"CHN": china})
    return float(core.respond(added_rate(no_deal_policy(data, here), data, LISTS)).sales_usd_bn.sum())


CHECKS = (
    Check(
        "I7",
        "sales fall in the own rate and rise in others'",
        "engine",
        {"rises in own rate": 0.0, "falls in others'": 0.0, "accounts": 0.0},
        1e-9,
        "sector by sector at drawn rates, three sets of elasticities, eight other sources",
        monotone,
    ),
    Check(
        "E2",
        "laws of the trade core",
        "engine",
        {
            **dict.fromkeys(
                (
                    "nothing changes",
                    "all seven times as large",
                    "one elasticity",
                    "tiny source",
                    "two halves",
                ),
                0.0,
            ),
            "best rate, constant cost": 0.0,
            "best rate, nearly constant cost": 0.0,
            "best rate over 1 / e*, supply 10": Direction(">", 0.3),
            "best rate over 1 / e*, supply 4": Direction(">", 0.3),
        },
        {
            **dict.fromkeys(("nothing changes",), 1e-12),
            **dict.fromkeys(("all seven times as large", "one elasticity", "two halves"), 1e-9),
            "tiny source": 1e-6,
            "best rate, constant cost": 0.0,
            "best rate, nearly constant cost": 2e-3,
        },
        "nested CES demand with rising supply, solved exactly",
        laws,
    ),
    Check(
        "S11",
        "a tariff here and a larger one on China",
        "engine",
        {
            "1 % here, 1 % on China": Direction("<"),
            "1 % here, 30 % on China": Direction(">"),
            "2025: part of the rate on China": Direction(">"),
            "2025: part of the rate here": Direction("<"),
            "2025: rise of the deficit": Direction(">"),
        },
        None,
        "the pattern of 2025: the deficit rises though the rate does",
        diversion,
        "$bn; the deficit rose by 54.7: the sign is right, and rests on the trend known in March 2025. "
        "Without it tariffs lower what the partner sells unless the rate on China is many times that here",
    ),
)
