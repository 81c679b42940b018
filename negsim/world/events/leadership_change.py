"""Other people lead a country: what it takes there to say yes changes."""

from dataclasses import dataclass
from typing import Any, ClassVar

from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.effects import Demands
from negsim.world.event import Certain, Effect, Now, Stage, check_party


@register("event", "leadership_change")
@dataclass(frozen=True, kw_only=True)
class LeadershipChange(Certain):
    """New leaders: everybody at home asks for more than under the old ones, or for less."""

    party: str = setting(help="where it happens")
    thresholds: float = setting(
        0.1,
        ge=-10,
        le=10,
        unit="group utility",
        status="assumption",
        plausible=(-0.3, 0.3),
        help="rise of the thresholds of all its groups; below 0: a fall",
    )
    example: ClassVar[dict[str, Any]] = {"at": 1, "party": "vietnam"}

    def usual_news(self, now: Now) -> str:
        """Return that it happened."""
        return f"new leaders take over in {now.called(self.party)}"

    def effects(self, now: Now) -> tuple[Effect, ...]:
        """Move all thresholds."""
        return (Demands(self.party, by=self.thresholds),)

    def check(self, stage: Stage) -> None:
        """Refuse a country that is not at the table."""
        super().check(stage)
        check_party(self.party, stage)
