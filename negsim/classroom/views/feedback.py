"""What the model says to a draft: tariff path, sectors that win and lose, the deficit, the mood at home."""

from collections.abc import Sequence
from typing import Any

from negsim.classroom.views.home_front import verdicts
from negsim.classroom.views.points import points
from negsim.classroom.views.wording import words
from negsim.talks.model import NegotiationModel

SHOWN = 3
"""How many sectors are named at each end."""
SMALLEST = 0.005
"""Changes below five million dollars a year are not named."""


def feedback(model: NegotiationModel, side: str, outcome: int) -> dict[str, Any]:
    """Return the model's answer to a side's draft: trade is public, points and politics are its own."""
    world = model.world
    at, now = world.consequences(outcome), world.in_force
    totals, before = world.trade_totals(outcome), world.trade_totals(None)
    return {
        "points": round(points(model, side, outcome), 2),
        "path": tariff_path(at.features),
        "deficit": {
            "now": round(before["us_deficit_usd_bn"], 1),
            "then": round(totals["us_deficit_usd_bn"], 1),
        },
        "vietnam_sells": _ends(world.data.sectors, at.situation.sales - now.sales),
        "us_sells": _ends(world.data.export_groups, at.us_exports_change),
        "home": verdicts(model, side, outcome),
    }


def tariff_path(features: Any) -> list[list[Any]]:
    """Return the US rate on Vietnamese goods step by step: today, while a deal is phased in, in the end."""
    today, final = float(features["tariff_in_force"]), float(features["tariff"])
    path: list[list[Any]] = [["today", today]]
    if features["interim_economic"] > 0:
        path.append(["while phased in", max(today, final)])
    return [*path, ["under this offer", final]]


def _ends(names: Sequence[str], change: Any) -> dict[str, list[list[Any]]]:
    order = sorted(range(len(names)), key=lambda i: (-float(change[i]), names[i]))
    winners = [i for i in order[:SHOWN] if change[i] > SMALLEST]
    losers = [i for i in order[::-1][:SHOWN] if change[i] < -SMALLEST]

    def named(chosen: list[int]) -> list[list[Any]]:
        return [[words(names[i]), round(float(change[i]), 2)] for i in chosen]

    return {"win": named(winners), "lose": named(losers)}
