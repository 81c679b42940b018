"""A transcript a student can read: who offered what, why, and who objected at home."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from negsim.agents.government import Government
from negsim.config import plain
from negsim.core.outcome import Accept, Offer, WalkAway
from negsim.model import NegotiationModel
from negsim.registry import name_of

NAMES = {"us": "United States", "vietnam": "Vietnam"}
SHORT = {"us": "the US", "vietnam": "Vietnam"}
OBJECTORS = 3
"""How many of the unhappiest constituents of each side are named under a new offer."""


def transcript(model: NegotiationModel) -> Iterator[str]:
    """Yield the lines of a finished, logged run."""
    yield from _opening(model)
    last: dict[str, int] = {}
    for record in model.offers:
        move: Any = record.entry.move
        party = record.entry.party or ""
        day = date.fromisoformat(record.date)
        yield ""
        yield f"Round {record.entry.round + 1}, {day.day} {day:%B %Y}. {_headline(model, party, move, last)}"
        if isinstance(move, Offer):
            repeated = last.get(party) == move.outcome
            last[party] = move.outcome
            yield f"    worth {_worth(record.utilities)}; aims at {move.target:.2f}: {move.why}"
            if not repeated:
                yield from _objections(model, move.outcome)
        else:
            yield f"    worth {_worth(record.utilities)}; {move.why}"
    yield ""
    yield from _ending(model)


def _opening(model: NegotiationModel) -> Iterator[str]:
    scenario, time = model.scenario, model.scenario.time
    yield f"{scenario.name}: {scenario.description}"
    yield (
        f"{model.space.n:,} outcomes, {time.rounds} rounds from {time.start} to {time.day(time.ticks)}; "
        f"without a deal {model.world.no_deal.in_force:.0%} is in force, "
        f"{model.world.no_deal.threatened:.0%} is threatened."
    )
    for name, party in model.parties.items():
        yield (
            f"{NAMES[name]}: {_manner(party)}; believes in the threat with {party.belief:.0%}; "
            f"no deal is worth {party.initial.reservation:+.2f} to it."
        )


def _manner(party: Government) -> str:
    bidding = party.settings.strategy.bidding
    settings = ", ".join(f"{key} {value}" for key, value in plain(bidding).items() if key != "type" and value)
    return f"bargains by {_words(name_of(type(bidding)) or 'hand')}" + (f" ({settings})" if settings else "")


def _headline(model: NegotiationModel, party: str, move: Any, last: dict[str, int]) -> str:
    who = NAMES.get(party, party)
    if isinstance(move, Accept):
        return f"{who} accepts."
    if isinstance(move, WalkAway):
        return f"{who} walks away."
    if not isinstance(move, Offer):
        return f"{who} rejects."
    if party not in last:
        return f"{who} opens: {_terms(model, move.outcome)}"
    if last[party] == move.outcome:
        return f"{who} repeats its offer."
    return f"{who} offers: {_changes(model, last[party], move.outcome)}"


def _terms(model: NegotiationModel, outcome: int) -> str:
    return ", ".join(f"{issue} {label}" for issue, label in model.space.describe(outcome).items())


def _changes(model: NegotiationModel, before: int, after: int) -> str:
    old, new = model.space.describe(before), model.space.describe(after)
    moved = [f"{issue} {old[issue]} -> {new[issue]}" for issue in new if old[issue] != new[issue]]
    return ", ".join(moved)


def _worth(utilities: Any) -> str:
    return ", ".join(f"{value:+.2f} to {SHORT[name]}" for name, value in utilities.items())


def _objections(model: NegotiationModel, outcome: int) -> Iterator[str]:
    """Name the constituents and groups of each side whom the offer hurts, unhappiest first, and why."""
    for side, party in model.parties.items():
        judged = [
            (agent.opinion(outcome), agent.name) for agent in model.population.agents if agent.side == side
        ]
        against = [
            (o.gain, f"{_words(name)} ({o.gain:+.2f}: {o.reason})") for o, name in judged if o.gain < 0
        ]
        pressed = party.group_gains(outcome).items()
        against += [(gain, f"{_words(group)} ({gain:+.2f})") for group, gain in pressed if gain < 0]
        if against:
            named = "; ".join(text for _, text in sorted(against)[:OBJECTORS])
            more = f" and {len(against) - OBJECTORS} more" if len(against) > OBJECTORS else ""
            yield f"    objections in {SHORT[side]}: {named}{more}"


def _ending(model: NegotiationModel) -> Iterator[str]:
    record = model.record()
    if record.agreement is None:
        yield f"No agreement: {record.end_state.replace('_', ' ')} after {record.rounds} rounds."
    else:
        yield f"Agreement in round {record.rounds}: {_terms(model, record.agreement)}."
    for name, result in record.parties.items():
        yield f"{NAMES[name]} gains {result.gain:+.2f} over no deal."
    for name, party in model.parties.items():
        if record.agreement is not None:
            yield f"What moved {SHORT[name]}: {party.opinion(record.agreement).reason}."


def _words(name: str) -> str:
    return name.replace("_", " ")
