"""The contract of a metric: one number of a finished run."""

from abc import ABC, abstractmethod
from typing import ClassVar

from negsim.talks.record import RunRecord


class Metric(ABC):
    """A number computed from what a run leaves.

    `unit` is the unit of the number, "share of runs" if it is 0 or 1; `better` says which direction is good:
    higher, lower, or none.
    """

    unit: ClassVar[str] = ""
    better: ClassVar[str] = "none"

    @abstractmethod
    def measure(self, record: RunRecord) -> float:
        """Return the number; nan where it has no meaning for this run."""
