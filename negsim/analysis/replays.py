"""Runs played again: the move at which two of them part, and what each agent gains from one to the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

import numpy as np
import pandas as pd

from negsim.analysis.compare import Material, pairs_of_levels
from negsim.analysis.intervals import interval
from negsim.analysis.results import Results
from negsim.errors import ResultError
from negsim.experiment.experiment import Experiment, make_experiment
from negsim.experiment.manifest import config_hash, refuse_other_source
from negsim.experiment.own_tables import check_copies
from negsim.experiment.run import Player, RunRows
from negsim.politics.countries import country
from negsim.settings.reader import Place

REPLAYS = 10
"""Pairs of runs played again for two levels."""
MOST_AGENTS = 5
"""Exporters and firms shown that gain most, and that lose most."""
ACTS = {"accept": "accepts", "reject": "rejects", "walkaway": "walks away"}
AGENT = ("agent", "type", "side", "group")
Row = Mapping[str, Any]


def experiment_of(results: Results, plugins: Sequence[str] = ()) -> Experiment:
    """Return the experiment of a result folder, if it can be played again as it was.

    Parameters
    ----------
    plugins : digests of the loose plug-ins that are loaded

    Raises
    ------
    ResultError : if the engine, its tables, own tables or plug-ins are other ones.
    """
    refuse_other_source(results.path, results.manifest)
    experiment = make_experiment(results.config, Place(str(results.path / "config.yaml")))
    check_copies(results.path, experiment)
    if config_hash(experiment, plugins) != results.manifest.get("config_hash"):
        raise ResultError(f"{results.path}: was made with other plug-ins than those that are loaded")
    return experiment


@dataclass(frozen=True)
class Parting:
    """Where two runs with the same luck part.

    Attributes
    ----------
    replication : whose luck they share
    run_first, run_second : the runs
    round, date : of the first move that differs; None if no move does
    first, second : that move under either level, in words; empty where the talks are over
    """

    replication: int
    run_first: int
    run_second: int
    round: int | None
    date: str
    first: str
    second: str


def moves_of(rows: RunRows) -> list[dict[str, Any]]:
    """Return who did what in each move of a run; not what it was worth or why."""
    kept = ("round", "date", "party", "move")
    found = []
    for row in rows.offers:
        issues = {name: label for name, label in row.items() if name.startswith("issue_") and label}
        event = {} if row["party"] else {"detail": row["why"]}
        found.append({name: row[name] for name in kept} | issues | event)
    return found


def parting(replication: int, first: RunRows, second: RunRows) -> Parting:
    """Return the first move in which two runs differ."""
    runs = replication, first.run["run_id"], second.run["run_id"]
    for one, other in zip_longest(moves_of(first), moves_of(second)):
        if one != other:
            place = one or other or {}
            return Parting(*runs, place["round"], place["date"], _words(one, other), _words(other, one))
    return Parting(*runs, None, "", "", "")


def _words(move: Row | None, other: Row | None) -> str:
    """Return a move in words; of two offers of one party only the issues in which they differ."""
    if move is None:
        return ""
    if move["party"] is None:
        return str(move["detail"])
    who = country(move["party"]).short_in_a_sentence
    if move["move"] != "offer":
        return f"{who} {ACTS[move['move']]}"
    alike = other is not None and all(move[name] == other[name] for name in ("party", "move"))
    terms = {name: label for name, label in move.items() if name.startswith("issue_")}
    if alike and other:
        terms = {name: label for name, label in terms.items() if other.get(name) != label}
    return f"{who} offers " + ", ".join(
        f"{name.removeprefix('issue_')} {label}" for name, label in terms.items()
    )


class Replays:
    """Plays pairs of runs again, each run once.

    Parameters
    ----------
    material : the runs that are compared, and the results they come from
    plugins : digests of the loose plug-ins that are loaded
    most : pairs for two levels

    Raises
    ------
    ResultError : if some results cannot be played again as they were.
    """

    def __init__(self, material: Material, plugins: Sequence[str] = (), most: int = REPLAYS) -> None:
        self.material = material
        self.most = most
        self.experiments = [experiment_of(results, plugins) for results in material.sources]
        self.player = Player()
        self._known: dict[tuple[int, int], RunRows] = {}

    def compare(self, by: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the gains of agents and the partings of every pair of levels, as tables."""
        gains, parted = [], []
        for factor, first, second in pairs_of_levels(self.material, by):
            ends = {"factor": factor, "first": first, "second": second}
            pairs = list(self._played(factor, first, second))
            parted += [
                {**ends, **{f"{k}_move" if k in ends else k: v for k, v in vars(parting(*pair)).items()}}
                for pair in pairs
            ]
            gains += [{**ends, **row} for row in changes([(r, a.agents, b.agents) for r, a, b in pairs])]
        return pd.DataFrame(gains), pd.DataFrame(parted)

    def _played(self, factor: str, first: Any, second: Any) -> Iterator[tuple[int, RunRows, RunRows]]:
        """Yield replication and both runs of the first pairs that share luck and all other factors."""
        runs = self.material.runs
        keys = [*(name for name in self.material.factors if name != factor), "replication", "seed_key"]
        one, other = (
            runs.loc[runs[factor] == level, [*keys, "source", "run_id"]] for level in (first, second)
        )
        pairs = one.merge(other, on=keys, suffixes=("_first", "_second"))
        for row in pairs.sort_values("replication", kind="stable").head(self.most).to_dict("records"):
            ends = [(int(row[f"source_{end}"]), int(row[f"run_id_{end}"])) for end in ("first", "second")]
            yield int(row["replication"]), self._play(*ends[0]), self._play(*ends[1])

    def _play(self, source: int, run_id: int) -> RunRows:
        if (source, run_id) not in self._known:
            run = replace(self.experiments[source].run(run_id), log=True, log_agents=True)
            self._known[source, run_id] = self.player.play(run)
        return self._known[source, run_id]


