"""How a side moves from one offer to its next."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from negsim.bargaining.steps import STEPS
from negsim.experiment.metrics.contract import Metric
from negsim.registry import preset, register
from negsim.settings.field import setting
from negsim.talks.record import RunRecord


@register("metric", "steps")
@dataclass(frozen=True)
class Steps(Metric):
    """Share of one class among all steps of both sides: offers after a side's first, each against its last.

    Both offers are valued with the tables of the later day. Presets `silent_steps` to `unfortunate_steps` are
    the six classes; they sum to one. Nan where the moves are not logged, or no side offers twice.

    References
    ----------
    Hindriks, Jonker & Tykhonov (2007), Analysis of Negotiation Dynamics.
    """

    step: Literal["silent", "nice", "concession", "fortunate", "selfish", "unfortunate"] = setting(
        "unfortunate", help="which class of steps"
    )
    unit: ClassVar[str] = "share of steps"

    def measure(self, record: RunRecord) -> float:
        """Return the share of the class."""
        taken = [move.step for move in record.offers if move.step]
        return taken.count(self.step) / len(taken) if taken else float("nan")


for name in STEPS:
    preset("metric", f"{name}_steps", Steps, step=name)
