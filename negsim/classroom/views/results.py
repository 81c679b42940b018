"""How groups ended, on one scale for the whole class: no deal at the mean belief in the threat = 0."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from negsim.bargaining.bargain import Bargain
from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class
from negsim.classroom.state.group import Group
from negsim.classroom.storage import simulated
from negsim.classroom.views.figures.frontier import FrontierPicture, frontier_figure
from negsim.classroom.views.figures.offers import Offers
from negsim.politics.countries import country

Simulated = list[int | None]
"""Agreed outcome of each simulated run, None without agreement."""


@dataclass(frozen=True)
class GroupResult:
    """How a group ended.

    Attributes
    ----------
    place : points of the two sides
    left : points left on the table, both sides together
    terms : level of every issue, None without an agreement
    players : side -> student or computer
    offers : side -> (round, own points) of its offers
    minutes : how long the talks took
    """

    group: int
    how: str
    place: tuple[float, float]
    left: float
    terms: Mapping[str, str] | None
    players: Mapping[str, str]
    offers: Offers
    rounds: int
    minutes: float
    failures: int

    @property
    def agreed(self) -> bool:
        """Whether there was an agreement."""
        return self.terms is not None

    @property
    def points(self) -> dict[str, float]:
        """Points of the result by side."""
        return {side: round(value, 1) for side, value in zip(self.players, self.place, strict=True)}

    @property
    def conceded(self) -> dict[str, float | None]:
        """First minus last offer in the side's own points, None for a side that made none."""
        return {s: round(o[0][1] - o[-1][1], 1) if o else None for s, o in self.offers.items()}


def results(class_: Class) -> list[GroupResult]:
    """Return how all groups of a class ended."""
    return [result_of(class_.scenario.bargain, group) for group in class_.groups.values()]


def result_of(bargain: Bargain, group: Group) -> GroupResult:
    """Return how a group ended."""
    outcome = group.model.state.agreement
    first, second = bargain.points_at(outcome)
    lasted = max(0.0, group.ended_at - group.started_at) if group.started_at else 0.0
    return GroupResult(
        group=group.number,
        how=group.ending.replace("_", " "),
        place=(round(first, 2), round(second, 2)),
        left=round(bargain.left(outcome), 1),
        terms=None if outcome is None else group.model.space.describe(outcome),
        players={side: "student" if p.is_person else "computer" for side, p in group.players.items()},
        offers=offers(bargain, group),
        rounds=group.history[-1].round + 1 if group.history else 0,
        minutes=round(lasted / 60.0, 1),
        failures=group.model.failures,
    )


def offers(bargain: Bargain, group: Group) -> Offers:
    """Return (round, own points) of every offer of each side."""
    return {
        side: [
            (line.round + 1, float(own[line.outcome]))
            for line in group.history
            if line.kind == "offered" and line.party == side and line.outcome is not None
        ]
        for side, own in zip(group.players, bargain.points, strict=True)
    }


def solutions(bargain: Bargain) -> dict[str, int]:
    """Return the classical solutions that the debrief shows, as far as there are any."""
    shown = {"Nash point": bargain.nash, "Kalai-Smorodinsky point": bargain.kalai_smorodinsky}
    return {name: int(outcome) for name, outcome in shown.items() if outcome is not None}


def simulated_of(server: ClassServer, class_: Class) -> Simulated | None:
    """Return the simulated agreements of a class; if there are none yet, they are begun."""
    scenario = class_.record.scenario
    found = simulated.known(server.folder, scenario, server.simulations)
    if found is None:
        simulated.prepare(server.folder, scenario, server.simulations)
    return found


def class_figure(
    class_: Class, rows: Sequence[GroupResult], agreements: Simulated | None, mine: int | None = None
) -> str:
    """Return the picture of the bargain with where the groups ended; one's own may be marked."""
    bargain = class_.scenario.bargain
    spots = Counter(outcome for outcome in agreements or () if outcome is not None)
    return frontier_figure(
        FrontierPicture(
            sides=[country(side) for side in class_.scenario.parties],
            frontier=[bargain.points_at(int(outcome)) for outcome in bargain.frontier],
            simulated=[(bargain.points_at(outcome), count) for outcome, count in sorted(spots.items())],
            marks=[(name, bargain.points_at(outcome)) for name, outcome in solutions(bargain).items()],
            groups=[(row.group, row.place) for row in rows if row.agreed],
            without=[row.group for row in rows if not row.agreed],
            mine=mine,
        )
    )
