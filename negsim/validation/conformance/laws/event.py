"""What every event promises."""

from collections.abc import Iterator

from negsim.bargaining.mechanism import AGREED
from negsim.bargaining.move import WorldEvent
from negsim.errors import ConfigError
from negsim.registry import Entry
from negsim.rng import stream
from negsim.settings.build import plain
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import make_scenario
from negsim.validation.conformance.law import Law, example, holds
from negsim.validation.conformance.worlds import ENDS, mini
from negsim.world.conditions import Conditions
from negsim.world.event import Effect, Event, Happening, Occasion

RESERVED = (
    *("leak", "pledge", "ratification_failed", "suspended", "framework", *AGREED),
    *("offered", "accepted", "withdrawn", "walked_away"),
)
"""Kinds that mean something else in a transcript."""
SEEDS = range(5)


def says_what_may_happen_when(entry: Entry) -> None:
    """It has a name of its own, and with the same luck the same occasions, none before the talks begin."""
    event = example(entry)
    holds(isinstance(event, Event), f"{type(event).__name__} must derive from Event")
    holds(entry.name not in RESERVED, f"'{entry.name}' means something else in a transcript")
    calendar = mini().time
    for seed in SEEDS:
        found, again = (list(event.occasions(calendar, stream(seed, "event", "it"))) for _ in range(2))
        holds(found == again, f"with the same luck it plans {found}, then {again}")
        early = [one for one in found if not isinstance(one, Occasion) or one.tick < 0]
        holds(not early, f"it plans {early[:1]}, which lies in no tick of the talks")


def comes_to_the_same_in_the_same_state(entry: Entry) -> None:
    """An occasion comes to nothing or to a printable line with effects, asked twice to the same."""
    for event, occasion, model in _occasions(entry):
        one, two = (event.happen(occasion, model.course) for _ in range(2))
        holds(one == two, f"asked twice about {occasion} it answers {one}, then {two}")
        if one is None:
            continue
        holds(isinstance(one, Happening), f"{occasion} comes to {one}, which is no Happening")
        printable = one.news and "\n" not in one.news and not one.news.endswith(".")
        holds(printable, f"its news must be one line without a full stop, got {one.news!r}")
        for effect in one.effects:
            holds(isinstance(effect, Effect), f"{effect} must derive from Effect")
            holds(
                isinstance(effect.on(model.course.conditions), Conditions), f"{effect} leaves no conditions"
            )


def leaves_talks_that_replay(entry: Entry) -> None:
    """Talks with it end, and their transcript replays to the same state."""
    for seed in SEEDS:
        model = _model(entry, seed)
        mechanism, start = model.scenario.mechanism, model.state
        record = model.run()
        holds(record.end_state in ENDS, f"talks with it end in '{record.end_state}'")
        same = mechanism.replay(start, model.state.history) == model.state
        holds(same, "a transcript with it replays to another state")
        kinds = {e.move.kind for e in model.state.history if isinstance(e.move, WorldEvent)}
        holds(kinds <= {entry.name, *RESERVED}, f"its news are of the kinds {', '.join(sorted(kinds))}")


def _occasions(entry: Entry) -> Iterator[tuple[Event, Occasion, NegotiationModel]]:
    """Yield everything that may happen in some runs, with the talks at their start."""
    for seed in SEEDS:
        model = _model(entry, seed)
        (event,) = model.scenario.events.values()
        for occasion in event.occasions(model.scenario.time, stream(seed, "event", "it")):
            yield event, occasion, model


def _model(entry: Entry, seed: int) -> NegotiationModel:
    """Return talks in which it may happen, and somebody threatens."""
    event = example(entry)
    if not isinstance(event, Event):
        raise ConfigError(f"{type(event).__name__} must derive from Event")
    raw = mini().raw
    no_deal = {**raw["no_deal"], "threatener": next(iter(mini().parties))}
    changed = {**raw, "no_deal": no_deal, "events": {"it": plain(event)}}
    return NegotiationModel(make_scenario(changed, "mini", worlds=mini().worlds), seed)


LAWS: tuple[Law, ...] = (
    says_what_may_happen_when,
    comes_to_the_same_in_the_same_state,
    leaves_talks_that_replay,
)