def changes(pairs: Sequence[tuple[int, Sequence[Row], Sequence[Row]]]) -> list[dict[str, Any]]:
    """Return what each agent gains over no deal under either level, and the change, with its interval.

    Each in the agent's own unit. Only pairs in which both runs agreed count, `n` replications of them.

    Parameters
    ----------
    pairs : replication, and the agents' rows of both runs; no rows without agreement
    """
    both = [pair for pair in pairs if pair[1] and pair[2]]
    if not both:
        return []
    joined = pd.concat(
        [_gains((r, one) for r, one, _ in both), _gains((r, other) for r, _, other in both)],
        axis=1,
        keys=["first", "second"],
        join="inner",
    )
    found = []
    for agent, rows in joined.groupby(level=list(AGENT), sort=False, dropna=False):
        difference = (rows["second"] - rows["first"]).to_numpy()
        low, high = interval(difference)
        means = {f"gain_{end}": float(rows[end].mean()) for end in ("first", "second")}
        change = {"difference": float(np.mean(difference)), "low": low, "high": high, "n": len(rows)}
        found.append(dict(zip(AGENT, agent, strict=True)) | means | change)
    return found


def moved_agents(agents: pd.DataFrame) -> pd.DataFrame:
    """Return governments and groups, then the exporters and firms that gain and that lose most.

    Parameters
    ----------
    agents : type and difference, one row an agent of one pair of levels
    """
    many = agents["type"].isin(("Exporter", "Firm"))
    few, others = agents[~many], agents[many].sort_values("difference", ascending=False, kind="stable")
    winners = others[others["difference"] > 0].head(MOST_AGENTS)
    return pd.concat([few, winners, others[others["difference"] < 0].tail(MOST_AGENTS)])


def _gains(runs: Iterable[tuple[int, Sequence[Row]]]) -> pd.Series:
    """Return the gain of each agent in each replication."""
    table = pd.DataFrame([{**row, "replication": r} for r, rows in runs for row in rows])
    gains: pd.Series = table.groupby([*AGENT, "replication"], sort=False, dropna=False)["gain"].mean()
    return gains
