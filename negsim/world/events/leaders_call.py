"""The leaders speak by telephone."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.effects import Standing
from negsim.world.event import Certain, Effect, Now


@register("event", "leaders_call")
@dataclass(frozen=True, kw_only=True)
class LeadersCall(Certain):
    """The leaders speak: both look better at home for it, and can carry a little more."""

    level: ClassVar = "leaders"

    rise: float = setting(
        0.1,
        ge=0,
        le=1,
        unit="",
        status="assumption",
        plausible=(0, 0.3),
        help="rise of standing on both sides that it would settle at",
    )

    def usual_news(self, now: Now) -> str:
        """Return that they spoke."""
        return "the leaders speak by telephone and call it productive"

    def effects(self, now: Now) -> tuple[Effect, ...]:
        """Raise standing on both sides."""
        return (Standing(by=self.rise),)
