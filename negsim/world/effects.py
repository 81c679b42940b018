"""What events can do: small frozen values. A plug-in may bring effects of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from negsim.settings.frozen import FrozenMapping
from negsim.world.conditions import Conditions, Ruling
from negsim.world.event import Affected, Effect


@dataclass(frozen=True)
class RateInForce(Effect):
    """Another reciprocal rate is in force, fraction."""

    rate: float

    def on(self, now: Conditions) -> Conditions:
        """Change the rate in force."""
        return replace(now, in_force=self.rate)


@dataclass(frozen=True)
class RateThreatened(Effect):
    """Another reciprocal rate is threatened, fraction."""

    rate: float

    def on(self, now: Conditions) -> Conditions:
        """Change the rate threatened."""
        return replace(now, threatened=self.rate)


@dataclass(frozen=True)
class OtherRates(Effect):
    """Other added rates hold for other countries: source -> fraction."""

    rates: Mapping[str, float]

    def on(self, now: Conditions) -> Conditions:
        """Change the rates of these sources alone."""
        rates: Mapping[str, float] = FrozenMapping({**now.economy.other_tariffs, **self.rates})
        return replace(now, economy=replace(now.economy, other_tariffs=rates))


@dataclass(frozen=True)
class RulingAwaited(Effect):
    """A ruling is awaited, or no longer (None)."""

    ruling: Ruling | None

    def on(self, now: Conditions) -> Conditions:
        """Change what is awaited."""
        return replace(now, ruling=self.ruling)


@dataclass(frozen=True)
class ThreatTested(Effect):
    """A deadline was kept, or put off: the threatened learn how credible the threat is."""

    carried_out: bool

    def felt_by(self, party: Affected) -> None:
        """Let a party learn; the side that threatens knows already."""
        party.see_threat_tested(self.carried_out)
