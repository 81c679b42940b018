"""The reciprocal rate in force changes."""

from dataclasses import dataclass

from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.effects import RateInForce
from negsim.world.event import Certain, Effect, Now, percent


@register("event", "tariff_in_force")
@dataclass(frozen=True, kw_only=True)
class TariffInForce(Certain):
    """The reciprocal rate in force changes; nobody learns from it whether the threat is meant."""

    rate: float = setting(
        0.20,
        ge=0,
        le=2,
        unit="fraction",
        status="data",
        source="Executive Order 14326, from 7 August 2025",
        help="reciprocal rate in force from that day on",
    )

    def usual_news(self, now: Now) -> str:
        """Return the new rate and the old one."""
        before = percent(now.conditions.in_force)
        return f"a reciprocal rate of {percent(self.rate)} is in force from today; it was {before}"

    def effects(self, now: Now) -> tuple[Effect, ...]:
        """Put the rate in force."""
        return (RateInForce(self.rate),)
