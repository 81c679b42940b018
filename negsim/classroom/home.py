"""A side's politics at home as its own delegation sees it: who is for an outcome, who against, and why."""

from math import exp
from typing import Any

from negsim.agents.interest_group import PARTS, group_feature_levels
from negsim.agents.opinion import Opinion, judge
from negsim.model import NegotiationModel
from negsim.politics.tables import Bloc
from negsim.world.world import World

NAMED = 3
"""How many exporters and firms are named that win most, and as many that lose most."""


def opinion(world: World, bloc: Bloc, outcome: int) -> Opinion:
    """Return what a group thinks of an outcome against no deal now."""
    with_deal, without = group_feature_levels(world, outcome), group_feature_levels(world, None)

    def parts(levels: dict[str, float]) -> dict[str, float]:
        return {
            f"{PARTS[name]}: {name.replace('_', ' ')}": taste * levels[name]
            for name, taste in bloc.cares_about.items()
        }

    return judge(parts(with_deal), parts(without))


def verdicts(model: NegotiationModel, side: str, outcome: int) -> dict[str, Any]:
    """Return how a side's groups and firms judge an outcome, and how likely it passes at home."""
    home = model.parties[side].home
    gains = home.blocs.gain(outcome)
    demands = home.thresholds - home.moods + home.lost_ground
    margin = float(home.rule.margins(gains[:, None], home.weights, demands)[0])
    return {
        "odds": _odds(home.rule.slope * margin),
        "votes": home.matters,
        "groups": [
            {
                "name": words(bloc.name),
                "weight": round(float(weight), 3),
                "for": bool(gain >= demand),
                "gain": round(float(gain), 2),
                "asks": round(float(demand), 2),
                "reason": opinion(model.world, bloc, outcome).reason,
            }
            for bloc, weight, gain, demand in zip(home.members, home.weights, gains, demands, strict=True)
        ],
        **_firms(model, side, outcome),
    }


def _odds(x: float) -> float:
    return round(1.0 / (1.0 + exp(-max(-60.0, min(60.0, x)))), 3)


def _firms(model: NegotiationModel, side: str, outcome: int) -> dict[str, Any]:
    """Return the exporters and firms of a side that win and lose most."""
    judged = [(agent.opinion(outcome), agent.name) for agent in model.population.agents if agent.side == side]
    judged.sort(key=lambda pair: (-pair[0].gain, pair[1]))
    winners = [pair for pair in judged[:NAMED] if pair[0].gain > 0]
    losers = [pair for pair in judged[::-1][:NAMED] if pair[0].gain < 0]

    def named(pairs: list[tuple[Opinion, str]]) -> list[dict[str, Any]]:
        return [{"name": words(n), "gain": round(o.gain, 2), "reason": o.reason} for o, n in pairs]

    return {"winners": named(winners), "losers": named(losers)}


def words(name: str) -> str:
    """Return an agent's name as people write it."""
    return name.replace("_", " ")
