"""What the model says to a draft: tariff path, sectors that win and lose, the deficit, the mood at home."""

from collections.abc import Sequence
from dataclasses import dataclass

from negsim.arrays import Array
from negsim.classroom.views.home_front import HomeVerdict, verdicts
from negsim.classroom.views.points import points
from negsim.classroom.views.wording import words
from negsim.politics.countries import Country, pair
from negsim.talks.model import NegotiationModel
from negsim.world.world import World

SHOWN = 3
"""How many sectors are named at each end."""
SMALLEST = 0.005
"""Changes below five million dollars a year are not named."""
Named = list[tuple[str, float]]


@dataclass(frozen=True)
class Ends:
    """The sectors that win and lose most, with the change in billion US dollars a year."""

    win: Named
    lose: Named


@dataclass(frozen=True)
class Feedback:
    """The model's answer to a side's draft: trade is public, points and politics are its own.

    Attributes
    ----------
    countries : that which sets the rate, and its partner
    deficit : of the first, billion US dollars a year now and then
    partner_sells, partner_buys : sectors of the two directions of trade
    """

    countries: tuple[Country, Country]
    points: float
    path: Named
    deficit: tuple[float, float]
    partner_sells: Ends
    partner_buys: Ends
    home: HomeVerdict


def feedback(model: NegotiationModel, side: str, outcome: int) -> Feedback:
    """Return the model's answer to a side's draft."""
    world = model.world
    at, sales = world.consequences(outcome), world.in_force.sales
    now, then = (round(world.trade_totals(o)["deficit"], 1) for o in (None, outcome))
    return Feedback(
        countries=pair(),
        points=round(points(model, side, outcome), 2),
        path=tariff_path(world, outcome),
        deficit=(now, then),
        partner_sells=_ends(world.data.sectors, at.situation.sales - sales),
        partner_buys=_ends(world.data.export_groups, at.home_exports_change),
        home=verdicts(model, side, outcome),
    )


def tariff_path(world: World, outcome: int) -> Named:
    """Return the rate on the partner's goods step by step: today, while a deal is phased in, in the end."""
    features = world.consequences(outcome).features
    today, final = float(features["tariff_in_force"]), float(features["tariff"])
    path = [("today", today)]
    if features["interim_economic"] > 0:
        path.append(("while phased in", max(today, final)))
    return [*path, ("under this offer", final)]


def _ends(names: Sequence[str], change: Array) -> Ends:
    order = sorted(range(len(names)), key=lambda i: (-float(change[i]), names[i]))
    winners = [i for i in order[:SHOWN] if change[i] > SMALLEST]
    losers = [i for i in order[::-1][:SHOWN] if change[i] < -SMALLEST]

    def named(chosen: list[int]) -> Named:
        return [(words(names[i]), round(float(change[i]), 2)) for i in chosen]

    return Ends(named(winners), named(losers))
