"""Game theory on a table of payoffs: dominance, best replies, equilibria, replicator dynamics.

A game of two sides is two arrays of shape (strategies of the first, of the second): what either side gets.
"""

import importlib
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp
from scipy.special import softmax

from negsim.arrays import Array, Mask
from negsim.errors import ConfigError

SEARCHED = 8
"""Strategies a side that survive dominance up to which all mixed equilibria are looked for."""
EXACT = 1e-9
"""Difference, as a share of the largest payoff or of 1, up to which payoffs count as equal."""


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """A pair of strategies, each a best reply to the other.

    Attributes
    ----------
    first, second : how often either side plays each of its strategies, each sums to 1
    payoffs : what either side gets
    """

    first: Array
    second: Array
    payoffs: tuple[float, float]

    @property
    def pure(self) -> bool:
        """Whether both sides play one strategy."""
        return bool(self.first.max() == 1.0 and self.second.max() == 1.0)


@dataclass(frozen=True)
class Solved:
    """The equilibria of a game, pure ones first.

    Attributes
    ----------
    equilibria : those that were found
    survivors : numbers of the strategies of either side that survive strict dominance
    tied : whether some strategy has several best replies: then equilibria may come in whole ranges, of which
        only some are found
    complete : whether these are all equilibria
    """

    equilibria: tuple[Equilibrium, ...]
    survivors: tuple[tuple[int, ...], tuple[int, ...]]
    tied: bool
    complete: bool


def undominated(first: Array, second: Array) -> tuple[list[int], list[int]]:
    """Return the strategies of either side that are left when strictly dominated ones go, again and again.

    Dominated is what some other pure strategy beats against all that is left; no equilibrium plays it.
    """
    rows, columns = list(range(first.shape[0])), list(range(first.shape[1]))
    while True:
        keep_rows = _best_somewhere(first[np.ix_(rows, columns)])
        keep_columns = _best_somewhere(second[np.ix_(rows, columns)].T)
        if len(keep_rows) == len(rows) and len(keep_columns) == len(columns):
            return rows, columns
        rows, columns = [rows[i] for i in keep_rows], [columns[j] for j in keep_columns]


def _best_somewhere(payoffs: Array) -> list[int]:
    """Return the rows that no other row exceeds in every column."""
    beaten = np.any(np.all(payoffs[None, :, :] > payoffs[:, None, :], axis=2), axis=1)
    return [int(row) for row in np.flatnonzero(~beaten)]


def best(payoffs: Array, axis: int) -> Mask:
    """Return what is largest along an axis, but for rounding: best replies, if the axis is the own one."""
    found: Mask = payoffs >= payoffs.max(axis=axis, keepdims=True) - EXACT * _scale(payoffs)
    return found


def pure_equilibria(first: Array, second: Array) -> Mask:
    """Return where both play best replies, shape (..., first, second), of one or many games."""
    found: Mask = best(first, -2) & best(second, -1)
    return found


def _scale(*payoffs: Array) -> float:
    return max(1.0, *(float(np.abs(table).max(initial=0.0)) for table in payoffs))


def regret(first: Array, second: Array, mixed: tuple[Array, Array]) -> tuple[float, float]:
    """Return what either side would gain by its best reply to the other's mix; 0 in equilibrium."""
    mine, theirs = mixed
    against, of_second = first @ theirs, mine @ second
    return float(against.max() - mine @ against), float(of_second.max() - of_second @ theirs)


def solve_game(first: Array, second: Array) -> Solved:
    """Return the equilibria of a game of two sides.

    Pure ones are read off the table. Mixed ones are found by support enumeration (nashpy) among strategies
    that survive strict dominance, if they are at most `SEARCHED` a side, and checked by their regret.

    Raises
    ------
    ConfigError : if nashpy is not installed.
    """
    library = nashpy()
    shape = first.shape
    pure = [
        _equilibrium(first, second, (np.eye(shape[0])[i], np.eye(shape[1])[j]))
        for i, j in np.argwhere(pure_equilibria(first, second))
    ]
    rows, columns = undominated(first, second)
    survivors = (tuple(rows), tuple(columns))
    tied = bool(best(first, 0).sum(axis=0).max() > 1 or best(second, 1).sum(axis=1).max() > 1)
    if max(len(rows), len(columns)) > SEARCHED:
        return Solved(tuple(pure), survivors, tied, complete=False)
    game = library.Game(first[np.ix_(rows, columns)], second[np.ix_(rows, columns)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # an even number, see `complete`
        small = list(game.support_enumeration(non_degenerate=True))
    whole = [(_spread(x, rows, shape[0]), _spread(y, columns, shape[1])) for x, y in small]
    mixed = [_equilibrium(first, second, pair) for pair in whole if _holds(first, second, pair)]
    found = (*pure, *(one for one in mixed if not one.pure))
    return Solved(found, survivors, tied, complete=not tied and len(found) % 2 == 1)


def nashpy() -> Any:
    """Return the module nashpy.

    Raises
    ------
    ConfigError : if it is not installed.
    """
    try:
        return importlib.import_module("nashpy")
    except ModuleNotFoundError as error:
        raise ConfigError("tournament: this needs nashpy: pip install 'negsim[tournament]'") from error


def _spread(shares: Array, places: list[int], size: int) -> Array:
    whole = np.zeros(size)
    whole[places] = shares
    return whole


def _holds(first: Array, second: Array, pair: tuple[Array, Array]) -> bool:
    return max(regret(first, second, pair)) <= EXACT * _scale(first, second)


def _equilibrium(first: Array, second: Array, pair: tuple[Array, Array]) -> Equilibrium:
    mine, theirs = pair
    return Equilibrium(mine, theirs, (float(mine @ first @ theirs), float(mine @ second @ theirs)))


def replicator(payoffs: Array, times: Array) -> Array:
    """Return the shares of strategies in one population that meets itself, from equal shares on.

    A share grows by what its strategy gets more than the mean: dx_i/dt = x_i ((A x)_i - x' A x) (Taylor &
    Jonker 1978). Solved in y = log x up to a constant, dy_i/dt = (A x)_i, so shares stay positive.

    Parameters
    ----------
    payoffs : shape (own, other's), what a strategy gets from meeting another
    times : increasing, from 0 on, in units of 1 / payoff

    Returns
    -------
    shape (times, strategies), each row sums to 1
    """

    def grow(_: float, logs: Array) -> Array:
        centred = payoffs @ softmax(logs)
        growth: Array = centred - centred.mean()
        return growth

    start = np.zeros(len(payoffs))
    path = solve_ivp(grow, (times[0], times[-1]), start, t_eval=times, rtol=1e-8, atol=1e-10)
    shares: Array = softmax(path.y.T, axis=1)
    return shares
