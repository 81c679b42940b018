"""What a finished run leaves: the facts from which every column and metric is computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from negsim.agents.conduct.contract import Totals
from negsim.agents.government import Government
from negsim.bargaining.bargain import distances
from negsim.bargaining.move import Entry, WorldEvent
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.talks.aftermath import Aftermath, aftermath_of
from negsim.talks.obstacles import first_blocker

if TYPE_CHECKING:
    from negsim.talks.model import NegotiationModel


@dataclass(frozen=True)
class PartyResult:
    """How one party ended.

    Attributes
    ----------
    utility : of the agreement, or of no deal at the rate in force (of leaving for something else, if that is
        better), in the table at the end
    initial_utility : the same in the table at the start, the fixed reference: no deal at today's rate in it
    reservation, initial_reservation : utility expected without a deal, at the end and at the start; at the
        end less what a summit adds to a signature, which so counts in the gain and not in the utility
    scale : (minimum, maximum) of the table at the start
    belief : its belief that the threat is carried out; of the side that threatens 1 if it means it, else 0
    refreshes : how often its utility or its reservation value changed
    """

    utility: float
    initial_utility: float
    reservation: float
    initial_reservation: float
    scale: tuple[float, float]
    belief: float
    refreshes: int

    @property
    def gain(self) -> float:
        """Utility over the reservation value at the end."""
        return self.utility - self.reservation

    @property
    def initial_gain(self) -> float:
        """Utility over the reservation value, both in the table at the start."""
        return self.initial_utility - self.initial_reservation


def result_of(party: Government, agreement: Outcome | None) -> PartyResult:
    """Return how a party ended, with an agreement or without one (None)."""
    start, end = party.initial, party.utility
    now, at_start = party.left_with
    return PartyResult(
        utility=now if agreement is None else end.value(agreement),
        initial_utility=at_start if agreement is None else start.value(agreement),
        reservation=end.reservation,
        initial_reservation=start.reservation,
        scale=(start.minimum, start.maximum),
        belief=party.belief,
        refreshes=party.refreshes,
    )


@dataclass(frozen=True)
class OfferRecord:
    """One move as it was logged: what its outcome is worth to each party, and whether it would ratify it.

    Both hold on that day, as that party knows itself; a party ratifies what has even odds or better at home.
    They are empty where no outcome is on the table. `step` is the class of an offer against the mover's last
    one, see `negsim.bargaining.steps`; empty for all other moves.
    `unpledged` is what the outcome would be worth to a party
    whose public pledge it falls short of, had there been no pledge.
    """

    entry: Entry
    tick: int
    date: str
    utilities: Mapping[str, float]
    ratifiable: Mapping[str, bool] = field(default_factory=dict)
    step: str = ""
    unpledged: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Framework:
    """A text that settled a part before the whole.

    Attributes
    ----------
    text : label of each issue that it settled
    round : round in which it was announced, from 1; 0 if it stood before the talks
    date : day of that round, or the day before the talks
    """

    text: Mapping[str, str]
    round: int
    date: str

    def __str__(self) -> str:
        return ", ".join(f"{issue} {label}" for issue, label in self.text.items())


@dataclass(frozen=True)
class RunRecord:
    """A finished run.

    Attributes
    ----------
    space : the outcomes
    parties : name -> how it ended, in the order of play
    end_state : agreed (signed or struck_then_signed, where a framework comes first), walked_away,
        broken_down, expired, framework_only or ratification_failed
    agreement : the outcome agreed on, or None
    rounds : rounds begun
    ticks : calendar steps begun
    date : date of the last move
    trade : totals of the world at the end, $bn a year; see `negsim.experiment.metrics.trade`
    distances : distance of the end to frontier and bargaining points, scaled
    ratification_failures : agreements that were refused at home
    standing : name -> approval or legitimacy at the end
    offers : the moves, if they were logged
    aftermath : what became of the deal, if it is followed
    first_blocker : who stood in the way first, see `negsim.talks.obstacles`
    delays : what each tick without agreement was lost to, if the deal is followed
    framework : the text that came before the whole, whatever became of it, or None
    firms : what the firms have done by the end, where they act
    types : name -> how likely the other side thinks each type of that party at the end, where it learns them
    """

    space: OutcomeSpace
    parties: Mapping[str, PartyResult]
    end_state: str
    agreement: Outcome | None
    rounds: int
    ticks: int
    date: str
    trade: Mapping[str, float]
    distances: Mapping[str, float]
    ratification_failures: int = 0
    standing: Mapping[str, float] = field(default_factory=dict)
    offers: Sequence[OfferRecord] = ()
    aftermath: Aftermath | None = None
    first_blocker: str = ""
    delays: Sequence[str] = ()
    framework: Framework | None = None
    firms: Totals | None = None
    types: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def record_of(model: NegotiationModel) -> RunRecord:
    """Return the facts of a run so far; unfinished talks count as expired."""
    agreement = model.state.agreement
    followed = model.scenario.implementation.ticks > 0
    results = {name: result_of(party, agreement) for name, party in model.parties.items()}
    return RunRecord(
        space=model.space,
        parties=results,
        end_state=end_state_of(model),
        ratification_failures=model.failures,
        standing={name: party.standing for name, party in model.parties.items()},
        agreement=agreement,
        rounds=model.state.rounds_begun,
        ticks=model.tick,
        date=model.scenario.time.day(max(0, model.tick - 1)).isoformat(),
        trade=model.world.trade_totals(agreement),
        distances=distances(model.bargain, [result.initial_utility for result in results.values()]),
        offers=model.offers,
        aftermath=aftermath_of(model) if followed else None,
        first_blocker=first_blocker(model) if followed else "",
        delays=tuple(model.course.delays),
        framework=_framework(model),
        firms=model.industry.totals if model.industry.rules else None,
        types={name: rival.learner.believed for name, rival in model.rivals.items()},
    )


def end_state_of(model: NegotiationModel) -> str:
    """Return how the talks ended; a last agreement that was refused at home is told from mere expiry.

    It is called so too where a text still stands.
    """
    still = "expired" if model.state.framework is None else "framework_only"
    state = model.state.end_state or still
    return "ratification_failed" if state in ("expired", "framework_only") and model.failures else state


def _framework(model: NegotiationModel) -> Framework | None:
    """Return the text that came before the whole, with its day, as the transcript has it."""
    moves = ((e.round, e.move) for e in model.state.history)
    told = (at for at, move in moves if isinstance(move, WorldEvent) and move.kind == "framework")
    if model.state.framework is None or (at := next(told, None)) is None:
        return None
    time = model.scenario.time
    day = time.eve if at < 0 else time.day(at // time.rounds_per_tick)
    return Framework(model.rules.text(model.state), at + 1, day.isoformat())
