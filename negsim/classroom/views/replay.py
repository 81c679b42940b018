"""Everything that one group did, step by step, for the instructor."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from negsim.bargaining.move import Offer
from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class
from negsim.classroom.state.group import Group, Line
from negsim.classroom.views.feedback import Named, tariff_path
from negsim.classroom.views.figures.offers import path_figure
from negsim.classroom.views.points import points
from negsim.classroom.views.results import offers
from negsim.classroom.views.seat import Message, public_detail
from negsim.classroom.views.wording import words
from negsim.politics.countries import Country, country

STEPS = {
    "silent": "worth the same to both",
    "nice": "helps the other side at no cost",
    "concession": "concedes",
    "fortunate": "better for both",
    "selfish": "steps back",
    "unfortunate": "worse for the other side, no gain",
}
"""Class of a step in a student's words."""


@dataclass(frozen=True)
class Step:
    """A line of the history.

    Attributes
    ----------
    seconds : since the talks began
    moved : whether each term differs from the side's last offer
    step : what an offer is from the side's last one, in words; empty for other lines
    """

    number: int
    who: str
    by: str
    kind: str
    round: int
    seconds: int
    terms: list[str] | None
    moved: list[bool]
    points: Mapping[str, float] | None
    step: str
    detail: str


@dataclass(frozen=True)
class Replay:
    """Everything one group did.

    Attributes
    ----------
    path : the rate step by step under the agreement, empty without one
    """

    group: int
    how: str
    sides: list[Country]
    issues: list[str]
    steps: list[Step]
    chat: list[Message]
    figure: str
    path: Named


def replay_of(server: ClassServer, class_: Class, group: Group) -> Replay:
    """Return everything one group did."""
    texts = server.store.texts(class_.id) if group.chat else {}
    with class_.lock:
        agreement = group.model.state.agreement
        return Replay(
            group=group.number,
            how=group.ending.replace("_", " ") if group.over else group.phase,
            sides=[country(side) for side in group.players],
            issues=[words(issue.name) for issue in group.model.space.issues],
            steps=_steps(group),
            chat=[
                Message(seq, country(party).name, texts.get(seq, "(erased)")) for seq, party, _ in group.chat
            ],
            figure=path_figure(offers(class_.scenario.bargain, group), group.model.state.rounds),
            path=[] if agreement is None else tariff_path(group.model.world, agreement),
        )


def _steps(group: Group) -> list[Step]:
    """Return every line of the history; a pause of several rounds is one line."""
    last: dict[str, list[str]] = {}
    steps: list[Step] = []
    classes = iter(_step_classes(group))
    for line in group.history:
        if line.kind == "suspended" and steps and steps[-1].kind == "suspended":
            continue
        before = last.get(line.party or "")
        step = _step(group, line, before)
        if line.kind == "offered" and step.terms:
            last[line.party or ""] = step.terms
            found = next(classes)
            said = "opens" if found is None else "repeats its offer" if before == step.terms else STEPS[found]
            step = replace(step, step=said)
        steps.append(step)
    return steps


def _step_classes(group: Group) -> list[str | None]:
    """Return the class of each offer against the side's last one, by that day's values; None for a first."""
    log = group.model.offers
    moves = zip(log.kept, log.steps(), strict=True)
    return [found for kept, found in moves if isinstance(kept.entry.move, Offer)]


def _step(group: Group, line: Line, before: list[str] | None) -> Step:
    outcome = line.outcome
    terms = None if outcome is None else list(group.model.space.describe(outcome).values())
    own = None if outcome is None else {s: points(group.model, s, outcome) for s in group.players}
    return Step(
        number=line.number,
        who="News" if line.party is None else country(line.party).name,
        by=line.by,
        kind=line.kind.replace("_", " "),
        round=line.round + 1,
        seconds=round(line.at - group.started_at) if group.started_at else 0,
        terms=terms,
        moved=[
            before is not None and a != b for a, b in zip(terms or (), before or terms or (), strict=True)
        ],
        points=own,
        step="",
        detail=public_detail(line),
    )
