"""The rate on another source of imports changes, that on China above all."""

from dataclasses import dataclass
from typing import Any, ClassVar

from negsim.errors import ConfigError
from negsim.registry import register, unknown
from negsim.settings.field import setting
from negsim.settings.frozen import FrozenMapping
from negsim.world.effects import OtherRates
from negsim.world.event import Certain, Effect, Now, Stage, percent


@register("event", "other_tariff")
@dataclass(frozen=True, kw_only=True)
class OtherTariff(Certain):
    """The added rate on another source of imports changes: demand moves to or from the partner."""

    who: str = setting("CHN", help="source of imports in the trade tables")
    rate: float = setting(
        0.47,
        ge=0,
        le=2,
        unit="fraction",
        status="data",
        source="added US rate on China, November 2025",
        help="added rate on it from that day on",
    )
    country: str = setting("", help="whose goods, in the words of the news; empty: the source")
    example: ClassVar[dict[str, Any]] = {"at": 1}

    def usual_news(self, now: Now) -> str:
        """Return the new rate and the old one."""
        before = percent(round(now.world.other_tariffs[self.who], 3))
        return f"goods from {self.country or self.who} now pay {percent(self.rate)} extra; it was {before}"

    def effects(self, now: Now) -> tuple[Effect, ...]:
        """Change the rate."""
        return (OtherRates(FrozenMapping({self.who: self.rate})),)

    def check(self, stage: Stage) -> None:
        """Refuse a source that the tables do not have."""
        super().check(stage)
        sources = stage.world.data.sources[1:]
        if self.who not in sources:
            raise ConfigError(f"who: {unknown('source', self.who, sources)}")
