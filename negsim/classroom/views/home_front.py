"""A side's politics at home as its own delegation sees it: who is for an outcome, who against, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from negsim.agents.interest_group import group_feature_levels, seen_by
from negsim.agents.opinion import Opinion
from negsim.classroom.views.wording import change_in_words, label, words
from negsim.politics.blocs import Bloc
from negsim.talks.model import NegotiationModel

NAMED = 3
"""How many exporters and firms are named that win most, and as many that lose most."""
SMALLEST = 0.005
"""A smaller part of a gain is not named."""


@dataclass(frozen=True)
class Verdict:
    """How a group at home, an exporter or a firm judges an outcome, what it gains, and why."""

    name: str
    approves: bool
    gain: float
    reason: str


@dataclass(frozen=True)
class HomeVerdict:
    """How an outcome is judged at home.

    Attributes
    ----------
    odds : how likely it is ratified
    votes : whether there is a vote that could refuse it
    """

    odds: float
    votes: bool
    groups: list[Verdict]
    winners: list[Verdict]
    losers: list[Verdict]


def verdicts(model: NegotiationModel, side: str, outcome: int) -> HomeVerdict:
    """Return how a side's groups and firms judge an outcome, and how likely it passes at home."""
    home = model.parties[side].home
    demands = home.thresholds - home.moods + home.raised_demands
    judged = zip(home.members, home.blocs.gain(outcome), demands, strict=True)
    groups = [
        Verdict(
            name=label(bloc.name),
            approves=bool(gain >= demand),
            gain=round(float(gain), 2),
            reason=_reason(changes(model, side, bloc, outcome), float(gain), float(demand)),
        )
        for bloc, gain, demand in judged
    ]
    return HomeVerdict(
        odds_at_home(model, side, outcome), home.matters, groups, *_firms(model, side, outcome)
    )


def odds_at_home(model: NegotiationModel, side: str, outcome: int) -> float:
    """Return how likely an outcome passes at home."""
    home = model.parties[side].home
    return round(float(home.rule.odds(np.array(home.margin(outcome)))), 3)


def changes(model: NegotiationModel, side: str, bloc: Bloc, outcome: int) -> list[tuple[str, float]]:
    """Return what a group and its members see change against no deal now, in words, largest first.

    Each change comes with what it adds to the group's gain; what reads the same is added up.
    """
    with_deal, without = (group_feature_levels(model.world, at) for at in (outcome, None))
    index, theirs = model.parties[side].home.voice(bloc)
    found: dict[str, float] = {}
    for name, taste in bloc.cares_about.items():
        moved = seen_by(bloc, name, with_deal) - seen_by(bloc, name, without)
        text = change_in_words(name, moved)
        found[text] = found.get(text, 0.0) + index * taste * moved
    if theirs:
        felt, before = (model.population.group_parts(side, bloc.group, at) for at in (outcome, None))
        for term, value in felt.items():
            text = change_in_words(term.split(": ")[-1], value - before[term])
            found[text] = found.get(text, 0.0) + theirs * (value - before[term])
    return sorted(found.items(), key=lambda pair: (-abs(pair[1]), pair[0]))


def describe(
    changed: Sequence[tuple[str, float]], verbs: tuple[str, str] = ("pleased with", "unhappy with")
) -> str:
    """Return in words what somebody likes and dislikes: the three things that matter most."""
    named = [pair for pair in changed if abs(pair[1]) >= SMALLEST][:NAMED]
    good, bad = [n for n, value in named if value > 0], [n for n, value in named if value < 0]
    parts = [f"{verbs[0]} {enumerate_words(good)}"] if good else []
    parts += [f"{verbs[1]} {enumerate_words(bad)}"] if bad else []
    return "; ".join(parts) or "nothing changes"


def enumerate_words(items: Sequence[str]) -> str:
    """Return items as a list in a sentence."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _reason(changed: Sequence[tuple[str, float]], gain: float, demand: float) -> str:
    """Return what a group makes of an outcome, and why its vote may differ from its gain."""
    text = describe(changed)
    if gain < demand:
        return text if gain < 0 else f"{text}; that is not enough"
    return f"{text}; bearable" if gain < 0 else text


def _firms(model: NegotiationModel, side: str, outcome: int) -> tuple[list[Verdict], list[Verdict]]:
    """Return the exporters and firms of a side that win most, and those that lose most."""
    judged = [(agent.opinion(outcome), agent.name) for agent in model.population.agents if agent.side == side]
    judged.sort(key=lambda pair: (-pair[0].gain, pair[1]))
    winners = [_firm(*pair) for pair in judged[:NAMED] if pair[0].gain > 0]
    return winners, [_firm(*pair) for pair in judged[::-1][:NAMED] if pair[0].gain < 0]


def _firm(opinion: Opinion, name: str) -> Verdict:
    changed = [(change_in_words(term.split(": ")[-1], value), value) for term, value in opinion.terms]
    reason = describe(changed, ("helped by", "hurt by"))
    return Verdict(words(name), opinion.gain > 0, round(opinion.gain, 2), reason)
