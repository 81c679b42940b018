"""One run played again, watched tick by tick: what the tables do not keep."""

from dataclasses import dataclass

import pandas as pd

from negsim.bargaining.outcome import Outcome
from negsim.errors import ResultError
from negsim.experiment.experiment import Run
from negsim.talks.model import NegotiationModel


@dataclass(frozen=True)
class Replayed:
    """A run that was played again.

    Attributes
    ----------
    model : the talks at their end
    ticks : a row a tick: date, rate in force (fraction), and of each party standing and the margin by which
        what is on the table would be ratified (0: even odds; nan before the first offer)
    influence : a row a tick and interest group: date, side, group, and what it counts (1: as at the start)
    """

    model: NegotiationModel
    ticks: pd.DataFrame
    influence: pd.DataFrame


def replay(run: Run, row: pd.Series) -> Replayed:
    """Play a run again and watch it.

    Raises
    ------
    ResultError : if it does not end as its row says.
    """
    model = NegotiationModel(run.talks.scenario, run.seed, log=True)
    ticks, influence = [], []
    while model.running:
        model.open_tick()
        ticks.append(_tick(model))
        influence += _influence(model)
        model.talk()
        model.close_tick()
    record = model.record()
    if record.end_state != row["end_state"] or record.rounds != row["rounds"]:
        raise ResultError(
            f"run {run.run_id}: played again, it ends otherwise than its row says; "
            "make the page with the negsim that played it"
        )
    return Replayed(model, pd.DataFrame(ticks), pd.DataFrame(influence))


def _tick(model: NegotiationModel) -> dict[str, object]:
    row: dict[str, object] = {"date": model.today, "in_force": model.course.conditions.in_force}
    shown: Outcome | None = model.on_the_table
    for name, party in model.parties.items():
        row[f"standing_{name}"] = party.standing
        row[f"margin_{name}"] = float("nan") if shown is None else party.home.margin(shown)
    return row


def _influence(model: NegotiationModel) -> list[dict[str, object]]:
    return [
        {
            "date": model.today,
            "side": name,
            "group": bloc.name,
            "influence": party.influence.get(bloc.name, 1.0),
        }
        for name, party in model.parties.items()
        for bloc in party.home.members
    ]
