"""A leader rejects what the negotiators agreed, and asks for more on one issue."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from negsim.bargaining.outcome import Outcome
from negsim.errors import ConfigError
from negsim.registry import register, unknown
from negsim.settings.field import Status, setting
from negsim.world.effects import Demands
from negsim.world.event import Calendar, Event, Happening, Now, Occasion, Rewrite, Stage, check_party


@register("event", "override")
@dataclass(frozen=True, kw_only=True)
class Override(Event):
    """Before an agreement is voted on, a leader may move one issue by one level to the own side's liking.

    The new text is an offer of that side, which the other may accept, answer or leave. It asks for no higher
    rate than is in force or threatened. If it is `final` the other side takes it as long as it is no worse
    than no deal and would pass at home, and it is not rejected again; a person may answer as it likes. If it
    is not taken, talks resume at a `penalty` of trust. Where no next level is better for it the leader has
    nothing to ask for.
    """

    setting_status: ClassVar[Status] = "assumption"

    level: ClassVar = "leaders"

    party: str = setting(help="whose leader")
    chance: float = setting(
        0.15,
        ge=0,
        le=1,
        unit="probability",
        source="one case, 2 July 2025 (Politico, 10 July)",
        plausible=(0, 0.5),
        help="odds of it at each agreement of the negotiators",
    )
    issue: str = setting("tariff", help="what the leader asks more of")
    final: bool = setting(False, help="whether the text is to be taken or left; false: a text like any other")
    penalty: float = setting(
        0.0,
        ge=0,
        le=100,
        unit="",
        plausible=(0, 0.3),
        help="utility that everybody at home on the other side asks for besides, if the text is not taken; "
        "0: no trust is lost",
    )
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
        sober = [text for text in texts if not _beyond_any_threat(text, agreement, now)]
        best = max([agreement, *sober], key=lambda outcome: now.worth(self.party, outcome))
        if best == agreement:
            return None
        new, old = (space.describe(outcome)[self.issue] for outcome in (best, agreement))
        leader = now.called(self.party)
        news = f"the leader of {leader} rejects what was agreed: {self.issue} {new} instead of {old}"
        return Rewrite(news, self.party, best, self.final, self._less_trust(leader))

    def _less_trust(self, leader: str) -> Happening | None:
        """Return what it costs if the other side does not take the text."""
        if not self.penalty:
            return None
        news = f"what the leader of {leader} asks for is not taken; the other side trusts {leader} less"
        return Happening(news, (Demands(party=self.party, others=True, by=self.penalty),))

    def check(self, stage: Stage) -> None:
        """Refuse a side that is not at the table, and an issue that is not negotiated."""
        check_party(self.party, stage)
        names = [issue.name for issue in stage.world.space.issues]
        if self.issue not in names:
            raise ConfigError(f"issue: {unknown('issue', self.issue, names)}")


def _beyond_any_threat(text: Outcome, agreement: Outcome, now: Now) -> bool:
    """Return whether a text raises the rate above the most that could be in force without a deal."""
    asked, agreed = (now.world.consequences(at).features["tariff"] for at in (text, agreement))
    most = max(now.conditions.in_force, now.conditions.threatened)
    return bool(asked > max(agreed, most))
