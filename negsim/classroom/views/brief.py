"""The private role brief of a delegation, generated from its terms, weights and politics at home."""

import inspect
from typing import Any

from negsim.classroom.state.group import Group
from negsim.classroom.views.points import directions
from negsim.classroom.views.wording import COUNTRY, THE_COUNTRY, label, words
from negsim.politics.ratification.automatic import Automatic
from negsim.politics.ratification.quorum import Quorum
from negsim.talks.model import NegotiationModel

RANKS = ((0.2, "decisive"), (0.08, "important"), (0.03, "minor"), (0.0, "hardly matters"))
"""Share of all importance from which an issue counts as that."""


def brief(group: Group, side: str) -> dict[str, Any]:
    """Return everything that stands on a side's brief; nothing of it is for the other side."""
    model = group.model
    party = model.parties[side]
    no_deal = model.world.no_deal
    return {
        "country": COUNTRY[side],
        "the_country": THE_COUNTRY[side],
        "other": THE_COUNTRY["vietnam" if side == "us" else "us"],
        "description": group.scenario.description,
        "rounds": model.state.rounds,
        "opens": THE_COUNTRY[model.state.parties[0]],
        "in_force": no_deal.in_force,
        "threatened": no_deal.threatened,
        "belief": party.belief,
        "aim": (inspect.getdoc(type(party)) or "").splitlines()[0].split(";")[0].rstrip("."),
        "terms": _terms(model, side),
        "issues": _issues(group, side),
        "known": _known(model, side),
        "rule": _rule(party.home.rule),
        "groups": _groups(model, side),
        "red_lines": {k: [str(level) for level in v] for k, v in party.settings.red_lines.items() if v},
    }


def _terms(model: NegotiationModel, side: str) -> list[dict[str, Any]]:
    """Return what the government weighs, with how much each term can move its value, in points."""
    party = model.parties[side]
    span = max(party.initial.maximum - party.initial.reservation, 1e-12)
    totals: dict[str, float] = {}
    for row, name in enumerate(party.mandate.tables.names):
        alone = party.mandate.weights * 0.0
        alone[row] = party.mandate.weights[row]
        moved = sum(float(m.max() - m.min()) for m in party.mandate.utility(alone, 0.0).marginals())
        term = name.split(":")[0]
        totals[term] = totals.get(term, 0.0) + 100.0 * moved / span
    settings = party.settings.terms
    return [
        {"name": label(name), "part": settings[name].part, "points": round(size)}
        for name, size in sorted(totals.items(), key=lambda item: -item[1])
        if size >= 0.5
    ]


def _issues(group: Group, side: str) -> list[dict[str, Any]]:
    rows, model = [], group.model
    for issue, rule, way in zip(
        model.space.issues, group.scenario.issues.values(), directions(model, side), strict=True
    ):
        levels = [
            {"label": label, "points": change, "no_deal": number == issue.no_deal_level}
            for number, (label, change) in enumerate(zip(issue.labels, way["levels"], strict=True))
        ]
        title = words(issue.name).capitalize()
        rows.append({"title": title, "meaning": meaning(rule), **way, "rows": levels})
    return rows


def meaning(rule: Any) -> str:
    """Return what an issue is about."""
    return " ".join((inspect.getdoc(type(rule)) or "").split("\n\n")[0].split())


def _known(model: NegotiationModel, side: str) -> list[dict[str, str]]:
    """Return what is publicly known of the other side's priorities, with its error, in words."""
    prior = model.priors[side]
    total = sum(prior) or 1.0
    ranked = sorted(zip(model.space.issues, prior, strict=True), key=lambda pair: -pair[1])
    return [
        {
            "issue": words(issue.name),
            "rank": next(word for share, word in RANKS if weight / total >= share),
        }
        for issue, weight in ranked
    ]


def _rule(rule: Any) -> str:
    if isinstance(rule, Automatic):
        return "What you sign holds: there is no vote at home."
    if isinstance(rule, Quorum):
        return (
            f"Groups that hold {rule.quorum:.0%} of the say must each gain at least what they ask for. "
            "If they do not, the agreement fails at home and the talks pause."
        )
    return (
        "Groups at home can stop the agreement: the more they gain by their weight, the likelier it passes. "
        "If it fails, the talks pause."
    )


def _groups(model: NegotiationModel, side: str) -> list[dict[str, Any]]:
    home = model.parties[side].home
    found = []
    for bloc in home.members:
        wants = [n for n, taste in sorted(bloc.cares_about.items(), key=lambda x: -abs(x[1])) if taste > 0]
        fears = [n for n, taste in sorted(bloc.cares_about.items(), key=lambda x: -abs(x[1])) if taste < 0]
        found.append(
            {
                "name": label(bloc.name),
                "weight": bloc.weight,
                "wants": ", ".join(label(n) for n in wants) or "–",
                "fears": ", ".join(label(n) for n in fears) or "–",
            }
        )
    return found
