"""One sound plug-in of each kind, written with `negsim.plugins` alone, and ways to spoil one line of it."""

from pathlib import Path

import negsim.plugins

HEAD = """
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from negsim.plugins import {names}

CALLS = []
"""

SOUND = {
    "strategy": '''
@register("strategy", "mine")
@dataclass(frozen=True)
class Mine(Bidding):
    """Offer the best admissible outcome."""

    patience: float = setting(0.5, ge=0, le=1, help="a setting nobody needs")

    def target(self, view):
        return view.best

    def propose(self, view):
        if view.best < view.reservation:
            return None
        values = view.utility.values().copy()
        if view.admissible is not None:
            values[~view.admissible] = -np.inf
        return Proposal(int(values.argmax()), self.target(view), "the best")
''',
    "event": '''
@register("event", "mine")
@dataclass(frozen=True, kw_only=True)
class Mine(OneDay):
    """A higher rate is in force."""

    rate: float = setting(0.3, ge=0, le=1, help="rate in force")

    def happen(self, occasion, now):
        return Happening("a new rate", (NewRate(self.rate),))


@dataclass(frozen=True)
class NewRate(Effect):
    """Another rate is in force."""

    rate: float

    def on(self, now):
        return replace(now, in_force=self.rate)
''',
    "acceptance": '''
@register("acceptance", "mine")
@dataclass(frozen=True)
class Mine(AcceptanceCondition):
    """Accept what is better than no deal."""

    def accepts(self, view, offer, bidding, planned):
        return view.utility.value(offer) > view.reservation
''',
    "opponent_model": '''
@register("opponent_model", "mine")
@dataclass(frozen=True)
class Mine(OpponentModel):
    """The other side wants what it offers."""

    def start(self, view):
        return Estimate(from_values(view.space, [0.0] * view.space.n))

    def update(self, estimate, outcome, view):
        values = estimate.utility.values().copy()
        values[outcome] += 1.0
        return Estimate(from_values(view.space, values))
''',
    "mechanism": '''
@register("mechanism", "mine")
@dataclass(frozen=True)
class Mine(Mechanism):
    """One party offers once, the other accepts or not."""

    def start(self, space, parties, rounds):
        return NegotiationState(space, tuple(parties), rounds)

    def mover(self, state):
        return None if state.ended else state.parties[state.turn]

    def legal(self, state, party, move):
        if party != self.mover(state):
            return False
        return isinstance(move, Offer if state.turn == 0 else Accept | Reject)

    def apply(self, state, move):
        history = state.history.plus(Entry(state.round, self.mover(state), move))
        if isinstance(move, Offer):
            standing = (self.mover(state), move.outcome)
            return replace(state, history=history, turn=1, standing=standing)
        agreed = isinstance(move, Accept)
        end, agreement = ("agreed", state.standing[1]) if agreed else ("expired", None)
        return replace(state, history=history, end_state=end, agreement=agreement)
''',
    "issue": '''
@register("issue", "mine")
@dataclass(frozen=True)
class Mine(IssueRule):
    """Whether there is a ceremony."""

    levels: tuple[str, ...] = setting(("none", "small", "grand"), help="ceremonies on the table")
    provides: ClassVar = {"mine": "size of the ceremony"}

    def issue(self, name, base):
        return Issue(name, self.levels, tuple(float(at) for at in range(len(self.levels))))

    def features(self, level):
        return {"mine": np.arange(float(len(self.levels)))[level]}
''',
    "term": '''
@register("term", "mine")
@dataclass(frozen=True)
class Mine(Term):
    """A deal is worth more than none."""

    def value(self, features):
        return (features["deal"],)
''',
    "ratification": '''
@register("ratification", "mine")
@dataclass(frozen=True)
class Mine(Contested):
    """The heaviest bloc decides."""

    def margins(self, gains, weights, thresholds):
        heaviest = weights.argmax()
        return gains[heaviest] - thresholds[heaviest]

    def passes(self, margin, chance):
        return margin >= 0.0
''',
    "conduct": '''
@register("conduct", "mine")
@dataclass(frozen=True)
class Mine(Rule):
    """Firms wait and see: what they ship ahead follows what they fear."""

    writes: ClassVar = ("ahead",)
    news: ClassVar = "mine"
    newsworthy: ClassVar = 0.1
    caution: float = setting(0.5, ge=0, le=1, help="part of a feared rise that is shipped ahead")

    def act(self, books, ground, news):
        books.ahead[:] = self.caution * (books.expected - news.rate) * ground.out

    def echoes(self, totals):
        return (Echo("home", "deficit", 1.0 + totals.surge, 1.0, 0.1),)

    def line(self, totals):
        return "firms are cautious"
''',
    "metric": '''
@register("metric", "mine")
@dataclass(frozen=True)
class Mine(Metric):
    """Whether the talks ended early."""

    unit: ClassVar[str] = "share of runs"
    better: ClassVar[str] = "higher"

    def measure(self, record):
        """Return 1 if they did."""
        return float(record.rounds < 3)
''',
    "design": '''
@register("design", "mine")
@dataclass(frozen=True)
class Mine(Design):
    """Two points drawn at random."""

    def size(self, factors):
        return 2

    def sample(self, factors, base, chance):
        return Sample(spread(chance.random((2, len(factors))), factors))
''',
    "agent": '''
@dataclass(frozen=True)
class Settings:
    """How large the newspaper is."""

    profit: float = setting(0.1, ge=0.01, le=1, help="annual profit, billion US dollars")


@register("agent", "mine")
class Mine(Constituent):
    """A newspaper: it lives on certainty."""

    Settings: ClassVar = Settings

    @classmethod
    def seats(cls, settings, world):
        numbers = {"share": 1.0, "profit": settings.profit, "certainty": 0.1}
        return [ConstituentRow("newspaper", "vietnam", "smes_labour", numbers)]
''',
}
"""Kind -> source below the imports; `CALLS` is where a plug-in may keep what it must not."""


def write(folder: Path, kind: str, old: str = "", new: str = "") -> Path:
    """Write the sound plug-in of a kind, with one piece of its text replaced by another."""
    source = SOUND[kind]
    assert source.count(old) == 1 or not old, f"{old!r} stands {source.count(old)} times in it"
    body = source.replace(old, new) if old else source
    names = [name for name in vars(negsim.plugins) if name in body]
    path = folder / "mine.py"
    path.write_text(HEAD.format(names=", ".join(names)) + body)
    return path
