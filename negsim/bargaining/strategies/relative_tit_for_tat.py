"""Relative tit for tat: answer, issue by issue, in the proportion in which the other side moved."""

from dataclasses import dataclass

import numpy as np

from negsim.bargaining.issue import Issue
from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategies.candidates import allowed, similarity, worst_at_least
from negsim.bargaining.strategy import Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register
from negsim.settings.field import setting


@register("strategy", "relative_tit_for_tat")
@dataclass(frozen=True)
class RelativeTitForTat(Bidding):
    """Multiply the own last value of each issue by the ratio in which the other side changed its own.

    With y the other's offers, the next value of an issue is x' = clip(x y[-1-d] / y[-d]), d the lag, taken
    to the nearest level (the higher on a tie). Numbers that are not all positive are first shifted so that
    the smallest is one mean step. An issue without numbers moves one level towards the other side's level
    whenever the other side has just changed it, and else stays. An outcome that is not admissible or not
    rational is replaced by the allowed one most like it (in spaces too large to list: the best for itself
    is offered). Before enough offers: the best outcome. On coarse levels small steps round to none.

    References
    ----------
    Faratin, Sierra & Jennings (1998), Robotics and Autonomous Systems 24, behaviour-dependent tactics.
    """

    lag: int = setting(
        1,
        ge=1,
        unit="offers",
        status="literature",
        source="Faratin, Sierra and Jennings 1998",
        help="how many offers back the change it answers lies",
    )

    def target(self, view: PartyView) -> float:
        """Return the own utility of the outcome that answers the other side's move."""
        answer = self._answer(view)
        return view.best if answer is None else view.utility.value(answer)

    def propose(self, view: PartyView) -> Proposal | None:
        """Return the answer, or the allowed outcome nearest to it."""
        answer = self._answer(view)
        if answer is None or not _is_allowed(view, answer):
            answer = worst_at_least(view, view.best) if answer is None else _nearest_allowed(view, answer)
        return (
            None if answer is None else Proposal(answer, self.target(view), "moves as the other side moved")
        )

    def _answer(self, view: PartyView) -> Outcome | None:
        if not view.sent or len(view.received) <= self.lag:
            return None
        own = view.space.levels(view.sent[-1])
        before = view.space.levels(view.received[-1 - self.lag])
        after = view.space.levels(view.received[-self.lag])
        rows = zip(view.space.issues, own, before, after, strict=True)
        return view.space.index([_next_level(*row) for row in rows])


def _next_level(issue: Issue, own: int, before: int, after: int) -> int:
    if before == after:
        return own
    if not issue.numbers:
        return own + int(np.sign(after - own))
    numbers = np.array(issue.numbers)
    if numbers.min() <= 0:
        numbers = numbers - numbers.min() + np.ptp(numbers) / (issue.size - 1)
    wanted = np.clip(numbers[own] * numbers[before] / numbers[after], numbers.min(), numbers.max())
    gaps = np.abs(numbers - wanted)
    return int(np.flatnonzero(gaps == gaps.min())[-1])


def _is_allowed(view: PartyView, outcome: Outcome) -> bool:
    return view.may(outcome) and view.utility.value(outcome) >= view.reservation


def _nearest_allowed(view: PartyView, outcome: Outcome) -> Outcome | None:
    if not view.space.enumerable:
        return worst_at_least(view, view.best)
    choices = allowed(view)
    if choices.size == 0:
        return None
    return int(choices[np.argmax(similarity(view.space, outcome).values_of(choices))])
