"""The partner retaliates: a duty on US goods until there is a deal."""

from dataclasses import dataclass

from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.conditions import Conditions
from negsim.world.effects import Retaliation as Rate
from negsim.world.event import Certain, Effect, Happening, Now, Occasion, percent


@register("event", "retaliation")
@dataclass(frozen=True, kw_only=True)
class Retaliation(Certain):
    """The partner adds a duty on US goods if it is provoked enough; a deal lifts it."""

    rate: float = setting(
        0.10,
        ge=0,
        le=2,
        unit="fraction",
        status="assumption",
        plausible=(0, 0.3),
        help="duty added to its own on all US goods",
    )
    provoked_by: float = setting(
        0.0,
        ge=0,
        le=2,
        unit="fraction",
        status="design",
        help="lowest reciprocal rate in force on that day for which it retaliates; else nothing happens",
    )

    def happen(self, occasion: Occasion, now: Now) -> Happening | None:
        """Return the duty, or nothing if the rate in force is bearable."""
        return super().happen(occasion, now) if self._provoked(now.conditions) else None

    def _provoked(self, conditions: Conditions) -> bool:
        return conditions.in_force >= self.provoked_by

    def usual_news(self, now: Now) -> str:
        """Return the duty."""
        return f"the partner adds a duty of {percent(self.rate)} on all goods until there is a deal"

    def effects(self, now: Now) -> tuple[Effect, ...]:
        """Add the duty."""
        return (Rate(self.rate),)
