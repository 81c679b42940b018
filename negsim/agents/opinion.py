"""What a constituent thinks of an outcome, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

SUPPORT_SLOPE = 4.0
"""Support is logistic(4 gain): a gain of a quarter of the unit moves it from 0.5 to 0.73 (assumption)."""


@dataclass(frozen=True)
class Opinion:
    """Judgement of one outcome against having no deal now.

    Parameters
    ----------
    gain : utility of the outcome minus utility without a deal
    support : logistic(gain / 0.25), in (0, 1)
    terms : the reasons with their contribution to the gain, largest first
    """

    gain: float
    support: float
    terms: tuple[tuple[str, float], ...]

    @property
    def reason(self) -> str:
        """The three terms that moved it most, in words."""
        named = [f"{name.split(': ')[-1]} {value:+.2f}" for name, value in self.terms[:3] if value]
        return ", ".join(named) or "nothing changes"


def judge(with_deal: Mapping[str, float], without: Mapping[str, float]) -> Opinion:
    """Return the opinion that follows from utility by reason, with and without the deal."""
    change = {name: float(value) - float(without[name]) for name, value in with_deal.items()}
    gain = sum(change.values())
    ranked = sorted(change.items(), key=lambda item: (-abs(item[1]), item[0]))
    bounded = max(min(SUPPORT_SLOPE * gain, 700.0), -700.0)
    return Opinion(gain, 1.0 / (1.0 + exp(-bounded)), tuple(ranked))
