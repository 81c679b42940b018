"""What the class looks at afterwards: where everybody ended, what was left, and what really happened."""

import csv
from collections import Counter
from importlib.resources import files
from statistics import median_low
from typing import Any

from negsim.bargaining.bargain import Bargain
from negsim.bargaining.outcome import OutcomeSpace
from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class
from negsim.classroom.state.group import Group
from negsim.classroom.storage import simulated
from negsim.classroom.views.feedback import tariff_path
from negsim.classroom.views.figures.charts import concession_figure, issues_figure, path_figure
from negsim.classroom.views.figures.figure import US, VIETNAM, FrontierPicture, frontier_figure
from negsim.classroom.views.home_front import verdicts
from negsim.classroom.views.points import points
from negsim.classroom.views.seat import ending, public_detail
from negsim.classroom.views.wording import COUNTRY, THE_COUNTRY, words
from negsim.talks.scenario import SIDES, Scenario

COLOURS = {"us": US, "vietnam": VIETNAM}
QUESTIONS = (
    "Which group left the most on the table? Which of the two sides could have asked for more at no cost?",
    "Who opened with an extreme offer, and did it pay? Compare first offers with where the group ended.",
    "On which issues did the two sides want different things, and where did you trade one for the other?",
    "Whose walk-away was better, and how did that show? What would a more credible threat of 46 % have done?",
    "Which agreement would have failed at home? Who at home gains from your deal, and who pays?",
    "The real talks kept 20 % and moved exemptions and purchases. Why, do you think, and who gained?",
)


def class_debrief(server: ClassServer, class_: Class) -> dict[str, Any]:
    """Return everything on the class's debrief: group numbers, never names."""
    bargain = class_.scenario.bargain
    agreements = simulated.known(server.folder, class_.record.scenario, server.simulations)
    if agreements is None:
        simulated.prepare(server.folder, class_.record.scenario, server.simulations)
    with class_.lock:
        groups = [_row(bargain, group) for group in class_.groups.values()]
        agreed = [row for row in groups if row["agreed"]]
        issues = _issues(class_)
        return {
            "title": class_.settings.title,
            "scenario": class_.scenario.name,
            "groups": groups,
            "agreed": len(agreed),
            "without": [row["group"] for row in groups if not row["agreed"]],
            "figure": _figure(bargain, groups, agreements, None),
            "simulated": None if agreements is None else _simulated(bargain, agreements),
            "simulating": agreements is None and server.simulations > 0,
            "points": _points(bargain, class_.scenario.world.space),
            "left": round(sum(row["left"] for row in groups) / len(groups), 1) if groups else 0.0,
            "issues": issues,
            "issues_figure": issues_figure(issues, len(agreed)),
            "concessions": concession_figure(groups),
            "minutes": _minutes(agreed),
            "facts": facts(),
            "questions": QUESTIONS,
        }


def _row(bargain: Bargain, group: Group) -> dict[str, Any]:
    outcome = group.model.state.agreement
    us, vietnam = bargain.points_at(outcome)
    opened = {side: _offers(bargain, group, side) for side in SIDES}
    lasted = max(0.0, group.ended_at - group.started_at) if group.started_at else 0.0
    return {
        "group": group.number,
        "how": ending(group).replace("_", " "),
        "agreed": outcome is not None,
        "place": (round(us, 2), round(vietnam, 2)),
        "us": round(us, 1),
        "vietnam": round(vietnam, 1),
        "left": round(bargain.left(outcome), 1),
        "terms": None if outcome is None else group.model.space.describe(outcome),
        "players": {side: "student" if group.players[side].is_person else "computer" for side in SIDES},
        "first": {side: round(made[0][1], 1) if made else None for side, made in opened.items()},
        "last": {side: round(made[-1][1], 1) if made else None for side, made in opened.items()},
        "conceded": {
            side: round(made[0][1] - made[-1][1], 1) if made else None for side, made in opened.items()
        },
        "offers": {side: len(made) for side, made in opened.items()},
        "rounds": group.history[-1].round + 1 if group.history else 0,
        "minutes": round(lasted / 60.0, 1),
        "failures": group.model.failures,
    }


def _minutes(agreed: list[dict[str, Any]]) -> dict[str, float] | None:
    """Return the shortest, middle and longest time to an agreement of groups with a student."""
    took = [row["minutes"] for row in agreed if "student" in row["players"].values()]
    return {"least": min(took), "median": median_low(took), "most": max(took)} if took else None


def _offers(bargain: Bargain, group: Group, side: str) -> list[tuple[int, float]]:
    """Return (round, own points) of every offer of a side."""
    own = bargain.points[list(bargain.no_deal).index(side)]
    return [
        (line.round + 1, float(own[line.outcome]))
        for line in group.history
        if line.kind == "offered" and line.party == side and line.outcome is not None
    ]


def _figure(
    bargain: Bargain, groups: list[dict[str, Any]], simulated: list[int | None] | None, mine: int | None
) -> str:
    frontier = [bargain.points_at(int(outcome)) for outcome in bargain.frontier]
    spots = Counter(outcome for outcome in simulated or () if outcome is not None)
    dots = [(bargain.points_at(outcome), count) for outcome, count in sorted(spots.items())]
    marks = [
        (name, None if outcome is None else bargain.points_at(outcome)) for name, outcome in _marks(bargain)
    ]
    ended = [(g["group"], g["place"]) for g in groups if g["agreed"]]
    without = [g["group"] for g in groups if not g["agreed"]]
    return frontier_figure(FrontierPicture(frontier, dots, marks, ended, without, mine))


