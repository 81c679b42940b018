"""Concede with time: the aspiration falls from the best outcome to the reservation value at the deadline."""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from negsim.bargaining.strategies.candidates import worst_at_least
from negsim.bargaining.strategy import Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import preset, register
from negsim.settings.field import Status, setting

Anchor = Literal["start", "news", "today"]
ANCHOR = "best outcome that concessions count from: of the start, of today once news came, or always of today"
SOURCE = "Faratin, Sierra and Jennings 1998"


def exponent(default: float, *, of_the_target: bool = False) -> Any:
    """Declare the setting e of `aspiration`, in the words of a rule that offers what it aims at or not."""
    said = (
        "concession exponent of the target: < 1 late, > 1 early, 0 never"
        if of_the_target
        else "concession exponent: < 1 concedes late, > 1 early, 0 never"
    )
    return setting(default, ge=0, unit="", source=SOURCE, plausible=(0.1, 4), help=said)


def at_once() -> Any:
    """Declare the setting k of `aspiration`."""
    said = "share of the range conceded at once"
    return setting(0.0, ge=0, le=1, unit="", source=SOURCE, plausible=(0, 0.2), help=said)


def ceiling(view: PartyView, anchor: Anchor = "start") -> float:
    """Return the utility that concessions count from.

    What can be had at home may grow as talks go on; who asked for more because of it would raise a demand
    in the middle of the talks. So with "start" the best of today counts, but never more than the least it has
    been; with "news" only until something public happened, with "today" not at all.
    """
    if view.anchor is None or anchor == "today" or (anchor == "news" and view.news):
        return view.best
    return min(view.best, view.anchor)


def aspiration(
    view: PartyView, e: float, k: float = 0.0, tolerance: float = 0.0, anchor: Anchor = "start"
) -> float:
    """Return the target at time t: P_min + (P_max - P_min)(1 - F(t)), F(t) = k + (1 - k) t^(1/e).

    To a party that loses by waiting t is the share of discounted time that has passed: its targets in long
    talks fall by the calendar and not by the deadline, as time that is far off counts little.
    P_min is the reservation value (the worst outcome if that is higher), P_max the `ceiling`. With e = 0 F(t)
    is k. If P_max is no better than P_min, P_min is returned.
    """
    low, high = view.floor, ceiling(view, anchor)
    if high <= low:
        return low
    conceded = k + (1 - k) * (view.elapsed ** (1 / e) if e > 0 else 0.0)
    return max(low, min(high, low + (high - low) * (1 - conceded) - tolerance))


@register("strategy", "time_dependent")
@dataclass(frozen=True)
class TimeDependent(Bidding):
    """Offer the worst outcome that meets an aspiration that falls with time, whatever the other does.

    Also called time-dependent tactic or aspiration negotiator; with e < 1 Boulware, e > 1 Conceder, e = 0
    hardliner or tough.

    References
    ----------
    Faratin, Sierra & Jennings (1998), Robotics and Autonomous Systems 24; Boulware is named by
    Raiffa (1982), Conceder by Pruitt (1981).
    Presets `boulware` .25 and `conceder` 4 are NegMAS's values, `boulware_genius` .2 and `conceder_genius` 2
    those of Genius.
    """

    setting_status: ClassVar[Status] = "assumption"

    e: float = exponent(1.0)
    k: float = at_once()
    tolerance: float = setting(
        0.0,
        ge=0,
        unit="utility",
        status="design",
        help="own utility by which an outcome may miss the aspiration",
    )
    anchor: Anchor = setting("start", help=ANCHOR)

    def target(self, view: PartyView) -> float:
        """Return the aspiration at this moment."""
        return aspiration(view, self.e, self.k, self.tolerance, self.anchor)

    def propose(self, view: PartyView) -> Proposal | None:
        """Return the admissible outcome with the lowest own utility at or above the target."""
        target = self.target(view)
        outcome = worst_at_least(view, target)
        return None if outcome is None else Proposal(outcome, target, "the least that meets the aspiration")


preset("strategy", "boulware", TimeDependent, e=0.25)
preset("strategy", "linear", TimeDependent, e=1.0)
preset("strategy", "conceder", TimeDependent, e=4.0)
preset("strategy", "hardliner", TimeDependent, e=0.0)
preset("strategy", "boulware_genius", TimeDependent, e=0.2)
preset("strategy", "conceder_genius", TimeDependent, e=2.0)
