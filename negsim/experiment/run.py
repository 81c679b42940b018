"""The only loop over runs. `run_one` depends on the run alone: no globals, no clock in its rows, no files."""

import sys
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from negsim.bargaining.move import Offer, WorldEvent
from negsim.errors import NegsimError
from negsim.experiment.experiment import Run
from negsim.experiment.limits import OutOfTime, limited, staying
from negsim.experiment.tables import OfferRows, Row, measured, metric
from negsim.talks.model import NegotiationModel, forget_agent_counter
from negsim.talks.obstacles import main_cause
from negsim.talks.record import RunRecord

LONGEST_REASON = 500
"""Characters of an error's text that are kept in a row."""
FRAMES = 8
"""Innermost calls that are kept of an error's traceback."""


@dataclass(frozen=True)
class RunRows:
    """The rows of one run: one for `runs`, one a move for `offers`, one an agent for `agents`.

    Attributes
    ----------
    seconds : wall time
    traceback : where an exception came from that is not negsim's own
    """

    run: Row
    offers: OfferRows = field(default_factory=lambda: OfferRows({}))
    agents: list[Row] = field(default_factory=list)
    seconds: float = field(default=0.0, compare=False)
    traceback: str = field(default="", compare=False)


class Player:
    """Plays runs one after the other; those of one point share a model, since reset equals fresh.

    Parameters
    ----------
    timeout : seconds after which a run is ended; 0 lets it play as long as it takes
    """

    def __init__(self, timeout: float = 0.0) -> None:
        self.timeout = timeout
        self.model: NegotiationModel | None = None
        self._played: tuple[Any, ...] = ("", None)

    def play(self, run: Run) -> RunRows:
        """Play one run and return its rows.

        A run that raises, in negsim or in a plug-in, or that takes too long, is a row with the reason; its
        model is never used again. What a plug-in prints goes to the error stream.
        """
        started = time.perf_counter()
        try:
            with redirect_stdout(sys.stderr), staying(), limited(self.timeout):
                model = self._model_of(run)
                model.reset(run.seed, log=run.log)
                rows = rows_of(run, model, model.run())
        except NegsimError as error:
            rows = failed_rows(run, str(error))
        except OutOfTime:
            rows = failed_rows(run, f"took longer than {self.timeout:g} s", status="timeout")
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # one bad run, of a plug-in say, must not cost a sweep
            rows = failed_rows(run, *_described(error))
        if rows.run["status"] != "ok":
            self.model = None
        return replace(rows, seconds=time.perf_counter() - started)

    def _model_of(self, run: Run) -> NegotiationModel:
        played = (run.scenario, run.point_id, run.factors)
        if self.model is None or self._played != played:
            self._played = played
            self.model = NegotiationModel(run.talks.scenario)
            forget_agent_counter(self.model)
        return self.model


def run_one(run: Run) -> RunRows:
    """Play one run alone and return its rows."""
    return Player().play(run)


def failed_rows(run: Run, reason: str, where: str = "", status: str = "failed") -> RunRows:
    """Return the row of a run that could not be played to its end."""
    row = {**_head(run), "status": status, "error": reason, **dict(run.factors)}
    return RunRows(row, traceback=where)


def _described(error: BaseException) -> tuple[str, str]:
    """Return an exception in one line, and the end of its traceback; any table can hold both."""
    reason = " ".join("".join(traceback.format_exception_only(error)).split())
    where = "".join(traceback.format_exception(error, limit=-FRAMES))
    reason, where = (text.encode(errors="replace").decode() for text in (reason, where))
    return reason[:LONGEST_REASON], where


def run_all(
    runs: Iterable[Run], advance: Callable[[RunRows], None] | None = None, player: Player | None = None
) -> list[RunRows]:
    """Play runs one after the other."""
    played, player = [], player or Player()
    for run in runs:
        rows = player.play(run)
        if advance:
            advance(rows)
        played.append(rows)
    return played


def _head(run: Run) -> Row:
    return {
        "run_id": run.run_id,
        "point_id": run.point_id,
        "replication": run.replication,
        "seed_key": run.seed,
    }


