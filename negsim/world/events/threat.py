"""Another rate is threatened."""

from dataclasses import dataclass

from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.effects import RateThreatened
from negsim.world.event import Certain, Effect, Now, percent


@register("event", "threat")
@dataclass(frozen=True, kw_only=True)
class Threat(Certain):
    """Another rate is threatened from a day on; how credible that is stays what each side believes."""

    rate: float = setting(
        0.46,
        ge=0,
        le=2,
        unit="fraction",
        status="data",
        source="Executive Order 14257, 2 April 2025",
        help="reciprocal rate threatened without a deal",
    )

    def usual_news(self, now: Now) -> str:
        """Return the new threat and the old one."""
        before = percent(now.conditions.threatened)
        return f"{percent(self.rate)} is threatened if there is no deal; so far it was {before}"

    def effects(self, now: Now) -> tuple[Effect, ...]:
        """Change the rate threatened."""
        return (RateThreatened(self.rate),)
