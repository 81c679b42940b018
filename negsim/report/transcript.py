"""A transcript a student can read: who offered what, why, and who objected at home."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from negsim.agents.government import Government
from negsim.agents.opinion import Opinion
from negsim.bargaining.move import Accept, Offer, WalkAway, WorldEvent
from negsim.bargaining.steps import moved_issues
from negsim.politics.countries import country, sides
from negsim.registry import name_of
from negsim.report.levels import levels
from negsim.report.names import in_words
from negsim.settings.build import plain
from negsim.talks.aftermath import AFTERWARDS
from negsim.talks.model import NegotiationModel
from negsim.talks.news import BY_CHANCE
from negsim.talks.record import OfferRecord

STEPS = {
    "silent": "makes a change that is worth the same to both",
    "nice": "improves its offer at no cost to itself",
    "concession": "concedes",
    "fortunate": "proposes a trade that is better for both",
    "selfish": "steps back",
    "unfortunate": "makes an offer that is worse for the other side and no better for itself",
}
"""Class of a step in words."""
OBJECTORS = 3
"""How many of the unhappiest constituents of each side are named under a new offer."""


def transcript(model: NegotiationModel, every_agent: bool = False) -> Iterator[str]:
    """Yield the lines of a finished, logged run.

    Parameters
    ----------
    every_agent : end with the verdict of every agent, not only of governments and groups
    """
    yield from _opening(model)
    last: dict[str, int] = {}
    waiting: list[int] = []
    at_level = levels((record.entry for record in model.offers), model.course.levels)
    logged = zip(model.offers, at_level, strict=True)
    for number, moves in groupby(logged, key=lambda line: line[0].entry.round):
        records = list(moves)
        if all(_repeats(record, last) for record, _ in records):
            waiting.append(number + 1)
            continue
        yield from _silence(waiting)
        waiting.clear()
        for record, level in records:
            yield from _move(model, record, level, last)
    yield from _silence(waiting)
    yield ""
    yield from _ending(model)
    yield from _verdicts(model, every_agent)


def _repeats(record: OfferRecord, last: dict[str, int]) -> bool:
    move = record.entry.move
    return isinstance(move, Offer) and last.get(record.entry.party or "") == move.outcome


def _silence(rounds: list[int]) -> Iterator[str]:
    """Say in one line that nobody moved for some rounds."""
    if rounds:
        yield ""
        span = f"Round {rounds[0]}" if len(rounds) == 1 else f"Rounds {rounds[0]} to {rounds[-1]}"
        yield f"{span}: both sides repeat their offers."


def _move(model: NegotiationModel, record: OfferRecord, level: str, last: dict[str, int]) -> Iterator[str]:
    move: Any = record.entry.move
    party = record.entry.party or ""
    yield ""
    round_, day = record.entry.round + 1, in_words(date.fromisoformat(record.date))
    where = "" if level in ("", "ministers") else f", {level}"
    when = f"{f'Round {round_}' if round_ else 'Before round 1'}, {day}{where}."
    if isinstance(move, WorldEvent):
        when = f"{day}." if move.kind in AFTERWARDS else when
        yield f"{when} {_event(move)}"
        return
    yield f"{when} {_headline(model, record, last)}"
    if isinstance(move, Offer):
        repeated = last.get(party) == move.outcome
        last[party] = move.outcome
        why = "" if repeated else f": {move.why}"
        yield f"    worth {_worth(record)}; aims at {move.target:.2f}{why}"
        if not repeated:
            yield from _objections(model, move.outcome)
    else:
        yield f"    worth {_worth(record)}; {move.why}" if record.utilities else f"    {move.why}"


def _event(event: WorldEvent) -> str:
    if event.kind == "ratification_failed":
        side, _, against = event.detail.partition(": ")
        if against == BY_CHANCE:
            return f"Ratification fails in {_short(side)}, though no group is against."
        return f"Ratification fails in {_short(side)}; against: {_words(against)}."
    if event.kind == "pledge":
        side, _, promise = event.detail.partition(" ")
        return f"{_name(side)} {promise}."
    if event.kind == "leak":
        news, _, terms = event.detail.partition(": ")
        return f"{_sentence(' '.join(map(_short, news.split())))}: {terms}."
    return f"{_sentence(event.detail)}."


def _sentence(text: str) -> str:
    """Return a text with its first letter a capital."""
    return text[:1].upper() + text[1:]


def _opening(model: NegotiationModel) -> Iterator[str]:
    scenario, time = model.scenario, model.scenario.time
    yield f"{scenario.name}: {scenario.description}"
    yield (
        f"{model.space.n:,} outcomes, {time.rounds} rounds from {in_words(time.start)} to "
        f"{in_words(time.day(time.ticks))}; "
        f"without a deal {scenario.no_deal.in_force:.0%} is in force, "
        f"{scenario.no_deal.threatened:.0%} is threatened."
    )
    ruling = scenario.conditions.ruling
    if ruling is not None:
        first, last = map(in_words, ruling.dates)
        odds = ", ".join(f"{_short(name)} {ruling.believed_by(name):.0%}" for name in model.parties)
        yield f"A court rules on the tariffs between {first} and {last}; odds of a strike: {odds}."
    for name, party in model.parties.items():
        yield (
            f"{_name(name)}: {_manner(party)}; {_threat(party)}; "
            f"no deal is worth {party.initial.reservation:+.2f} to it."
        )


def _threat(party: Government) -> str:
    """Return what a party knows or believes of the threat."""
    if party.threatens:
        return "means its threat" if party.belief else "does not mean its threat"
    return f"believes in the threat with {party.belief:.0%}"


def _manner(party: Government) -> str:
    bidding = party.settings.strategy.bidding
    named = {_words(key): value for key, value in plain(bidding).items() if key != "type" and value}
    settings = ", ".join(key if value is True else f"{key} {value}" for key, value in named.items())
    return f"bargains by {_words(name_of(type(bidding)) or 'hand')}" + (f" ({settings})" if settings else "")


def _headline(model: NegotiationModel, record: OfferRecord, last: dict[str, int]) -> str:
    move: Any = record.entry.move
    party = record.entry.party or ""
    who = _name(party)
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
    return f"{who} {_step(model, record, last[party], move.outcome)}"


def _terms(model: NegotiationModel, outcome: int) -> str:
    return ", ".join(f"{issue} {label}" for issue, label in model.space.describe(outcome).items())


def _step(model: NegotiationModel, record: OfferRecord, before: int, after: int) -> str:
    """Say what a step is, and which issues moved in whose favour, by the tables of that day."""
    old, new = model.space.describe(before), model.space.describe(after)
    judged_by = next(kept.judged_by for kept in model.offers.kept if kept.entry is record.entry)
    tables = zip(model.parties, judged_by, strict=True)
    worth = {name: moved_issues(before, after, utility) for name, (utility, *_) in tables}
    favours = {
        issue: _favour({name: changes[issue] for name, changes in worth.items()})
        for issue in new
        if old[issue] != new[issue]
    }
    moved = ", ".join(f"{issue} {old[issue]} -> {new[issue]} ({for_})" for issue, for_ in favours.items())
    traded = record.step in ("concession", "selfish") and len(set(favours.values())) > 1
    return f"{STEPS[record.step]}{' in a trade' if traded else ''}: {moved}"


def _favour(changes: Mapping[str, float]) -> str:
    """Say for whom a move on one issue is good."""
    winners = [_short(name) for name, change in changes.items() if change > 0.0]
    losers = [name for name, change in changes.items() if change < 0.0]
    if winners:
        return "for " + (winners[0] if len(winners) == 1 else "both")
    return f"against {_short(losers[0]) if len(losers) == 1 else 'both'}" if losers else "the same to both"


def _worth(record: OfferRecord) -> str:
    """Return what an outcome is worth to each side, before and after a pledge that it falls short of."""
    return ", ".join(
        f"{record.unpledged[name]:+.2f} to {_short(name)}, after its pledge {value:+.2f}"
        if name in record.unpledged
        else f"{value:+.2f} to {_short(name)}"
        for name, value in record.utilities.items()
    )


def _objections(model: NegotiationModel, outcome: int) -> Iterator[str]:
    """Name the agents of each side whom the offer hurts, groups first, unhappiest first, and why."""
    for side in model.parties:
        groups = [group for group in model.groups if group.side == side and not group.in_favour(outcome)]
        others = [agent for agent in model.population.agents if agent.side == side]
        against = [*_unhappy(groups, outcome), *(p for p in _unhappy(others, outcome) if p[0].gain < 0)]
        if against:
            named = "; ".join(
                f"{_words(name)} ({o.gain:+.2f}: {_grievance(o)})" for o, name in against[:OBJECTORS]
            )
            more = f" and {len(against) - OBJECTORS} more" if len(against) > OBJECTORS else ""
            yield f"    objections in {_short(side)}: {named}{more}"


def _grievance(opinion: Opinion) -> str:
    """Return what speaks most against an outcome, in words."""
    name, value = min(opinion.terms, key=lambda term: term[1])
    return f"{name.split(': ')[-1]} {value:+.2f}"


def _unhappy(agents: Sequence[Any], outcome: int) -> list[tuple[Opinion, str]]:
    judged = [(agent.opinion(outcome), agent.name) for agent in agents]
    return sorted(judged, key=lambda pair: (pair[0].gain, pair[1]))


def _ending(model: NegotiationModel) -> Iterator[str]:
    record = model.record()
    if record.agreement is None:
        rounds = f"{record.rounds} round{'' if record.rounds == 1 else 's'}"
        yield f"No agreement: {_words(record.end_state)} after {rounds}."
    else:
        how = "" if record.end_state == "agreed" else f", {_words(record.end_state)}"
        yield f"Agreement in round {record.rounds}{how}: {_terms(model, record.agreement)}."
    for name, result in record.parties.items():
        if record.agreement is None:
            yield (
                f"{_name(name)} stays at the rate in force, worth {result.utility:+.2f} to it; "
                f"it had expected {result.reservation:+.2f} without a deal."
            )
        else:
            yield f"{_name(name)} gains {result.gain:+.2f} over no deal."
    failed = record.ratification_failures
    if failed:
        yield f"{failed} agreement{'s' if failed > 1 else ''} failed to be ratified on the way."


def _verdicts(model: NegotiationModel, every_agent: bool) -> Iterator[str]:
    """Say what every government and group makes of the end, with the three reasons that moved it most."""
    agreement = model.state.agreement
    outcome = _last_offer(model) if agreement is None else agreement
    if outcome is None:
        return
    yield ""
    yield "What they make of the " + ("last offer:" if agreement is None else "agreement:")
    agents: list[Any] = [*model.parties.values(), *model.groups]
    for agent in [*agents, *(model.population.agents if every_agent else ())]:
        opinion = agent.opinion(outcome)
        yield f"    {_words(_name(agent.name))}: {opinion.gain:+.2f} ({opinion.reason})"
    if not every_agent and model.population.agents:
        gains = [agent.opinion(outcome).gain for agent in model.population.agents]
        losers = sum(gain < 0 for gain in gains)
        winners = len(gains) - losers
        yield f"    of {len(gains)} exporters and firms {winners} gain, {losers} lose (--agents names them)"
        for side in model.parties:
            at_home = [agent for agent in model.population.agents if agent.side == side]
            for hurt, name in _unhappy(at_home, outcome)[:1]:
                if hurt.gain < 0:
                    yield f"    hurt most in {_short(side)}: {name} {hurt.gain:+.2f} ({_grievance(hurt)})"


def _last_offer(model: NegotiationModel) -> int | None:
    """Return the outcome offered last, on the table or not: a failed vote and a pause clear the table."""
    moves = (entry.move for entry in reversed(model.state.history))
    return next((move.outcome for move in moves if isinstance(move, Offer)), None)


def _name(word: str) -> str:
    """Return the name of a party as a sentence begins with it; other words stay."""
    return country(word).name if word in sides() else word


def _short(word: str) -> str:
    """Return the name of a party within a sentence; other words stay."""
    return country(word).short_in_a_sentence if word in sides() else word


def _words(name: str) -> str:
    return name.replace("_", " ")
