"""An order changes the lists of the law: what is exempt, and what pays other duties."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from negsim.errors import ConfigError, NegsimError
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.effects import LawOf
from negsim.world.event import Certain, Effect, Now, Stage
from negsim.world.world import World


@register("event", "exemption_order")
@dataclass(frozen=True, kw_only=True)
class ExemptionOrder(Certain):
    """From a day on the law of another day holds: exemptions, Section 232 lists and other countries' rates.

    Rates of other countries that the scenario or an event has set stay as they were set.
    """

    law: date = setting(help="day whose lists in the trade tables hold from then on")
    example: ClassVar[dict[str, Any]] = {"at": 1, "law": date(2025, 11, 13)}

    def usual_news(self, now: Now) -> str:
        """Return the day of the lists."""
        return f"an order puts the lists of {self.law.day} {self.law:%B %Y} in force: other goods are exempt"

    def effects(self, now: Now) -> tuple[Effect, ...]:
        """Change the law."""
        return (LawOf(self.law),)

    def check(self, stage: Stage) -> None:
        """Refuse an older law, and one under which the issues mean nothing."""
        super().check(stage)
        world = stage.world
        if self.law < world.economy.policy_date:
            known = world.economy.policy_date
            raise ConfigError(f"law: must not be older than economy.policy_date, {known}, got {self.law}")
        economy = replace(world.economy, policy_date=self.law)
        try:
            World(economy, world.rules.items(), world.rate_in_force).space  # noqa: B018 - issues look up lists
        except NegsimError as error:
            raise ConfigError(f"law: {error}") from error
