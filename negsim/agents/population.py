"""All constituents of a model: their shared columns, how they react, and what their groups then count."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from negsim.agents.contract import Constituent
from negsim.agents.law import empty, expected_gain, trade_growth, utility_parts
from negsim.agents.lobbies import Lobbies, Members
from negsim.agents.membership import group_parts, memberships, seats_of
from negsim.arrays import Array
from negsim.bargaining.outcome import Outcome
from negsim.politics.group_features import Membership
from negsim.politics.home_front import HomeFront
from negsim.politics.settings import PoliticsSettings
from negsim.world.memory import Memory
from negsim.world.world import World

USUAL = PoliticsSettings()
"""How groups lobby that belong to no party at the table."""
REACTIONS_KEPT = 256
"""Outcomes of a run whose gains and influence are kept."""
PARTS_KEPT = 8
"""Outcomes of a run for which the utility of every constituent is kept."""


class Population:
    """The constituents of one model and their columns, in the order of the scenario.

    Parameters
    ----------
    specs : name -> population to be made, with its class and settings
    politics : side -> how politics moves there: how groups of that side lobby
    """

    def __init__(
        self, model: Any, specs: Mapping[str, Any], politics: Mapping[str, PoliticsSettings]
    ) -> None:
        self.world: World = model.world
        self.specs = dict(specs)
        seats = {name: spec.cls.seats(spec.settings, self.world) for name, spec in specs.items()}
        self.interests = empty(sum(map(len, seats.values())))
        self.agents: list[Constituent] = []
        self._rows: dict[str, slice] = {}
        for name, rows in seats.items():
            first = len(self.agents)
            for row, seat in enumerate(rows, first):
                self.agents.append(specs[name].cls(model, seat, self, row))
                for column, value in seat.numbers.items():
                    getattr(self.interests, column)[row] = value
            self._rows[name] = slice(first, len(self.agents))
        self._start, self._profit = self.world, self.interests.profit.copy()
        laws = [type(agent).law for agent in self.agents]
        self._laws = {law: np.flatnonzero([law is own for own in laws]) for law in dict.fromkeys(laws)}
        self._alone = [agent for agent in self.agents if type(agent).step is not Constituent.step]
        self.lobbies = Lobbies(
            self._members(),
            {agent.group: politics.get(agent.side, USUAL) for agent in reversed(self.agents)},
        )

        self._heard = any(settings.members_share for settings in politics.values())
        self._seats = seats_of(self.agents, self.interests, self.world)

    def measure(self, homes: Mapping[str, HomeFront]) -> None:
        """Let each side know its groups' members at their usual sizes, in place of those drawn."""
        self._fill(lambda name, spec: spec.cls.usual(name, spec.settings, self.world))
        if self._heard:
            for side, members in self.memberships().items():
                homes[side].measure(members)

    def hand_down(self, homes: Mapping[str, HomeFront]) -> None:
        """Let the groups of each side be made of their members as these are now."""
        if self._heard:
            for side, members in self.memberships().items():
                homes[side].take_members(members)

    def _fill(self, made: Callable[[str, Any], Mapping[str, Array]]) -> None:
        """Fill the columns that chance decides, population by population."""
        for name, rows in self._rows.items():
            for column, values in made(name, self.specs[name]).items():
                getattr(self.interests, column)[rows] = values

    def memberships(self) -> dict[str, Membership]:
        """Return side -> what the members of each of its groups gain from every outcome, as they are now."""
        return memberships(self.interests, self._seats, self.world) if self.agents else {}

    def group_parts(self, side: str, group: str, outcome: Outcome | None) -> dict[str, float]:
        """Return what the members of a group make of an outcome by reason, in own annual profits."""
        rows = np.flatnonzero([(agent.side, agent.group) == (side, group) for agent in self.agents])
        return group_parts(self.parts(outcome), self.interests, rows)

    def rows(self, name: str) -> slice:
        """Return where the columns of one population stand."""
        return self._rows[name]

    def weigh(self, rows: slice, stake: Array) -> None:
        """Let firms lobby with other stakes from now on: factors of what an outcome brings each."""
        self._stake[rows] = stake
        self._forget()

    def _members(self) -> dict[str, Members]:
        """Return group -> its firms and its fringe."""
        sector = self.interests.sector.tolist()
        peopled = {(agent.group, sector[agent.row]) for agent in self.agents if agent.pays}
        found: dict[str, Members] = {}
        for agent in self.agents:
            firms, fringe = found.setdefault(agent.group, ([], []))
            if agent.pays:
                firms.append(agent.row)
            elif (agent.group, sector[agent.row]) not in peopled:
                fringe.append(agent.row)
        return found

    def enter(self, world: World) -> None:
        """Live in another world from now on: profits follow the sales of each trade, reactions are forgotten.

        Firms stay in their sectors, and lobbying is still measured against the start of the talks.
        """
        self.interests.profit *= trade_growth(self.interests, self.world.in_force, world.in_force)
        self.world = world
        self._forget()

    def _forget(self) -> None:
        self._reactions = Memory(REACTIONS_KEPT)
        self._parts = Memory(PARTS_KEPT)

    def reset(self, seed: int) -> None:
        """Begin in the world of the start: draw what chance decides of everybody, forget all reactions."""
        if self.world is not self._start:
            self.world = self._start
            self.interests.profit[:] = self._profit
        self._fill(lambda name, spec: spec.cls.draw(name, spec.settings, self.world, seed))
        self.interests.gain[:] = 0.0
        self._stake = np.ones(self.interests.gain.size)
        self._forget()
        self._expected = self.lobbies.efforts(expected_gain(self.interests, self.world.stakes))

    def pressure(self, outcome: Outcome) -> dict[str, float]:
        """Let everybody react to an outcome and return group -> what it then counts; 1 as at the start.

        Reactions that only laws decide depend on the outcome alone and are kept.
        """
        if self._alone:
            return self._react(outcome)[1]
        gains, influence = self._reactions.recall(outcome, lambda: self._react(outcome))
        self.interests.gain[:] = gains
        return influence

    def _react(self, outcome: Outcome) -> tuple[Array, dict[str, float]]:
        """Return the gain of every constituent and the influence of every group."""
        gain, at = self.interests.gain, self.world.consequences(outcome)
        for law, rows in self._laws.items():
            gain[rows] = law(self.interests, at)[rows]
        for agent in self._alone:
            agent.step()
        return gain.copy(), self.lobbies.influence(self.lobbies.efforts(gain * self._stake), self._expected)

    def parts(self, outcome: Outcome | None) -> dict[str, list[float]]:
        """Return `utility_parts` for every row, as every agent asks for them."""

        def judged() -> dict[str, list[float]]:
            parts = utility_parts(self.interests, self.world.consequences(outcome))
            return {name: column.tolist() for name, column in parts.items()}

        return self._parts.recall(outcome, judged)
