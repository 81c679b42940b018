"""Worlds of packaged scenarios in which plug-ins are tried, and talks played there."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from negsim.bargaining.mechanism import AGREED
from negsim.settings.paths import canonical
from negsim.talks.model import NegotiationModel
from negsim.talks.record import RunRecord
from negsim.talks.scenario import Scenario, load_scenario

ENDS = (*AGREED, "expired", "walked_away", "broken_down", "framework_only", "ratification_failed")


@cache
def mini() -> Scenario:
    """Return the smallest packaged scenario: three issues and 54 outcomes."""
    return load_scenario("mini")


@cache
def large() -> Scenario:
    """Return a scenario in which issues set every feature that a packaged one sets."""
    return load_scenario("neutral", ("issues.investment={type: investment, levels: [0, 350]}",))


def changed(changes: Mapping[str, Any]) -> Scenario:
    """Return the smallest scenario with other plain data at some dotted paths."""
    return load_scenario("mini", tuple(f"{path}={canonical(value)}" for path, value in changes.items()))


def play(changes: Mapping[str, Any], seed: int = 3) -> RunRecord:
    """Return what talks in a changed scenario leave."""
    return NegotiationModel(changed(changes), seed).run()
