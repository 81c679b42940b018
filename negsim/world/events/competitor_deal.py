"""Another exporter signs a deal of its own."""

from dataclasses import dataclass
from typing import Any, ClassVar

from negsim.errors import ConfigError
from negsim.registry import register, unknown
from negsim.settings.field import setting
from negsim.settings.frozen import FrozenMapping
from negsim.world.effects import OtherRates
from negsim.world.event import Certain, Effect, Now, Stage, percent


@register("event", "competitor_deal")
@dataclass(frozen=True, kw_only=True)
class CompetitorDeal(Certain):
    """A competitor signs: its rate moves relative demand, and the precedent that a deal is measured against.

    The precedent is the mean rate of the peers in the trade tables, unless a term sets its own.
    """

    who: str = setting(help="source of imports in the trade tables, one of the peers there")
    rate: float = setting(
        0.19,
        ge=0,
        le=2,
        unit="fraction",
        status="data",
        source="Executive Order 14326: 19 % for most of ASEAN",
        help="added rate on it from that day on",
    )
    share: float = setting(
        1.0,
        gt=0,
        le=1,
        unit="",
        status="assumption",
        help="share of the source's trade that the deal covers; the rest keeps its rate",
    )
    country: str = setting("", help="who signs, in the words of the news; empty: the source")
    example: ClassVar[dict[str, Any]] = {"at": 1, "who": "ASEAN"}

    def usual_news(self, now: Now) -> str:
        """Return who signed at which rate."""
        return f"{self.country or self.who} signs a deal of its own at {percent(self.rate)}"

    def effects(self, now: Now) -> tuple[Effect, ...]:
        """Move the mean rate of the source."""
        before = now.world.other_tariffs[self.who]
        mean = (1.0 - self.share) * before + self.share * self.rate
        return (OtherRates(FrozenMapping({self.who: mean})),)

    def check(self, stage: Stage) -> None:
        """Refuse who is no peer."""
        super().check(stage)
        if self.who not in stage.world.data.peers:
            raise ConfigError(f"who: {unknown('peer', self.who, stage.world.data.peers)}")
