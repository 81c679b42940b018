"""US licences for high technology, apart from other concessions outside trade."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.registry import register
from negsim.world.issues.strategic import HalfOfStrategic


@register("issue", "licences")
@dataclass(frozen=True)
class Licences(HalfOfStrategic):
    """Vietnam leaves the country groups of US export control, so that high technology needs no licence.

    The half of `strategic` that security establishments and technology firms look at.
    """

    half: ClassVar = "licences"
