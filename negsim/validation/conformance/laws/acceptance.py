"""What every acceptance condition promises."""

from collections.abc import Iterator

import numpy as np

from negsim.bargaining.move import Accept, Offer, WalkAway
from negsim.bargaining.strategy import AcceptanceCondition, Strategy
from negsim.bargaining.view import PartyView
from negsim.registry import Entry
from negsim.validation.conformance.law import Law, example, holds
from negsim.validation.conformance.moments import made, moments

RULES = ("linear", "logroll", "micro", "random_walker")
"""Bidding rules that a condition is tried with."""


def is_a_condition(entry: Entry) -> None:
    """It is an AcceptanceCondition."""
    condition = example(entry)
    name = type(condition).__name__
    holds(isinstance(condition, AcceptanceCondition), f"{name} must derive from AcceptanceCondition")


def agrees_to_nothing_below_no_deal(entry: Entry) -> None:
    """With any bidding rule it accepts nothing that is worth less than no deal or crosses a red line."""
    for party, view in _parties(entry):
        move = party.act(view)
        holds(isinstance(move, Accept | Offer | WalkAway), f"it makes the move {move}")
        if isinstance(move, Accept) and view.standing is not None:
            holds(view.may(view.standing), f"it accepts outcome {view.standing} across a red line")
            worth = view.utility.value(view.standing)
            holds(worth >= view.reservation, f"it accepts {worth:g} where no deal is {view.reservation:g}")


def says_yes_or_no(entry: Entry) -> None:
    """It answers True or False, nothing that merely counts as one of them: the text "no" would be a yes."""
    condition, rule = example(entry), made("strategy", "linear")
    for view in moments("smith"):
        if view.standing is not None:
            said = condition.accepts(view, view.standing, rule, rule.propose(view))
            holds(isinstance(said, bool | np.bool_), f"it answers {said!r} where it must be True or False")


def answers_the_same_twice(entry: Entry) -> None:
    """Asked twice at one moment it gives the same answer."""
    for party, view in _parties(entry):
        first, second = party.act(view), party.act(view)
        holds(first == second, f"asked twice in round {view.round + 1} it answers {first} and then {second}")


def prefers_better_offers(entry: Entry) -> None:
    """It refuses no offer that is better for itself than one it accepts."""
    condition, rule = example(entry), made("strategy", "linear")
    for view in moments("smith", restricted=(False,)):
        planned = rule.propose(view)
        if view.received:
            said = [bool(condition.accepts(view, int(o), rule, planned)) for o in view.utility.order]
            holds(
                said == sorted(said), f"in round {view.round + 1} it refuses a better offer than it accepts"
            )


def _parties(entry: Entry) -> Iterator[tuple[Strategy, PartyView]]:
    for rule in RULES:
        party = Strategy(made("strategy", rule), example(entry), made("opponent_model", "smith"))
        for view in moments("smith"):
            yield party, view


LAWS: tuple[Law, ...] = (
    is_a_condition,
    agrees_to_nothing_below_no_deal,
    says_yes_or_no,
    answers_the_same_twice,
    prefers_better_offers,
)
