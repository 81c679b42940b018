"""Talks without a world: parties, a mechanism and a deadline, for imported domains, tests and benchmarks."""

from collections.abc import Sequence
from dataclasses import dataclass

from negsim.bargaining.mechanism import Mechanism, NegotiationState
from negsim.bargaining.move import Offer, Wait
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
    estimates = {side.name: _first_estimate(side, sides, rounds, seed) for side in sides}
    while (mover := mechanism.mover(state)) is not None:
        view = _view(by_name[mover], state, estimates[mover], seed)
        move = by_name[mover].strategy.act(view)
        if isinstance(move, Wait):
            raise ConfigError(f"party '{mover}' waits for a person, but these talks have none")
        state = mechanism.apply(state, move)
        if isinstance(move, Offer):
            estimates.update(_learned(by_name, mover, move, state, estimates, seed))
    return state


def _first_estimate(side: Side, sides: Sequence[Side], rounds: int, seed: int) -> Estimate | None:
    model = side.strategy.opponent_model
    truth = None
    if model.reads_truth:
        truth = Estimate(next(other.utility for other in sides if other is not side))
    return model.start(PartyView(side.name, side.utility, 0, rounds, estimate=truth, seed=seed))


def _learned(
    by_name: dict[str, Side],
    mover: str,
    offer: Offer,
    state: NegotiationState,
    estimates: dict[str, Estimate | None],
    seed: int,
) -> dict[str, Estimate | None]:
    """Return the estimates of everybody who heard the offer."""
    learned = {}
    for name, side in by_name.items():
        if name != mover:
            view = _view(side, state, estimates[name], seed)
            learned[name] = side.strategy.opponent_model.update(estimates[name], offer.outcome, view)
    return learned


def _view(side: Side, state: NegotiationState, estimate: Estimate | None, seed: int) -> PartyView:
    on_table = state.standing
    return PartyView(
        side.name,
        side.utility,
        state.round,
        state.rounds,
        history=state.history,
        standing=on_table[1] if on_table is not None and on_table[0] != side.name else None,
        estimate=estimate,
        seed=seed,
        prior_weights=side.prior_weights,
    )
