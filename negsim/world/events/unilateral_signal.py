"""One side gives something before it is asked: a tariff cut, a memorandum of purchases."""

from dataclasses import dataclass
from typing import Any, ClassVar

from negsim.registry import register
from negsim.settings.field import Status, setting
from negsim.world.effects import Demands, Standing
from negsim.world.event import Certain, Effect, Now, Stage, check_party


@register("event", "unilateral_signal")
@dataclass(frozen=True, kw_only=True)
class UnilateralSignal(Certain):
    """One side gives something of its own accord: the other side's groups ask for less, its own for more.

    What was given is not negotiated again and changes no table; how much goodwill it buys is an assumption.
    """

    setting_status: ClassVar[Status] = "assumption"

    party: str = setting(help="who gives")
    what: str = setting("cuts tariffs of its own accord", help="what it does, in the words of the news")
    goodwill: float = setting(
        0.05,
        ge=0,
        le=10,
        unit="group utility",
        plausible=(0, 0.2),
        help="by how much the other side's groups lower their thresholds",
    )
    cost: float = setting(
        0.05, ge=0, le=1, unit="", plausible=(0, 0.2), help="fall of own standing that it would settle at"
    )
    example: ClassVar[dict[str, Any]] = {"at": 1, "party": "vietnam"}

    def usual_news(self, now: Now) -> str:
        """Return who does what."""
        return f"{now.called(self.party)} {self.what}"

    def effects(self, now: Now) -> tuple[Effect, ...]:
        """Soften the other side, at a cost at home."""
        return (Demands(self.party, others=True, by=-self.goodwill), Standing(self.party, by=-self.cost))

    def check(self, stage: Stage) -> None:
        """Refuse who is not at the table."""
        super().check(stage)
        check_party(self.party, stage)
