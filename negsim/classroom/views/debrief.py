"""What the class looks at afterwards: where everybody ended, what was left, and what really happened."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median_low

from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class
from negsim.classroom.state.group import Group
from negsim.classroom.views.figures.issues import LevelCount, issues_figure
from negsim.classroom.views.figures.offers import concession_figure, path_figure
from negsim.classroom.views.home_front import HomeVerdict, verdicts
from negsim.classroom.views.results import (
    GroupResult,
    Simulated,
    class_figure,
    results,
    simulated_of,
    solutions,
)
from negsim.classroom.views.wording import words
from negsim.files import packaged_rows
from negsim.politics.countries import Country, country

Facts = list[dict[str, str]]
"""What really happened: date, what, source."""


@dataclass(frozen=True)
class Solution:
    """An outcome to compare with: its points in the order of the sides, and its levels."""

    name: str
    points: tuple[float, float]
    terms: Mapping[str, str]


@dataclass(frozen=True)
class SimulatedMean:
    """Simulated talks: how many there were, how many agreed, and the mean points of those; None if none."""

    count: int
    agreed: int
    points: tuple[float, float] | None


@dataclass(frozen=True)
class ClassDebrief:
    """Everything on the class's debrief: group numbers, never names.

    Attributes
    ----------
    simulating : whether simulated agreements are on their way
    left : points left on the table by the mean group
    minutes : least, median and most until an agreement of groups with a student
    """

    title: str
    sides: list[Country]
    groups: list[GroupResult]
    figure: str
    concessions: str
    issues_figure: str
    solutions: list[Solution]
    simulated: SimulatedMean | None
    simulating: bool
    left: float
    minutes: tuple[float, float, float] | None
    facts: Facts
    questions: list[str]

    @property
    def agreed(self) -> int:
        """How many groups agreed."""
        return sum(row.agreed for row in self.groups)

    @property
    def without(self) -> list[int]:
        """Numbers of the groups without an agreement."""
        return [row.group for row in self.groups if not row.agreed]


@dataclass(frozen=True)
class OwnDebrief:
    """A student's own result against the frontier and the anonymous class.

    Attributes
    ----------
    ahead, others : other delegations of this country that did better, and how many there are
    better : what both sides would have preferred, None if nothing
    """

    country: Country
    sides: list[Country]
    own: GroupResult
    points: float
    ahead: int
    others: int
    figure: str
    path: str
    better: Solution | None
    home: HomeVerdict | None
    facts: Facts


def class_debrief(server: ClassServer, class_: Class) -> ClassDebrief:
    """Return everything on the class's debrief."""
    agreements = simulated_of(server, class_)
    with class_.lock:
        rows = results(class_)
        return ClassDebrief(
            title=class_.settings.title,
            sides=[country(side) for side in class_.scenario.parties],
            groups=rows,
            figure=class_figure(class_, rows, agreements),
            concessions=concession_figure({row.group: row.offers for row in rows}),
            issues_figure=issues_figure(_counts(class_), sum(row.agreed for row in rows)),
            solutions=_solutions(class_),
            simulated=None if agreements is None else _mean(class_, agreements),
            simulating=agreements is None and server.simulations > 0,
            left=round(fmean(row.left for row in rows), 1) if rows else 0.0,
            minutes=_minutes(rows),
            facts=facts(),
            questions=[row["question"] for row in packaged_rows("classroom", "questions")],
        )


def facts() -> Facts:
    """Return what really happened, with date and source."""
    return packaged_rows("classroom", "what_happened")


def _minutes(rows: Sequence[GroupResult]) -> tuple[float, float, float] | None:
    took = [row.minutes for row in rows if row.agreed and "student" in row.players.values()]
    return (min(took), median_low(took), max(took)) if took else None


def _solutions(class_: Class) -> list[Solution]:
    scenario = class_.scenario
    return [
        Solution(name, scenario.bargain.points_at(outcome), scenario.world.space.describe(outcome))
        for name, outcome in solutions(scenario.bargain).items()
    ]


def _mean(class_: Class, outcomes: Simulated) -> SimulatedMean:
    agreed = [class_.scenario.bargain.points_at(outcome) for outcome in outcomes if outcome is not None]
    mean = (fmean(pair[0] for pair in agreed), fmean(pair[1] for pair in agreed)) if agreed else None
    return SimulatedMean(len(outcomes), len(agreed), mean)


def _counts(class_: Class) -> dict[str, list[LevelCount]]:
    """Return how often each level of each issue was agreed, and the level at the Nash point."""
    space, point = class_.scenario.world.space, class_.scenario.bargain.nash
    agreed = [space.levels(a) for g in class_.groups.values() if (a := g.model.state.agreement) is not None]
    nash = None if point is None else space.levels(point)
    rows = {}
    for axis, issue in enumerate(space.issues):
        counts = Counter(levels[axis] for levels in agreed)
        rows[words(issue.name)] = [
            LevelCount(label, counts[number], nash is not None and nash[axis] == number)
            for number, label in enumerate(issue.labels)
        ]
    return rows


def own_debrief(server: ClassServer, class_: Class, group: Group, side: str) -> OwnDebrief:
    """Return a student's own result."""
    agreements = simulated_of(server, class_)
    with class_.lock:
        rows = results(class_)
        own = next(row for row in rows if row.group == group.number)
        outcome = group.model.state.agreement
        return OwnDebrief(
            country=country(side),
            sides=[country(name) for name in class_.scenario.parties],
            own=own,
            points=own.points[side],
            ahead=sum(row.points[side] > own.points[side] for row in rows),
            others=len(rows) - 1,
            figure=class_figure(class_, rows, agreements, group.number),
            path=path_figure(own.offers, group.model.state.rounds),
            better=_better(class_, outcome),
            home=None if outcome is None else verdicts(group.model, side, outcome),
            facts=facts(),
        )


def _better(class_: Class, outcome: int | None) -> Solution | None:
    """Return what both sides would have preferred to an outcome, with the levels that differ, or None."""
    space, bargain = class_.scenario.world.space, class_.scenario.bargain
    better = bargain.better(outcome)
    if better is None:
        return None
    old = {} if outcome is None else space.describe(outcome)
    changed = {words(name): now for name, now in space.describe(better).items() if old.get(name) != now}
    return Solution("better", bargain.points_at(better), changed)
