"""All checks, in order."""

from collections.abc import Sequence
from types import ModuleType

from negsim.errors import ConfigError
from negsim.registry import unknown
from negsim.validation.check import Check
from negsim.validation.economy import laws, published
from negsim.validation.facts import home, issues, process, time
from negsim.validation.invariants import bargaining, talks
from negsim.validation.theory import (
    alternating,
    attrition,
    demands,
    firms,
    haggling,
    lobbies,
    ratifier,
    solutions,
    tactics,
    trade,
    waiting,
)

LETTERS = "TSIEP"
MODULES: tuple[ModuleType, ...] = (
    *(
        alternating,
        solutions,
        demands,
        firms,
        haggling,
        attrition,
        ratifier,
        waiting,
        lobbies,
        trade,
        tactics,
    ),
    *(time, home, issues, process),
    *(bargaining, talks),
    *(laws, published),
)


def _place(check: Check) -> tuple[int, int]:
    return LETTERS.index(check.id[0]), int(check.id[1:])


CHECKS: tuple[Check, ...] = tuple(
    sorted((check for module in MODULES for check in module.CHECKS), key=_place)
)


def chosen(only: Sequence[str] = (), quick: bool = False) -> tuple[Check, ...]:
    """Return the checks with these ids, all if none are named; without those that take long if `quick`.

    Raises
    ------
    ConfigError : if an id is unknown.
    """
    known = {check.id: check for check in CHECKS}
    for name in only:
        if name not in known:
            raise ConfigError(unknown("check", name, known))
    wanted = [check for check in CHECKS if not only or check.id in only]
    return tuple(check for check in wanted if not (quick and check.long))
