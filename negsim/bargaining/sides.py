"""Talks without a world: two parties, a mechanism and a deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from negsim.bargaining.learner import Learner
from negsim.bargaining.mechanism import Mechanism, NegotiationState
from negsim.bargaining.move import Wait
from negsim.bargaining.strategy import Strategy
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.view import Estimate, PartyView
from negsim.errors import ConfigError
from negsim.registry import show


@dataclass(frozen=True)
class Side:
    """One party of such talks.

    Parameters
    ----------
    name : as in the transcript
    utility : own utility function with reservation value, fixed for the whole talks
    strategy : how it bargains
    prior_weights : what it knows beforehand of the other side's issue weights, or None
    """

    name: str
    utility: UtilityFunction
    strategy: Strategy
    prior_weights: tuple[float, ...] | None = None


def bargain(mechanism: Mechanism, sides: Sequence[Side], rounds: int, seed: int = 0) -> NegotiationState:
    """Let two parties bargain to the end and return the final state, with the transcript as its history.

    Parameters
    ----------
    mechanism : the rules
    sides : the two parties; the mechanism says who opens
    rounds : the deadline, at least 1
    seed : root of the parties' chance, a whole number from 0

    Raises
    ------
    ConfigError : if the utilities or the rounds cannot be played, or a strategy waits for a person.
    """
    check_talks(sides, rounds)
    by_name = {side.name: side for side in sides}
    state = mechanism.start(sides[0].utility.space, by_name, int(rounds))
    truths = {side.name: _truth(side, sides) for side in sides}

    def show(name: str, estimate: Estimate | None = None) -> PartyView:
        view = _view(by_name[name], state, truths[name] or estimate, mechanism.breakdown_risk(state), seed)
        return mechanism.inform(state, view)

    learners = {side.name: Learner(side.strategy.opponent_model, show(side.name)) for side in sides}
    while (mover := mechanism.mover(state)) is not None:
        move = by_name[mover].strategy.act(learners[mover].look(partial(show, mover)))
        if isinstance(move, Wait):
            raise ConfigError(f"party '{mover}' waits for a person, but these talks have none")
        before, state = state, mechanism.apply(state, move)
        for event in mechanism.consequences(before, state, seed):
            state = mechanism.apply(state, event)
    return state


def check_talks(sides: Sequence[Side], rounds: int) -> None:
    """Refuse utilities that are no numbers or not over the same outcomes, and rounds that cannot be counted.

    Raises
    ------
    ConfigError : with what was got and what is allowed.
    """
    if isinstance(rounds, bool) or not isinstance(rounds, int | np.integer) or rounds < 1:
        raise ConfigError(f"rounds: must be a whole number from 1, got {show(rounds)}")
    one, *others = sides
    for side in sides:
        check_utility(side)
        try:
            side.strategy.bidding.check(side.utility.space)
        except ConfigError as error:
            raise ConfigError(f"strategies.{side.name}: {error}") from error
    for other in others:
        if other.utility.space != one.utility.space:
            raise ConfigError(
                f"utilities: must be over the same outcomes; "
                f"{one.name}: {_size(one)}, {other.name}: {_size(other)}"
            )


def check_utility(side: Side) -> None:
    """Refuse a utility function that is not a number everywhere."""
    entries = side.utility.table.entries
    if not np.isfinite(entries).all():
        wrong = float(entries[~np.isfinite(entries)][0])
        raise ConfigError(f"utilities.{side.name}: must be finite numbers, got {wrong}")
    reservation = side.utility.reservation
    if not reservation < np.inf:
        raise ConfigError(
            f"utilities.{side.name}: the reservation value must be a number or -inf, got {reservation}"
        )


def _size(side: Side) -> str:
    return " x ".join(f"{issue.name} ({issue.size})" for issue in side.utility.space.issues)


def _truth(side: Side, sides: Sequence[Side]) -> Estimate | None:
    """Return the other side's utility if the opponent model may read it."""
    if not side.strategy.opponent_model.reads_truth:
        return None
    return Estimate(next(other.utility for other in sides if other is not side))


def _view(
    side: Side, state: NegotiationState, estimate: Estimate | None, breakdown: float, seed: int
) -> PartyView:
    return PartyView(
        side.name,
        side.utility,
        state.round,
        state.rounds,
        history=state.history,
        standing=state.offered_to(side.name),
        estimate=estimate,
        breakdown=breakdown,
        seed=seed,
        prior_weights=side.prior_weights,
    )