def _marks(bargain: Bargain) -> list[tuple[str, int | None]]:
    return [("Nash point", bargain.nash), ("Kalai-Smorodinsky point", bargain.kalai_smorodinsky)]


def _points(bargain: Bargain, space: OutcomeSpace) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "us": round(bargain.points_at(outcome)[0]),
            "vietnam": round(bargain.points_at(outcome)[1]),
            "terms": space.describe(outcome),
        }
        for name, outcome in _marks(bargain)
        if outcome is not None
    ]


def _simulated(bargain: Bargain, outcomes: list[int | None]) -> dict[str, Any]:
    agreed = [bargain.points_at(outcome) for outcome in outcomes if outcome is not None]
    share = len(agreed) / len(outcomes) if outcomes else 0.0
    mean = [round(sum(pair[i] for pair in agreed) / len(agreed)) if agreed else None for i in (0, 1)]
    return {"count": len(outcomes), "agreed": len(agreed), "share": share, "us": mean[0], "vietnam": mean[1]}


def _issues(class_: Class) -> list[dict[str, Any]]:
    """Return how often each level of each issue was agreed, and the level at the Nash point."""
    space = class_.scenario.world.space
    agreed = [space.levels(a) for g in class_.groups.values() if (a := g.model.state.agreement) is not None]
    point = class_.scenario.bargain.nash
    nash = None if point is None else space.levels(point)
    rows = []
    for axis, issue in enumerate(space.issues):
        counts = Counter(levels[axis] for levels in agreed)
        levels = [
            {"label": label, "count": counts[number], "nash": nash is not None and nash[axis] == number}
            for number, label in enumerate(issue.labels)
        ]
        rows.append({"issue": words(issue.name), "levels": levels})
    return rows


def facts() -> list[dict[str, str]]:
    """Return what really happened, with date and source."""
    text = (files("negsim.classroom") / "data" / "what_happened.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def own_debrief(server: ClassServer, class_: Class, group: Group, side: str) -> dict[str, Any]:
    """Return a student's own result against the frontier and the anonymous class."""
    bargain = class_.scenario.bargain
    agreements = simulated.known(server.folder, class_.record.scenario, server.simulations)
    with class_.lock:
        rows = [_row(bargain, one) for one in class_.groups.values()]
        own = next(row for row in rows if row["group"] == group.number)
        better = bargain.better(group.model.state.agreement)
        outcome = group.model.state.agreement
        same = [row[side] for row in rows]
        return {
            "country": THE_COUNTRY[side],
            "own": own,
            "points": own[side],
            "ahead": sum(value > own[side] for value in same),
            "of": len(same),
            "figure": _figure(bargain, rows, agreements, group.number),
            "path": _path(bargain, group),
            "better": None if better is None else _difference(class_.scenario, outcome, better),
            "home": None if outcome is None else verdicts(group.model, side, outcome),
            "facts": facts(),
        }


def _difference(scenario: Scenario, outcome: int | None, better: int) -> dict[str, Any]:
    space = scenario.world.space
    new = space.describe(better)
    old = {} if outcome is None else space.describe(outcome)
    us, vietnam = scenario.bargain.points_at(better)
    changed = {words(name): label for name, label in new.items() if old.get(name) != label}
    return {"changed": changed, "us": round(us), "vietnam": round(vietnam)}


def _path(bargain: Bargain, group: Group) -> str:
    lines = [(COUNTRY[side], COLOURS[side], _offers(bargain, group, side)) for side in SIDES]
    return path_figure(lines, group.model.state.rounds)


def replay_of(server: ClassServer, class_: Class, group: Group) -> dict[str, Any]:
    """Return everything one group did, for the instructor."""
    texts = server.store.texts(class_.id) if group.chat else {}
    bargain = class_.scenario.bargain
    with class_.lock:
        steps = _steps(group)
        said = [
            {"at": at, "who": COUNTRY[party], "text": texts.get(seq, "(erased)")}
            for seq, party, at in group.chat
        ]
        agreement = group.model.state.agreement
        path = (
            [] if agreement is None else tariff_path(class_.scenario.world.consequences(agreement).features)
        )
        return {
            "group": group.number,
            "how": ending(group).replace("_", " ") if group.over else group.phase,
            "steps": steps,
            "chat": said,
            "figure": _path(bargain, group),
            "issues": [words(issue.name) for issue in group.model.space.issues],
            "path": path,
        }


def _steps(group: Group) -> list[dict[str, Any]]:
    """Return every line of the history with what its side changed; a pause of several rounds is one line."""
    last: dict[str, list[str]] = {}
    steps: list[dict[str, Any]] = []
    for line in group.history:
        step = _step(group, line)
        if step["kind"] == "suspended" and steps and steps[-1]["kind"] == "suspended":
            continue
        before, terms = last.get(step["side"]), step["terms"]
        if terms is not None:
            step["moved"] = [before is not None and before[i] != label for i, label in enumerate(terms)]
        if step["kind"] == "offered":
            last[step["side"]] = terms
        steps.append(step)
    return steps


def _step(group: Group, line: Any) -> dict[str, Any]:
    own = None
    if line.outcome is not None:
        own = {side: round(points(group.model, side, line.outcome)) for side in SIDES}
    return {
        "number": line.number,
        "who": COUNTRY.get(line.party, "News"),
        "side": line.party or "",
        "by": line.by,
        "kind": line.kind.replace("_", " "),
        "round": line.round + 1,
        "date": line.date,
        "terms": None if line.outcome is None else list(group.model.space.describe(line.outcome).values()),
        "points": own,
        "seconds": round(line.at - group.started_at) if group.started_at else 0,
        "detail": public_detail(line) if line.detail else "",
    }
