"""What a run may not do: take too long, or end the process it plays in."""

import faulthandler
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

RINGS_AGAIN = 0.25
"""Seconds after which the alarm of a run that is out of time rings again."""


class OutOfTime(BaseException):
    """A run took longer than it may; no `except Exception` of a plug-in stops it."""


class LeftProcess(BaseException):
    """A run called `os._exit`, which would have ended all other runs too."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """End what takes longer than so many seconds by `OutOfTime`, wherever Python is; 0 is no limit.

    An alarm of the operating system rings again every quarter of a second, should somebody catch the first.
    """
    if not seconds:
        yield
        return

    armed = True

    def ring(number: int, frame: object) -> None:
        if armed:
            raise OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, RINGS_AGAIN)
            yield
        finally:
            armed = False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def ending_process(seconds: float) -> Iterator[None]:
    """End this process with code 1 if this takes longer, compiled code included; 0 is no limit."""
    if not seconds:
        yield
        return
    with open(os.devnull, "wb") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def staying() -> Iterator[None]:
    """Let `os._exit` raise `LeftProcess` in this thread; other threads, and forks, leave as they please."""
    leave, here = os._exit, (os.getpid(), threading.get_ident())

    def refuse(status: int) -> NoReturn:
        if (os.getpid(), threading.get_ident()) != here:
            leave(status)
        raise LeftProcess(f"os._exit({status}) would end all runs")

    os._exit = refuse
    try:
        yield
    finally:
        os._exit = leave
