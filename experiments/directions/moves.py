"""What is moved: settings of the default world, at two or three values, under every vector of weights.

A value is a mapping of dotted path -> setting. Thresholds at home are drawn with the weights, so a move of
them adds to what the vector has.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from negsim.politics.blocs import ensemble

Settings = Mapping[str, Any]
Value = Settings | Callable[[int], Settings]
"""Settings, or settings that depend on the vector of weights."""
SIDES = ("us", "vietnam")
RULING, FIGURES = "events.ruling", "events.figures"


def both(path: str, value: Any) -> Settings:
    """Return the same setting for both parties."""
    return {f"parties.{side}.{path}": value for side in SIDES}


def strike(true: float, us: float, vietnam: float) -> Settings:
    """Return odds that the tariffs are struck: the true ones, and those that either side believes."""
    odds = {f"{RULING}.odds.us": us, f"{RULING}.odds.vietnam": vietnam}
    return {f"{RULING}.chance": true, **odds}


def ruled(struck: float) -> Settings:
    """Return a ruling on its first day, unforeseen, that strikes the tariffs or lets them stand."""
    return {f"{RULING}.day": date(2025, 12, 1), f"{RULING}.chance": struck}


def figures(salience: float) -> Settings:
    """Return figures of a deficit that has risen by 44 %, and how much more it counts for that."""
    event = {"type": "statistics", "at": 2, "party": "us", "source": "Census", "partner_source": "Customs"}
    return {FIGURES: event | {"deficit_usd_bn": 178.2, "salience": salience}}


def demanding(more: float, vector: int) -> Settings:
    """Return thresholds of the Vietnamese factions so much above those of a vector."""
    thresholds = {name: value for (_, kind, name), value in ensemble()[vector].items() if kind == "faction"}
    return {
        f"agents.vietnam_factions.members.{name}.threshold": value + more
        for name, value in thresholds.items()
    }


def opponents(more: float, vector: int) -> Settings:
    """Return a threshold of the US groups so much above that of a vector."""
    return {"parties.us.ratification.threshold": ensemble()[vector]["us", "acquiescence", "threshold"] + more}


def exports(factor: float) -> Settings:
    """Return weights of what Vietnam sells to the US, and of the jobs in it, as a multiple of the default."""
    return {f"parties.vietnam.terms.{term}.weight": 0.5 * factor for term in ("exports", "jobs")}


def floor(chance: float) -> Settings:
    """Return how likely Vietnam pledges in public a least utility of its own, each week."""
    politics = {"pledge_form": "utility", "pledge_cost": 1.0, "pledge_probability": chance}
    return {f"parties.vietnam.politics.{key}": value for key, value in politics.items()}


def concession(**exponents: float) -> Settings:
    """Return concession exponents of the sides named: below one concedes late."""
    return {f"parties.{side}.strategy.bidding.e": value for side, value in exponents.items()}


MOVES: Mapping[str, tuple[Value, ...]] = {
    "odds of a strike": (strike(0, 0, 0), strike(0.45, 0.4, 0.5), strike(0.9, 0.9, 0.9)),
    "optimism of Vietnam": (strike(0.45, 0.4, 0.5), strike(0.45, 0.1, 0.9)),
    "waiting": (both("patience.waiting", 0.0), both("patience.waiting", 1.0)),
    "a strike": (ruled(0.0), ruled(1.0)),
    "belief in the threat": tuple({"no_deal.credibility": q} for q in (0.1, 0.6, 0.9)),
    "patience of Vietnam": tuple({"parties.vietnam.patience.discount": d} for d in (0.894, 0.985)),
    "patience of the US": tuple({"parties.us.patience.discount": d} for d in (0.894, 0.995)),
    "a tough Vietnam": (concession(vietnam=0.5), concession(vietnam=0.2)),
    "a tough US": (concession(us=0.5), concession(us=0.2)),
    "both tough": (concession(us=0.5, vietnam=0.5), concession(us=0.2, vietnam=0.2)),
    "both soft": (concession(us=0.5, vietnam=0.5), concession(us=2.0, vietnam=2.0)),
    "weight of the deficit": tuple({"parties.us.terms.deficit.weight": w} for w in (1.0, 1.5)),
    "a record deficit that counts": (figures(0.0), figures(2.0)),
    "a diversified Vietnam": (exports(1.0), exports(0.7)),
    "rate on China": tuple({"economy.other_tariffs.CHN": rate} for rate in (0.2, 0.6)),
    "a public floor": (floor(0.0), floor(0.5)),
    "demanding factions": tuple(partial(demanding, more) for more in (0.0, 0.6, 1.2)),
    "louder opponents in the US": tuple(partial(opponents, more) for more in (0.0, 0.3)),
    "quorum": tuple({"parties.vietnam.ratification.quorum": q} for q in (0.65, 1.0)),
    "looking at ratification": (both("ratification.filters", False), both("ratification.filters", True)),
    "override": tuple({"events.president.chance": p} for p in (0.0, 0.5)),
}
"""Move -> its values, from low to high; what is measured is the change from the first to the last."""
