"""The phases of a class and its groups: lobby, brief, talks, closed, debrief. Nothing else begins one."""

from dataclasses import replace

from negsim.classroom.actions.request import ClassRequest
from negsim.classroom.state.class_ import PHASES
from negsim.classroom.state.refusal import Refused
from negsim.classroom.storage import simulated

RUNNING = ("brief", "talks")
"""Phases in which clocks run."""


def follow(asked: ClassRequest) -> None:
    """Go on to the phase that follows, with one group or with the whole class.

    The request may hold the `phase` that the instructor saw: a second click must not skip the next one.
    """
    with asked.class_.lock:
        here = (asked.group or asked.class_).phase
        if asked.data.get("phase", "") not in ("", here):
            raise Refused(409, f"This phase is over already; it is now: {here}.")
        asked.require_open()
        if here == PHASES[-1]:
            raise Refused(409, "The debrief is the last phase.")
        begin(asked, PHASES[PHASES.index(here) + 1])


def end(asked: ClassRequest) -> None:
    """End the talks of one group or of all."""
    with asked.class_.lock:
        asked.require_open()
        if asked.class_.phase not in RUNNING:
            raise Refused(409, "There are no talks to end.")
        begin(asked, "closed")


def begin(asked: ClassRequest, phase: str) -> None:
    """Begin a phase; the brief of a class begins with pairing."""
    if phase == "brief" and asked.group is None:
        _pair(asked)
    asked.append("phase_started", {"phase": phase, "minutes": asked.class_.settings.minutes(phase)})


def _pair(asked: ClassRequest) -> None:
    server, class_ = asked.server, asked.class_
    pairs = class_.pairs(server.store.names(class_.id))
    if not pairs:
        raise Refused(409, "Nobody has joined yet; add computer groups or wait for students.")
    asked.append("paired", {"pairs": pairs})
    simulated.prepare(server.folder, class_.record.scenario, server.simulations)


def catch_up(asked: ClassRequest) -> None:
    """Let the class follow when all its groups have gone on."""
    class_ = asked.class_
    with class_.lock:
        here = PHASES.index(class_.phase)
        groups = class_.groups.values()
        if class_.phase in RUNNING and groups and all(PHASES.index(g.phase) > here for g in groups):
            begin(replace(asked.about(), actor="clock"), PHASES[here + 1])
