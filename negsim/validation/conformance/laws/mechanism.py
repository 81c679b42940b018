"""What every mechanism promises."""

from numbers import Real

from negsim.bargaining.mechanism import BROKEN_DOWN, Mechanism, NegotiationState
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


def ends_if_talks_break_down(entry: Entry) -> None:
    """Its risk of breakdown is a chance, and where there is one, breakdown ends the talks."""
    rules = example(entry)
    for state in _played(rules)[1:]:
        risk = rules.breakdown_risk(state)
        is_chance = isinstance(risk, Real) and 0 <= float(risk) <= 1
        holds(is_chance, f"its risk of breakdown is {risk!r}, not a number from 0 to 1")
        if risk and not state.ended:
            holds(rules.apply(state, BROKEN_DOWN).ended, f"with a risk of {risk:g}, breakdown ends nothing")


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


LAWS: tuple[Law, ...] = (
    is_a_mechanism,
    ends_by_the_deadline,
    is_a_state_machine,
    replays_to_the_same_state,
    ends_if_talks_break_down,
)
