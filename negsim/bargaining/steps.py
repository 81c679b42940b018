"""Steps: what the change from a side's last offer to its next one means to both sides."""

from collections.abc import Mapping

from negsim.bargaining.outcome import Outcome
from negsim.bargaining.utility.function import UtilityFunction

STEPS = ("silent", "nice", "concession", "fortunate", "selfish", "unfortunate")


def step_class(own: float, other: float) -> str:
    """Return the class of a step that changes the mover's utility by `own` and the other side's by `other`.

    References
    ----------
    Hindriks, Jonker & Tykhonov (2007), Analysis of Negotiation Dynamics.
    """
    if own > 0.0:
        return "fortunate" if other > 0.0 else "selfish"
    if other < 0.0:
        return "unfortunate"
    if own < 0.0:
        return "concession"
    return "nice" if other > 0.0 else "silent"


def step(before: Outcome, now: Outcome, own: UtilityFunction, other: UtilityFunction) -> str:
    """Return the class of the step from one offer to the next, both valued with the same tables."""
    return step_class(own.value(now) - own.value(before), other.value(now) - other.value(before))


def moved_issues(before: Outcome, now: Outcome, utility: UtilityFunction) -> Mapping[str, float]:
    """Return issue -> what its move alone adds to the utility of the new offer."""
    space = utility.space
    old, new = space.levels(before), space.levels(now)
    worth, changes = utility.value(now), {}
    for axis, issue in enumerate(space.issues):
        if old[axis] != new[axis]:
            back = now + (old[axis] - new[axis]) * space.strides[axis]
            changes[issue.name] = worth - utility.value(back)
    return changes


def in_words(before: Outcome, now: Outcome, utility: UtilityFunction) -> str:
    """Return what a side gives and asks by its own lights: "gives access all, asks for tariff 15 %"."""
    labels = utility.space.describe(now)
    changes = moved_issues(before, now, utility)
    given = [f"{_words(issue)} {labels[issue]}" for issue, change in changes.items() if change < 0.0]
    asked = [f"{_words(issue)} {labels[issue]}" for issue, change in changes.items() if change > 0.0]
    moves = [f"{verb} {_listed(named)}" for verb, named in (("gives", given), ("asks for", asked)) if named]
    return ", ".join(moves) or "changes what is worth the same to it"


def _listed(named: list[str]) -> str:
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def _words(name: str) -> str:
    return name.replace("_", " ")
