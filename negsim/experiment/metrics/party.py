"""What a party got out of the talks."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from negsim.experiment.metrics.contract import Metric
from negsim.politics.countries import sides
from negsim.politics.types import type_names, types_of
from negsim.registry import preset, register
from negsim.settings.field import setting
from negsim.talks.record import RunRecord


@register("metric", "party")
@dataclass(frozen=True)
class PartyNumber(Metric):
    """Utility, reservation value or gain of one party, in its own unit: see the weights of its terms.

    u and gain use the table at the end; u0 and gain0 the table at the start, the fixed reference for
    comparing runs. Without agreement the utility is that of no deal at the rate in force.
    """

    party: str = setting(sides()[0], choices=sides, help="which party")
    number: Literal["u", "u0", "reservation", "gain", "gain0"] = setting("gain0", help="which number")
    unit: ClassVar[str] = "party's utility"
    better: ClassVar[str] = "higher"

    def measure(self, record: RunRecord) -> float:
        """Return the number."""
        result = record.parties[self.party]
        return {
            "u": result.utility,
            "u0": result.initial_utility,
            "reservation": result.reservation,
            "gain": result.gain,
            "gain0": result.initial_gain,
        }[self.number]


@register("metric", "belief")
@dataclass(frozen=True)
class Belief(Metric):
    """One party's belief that the threat is carried out without a deal; 0 or 1 of the one that threatens."""

    party: str = setting(sides()[0], choices=sides, help="which party")
    unit: ClassVar[str] = "probability"

    def measure(self, record: RunRecord) -> float:
        """Return the belief."""
        return record.parties[self.party].belief


@register("metric", "type_belief")
@dataclass(frozen=True)
class TypeBelief(Metric):
    """How likely the other side thinks a type of a party at the end; nothing where it learns no types."""

    party: str = setting(sides()[0], choices=sides, help="whose type")
    type: str = setting(type_names()[0], choices=type_names, help="which type")
    unit: ClassVar[str] = "probability"

    def measure(self, record: RunRecord) -> float:
        """Return the probability."""
        return record.types.get(self.party, {}).get(self.type, float("nan"))


for _party in sides():
    for _number in ("u", "u0", "reservation", "gain", "gain0"):
        preset("metric", f"{_number}_{_party}", PartyNumber, party=_party, number=_number)
    preset("metric", f"belief_{_party}", Belief, party=_party)
    for _type in types_of(_party):
        preset("metric", f"type_{_type}_{_party}", TypeBelief, party=_party, type=_type)
