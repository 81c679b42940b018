"""What happened in a class: one fact, never changed. A class and its groups are folds of their events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SCHEMA = 1


@dataclass(frozen=True)
class Event:
    """One fact.

    Attributes
    ----------
    kind : what happened, see the methods of `Class` and `Group` that take events in
    at : moment on the server's clock, seconds since 1970; it never runs backwards while the server runs
    actor : person, computer, instructor, clock or server
    group : number of the group, or None for the whole class
    seat : seat that acted or is meant, or None
    payload : details
    seq : number in the store, 0 before it is stored
    """

    kind: str
    at: float
    actor: str = "server"
    group: int | None = None
    seat: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    seq: int = 0
