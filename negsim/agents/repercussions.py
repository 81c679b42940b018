"""What comes back of what firms do: governments take it in by steps, the press prints what is large."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from negsim.agents.conduct.contract import Echo, Rule, Totals
from negsim.agents.conduct.lobbying import Lobbying
from negsim.arrays import Array
from negsim.bargaining.move import WorldEvent
from negsim.politics.countries import pair
from negsim.world.effects import Attention, Standing
from negsim.world.event import Effect

ROUNDING = 1e-9
"""A number that lies a step from the last one but for the last bits has moved by a step."""


class Repercussions:
    """What governments, groups and the press have heard of the firms of one run.

    Parameters
    ----------
    rules : what firms do, in order
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self._steps = [rule.step for rule in rules if isinstance(rule, Lobbying)]
        home, partner = pair()
        self._parties = {"home": home.party, "partner": partner.party}

    def reset(self) -> None:
        """Begin a run: nobody has heard anything."""
        self._told: dict[tuple[str, str], float] = {}
        self._printed = [0.0] * len(self.rules)
        self._stake: Array | None = None
        self.refreshes = 0
        """How often governments have weighed their terms anew because of firms."""

    def effects(self, totals: Totals, parties: Mapping[str, Any]) -> list[Effect]:
        """Return what moves governments: every number that lies a step from the one they took in last."""
        found: list[Effect] = []
        for rule in self.rules:
            for echo in rule.echoes(totals):
                key = self._parties[echo.side], echo.what
                before = self._told.get(key, echo.at_rest)
                if abs(echo.value - before) < echo.step - ROUNDING:
                    continue
                if echo.what == "deficit" and parties[key[0]].blind:
                    continue  # the figures do not come out
                value = echo.at_rest + echo.step * round((echo.value - echo.at_rest) / echo.step)
                self._told[key] = value
                found += _effect(echo, key, value - before, value, parties[key[0]].settings.politics)
        self.refreshes += any(isinstance(effect, Attention) for effect in found)
        return found

    def news(self, totals: Totals) -> Iterator[WorldEvent]:
        """Yield what the press prints: what has become large, and again when it has doubled."""
        for at, rule in enumerate(self.rules):
            if not rule.news:
                continue
            size, printed = rule.size(totals), self._printed[at]
            if size < rule.newsworthy / 2.0:
                self._printed[at] = 0.0
            elif size >= max(rule.newsworthy, 2.0 * printed):
                self._printed[at] = size
                yield WorldEvent(rule.news, rule.line(totals))

    def stakes_moved(self, stake: Array) -> bool:
        """Return whether groups must count the stakes of their firms anew."""
        if not self._steps:
            return False
        if self._stake is not None and np.abs(stake - self._stake).max(initial=0.0) < self._steps[0]:
            return False
        self._stake = stake.copy()
        return True


def _effect(
    echo: Echo, key: tuple[str, str], change: float, value: float, politics: Any
) -> tuple[Effect, ...]:
    """Return what a number that has moved by `change` to `value` does to a government.

    What people at home live with stays as it is, so standing takes all of it and not the share that it takes
    of one piece of news.
    """
    party, what = key
    if echo.what != "living":
        return (Attention(party, what, value),)
    felt = 1.0 - politics.standing_memory
    return (Standing(party=party, by=-politics.standing_living * change / felt),) if felt else ()
