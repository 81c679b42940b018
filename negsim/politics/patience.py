"""What time costs a party, what it has elsewhere, and what waiting for a ruling is worth to it."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.settings.field import Status, setting


@dataclass(frozen=True)
class Patience:
    """What time costs a party, and what it has without this deal. The defaults switch everything off."""

    setting_status: ClassVar[Status] = "assumption"

    discount: float = setting(
        1.0,
        gt=0,
        le=1,
        unit="",
        plausible=(0.8, 0.999),
        help="what a gain is worth a tick later: read by targets that fall with time, by `ac_impatient`, "
        "and before a ruling or a day set for a threat; 1: time costs nothing",
    )
    outside_option: float | None = setting(
        None,
        ge=-1e6,
        le=1e6,
        unit="utility over no deal",
        plausible=(0, 1),
        help="own gain from leaving for something else, such as other markets, over no deal at the rate in "
        "force at the start; null: nothing",
    )
    waiting: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="",
        help="weight of what it would gain by waiting for a ruling; 0: it does not wait",
    )

    def after(self, ticks: float) -> float:
        """Return what a gain is worth that comes so many ticks later."""
        return float(self.discount**ticks)

    def reservation(self, no_deal: float, elsewhere: float | None = None, wait: float | None = None) -> float:
        """Return the least utility worth signing: the largest of no deal, leaving and, as weighed, waiting.

        Parameters
        ----------
        no_deal : utility expected without a deal
        elsewhere : utility of leaving for something else, or None
        wait : utility of waiting for a ruling, or None if none is awaited
        """
        least = no_deal
        if wait is not None and wait > no_deal:
            least = no_deal + self.waiting * (wait - no_deal)
        return least if elsewhere is None else max(least, elsewhere)


def value_of_waiting(now: float, struck: float, stands: float, odds: float, later: float) -> float:
    """Return the utility of waiting for a ruling and striking a bargain after it.

    Parameters
    ----------
    now : utility without a deal at the rate in force, which holds until then
    struck, stands : utility of the bargain after the tariffs were struck down, or stand
    odds : own belief that they will be struck, in [0, 1]
    later : what a gain at the ruling is worth now, in [0, 1]

    Notes
    -----
    (1 - later) now + later (odds struck + (1 - odds) stands): waiting multiplies gains over what holds in the
    meantime and not utilities, so that their zero and their unit do not matter.
    """
    return (1.0 - later) * now + later * (odds * struck + (1.0 - odds) * stands)