def rows_of(run: Run, model: NegotiationModel, record: RunRecord) -> RunRows:
    """Return the rows of talks that a model has played, from what they left."""
    labels: dict[str, Any] = {}
    levels = record.space.levels(record.agreement) if record.agreement is not None else None
    for position, issue in enumerate(record.space.issues):
        labels[f"issue_{issue.name}"] = issue.labels[levels[position]] if levels else None
        if issue.numbers:
            labels[f"level_{issue.name}"] = issue.numbers[levels[position]] if levels else None
    after = record.aftermath
    wanted = measured(run.metrics, after is not None, record.firms is not None)
    numbers = {name: metric(name).measure(record) for name in wanted}
    words = (
        {}
        if after is None
        else {
            "deal_class": after.deal_class,
            "first_blocker": record.first_blocker,
            "delay_cause": main_cause(record.delays),
        }
    )
    row: Row = {
        **_head(run),
        "status": "ok",
        "error": None,
        "end_state": record.end_state,
        "agreed": record.agreement is not None,
        "rounds": record.rounds,
        "ticks": record.ticks,
        "date": record.date,
        **dict(run.factors),
        **labels,
        **(_framework(record) if model.rules.has_framework else {}),
        **words,
        **numbers,
    }
    return RunRows(row, _offers(run, model), _verdicts(run, model) if run.log_agents else [])


def _framework(record: RunRecord) -> Row:
    """Return the columns of rules that know a framework."""
    found = record.framework
    return {
        "framework": None if found is None else str(found),
        "framework_round": None if found is None else found.round,
        "framework_date": None if found is None else found.date,
    }


def _offers(run: Run, model: NegotiationModel) -> OfferRows:
    log, space = model.offers, model.space
    if not log:
        return OfferRows({})
    moves: list[Any] = [kept.entry.move for kept in log.kept]
    judged = log.judged()
    offered = [row for row, move in enumerate(moves) if isinstance(move, Offer)]
    levels = np.array([space.levels(moves[row].outcome) for row in offered], dtype=np.intp)
    columns: dict[str, list[Any]] = {
        "run_id": [run.run_id] * len(moves),
        "round": [kept.entry.round + 1 for kept in log.kept],
        "tick": [kept.tick + 1 for kept in log.kept],
        "date": [kept.day.isoformat() for kept in log.kept],
        "party": [kept.entry.party for kept in log.kept],
        "move": [_move_name(move) for move in moves],
    }
    for axis, issue in enumerate(space.issues):
        column: list[str | None] = [None] * len(moves)
        for row, level in zip(offered, levels[:, axis].tolist() if offered else (), strict=True):
            column[row] = issue.labels[level]
        columns[f"issue_{issue.name}"] = column
    columns |= {f"u_{name}": utilities for name, (utilities, _) in judged.items()}
    columns["target"] = [None if isinstance(move, WorldEvent) else move.target for move in moves]
    columns |= {f"ratifiable_{name}": verdicts for name, (_, verdicts) in judged.items()}
    columns["step"] = log.steps()
    columns["why"] = [move.detail if isinstance(move, WorldEvent) else move.why for move in moves]
    return OfferRows(columns)


def _move_name(move: Any) -> str:
    return move.kind if isinstance(move, WorldEvent) else type(move).__name__.lower()


def _verdicts(run: Run, model: NegotiationModel) -> list[Row]:
    """Return what every agent makes of the end: utility, gain over no deal, support, vote, reason."""
    outcome = model.state.agreement
    if outcome is None:
        return []
    rows = []
    everyone: list[Any] = [*model.parties.values(), *model.groups, *model.population.agents]
    for agent in everyone:
        opinion = agent.opinion(outcome)
        rows.append(
            {
                "run_id": run.run_id,
                "agent": agent.name,
                "type": type(agent).__name__,
                "side": agent.side,
                "group": agent.group,
                "utility": agent.utility_of(outcome),
                "gain": opinion.gain,
                "support": opinion.support,
                "vote": "for" if agent.in_favour(outcome) else "against",
                "reason": opinion.reason,
            }
        )
    return rows
