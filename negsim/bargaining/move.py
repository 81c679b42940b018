"""Moves: what a party may do on its turn."""

from dataclasses import dataclass, field

from negsim.bargaining.outcome import Outcome


@dataclass(frozen=True)
class Offer:
    """Propose an outcome; it becomes the standing offer.

    `target` is the own utility the party was aiming at and `why` one sentence for the transcript;
    both are notes and do not count when moves are compared.
    """

    outcome: Outcome
    target: float | None = field(default=None, compare=False)
    why: str = field(default="", compare=False)


@dataclass(frozen=True)
class Accept:
    """Agree to the standing offer of the other side."""

    target: float | None = field(default=None, compare=False)
    why: str = field(default="", compare=False)


@dataclass(frozen=True)
class Reject:
    """Refuse the standing offer without a counteroffer."""

    target: float | None = field(default=None, compare=False)
    why: str = field(default="", compare=False)


@dataclass(frozen=True)
class WalkAway:
    """End the talks without agreement."""

    target: float | None = field(default=None, compare=False)
    why: str = field(default="", compare=False)


@dataclass(frozen=True)
class Wait:
    """A person has not moved yet; nothing happens to the talks."""


Move = Offer | Accept | Reject | WalkAway


@dataclass(frozen=True)
class WorldEvent:
    """Something that happened to the talks from outside: it is part of the transcript and is replayed.

    Where it undoes an agreement, `reopened_by` is the party whose turn it is then.
    """

    kind: str
    detail: str = ""
    reopened_by: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of the transcript: who moved in which round (None for the world), and what it did."""

    round: int
    party: str | None
    move: Move | WorldEvent
