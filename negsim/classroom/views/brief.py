"""The private role brief of a delegation, generated from its terms, weights and politics at home."""

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from negsim.classroom.state.group import Group
from negsim.classroom.views.points import IssueFacts, issues
from negsim.classroom.views.wording import capital, label, words
from negsim.politics.countries import Country, country
from negsim.politics.ratification.automatic import Automatic
from negsim.politics.ratification.contract import Ratification
from negsim.politics.ratification.quorum import Quorum
from negsim.talks.model import NegotiationModel

RANKS = ((0.2, "decisive"), (0.08, "important"), (0.03, "minor"), (0.0, "hardly matters"))
"""Share of all importance from which an issue counts as that."""


@dataclass(frozen=True)
class HomeGroup:
    """A group at home, its say, and what it wants and fears."""

    name: str
    weight: float
    wants: str
    fears: str


@dataclass(frozen=True)
class AwaitedRuling:
    """A ruling on the tariffs that is awaited, with the odds that the own side gives to a strike."""

    first: date
    last: date
    odds: float
    fallback: float


@dataclass(frozen=True)
class Brief:
    """Everything on a side's brief; nothing of it is for the other side.

    Attributes
    ----------
    in_force, threatened : rate today, rate without a deal if the threat is carried out
    belief : odds that it is; 0 or 1 for the side whose threat it is, see `threatens`
    ruling : what the side thinks of a ruling that is awaited, or None
    terms : what the government weighs, and how far it can move the points
    known : issue and rank, as the public record has the other side's priorities
    """

    country: Country
    other: Country
    description: str
    rounds: int
    opens: str
    in_force: float
    threatened: float
    belief: float
    threatens: bool
    ruling: AwaitedRuling | None
    aim: str
    terms: list[tuple[str, int]]
    issues: list[IssueFacts]
    known: list[tuple[str, str]]
    rule: str
    groups: list[HomeGroup]
    red_lines: Mapping[str, list[str]]


def brief(group: Group, side: str) -> Brief:
    """Return the brief of a side."""
    model = group.model
    party, no_deal = model.parties[side], group.scenario.no_deal
    return Brief(
        country=country(side),
        other=country(group.other(side)),
        description=group.scenario.description,
        rounds=model.state.rounds,
        opens=capital(country(model.state.parties[0]).in_a_sentence),
        in_force=no_deal.in_force,
        threatened=no_deal.threatened,
        belief=party.belief,
        threatens=party.threatens,
        ruling=_ruling(model, side),
        aim=(inspect.getdoc(type(party)) or "").splitlines()[0].split(";")[0].rstrip("."),
        terms=_terms(model, side),
        issues=issues(group, side),
        known=_known(model, side),
        rule=_rule(party.home.rule),
        groups=_groups(model, side),
        red_lines={k: [str(level) for level in v] for k, v in party.settings.red_lines.items() if v},
    )


def _ruling(model: NegotiationModel, side: str) -> AwaitedRuling | None:
    """Return the ruling that is awaited at the start of the talks."""
    ruling = model.scenario.conditions.ruling
    if ruling is None:
        return None
    first, last = ruling.dates
    return AwaitedRuling(first, last, ruling.believed_by(side), ruling.fallback)


def _terms(model: NegotiationModel, side: str) -> list[tuple[str, int]]:
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
    ranked = sorted(totals.items(), key=lambda item: -item[1])
    return [(label(name), round(size)) for name, size in ranked if size >= 0.5]


def _known(model: NegotiationModel, side: str) -> list[tuple[str, str]]:
    """Return what is publicly known of the other side's priorities, with its error, in words."""
    prior = model.priors[side]
    total = sum(prior) or 1.0
    ranked = sorted(zip(model.space.issues, prior, strict=True), key=lambda pair: -pair[1])
    return [
        (words(issue.name), next(word for share, word in RANKS if weight / total >= share))
        for issue, weight in ranked
    ]


def _rule(rule: Ratification) -> str:
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


def _groups(model: NegotiationModel, side: str) -> list[HomeGroup]:
    found = []
    for bloc in model.parties[side].home.members:
        ranked = sorted(bloc.cares_about.items(), key=lambda pair: -abs(pair[1]))
        wants, fears = _listed(n for n, t in ranked if t > 0), _listed(n for n, t in ranked if t < 0)
        found.append(HomeGroup(label(bloc.name), bloc.weight, wants, fears))
    return found


def _listed(names: Iterable[str]) -> str:
    return ", ".join(label(name) for name in names) or "–"
