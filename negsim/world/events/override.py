"""A leader rejects what the negotiators agreed, and asks for more on one issue."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from negsim.bargaining.outcome import Outcome
from negsim.errors import ConfigError
from negsim.registry import register, unknown
from negsim.settings.field import setting
from negsim.world.event import Calendar, Event, Happening, Now, Occasion, Rewrite, Stage, check_party


@register("event", "override")
@dataclass(frozen=True, kw_only=True)
class Override(Event):
    """Before an agreement is voted on, a leader may move one issue by one level to the own side's liking.

    The new text is an offer of that side, which the other may accept, answer or leave. Where no next level is
    better for it the leader has nothing to ask for.
    """

    party: str = setting(help="whose leader")
    chance: float = setting(
        0.15,
        ge=0,
        le=1,
        unit="probability",
        help="odds of it at each agreement of the negotiators (assumption, 0 to 0.5)",
    )
    issue: str = setting("tariff", help="what the leader asks more of")
    example: ClassVar[dict[str, Any]] = {"party": "us", "chance": 1.0}

    def occasions(self, calendar: Calendar, chance: np.random.Generator) -> Iterable[Occasion]:
        """Return nothing: it waits for an agreement, not for a day."""
        return ()

    def happen(self, occasion: Occasion, now: Now) -> Happening | None:
        """Return nothing."""
        return None

    def before_signing(self, agreement: Outcome, now: Now, chance: np.random.Generator) -> Rewrite | None:
        """Return the agreement with the level that is better for the own side, if the odds will have it."""
        if chance.random() >= self.chance:
            return None
        space = now.world.space
        axis, levels = space.axis(self.issue), list(space.levels(agreement))
        nearby = [k for k in (levels[axis] - 1, levels[axis] + 1) if 0 <= k < space.shape[axis]]
        texts = [space.index([*levels[:axis], level, *levels[axis + 1 :]]) for level in nearby]
        best = max([agreement, *texts], key=lambda outcome: now.worth(self.party, outcome))
        if best == agreement:
            return None
        new, old = (space.describe(outcome)[self.issue] for outcome in (best, agreement))
        leader = now.called(self.party)
        news = f"the leader of {leader} rejects what was agreed: {self.issue} {new} instead of {old}"
        return Rewrite(news, self.party, best)

    def check(self, stage: Stage) -> None:
        """Refuse a side that is not at the table, and an issue that is not negotiated."""
        check_party(self.party, stage)
        names = [issue.name for issue in stage.world.space.issues]
        if self.issue not in names:
            raise ConfigError(f"issue: {unknown('issue', self.issue, names)}")
