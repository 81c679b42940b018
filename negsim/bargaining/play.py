"""Play two utility functions: any strategies, any mechanism, and a table of the moves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from negsim.bargaining.issue import Issue
from negsim.bargaining.mechanism import Mechanism, NegotiationState
from negsim.bargaining.move import Accept, Entry, Move, Offer, WalkAway, WorldEvent
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.sides import Side, bargain
from negsim.bargaining.strategy import Bidding, Strategy
from negsim.bargaining.utility.function import UtilityFunction, from_values
from negsim.errors import ConfigError
from negsim.registry import name_of, show, unknown
from negsim.settings.build import plain, plugin
from negsim.settings.reader import Place

COLUMNS = ("round", "party", "move", "target", "why")
"""Columns of a table of moves beside the issues and the utilities."""


@dataclass(frozen=True)
class Played:
    """What came of the talks.

    Parameters
    ----------
    utilities : party -> its utility function
    state : the state at the end, with the transcript as its history
    """

    utilities: Mapping[str, UtilityFunction]
    state: NegotiationState

    @property
    def end_state(self) -> str:
        """`agreed`, `expired`, `walked_away`, `broken_down` or `framework_only`; nobody signs."""
        return str(self.state.end_state)

    @property
    def rounds(self) -> int:
        """Rounds begun."""
        return self.state.rounds_begun

    @property
    def agreement(self) -> dict[str, str] | None:
        """Label of each issue in the agreement, or None."""
        agreed = self.state.agreement
        return None if agreed is None else self.state.space.describe(agreed)

    @property
    def gains(self) -> dict[str, float]:
        """What the end is worth to each party, or its reservation value if there was no agreement."""
        agreed = self.state.agreement
        return {
            name: utility.reservation if agreed is None else utility.value(agreed)
            for name, utility in self.utilities.items()
        }

    def discounted(self, factors: Mapping[str, float]) -> dict[str, float]:
        """Return what the end is worth to each party, seen from the first offer.

        With every offer that was refused, the gain over no deal (over the worst outcome, if that is higher or
        no deal is worth -inf) shrinks by the party's factor. No agreement is no gain, so it does not shrink.

        Parameters
        ----------
        factors : party -> what a gain is worth one offer later, above 0 and at most 1

        Raises
        ------
        ConfigError : if a party has no such factor, or a factor no such party.
        """
        for name, factor in factors.items():
            if name not in self.utilities:
                raise ConfigError(f"factors: {unknown('party', name, self.utilities)}")
            if isinstance(factor, bool) or not isinstance(factor, int | float) or not 0 < factor <= 1:
                raise ConfigError(f"factors.{name}: must be above 0 and at most 1, got {show(factor)}")
        if missing := [name for name in self.utilities if name not in factors]:
            raise ConfigError(f"factors: must have one for each party, got none for {', '.join(missing)}")
        if self.state.agreement is None:
            return self.gains
        refused = sum(isinstance(entry.move, Offer) for entry in self.state.history) - 1
        floors = {name: utility.floor for name, utility in self.utilities.items()}
        return {n: floors[n] + factors[n] ** refused * (gain - floors[n]) for n, gain in self.gains.items()}

    @property
    def table(self) -> pd.DataFrame:
        """One row a move: round (from 1), party, move, label of each issue, `u_` and party, target, why."""
        issues = [issue.name for issue in self.state.space.issues]
        columns = [*COLUMNS[:3], *issues, *(f"u_{name}" for name in self.utilities), *COLUMNS[3:]]
        rows = [self._row(entry, before) for before, entry in self._moves()]
        return pd.DataFrame(rows, columns=columns)

    def _moves(self) -> Iterable[tuple[Outcome | None, Entry]]:
        """Yield each move with the outcome that was on the table before it."""
        standing = None
        for entry in self.state.history:
            yield standing, entry
            standing = entry.move.outcome if isinstance(entry.move, Offer) else None

    def _row(self, entry: Entry, before: Outcome | None) -> dict[str, object]:
        move = entry.move
        about = move.outcome if isinstance(move, Offer) else before if isinstance(move, Accept) else None
        row: dict[str, object] = {
            "round": entry.round + 1,
            "party": entry.party,
            "move": _word(move),
            "target": getattr(move, "target", None),
            "why": move.detail if isinstance(move, WorldEvent) else move.why,
        }
        if about is not None:
            row |= self.state.space.describe(about)
            row |= {f"u_{name}": utility.value(about) for name, utility in self.utilities.items()}
        return row


def _word(move: Move | WorldEvent) -> str:
    if isinstance(move, WorldEvent):
        return move.kind.replace("_", " ")
    return "walk away" if isinstance(move, WalkAway) else type(move).__name__.lower()


def play(
    utilities: Mapping[str, UtilityFunction | ArrayLike],
    strategies: Sequence[object],
    rounds: int = 100,
    *,
    seed: int = 0,
    mechanism: str | Mapping[str, object] | Mechanism = "alternating_offers",
    opener: str | None = None,
) -> Played:
    """Let two utility functions bargain and return the end and a table of the moves.

    Parameters
    ----------
    utilities : party -> utility function or array of utilities, one axis an issue; two of them. Issues and
        levels get names, and parties reservation values, with `utility_function`
    strategies : one a party: a registered name or preset such as ``"boulware"``, a mapping with `type` and
        settings, a bidding rule, or a whole `Strategy`
    rounds : the deadline
    seed : root of the parties' chance
    mechanism : the rules: a registered name, a mapping with `type` and settings, or a mechanism
    opener : who acts first; default: the first party

    Raises
    ------
    NegsimError : in a sentence, if something cannot be played.
    """
    if not isinstance(utilities, Mapping) or len(utilities) != 2:
        raise ConfigError(f"utilities: must map two names to utilities, got {show(utilities)}")
    if isinstance(strategies, str) or len(strategies) != 2:
        raise ConfigError(f"strategies: must be two, one a party, got {show(strategies)}")
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ConfigError(f"seed: must be a whole number from 0, got {show(seed)}")
    if opener is not None and opener not in list(utilities):
        raise ConfigError(f"opener: {unknown('party', opener, utilities)}")
    sides = [
        Side(name, _function(name, utility), _strategy(strategy, Place("play").key("strategies").key(name)))
        for (name, utility), strategy in zip(utilities.items(), strategies, strict=True)
    ]
    rules = mechanism
    if not isinstance(rules, Mechanism):
        rules = plugin("mechanism", mechanism, Place("play").key("mechanism"))
    order = sorted(sides, key=lambda side: side.name != opener) if opener is not None else sides
    return Played({side.name: side.utility for side in sides}, bargain(rules, order, rounds, int(seed)))


def _strategy(asked: object, place: Place) -> Strategy:
    """Return a whole strategy from a name, a mapping or a bidding rule, with the parts that go with it."""
    if isinstance(asked, Strategy):
        _check(asked.bidding, place)
        return asked
    if isinstance(asked, Bidding):
        _check(asked, place)
    bidding: Bidding = asked if isinstance(asked, Bidding) else plugin("strategy", asked, place)
    return Strategy(
        bidding,
        plugin("acceptance", bidding.default_acceptance, place),
        plugin("opponent_model", bidding.default_opponent_model, place),
    )


def _check(bidding: Bidding, place: Place) -> None:
    """Read the settings of a rule again: an object made in Python has not been checked."""
    if name_of(type(bidding)) is not None:
        plugin("strategy", plain(bidding), place)


def _function(name: str, utility: UtilityFunction | ArrayLike) -> UtilityFunction:
    if isinstance(utility, UtilityFunction):
        return utility
    try:
        return utility_function(utility)
    except ConfigError as error:
        raise ConfigError(f"utilities.{name}: {error}") from error


def utility_function(
    values: ArrayLike,
    issues: Mapping[str, Sequence[object]] | None = None,
    reservation: float = -np.inf,
) -> UtilityFunction:
    """Return a utility function from an array of utilities.

    Parameters
    ----------
    values : one axis an issue, or all outcomes in one row with the last issue fastest
    issues : name -> its levels, numbers or texts; default: issue1, issue2, … with levels 0, 1, …
    reservation : utility without a deal; -inf for none
    """
    try:
        table = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ConfigError(f"must be an array of numbers, got {show(values)}") from error
    if table.size == 0 or table.ndim == 0:
        raise ConfigError(f"must be an array of at least one utility, got {show(values)}")
    if issues is not None and not isinstance(issues, Mapping):
        raise ConfigError(f"issues: must map names to levels, got {show(issues)}")
    try:
        floor = float(reservation)
    except (TypeError, ValueError) as error:
        raise ConfigError(f"reservation: must be a number, got {show(reservation)}") from error
    if issues is None:
        issues = {f"issue{axis + 1}": [str(i) for i in range(size)] for axis, size in enumerate(table.shape)}
    space = OutcomeSpace(tuple(_issue(name, levels) for name, levels in issues.items()))
    if table.shape not in (space.shape, (space.n,)):
        wanted = " x ".join(map(str, space.shape))
        raise ConfigError(f"the issues have {wanted} levels, got utilities of shape {table.shape}")
    return from_values(space, table, floor)


def _issue(name: str, levels: Sequence[object]) -> Issue:
    if name in COLUMNS:
        raise ConfigError(f"issues: '{name}' is a column of the table of moves; call it something else")
    if isinstance(levels, str) or not len(levels):
        raise ConfigError(f"issues.{name}: must be a list of levels, got {show(levels)}")
    numbers = [float(x) for x in levels if isinstance(x, int | float)]
    labels = tuple(f"{x:g}" if isinstance(x, float) else str(x) for x in levels)
    if len(set(labels)) < len(labels):
        raise ConfigError(f"issues.{name}: every level needs a name of its own, got {show(list(labels))}")
    return Issue(name, labels, tuple(numbers) if len(numbers) == len(labels) else ())
