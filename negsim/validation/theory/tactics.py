"""Targets that fall with time: T25."""

from collections.abc import Mapping

from negsim.bargaining.acceptance.ac_asp import AcceptAspiration
from negsim.bargaining.opponent_models.none import NoModel
from negsim.bargaining.play import play
from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.bargaining.strategy import Strategy
from negsim.validation.check import Check, Got
from negsim.validation.theory.pie import pie

ROUNDS, STEPS = 2000, 20_000


def time_tactics() -> Mapping[str, Got]:
    """Return when two targets meet and what each side gets, with many rounds and a pie of many steps.

    Each accepts what reaches its own target.
    """
    found: dict[str, Got] = {}
    for late in (1.0, 0.5):
        sides = dict(zip(("even", "late"), pie(STEPS), strict=True))
        rules = [Strategy(TimeDependent(e), AcceptAspiration(), NoModel()) for e in (1.0, late)]
        played = play(sides, rules, ROUNDS)
        found[f"s, {late:g} v 1"] = played.rounds / (ROUNDS + 1)
        found |= {f"{name}, {late:g} v 1": gain for name, gain in played.gains.items()}
    return found


GOLDEN = 0.6180340
CHECKS = (
    Check(
        "T25",
        "time tactics meet",
        "engine",
        {
            "s, 1 v 1": 0.5,
            "even, 1 v 1": 0.5,
            "late, 1 v 1": 0.5,
            "s, 0.5 v 1": GOLDEN,
            "even, 0.5 v 1": 1 - GOLDEN,
            "late, 0.5 v 1": GOLDEN,
        },
        1.5e-3,
        "Faratin, Sierra & Jennings (1998): s^2 + s = 1 where an exponent of .5 meets one of 1",
        time_tactics,
    ),
)
