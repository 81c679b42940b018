"""All constituents of a model: their shared columns, and how their lobbying moves the weights of groups."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np

from negsim.agents.constituent import Constituent
from negsim.agents.law import (
    RETAIL_PASS_THROUGH,
    Interests,
    empty,
    or_nothing,
    profit_change,
    utility_parts,
)
from negsim.arrays import Array, Rows
from negsim.bargaining.outcome import Outcome
from negsim.politics.home_front import PoliticsSettings
from negsim.politics.lobbying import effort_of, influence
from negsim.world.situation import Consequences
from negsim.world.world import World

USUAL = PoliticsSettings()
"""How groups lobby that belong to no party at the table."""

PARTS_KEPT = 8
"""Outcomes for which the utility of every constituent is kept."""


@dataclass(frozen=True)
class ConstituentRow:
    """A constituent to be made: its class, name, group and the numbers that chance does not touch."""

    cls: type[Constituent]
    name: str
    group: str
    numbers: dict[str, float]
    attributes: dict[str, Any] = field(default_factory=dict)


class Population:
    """The constituents of one model and their columns, in the order of the scenario.

    Parameters
    ----------
    world : consequences of outcomes
    specs : name -> population to be made, with its class and settings
    politics : side -> how politics moves there: how groups of that side lobby
    """

    def __init__(
        self, world: World, specs: Mapping[str, Any], politics: Mapping[str, PoliticsSettings]
    ) -> None:
        self.world = world
        self.specs = dict(specs)
        self.politics = dict(politics)
        seats = {name: spec.cls.seats(spec.settings, world) for name, spec in self.specs.items()}
        self.seats: tuple[ConstituentRow, ...] = tuple(seat for group in seats.values() for seat in group)
        self.rows = _consecutive({name: len(group) for name, group in seats.items()})
        self.interests: Interests = empty(len(self.seats))
        for row, seat in enumerate(self.seats):
            for column, value in seat.numbers.items():
                getattr(self.interests, column)[row] = value
        self.agents: list[Constituent] = []
        self._known: dict[Outcome, tuple[Array, Array, dict[str, float]]] = {}
        self._pressures: dict[Outcome, dict[str, float]] = {}
        self._changes: tuple[Consequences, tuple[Array, Array]] | None = None
        self._parts: dict[int, tuple[Consequences, dict[str, list[float]]]] = {}
        self._expected: dict[str, float] = {}

    def settle(self, model: Any) -> None:
        """Make the agents."""
        for row, seat in enumerate(self.seats):
            agent = seat.cls(model, seat.name, self, row)
            agent.group = seat.group
            for name, value in seat.attributes.items():
                setattr(agent, name, value)
            self.agents.append(agent)

    def reset(self, seed: int) -> None:
        """Draw what chance decides of every constituent, and forget all reactions."""
        for name, spec in self.specs.items():
            for column, values in spec.cls.draw(name, spec.settings, self.world, seed).items():
                getattr(self.interests, column)[self.rows[name]] = values
        self.interests.gain[:] = 0.0
        self.interests.effort[:] = 0.0
        self._known.clear()
        self._changes = None
        self._parts.clear()
        self._pressures.clear()
        self._expected = self.efforts(self.expected_gains())

    def pressure(self, model: Any, outcome: Outcome) -> dict[str, float]:
        """Return group -> influence once every constituent has reacted to an outcome; 1 as at the start."""
        efforts = self.react(model, outcome)
        if outcome not in self._known:
            return influence(efforts, self._expected, self._lobbying_weights)
        if outcome not in self._pressures:
            self._pressures[outcome] = influence(efforts, self._expected, self._lobbying_weights)
        return self._pressures[outcome]

    def react(self, model: Any, outcome: Outcome) -> dict[str, float]:
        """Let every constituent react to an outcome and return group -> lobbying effort.

        Classes react by their block law, or one by one if a user gave them a `step` of their own. Reactions
        that only block laws decide are remembered: they depend on the outcome alone.
        """
        if outcome in self._known:
            gain, effort_of, efforts = self._known[outcome]
            self.interests.gain[:], self.interests.effort[:] = gain, effort_of
            return efforts
        at = self.world.consequences(outcome)
        for cls, members in self._rows_by_class.items():
            if _has_block_law(cls):
                cls.step_block(self, members, at)
            else:
                for row in members:
                    self.agents[row].step()
        efforts = self.efforts()
        if all(_has_block_law(cls) for cls in self._rows_by_class):
            self._known[outcome] = (self.interests.gain.copy(), self.interests.effort.copy(), efforts)
        return efforts

    def profit_changes(self, at: Consequences) -> tuple[Array, Array]:
        """Return `profit_change` for every row; the last answer is kept, as all classes ask for it."""
        if self._changes is None or self._changes[0] is not at:
            self._changes = (at, profit_change(self.interests, at))
        return self._changes[1]

    def parts(self, at: Consequences) -> dict[str, list[float]]:
        """Return `utility_parts` for every row; the last answers are kept, as every agent asks for them."""
        known = self._parts.get(id(at))
        if known is None or known[0] is not at:
            if len(self._parts) >= PARTS_KEPT:
                self._parts.clear()
            values = {name: column.tolist() for name, column in utility_parts(self.interests, at).items()}
            known = self._parts[id(at)] = (at, values)
        return known[1]

    @cached_property
    def _rows_by_class(self) -> dict[type[Constituent], Rows]:
        rows: defaultdict[type[Constituent], list[int]] = defaultdict(list)
        for agent in self.agents:
            rows[type(agent)].append(agent.row)
        return {cls: np.array(members) for cls, members in rows.items()}

    def efforts(self, gains: Array | None = None) -> dict[str, float]:
        """Return group -> lobbying effort, from the gains of today or from `gains` (one a row)."""
        own = self.interests.gain if gains is None else gains
        size = np.zeros(own.size + 1)
        np.abs(own, out=size[:-1])
        groups = self._groups
        if not groups.names:
            return {}
        firms = size.take(groups.firms)
        largest = np.maximum.reduceat(firms, groups.firm_starts)
        total = np.add.reduceat(firms, groups.firm_starts)
        total += np.add.reduceat(size.take(groups.fringe), groups.fringe_starts)
        return dict(zip(groups.names, effort_of(largest, total, self._coordination).tolist(), strict=True))

    @cached_property
    def members(self) -> dict[str, tuple[list[int], list[int]]]:
        """Group -> rows of its firms, and rows of its associations whose sector has no firm in the model."""
        peopled = {(a.group, int(self.interests.sector[a.row])) for a in self.agents if a.pays}
        found: dict[str, tuple[list[int], list[int]]] = {}
        for agent in self.agents:
            firms, fringe = found.setdefault(agent.group, ([], []))
            if agent.pays:
                firms.append(agent.row)
            elif (agent.group, int(self.interests.sector[agent.row])) not in peopled:
                fringe.append(agent.row)
        return found

    @cached_property
    def _lobbying(self) -> dict[str, PoliticsSettings]:
        """Group -> politics of its side."""
        return {agent.group: self.politics.get(agent.side, USUAL) for agent in reversed(self.agents)}

    @cached_property
    def _lobbying_weights(self) -> dict[str, float]:
        return {group: politics.lobbying_weight for group, politics in self._lobbying.items()}

    @cached_property
    def _coordination(self) -> Array:
        """Coordination of every group, in the order of `members`."""
        return np.array([self._lobbying[group].coordination for group in self._groups.names])

    @cached_property
    def _groups(self) -> "Groups":
        """The members laid end to end; the rows of each group end with one after all rows, without gain."""
        none = len(self.seats)
        firms = [[*rows, none] for rows, _ in self.members.values()]
        fringe = [[*rows, none] for _, rows in self.members.values()]
        return Groups(tuple(self.members), *_end_to_end(firms), *_end_to_end(fringe))

    def expected_gains(self) -> Array:
        """Return what each constituent has at stake before any offer, $bn a year (see `Stakes`)."""
        stakes = self.world.stakes
        i = self.interests
        surplus = or_nothing(stakes.exporter_surplus, i.sector)
        duty = or_nothing(stakes.duty, i.sector)
        exports = or_nothing(stakes.us_exports, i.product)
        traded = i.exporting * surplus + i.importing * (1.0 - RETAIL_PASS_THROUGH) * duty
        sold = i.us_margin * (i.share * exports + i.purchase_share * stakes.purchases)
        return np.asarray(i.share * traded + sold)


@dataclass(frozen=True, eq=False)
class Groups:
    """Rows of the firms and of the fringe of every group, and where each group's rows begin."""

    names: tuple[str, ...]
    firms: Rows
    firm_starts: Rows
    fringe: Rows
    fringe_starts: Rows


def _end_to_end(rows: list[list[int]]) -> tuple[Rows, Rows]:
    starts = list(accumulate((len(some) for some in rows[:-1]), initial=0))
    return np.array([row for some in rows for row in some], dtype=np.intp), np.array(starts, dtype=np.intp)


def _consecutive(sizes: Mapping[str, int]) -> dict[str, slice]:
    """Return name -> rows, one name after the other."""
    ends = np.cumsum([0, *sizes.values()])
    return {name: slice(int(a), int(b)) for name, a, b in zip(sizes, ends, ends[1:], strict=False)}


def _has_block_law(cls: type[Constituent]) -> bool:
    """Return whether a class reacts by its block law: it did not replace `step`, or replaced both."""
    own_block = _function(cls, "step_block") is not _function(Constituent, "step_block")
    return own_block or _function(cls, "step") is _function(Constituent, "step")


def _function(cls: type, name: str) -> object:
    method = getattr(cls, name)
    return getattr(method, "__func__", method)
