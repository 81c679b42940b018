"""What events can do: small frozen values. A plug-in may bring effects of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

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
class TariffsStruck(Effect):
    """A court has struck the tariffs down."""

    def on(self, now: Conditions) -> Conditions:
        """Note it."""
        return replace(now, struck=True)


@dataclass(frozen=True)
class ThreatNotBefore(Effect):
    """What is threatened cannot be carried out before this tick."""

    tick: int

    def on(self, now: Conditions) -> Conditions:
        """Note it."""
        return replace(now, threat_from=self.tick)


@dataclass(frozen=True)
class ThreatDue(Effect):
    """The threat is due in this tick, or no longer (None), instead of in another one."""

    tick: int | None
    instead: int | None = None

    def on(self, now: Conditions) -> Conditions:
        """Change when the threat is due."""
        kept = {deadline for deadline in now.deadlines if deadline != self.instead}
        due = set() if self.tick is None else {self.tick}
        return replace(now, deadlines=tuple(sorted(kept | due)))


@dataclass(frozen=True)
class ThreatTested(Effect):
    """A deadline was kept, or put off: the threatened learn how credible the threat is."""

    carried_out: bool

    def felt_by(self, party: Affected) -> None:
        """Let a party learn; the side that threatens knows already."""
        party.see_threat_tested(self.carried_out)


@dataclass(frozen=True)
class DeficitSalience(Effect):
    """A party's terms about the deficit count so many times what they did at the start of the talks."""

    party: str
    factor: float

    def on(self, now: Conditions) -> Conditions:
        """Change the salience of the deficit for this party alone, if it is another one."""
        if now.salience.get(self.party, 1.0) == self.factor:
            return now
        return replace(now, salience=FrozenMapping({**now.salience, self.party: self.factor}))


@dataclass(frozen=True)
class Attention(Effect):
    """A party's terms about a topic count so many times what they did at the start, by what firms do."""

    party: str
    topic: str
    factor: float

    def on(self, now: Conditions) -> Conditions:
        """Change what counts for this party alone."""
        attention = {**now.attention, (self.party, self.topic): self.factor}
        return replace(now, attention=FrozenMapping(attention))


@dataclass(frozen=True)
class Retaliation(Effect):
    """The partner adds another duty on US goods while there is no deal, fraction."""

    rate: float

    def on(self, now: Conditions) -> Conditions:
        """Change the duty."""
        return replace(now, economy=replace(now.economy, retaliation=self.rate))


@dataclass(frozen=True)
class LawOf(Effect):
    """The lists and rates in force on another day hold: exemptions, Section 232, other countries' rates."""

    day: date

    def on(self, now: Conditions) -> Conditions:
        """Change the day whose law holds."""
        return replace(now, economy=replace(now.economy, policy_date=self.day))


@dataclass(frozen=True)
class Demand(Effect):
    """US demand in some sectors is another multiple of that of the base year: sector -> factor."""

    factors: Mapping[str, float]

    def on(self, now: Conditions) -> Conditions:
        """Change the demand of these sectors alone."""
        factors: Mapping[str, float] = FrozenMapping({**now.economy.demand, **self.factors})
        return replace(now, economy=replace(now.economy, demand=factors))


@dataclass(frozen=True)
class OnParty(Effect):
    """What moves one party, or all but that one, or all."""

    party: str | None = None
    others: bool = False

    def reaches(self, party: Affected) -> bool:
        """Return whether a party is moved."""
        return self.party is None or (party.name == self.party) is not self.others


@dataclass(frozen=True, kw_only=True)
class Standing(OnParty):
    """Standing moves to where it would settle, so much higher than it is."""

    by: float

    def felt_by(self, party: Affected) -> None:
        """Move standing, and thresholds at home with it."""
        if self.reaches(party):
            party.rise(self.by)


@dataclass(frozen=True, kw_only=True)
class SigningWorth(OnParty):
    """A signature is worth so much more than it was, in utility of the party, whatever is signed."""

    by: float

    def felt_by(self, party: Affected) -> None:
        """Raise what every agreement is worth against no deal."""
        if self.reaches(party):
            party.be_paid_for_signing(self.by)


@dataclass(frozen=True, kw_only=True)
class Demands(OnParty):
    """Everybody at home asks for so much more, in utility of the groups."""

    by: float

    def felt_by(self, party: Affected) -> None:
        """Raise all thresholds."""
        if self.reaches(party):
            party.harden(self.by)


@dataclass(frozen=True, kw_only=True)
class Watched(OnParty):
    """Standing counts so many times what it usually counts at home."""

    factor: float

    def felt_by(self, party: Affected) -> None:
        """Let standing count more, or as usual."""
        if self.reaches(party):
            party.be_watched(self.factor)


@dataclass(frozen=True, kw_only=True)
class NoFigures(OnParty):
    """Outcomes that become public can no longer be judged by their figures, or can again."""

    lost: bool

    def felt_by(self, party: Affected) -> None:
        """Let news of outcomes leave standing where it is, or move it again."""
        if self.reaches(party):
            party.lose_figures(self.lost)


@dataclass(frozen=True, kw_only=True)
class Clearer(OnParty):
    """What others misjudge about the ratification of a party shrinks to this share."""

    factor: float

    def felt_by(self, party: Affected) -> None:
        """Shrink the error."""
        if self.reaches(party):
            party.become_clearer(self.factor)
