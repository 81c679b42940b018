"""What every agent promises: governments that negotiate, constituents that earn, groups that vote."""

import dataclasses
import inspect
from typing import Any

import numpy as np

from negsim.agents.contract import Constituent
from negsim.agents.government import Government
from negsim.agents.interest_group import InterestGroup
from negsim.agents.law import Interests
from negsim.registry import Entry
from negsim.talks.model import NegotiationModel
from negsim.validation.conformance.law import Law, holds
from negsim.validation.conformance.laws.plain import holds_documented, holds_frozen, holds_within
from negsim.validation.conformance.worlds import changed, large, mini


def declares_its_settings(entry: Entry) -> None:
    """It is one of the kinds of agents, and its Settings are a frozen dataclass, documented and in range."""
    cls: Any = entry.factory
    kinds = (Government, Constituent, InterestGroup)
    is_one = isinstance(cls, type) and issubclass(cls, kinds)
    holds(is_one, f"{cls.__name__} must derive from one of {', '.join(kind.__name__ for kind in kinds)}")
    holds(cls.__doc__, "its class needs a docstring that says what it does")
    holds(entry.description.endswith("."), "the first line of its docstring must be a sentence")
    holds_frozen(cls.Settings)
    holds(inspect.getdoc(cls.Settings), "its Settings need a docstring")
    holds_documented(cls.Settings)
    for field in dataclasses.fields(cls.Settings):
        if field.default is not dataclasses.MISSING:
            holds_within(field, field.default)


def judges_every_outcome(entry: Entry) -> None:
    """As the only kind of constituent or group it has members, and each judges outcomes by finite numbers."""
    if issubclass(_class(entry), Government):
        return
    for model in _alone(entry):
        members = [agent for agent in model.agents if type(agent) is entry.factory]
        holds(members, "a scenario with it alone has none of it")
        for agent in members:
            at_home = agent.side in mini().parties and agent.group and agent.name
            holds(at_home, f"it needs a name, a group and the side of a party, got side '{agent.side}'")
            for outcome in range(model.space.n):
                gain = agent.opinion(outcome).gain
                change = agent.utility_of(outcome) - agent.utility_of(None)
                holds(np.isfinite(gain), f"its opinion of outcome {outcome} is {gain}")
                holds(abs(gain - change) < 1e-9, f"its gain is {gain:g}, but its utility rises by {change:g}")


def has_its_numbers_in_shared_columns(entry: Entry) -> None:
    """The numbers of a constituent are known columns, the same twice; it earns, and owns a share of it."""
    cls = _class(entry)
    if not issubclass(cls, Constituent):
        return
    settings, world, known = cls.Settings(), large().world, {f.name for f in dataclasses.fields(Interests)}
    seats, again = cls.seats(settings, world), cls.seats(settings, world)
    drawn, redrawn = (cls.draw("only", settings, world, 1) for _ in range(2))
    names = {name for seat in seats for name in seat.numbers} | set(drawn)
    holds(names <= known, f"there are no columns {', '.join(sorted(names - known))}")
    holds(seats == again, "asked twice in one world it names different constituents")
    for name, values in drawn.items():
        holds(values.shape == (len(seats),), f"it draws {values.shape} of '{name}' for {len(seats)} seats")
        holds((values == redrawn[name]).all(), f"the same seed draws '{name}' differently")
    for model in _alone(entry):
        for agent in model.population.agents:
            holds(agent.profit > 0.0 and 0.0 < agent.share <= 1.0, f"{agent.name} earns {agent.profit}")


def takes_a_seat_with_terms_of_its_own(entry: Entry) -> None:
    """A government takes the seat of its side; its default terms have weights."""
    cls = _class(entry)
    if not issubclass(cls, Government):
        return
    holds(cls.side in mini().parties, f"it takes the side '{cls.side}', which no party has")
    terms = cls.default_terms()
    scenario = changed({f"parties.{cls.side}.type": entry.name})
    party = scenario.parties[cls.side]
    holds(party.cls is cls, f"the seat of '{cls.side}' is taken by {party.cls.__name__}")
    holds(list(party.settings.terms) == list(terms), "its party has other terms than it declares")
    light = [name for name, term in terms.items() if not term["weight"] > 0]
    holds(not light, f"its terms {', '.join(light)} have no weight")


def _alone(entry: Entry) -> list[NegotiationModel]:
    """Return finished talks with this agent alone beside the governments, for each side if it has sides."""
    sided = any(field.name == "side" for field in dataclasses.fields(_class(entry).Settings))
    choices: list[dict[str, str]] = [{"side": party} for party in mini().parties] if sided else [{}]
    models = []
    for choice in choices:
        models.append(NegotiationModel(changed({"agents": {"only": {"type": entry.name, **choice}}}), 1))
        models[-1].run()
    return models


def _class(entry: Entry) -> Any:
    return entry.factory


LAWS: tuple[Law, ...] = (
    declares_its_settings,
    judges_every_outcome,
    has_its_numbers_in_shared_columns,
    takes_a_seat_with_terms_of_its_own,
)
