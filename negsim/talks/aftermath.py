"""What becomes of an agreement after the handshake: its news, its deficits, how much of it is substance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from negsim.bargaining.move import WorldEvent
from negsim.bargaining.outcome import Outcome
from negsim.politics.countries import pair
from negsim.world.event import percent
from negsim.world.implementation import (
    ImplementationSettings,
    InForce,
    announced,
    in_force,
    realised,
    without_deal,
)
from negsim.world.situation import INVESTMENT_USD_BN
from negsim.world.world import World

if TYPE_CHECKING:
    from negsim.talks.model import NegotiationModel
    from negsim.talks.record import RunRecord

SUBSTANTIVE = 0.4
"""Substance index from which a deal is called substantive (assumption)."""
AFTERWARDS = ("entry_into_force", "phase", "shortfall", "snap_back")
"""What is printed of a deal after its signature, in the order in which it may come."""
LOOKS = (0, 13, 26)
"""Ticks after entry into force at which the deficit is read."""


@dataclass(frozen=True)
class Aftermath:
    """What a deal has come to when it is followed no longer; without one there are no numbers (nan).

    Attributes
    ----------
    deal_class : none, framework (a headline text alone stands), symbolic or substantive (`SUBSTANTIVE`)
    deficit_announced : of the side that sets the tariff, as the text promises it, $bn a year
    deficit_realised : ticks after entry into force -> deficit as it is then, $bn a year
    substance_index : see `substance`
    headline_ratio : see `headline_ratio`
    compliance : least share of a promise that was carried out; nan if nothing could fall short
    snapped_back : whether the tariff is back at the rate without a deal
    lines : what is printed of it, with the ticks after entry into force
    """

    deal_class: str
    deficit_announced: float = nan
    deficit_realised: Mapping[int, float] = field(default_factory=dict)
    substance_index: float = nan
    headline_ratio: float = nan
    compliance: float = nan
    snapped_back: bool = False
    lines: Sequence[tuple[int, WorldEvent]] = ()


def aftermath_of(model: NegotiationModel) -> Aftermath:
    """Return what becomes of what a run has agreed on; it changes nothing."""
    agreement, settings = model.state.agreement, model.scenario.implementation
    if agreement is None:
        return Aftermath("none" if model.state.framework is None else "framework")
    return _Deal(model.world, agreement, settings, model.seed).aftermath(_importance(model))


def publish(model: NegotiationModel, record: RunRecord) -> None:
    """Write into the transcript what becomes of a deal, each line on its day; the talks stay ended."""
    ended = model.tick, model.today
    for later, line in record.aftermath.lines if record.aftermath else ():
        model.tick = ended[0] + later
        model.today = model.scenario.time.day(model.tick)
        model.announce(line)
    model.tick, model.today = ended


@dataclass(frozen=True)
class _Deal:
    """One deal in one run."""

    world: World
    outcome: Outcome
    settings: ImplementationSettings
    seed: int

    def aftermath(self, importance: Mapping[str, float]) -> Aftermath:
        """Return what becomes of the deal; `importance` is the weight of each issue."""
        text, now, end = announced(self.world, self.outcome), without_deal(self.world), self.settings.ticks
        shares = realised(self.world, self.outcome, self.seed, self.settings.compliance_spread)
        least, floor, review = min(shares.values(), default=nan), self.settings.compliance_floor, end + 1
        if least < floor and text.rate < now.rate:
            review = self.settings.review
        index = substance(
            text, self._at(end, shares, review), now, bound(self.world, self.outcome, importance)
        )
        return Aftermath(
            "substantive" if index >= SUBSTANTIVE else "symbolic",
            text.deficit,
            {k: self._at(k, shares, review).deficit for k in LOOKS if k <= end},
            index,
            headline_ratio(self.world.consequences(self.outcome).features),
            least,
            review <= end,
            self._lines(shares, review),
        )

    def _at(self, tick: int, shares: Mapping[str, float], snap: int) -> InForce:
        """Return what is in force so many ticks after entry; nothing more is phased in after a snap-back."""
        return in_force(self.world, self.outcome, shares, self._interim(min(tick, snap)), tick >= snap)

    @property
    def _phased(self) -> bool:
        features = self.world.consequences(self.outcome).features
        return max(features["interim_economic"], features["interim_access"]) > 0.0

    def _interim(self, tick: int) -> float:
        return max(0.0, 1.0 - tick / self.settings.phase) if self._phased else 0.0

    def _lines(self, shares: Mapping[str, float], snap: int) -> list[tuple[int, WorldEvent]]:
        """Return what is printed, in the order of the days on which it happens."""
        home, partner = (country.in_a_sentence for country in pair())
        phase, review, rate = self.settings.phase, self.settings.review, self.world.rate_in_force
        what = f"; what is phased in follows in {phase} steps" if self._phased else ""
        lines = [(0, WorldEvent("entry_into_force", f"the agreement is in force{what}"))]
        if self._phased:
            steps = {phase: "all", phase // 2: "half"}
            news = {
                k: WorldEvent("phase", f"{share} of what is phased in is in force")
                for k, share in steps.items()
            }
            lines += [(k, line) for k, line in news.items() if 0 < k < snap]
        for issue, share in shares.items():
            if share < 1.0:
                kept = f"{partner} has carried out {percent(round(share, 2))} of what it promised: {issue}"
                lines.append((review, WorldEvent("shortfall", kept)))
        if snap <= self.settings.ticks:
            back = f"{home} withdraws its relief: {percent(rate)} holds again on all that was cut or exempted"
            lines.append((snap, WorldEvent("snap_back", back)))
        return sorted((line for line in lines if line[0] <= self.settings.ticks), key=lambda line: line[0])


def substance(text: InForce, end: InForce, now: InForce, bound: float) -> float:
    """Return the substance index of a deal: the mean of four parts, each clipped to [0, 1].

    Cut of the deficit realised over that announced; tariff relief applied over that promised; evasion found
    over that promised, each against no deal (`now`); and `bound`. A part counts only where the text promises
    something, so of an empty text there is none but the last.

    References
    ----------
    The parts and their equal weights are assumptions.
    """
    parts = [
        (now.deficit - end.deficit, now.deficit - text.deficit),
        (now.rate - end.rate, now.rate - text.rate),
        (end.found - now.found, text.found - now.found),
    ]
    kept = [float(np.clip(done / promised, 0.0, 1.0)) for done, promised in parts if promised > 1e-9]
    return sum([*kept, bound]) / (len(kept) + 1)


def bound(world: World, outcome: Outcome, importance: Mapping[str, float]) -> float:
    """Return the share by weight of the issues at a binding level: neither no deal's nor one left open.

    An issue that only conditions others, as phasing does, binds nobody and does not count.
    """
    counted = {}
    for issue, level, (name, rule) in zip(
        world.space.issues, world.space.levels(outcome), world.rules.items(), strict=True
    ):
        if not rule.conditions:
            binding = level != issue.no_deal_level and rule.levels[level] not in rule.leaves_open
            counted[name] = importance[name] * binding
    total = sum(importance[name] for name in counted)
    return sum(counted.values()) / total if total else 0.0


def headline_ratio(features: Mapping[str, float]) -> float:
    """Return H / (H + S): how much of what is agreed makes a headline; nan if nothing is agreed.

    H adds up what a headline can say in a number: the change of the rate (20 points count as one), the
    opening of the market, announced purchases ($15 bn a year), announced investment ($100 bn in all). S adds
    up what changes conduct: exemptions, origin rules, reform, strategic concessions, cooperation. Each counts
    at most one; the same scales as in `negsim.world.situation.asymmetry`. Frameworks agree
    on the headline first; which feature is which is an assumption.
    """
    f = features
    change = abs(f["tariff_in_force"] - f["tariff"]) / 0.20
    invested = f["announced_investment"] / INVESTMENT_USD_BN
    told = (change, f["access"], f["announced_purchases"] / 15.0, invested)
    headline = sum(min(1.0, x) for x in told)
    deep = (f["exemption_extent"], f["origin"], f["reform"], f["strategic"], f["cooperation"])
    total = headline + sum(min(1.0, x) for x in deep)
    return headline / total if total else nan


def _importance(model: NegotiationModel) -> dict[str, float]:
    """Return the weight of each issue: its range of utility as a share of all, mean of both parties."""
    names = [issue.name for issue in model.space.issues]
    ranges = [party.importance / max(party.importance.sum(), 1e-12) for party in model.parties.values()]
    return dict(zip(names, np.mean(ranges, axis=0).tolist(), strict=True))
