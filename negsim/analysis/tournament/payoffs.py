"""What a tournament found: payoffs of every pairing, who can be exploited, equilibria, who would spread."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from negsim.analysis.results import Results
from negsim.analysis.summary import summary
from negsim.analysis.tournament.game import Solved, best, pure_equilibria, replicator, solve_game
from negsim.arrays import Array, Mask
from negsim.errors import ResultError
from negsim.experiment.contest import strategy_paths
from negsim.politics.countries import sides
from negsim.rng import stream

RESAMPLES = 1_000
"""Bootstrap samples of replications behind intervals of what is computed from several cells."""
ENDS = (0.025, 0.975)
HORIZON = 60.0
"""Time of the replicator picture, in units in which the spread of payoffs is 1."""
INSTANTS = 241


@dataclass(frozen=True, eq=False)
class Tournament:
    """Payoffs of a round robin in which every entry plays either role.

    Attributes
    ----------
    entries : names of the strategies, in the order in which they were named
    cells : one row a pairing: `n` runs, rate agreed and mean gain of either role with 95 % intervals
    gains : shape (role, strategy of the first, of the second), mean gain over no deal in the tables
        at the start
    resampled : the same in bootstrap samples of replications, shape (sample, role, first, second)
    """

    entries: tuple[str, ...]
    cells: pd.DataFrame
    gains: Array
    resampled: Array

    def matrix(self, column: str) -> Array:
        """Return a column of the cells, shape (strategy of the first, of the second)."""
        first, second = strategy_paths()
        table = self.cells.pivot(index=first, columns=second, values=column)
        values: Array = table.loc[list(self.entries), list(self.entries)].to_numpy(dtype=float)
        return values

    @cached_property
    def normalised(self) -> Array:
        """Shape (entry, opponent): gain as a share of the role's largest, averaged over both roles."""
        return normalised(self.gains)

    @cached_property
    def solved(self) -> Solved:
        """Equilibria of the game between the two roles."""
        return solve_game(*self.gains)

    @cached_property
    def stability(self) -> Array:
        """Shape (first, second): share of bootstrap samples in which two entries are a pure equilibrium."""
        stable: Array = pure_equilibria(self.resampled[:, 0], self.resampled[:, 1]).mean(axis=0)
        return stable

    @cached_property
    def times(self) -> Array:
        """Instants of the replicator picture, in units of 1 over the spread of normalised payoffs."""
        return np.linspace(0.0, HORIZON, INSTANTS)

    @cached_property
    def shares(self) -> Array:
        """Shape (instants, entries): shares in a population that meets itself in both roles."""
        spread = float(np.ptp(self.normalised))
        return replicator(self.normalised / spread if spread else self.normalised, self.times)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row an entry.

        Mean gain in either role over all opponents, itself among them (`gain_<party>`), both as a share of
        the role's largest gain (`normalised`); what either party would best play against it
        (`best_reply_of_<party>`); how far it can be exploited: what these replies gain more than it does in
        their place, normalised and averaged over both roles; its share when the replicators stop.
        """
        first, second = sides()
        mean = self.normalised.mean(axis=1)
        replies = best(self.gains[0], 0).T, best(self.gains[1], 1)
        columns = {
            "entry": self.entries,
            f"gain_{first}": self.gains[0].mean(axis=1),
            f"gain_{second}": self.gains[1].mean(axis=0),
            **_with_ends("normalised", mean, normalised(self.resampled).mean(axis=-1)),
            f"best_reply_of_{first}": [self._named(row) for row in replies[0]],
            f"best_reply_of_{second}": [self._named(row) for row in replies[1]],
            **_with_ends("exploitability", exploitability(self.gains), exploitability(self.resampled)),
            "final_share": self.shares[-1],
        }
        return pd.DataFrame(columns)

    def _named(self, chosen: Mask) -> str:
        """Return entries in words."""
        if len(chosen) > 2 and chosen.all():
            return "any"
        return " or ".join(entry for entry, here in zip(self.entries, chosen, strict=True) if here)


def scale_of(gains: Array) -> Array:
    """Return the largest absolute gain of either role, shape (..., role, 1, 1); 1 where there is none."""
    largest = np.abs(gains).max(axis=(-2, -1), keepdims=True)
    scale: Array = np.where(largest > 0, largest, 1.0)
    return scale


def normalised(gains: Array) -> Array:
    """Return what an entry gets from an opponent when roles rotate, shape (..., entry, opponent).

    Either role's gains are divided by the largest of that role, so 0 stays what a side expects without a
    deal, and averaged.

    Parameters
    ----------
    gains : shape (..., role, strategy of the first, of the second)
    """
    shares = gains / scale_of(gains)
    both: Array = (shares[..., 0, :, :] + shares[..., 1, :, :].swapaxes(-1, -2)) / 2
    return both


def exploitability(gains: Array) -> Array:
    """Return what best replies to each entry gain more than it gains in their place, shape (..., entries).

    Normalised, and averaged over the roles: half of the NashConv of an entry that plays both sides.
    0 where the entry is a best reply to itself in both roles.
    """
    shares = gains / scale_of(gains)
    own = np.diagonal(shares, axis1=-2, axis2=-1)
    replies = np.stack([shares[..., 0, :, :].max(axis=-2), shares[..., 1, :, :].max(axis=-1)], axis=-2)
    more: Array = (replies - own).mean(axis=-2)
    return more


def _with_ends(name: str, values: Array, resampled: Array) -> dict[str, Array]:
    low, high = np.quantile(resampled, ENDS, axis=0) if len(resampled) else np.full((2, len(values)), np.nan)
    return {name: values, f"{name}_low": low, f"{name}_high": high}


def tournament(results: Results) -> Tournament:
    """Return what the runs of a tournament show. Failed runs do not count.

    Raises
    ------
    ResultError : if all runs of some pairing failed.
    """
    paths = strategy_paths()
    entries = tuple(dict.fromkeys(results.design[paths[0]]))
    columns = [f"gain0_{party}" for party in sides()]
    cells = summary(results.runs, paths, ["agreed", *columns])
    done = results.runs[results.runs["status"].eq("ok")]
    sums, counts = _by_draw(done, entries, columns)
    lost = np.argwhere(counts.sum(axis=0) == 0)
    if len(lost):
        pairing = " against ".join(entries[i] for i in lost[0])
        raise ResultError(f"{results.path}: all runs of {pairing} failed; failures.jsonl says why")
    gains = sums.sum(axis=0) / counts.sum(axis=0)
    return Tournament(entries, cells, gains, _resampled(sums, counts, int(results.config["seed"])))


def _by_draw(runs: pd.DataFrame, entries: Sequence[str], columns: Sequence[str]) -> tuple[Array, Array]:
    """Return sums of gains, shape (draw, role, first, second), and numbers of runs, (draw, first, second)."""
    size, draws = len(entries), pd.factorize(runs["seed_key"])[0]
    place = {entry: number for number, entry in enumerate(entries)}
    first, second = (runs[path].map(place).to_numpy(dtype=int) for path in strategy_paths())
    shape = (int(draws.max(initial=-1)) + 1, size, size)
    counts, sums = np.zeros(shape), np.zeros((len(columns), *shape))
    np.add.at(counts, (draws, first, second), 1.0)
    for total, column in zip(sums, columns, strict=True):
        np.add.at(total, (draws, first, second), runs[column].to_numpy(dtype=float))
    return sums.swapaxes(0, 1), counts


def _resampled(sums: Array, counts: Array, seed: int) -> Array:
    """Return mean gains in bootstrap samples of replications; none from one replication.

    A replication is drawn with all its pairings, since they share their luck. Samples in which all runs of a
    pairing failed are left out.
    """
    draws = len(counts)
    if draws < 2:
        return np.empty((0, *sums.shape[1:]))
    weights = stream(seed, "tournament").multinomial(draws, np.full(draws, 1 / draws), size=RESAMPLES)
    many = np.tensordot(weights, counts, axes=1)[:, None]
    there = (many > 0).all(axis=(1, 2, 3))
    means: Array = np.tensordot(weights[there], sums, axes=1) / many[there]
    return means


def plain_tournament(found: Tournament) -> dict[str, Any]:
    """Return a tournament as plain data: matrices as lists, rows the strategies of the first party."""
    first, second = sides()
    solved, entries = found.solved, found.entries
    equilibria = [
        {
            first: _mix(one.first, entries),
            second: _mix(one.second, entries),
            "gains": dict(zip(sides(), one.payoffs, strict=True)),
            "resamples": float(found.stability[one.first.argmax(), one.second.argmax()])
            if one.pure and len(found.resampled)
            else None,
        }
        for one in solved.equilibria
    ]
    return {
        "entries": list(entries),
        "gain": {party: gains.tolist() for party, gains in zip(sides(), found.gains, strict=True)},
        "agreement_rate": found.matrix("agreed_mean").tolist(),
        "normalised": found.normalised.tolist(),
        "table": json.loads(found.table.to_json(orient="records")),
        "undominated": {
            party: [entries[i] for i in kept] for party, kept in zip(sides(), solved.survivors, strict=True)
        },
        "equilibria": equilibria,
        "all_equilibria": solved.complete,
        "ties": solved.tied,
    }


def _mix(shares: Array, entries: tuple[str, ...]) -> dict[str, float]:
    return {entry: float(share) for entry, share in zip(entries, shares, strict=True) if share > 0}
