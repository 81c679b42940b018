"""Worlds that scenarios of one base share: trade is solved once for all that differ in politics alone."""

from collections.abc import Mapping

from negsim.world.memory import Memory
from negsim.world.rule import IssueRule
from negsim.world.settings import EconomySettings, NoDealSettings
from negsim.world.world import World

KEPT = 16
"""Worlds that are kept; those of a sweep follow one another, so that few are needed."""


class Worlds:
    """Keeps worlds by the settings that decide them."""

    def __init__(self) -> None:
        self._kept = Memory(KEPT)

    def trade(
        self, economy: EconomySettings, no_deal: NoDealSettings, issues: Mapping[str, IssueRule]
    ) -> World:
        """Return a world with this economy, these issues and this rate in force, under any threat."""
        key = (economy, tuple(issues.items()), no_deal.in_force)
        return self._kept.recall(key, lambda: World(economy, no_deal, issues))

    def world(
        self, economy: EconomySettings, no_deal: NoDealSettings, issues: Mapping[str, IssueRule]
    ) -> World:
        """Return the world with this economy and these issues, under this threat."""
        threat = (economy, tuple(issues.items()), no_deal.in_force, no_deal.threatened)
        trade = self.trade(economy, no_deal, issues)
        threatened = self._kept.recall(threat, lambda: trade.under(no_deal))
        return self._kept.recall((threat, no_deal.credibility), lambda: threatened.under(no_deal))
