"""What every mechanism promises."""

from negsim.bargaining.mechanism import Mechanism, NegotiationState
from negsim.bargaining.move import Accept, Move, Offer, Reject, WalkAway
from negsim.registry import Entry
from negsim.rng import stream
from negsim.validation.conformance.law import Law, example, holds
from negsim.validation.conformance.moments import SPACE

PARTIES = ("a", "b")
ROUNDS = 6


def is_a_mechanism(entry: Entry) -> None:
    """It is a Mechanism."""
    rules = example(entry)
    holds(isinstance(rules, Mechanism), f"{type(rules).__name__} must derive from Mechanism")


def ends_by_the_deadline(entry: Entry) -> None:
    """Whatever offers are made, talks end by the deadline and nothing is legal afterwards."""
    rules = example(entry)
    state = _played(rules)[-1]
    holds(state.ended, f"after {len(state.history)} moves in {ROUNDS} rounds the talks have not ended")
    late = [party for party in PARTIES if rules.legal(state, party, WalkAway())]
    holds(not late, "it lets a party walk away from talks that are over")


def is_a_state_machine(entry: Entry) -> None:
    """A move makes a new state with one more line of transcript, and changes no older one."""
    states = _played(example(entry))
    lengths = [len(state.history) for state in states]
    holds(lengths == list(range(len(states))), f"the transcript grows by other than one a move: {lengths}")


def replays_to_the_same_state(entry: Entry) -> None:
    """A transcript leads from the start to the state that the moves led to."""
    rules = example(entry)
    states = _played(rules)
    again = rules.replay(states[0], states[-1].history)
    holds(again == states[-1], f"a replay of its transcript ends in {again.end_state}, {again.agreement}")


def _played(rules: Mechanism) -> list[NegotiationState]:
    """Return every state of talks in which each mover offers what chance says, or else rejects or accepts."""
    chance = stream(1, "mechanism")
    states = [rules.start(SPACE, PARTIES, ROUNDS)]
    while (mover := rules.mover(states[-1])) is not None and len(states) <= 4 * ROUNDS:
        choices: tuple[Move, ...] = (Offer(int(chance.integers(SPACE.n))), Reject(), Accept())
        legal = [move for move in choices if rules.legal(states[-1], mover, move)]
        holds(legal, f"{mover} is to move, but may neither offer, reject nor accept")
        states.append(rules.apply(states[-1], legal[0]))
    return states


LAWS: tuple[Law, ...] = (is_a_mechanism, ends_by_the_deadline, is_a_state_machine, replays_to_the_same_state)
