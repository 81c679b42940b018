"""Talks without a world: parties, a mechanism and a deadline, for imported domains, tests and benchmarks."""

from collections.abc import Sequence
from dataclasses import dataclass

from negsim.bargaining.learner import Learner
from negsim.bargaining.mechanism import Mechanism, NegotiationState
from negsim.bargaining.move import Wait
from negsim.bargaining.strategy import Strategy
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.view import Estimate, PartyView
from negsim.errors import ConfigError


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
    seed : root of the parties' chance

    Raises
    ------
    ConfigError : if a strategy waits for a person: nobody is here to move.
    """
    by_name = {side.name: side for side in sides}
    state = mechanism.start(sides[0].utility.space, by_name, rounds)
    truths = {side.name: _truth(side, sides) for side in sides}

    def view(name: str) -> PartyView:
        return _view(by_name[name], state, truths[name], seed)

    learners = {side.name: Learner(side.strategy.opponent_model, view(side.name)) for side in sides}
    while (mover := mechanism.mover(state)) is not None:
        move = by_name[mover].strategy.act(learners[mover].look(view(mover)))
        if isinstance(move, Wait):
            raise ConfigError(f"party '{mover}' waits for a person, but these talks have none")
        state = mechanism.apply(state, move)
    return state


def _truth(side: Side, sides: Sequence[Side]) -> Estimate | None:
    """Return the other side's utility if the opponent model may read it."""
    if not side.strategy.opponent_model.reads_truth:
        return None
    return Estimate(next(other.utility for other in sides if other is not side))


def _view(side: Side, state: NegotiationState, truth: Estimate | None, seed: int) -> PartyView:
    on_table = state.standing
    return PartyView(
        side.name,
        side.utility,
        state.round,
        state.rounds,
        history=state.history,
        standing=on_table[1] if on_table is not None and on_table[0] != side.name else None,
        estimate=truth,
        seed=seed,
        prior_weights=side.prior_weights,
    )
