"""The log of a run: every move, with what its outcome was worth to each party on that day."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np

from negsim.agents.government import Government
from negsim.bargaining.move import Entry, Offer
from negsim.bargaining.outcome import Outcome
from negsim.bargaining.steps import step
from negsim.bargaining.utility.function import UtilityFunction
from negsim.politics.home_front import Verdict
from negsim.talks.record import OfferRecord


class Kept(NamedTuple):
    """A move, the outcome it is about if any, and by what the parties judged it.

    `judged_by` holds for each party its utility, demands raised at home, and its utility but for a pledge;
    `verdicts` whether each would ratify an outcome, in the world of that day.
    """

    entry: Entry
    tick: int
    day: date
    outcome: Outcome | None
    judged_by: list[tuple[UtilityFunction, float, UtilityFunction]]
    verdicts: Mapping[str, Verdict]


class OfferLog(Sequence[OfferRecord]):
    """The moves of one run. What they were worth is worked out when somebody reads it: logging costs little.

    Parameters
    ----------
    parties : name -> government
    """

    def __init__(self, parties: Mapping[str, Government]) -> None:
        self._parties = dict(parties)
        self._verdicts: dict[str, Verdict] = {}
        self._described: list[OfferRecord] = []
        self.kept: list[Kept] = []

    def add(self, entry: Entry, tick: int, day: date, outcome: Outcome | None) -> None:
        """Keep a move and the outcome it is about."""
        if not self._verdicts:
            self._verdicts = {name: party.home.verdict() for name, party in self._parties.items()}
        now = [(p.utility, p.home.raised_demands, p.unpledged) for p in self._parties.values()]
        self.kept.append(Kept(entry, tick, day, outcome, now, self._verdicts))

    def judge_anew(self) -> None:
        """Let what comes from now on be judged in another world."""
        self._verdicts = {}

    def judged(self, start: int = 0) -> dict[str, tuple[list[float | None], list[bool | None]]]:
        """Return for each party the utility of the moves from `start` on, and whether it would ratify them.

        None where no outcome is on the table.
        """
        moves = self.kept[start:]
        about = [(row, move.outcome) for row, move in enumerate(moves) if move.outcome is not None]
        worlds = [list(rows) for _, rows in groupby(about, key=lambda pair: id(moves[pair[0]].verdicts))]
        found = {}
        for position, name in enumerate(self._parties):
            utilities: list[float | None] = [None] * len(moves)
            ratifiable: list[bool | None] = [None] * len(moves)
            for rows in worlds:
                outcomes = np.array([outcome for _, outcome in rows], dtype=np.intp)
                lost = np.array([moves[row].judged_by[position][1] for row, _ in rows])
                verdicts = moves[rows[0][0]].verdicts[name](outcomes, lost).tolist()
                for (row, outcome), verdict in zip(rows, verdicts, strict=True):
                    utilities[row] = moves[row].judged_by[position][0].value(outcome)
                    ratifiable[row] = verdict
            found[name] = (utilities, ratifiable)
        return found

    def steps(self, start: int = 0) -> list[str | None]:
        """Return what step each move from `start` on is from the mover's last offer, in that day's tables.

        None for a first offer, and for moves that are no offers.
        """
        names = list(self._parties)
        last: dict[str, Outcome] = {}
        found: list[str | None] = []
        for entry, *_, judged_by, _ in self.kept:
            party, move, now = entry.party, entry.move, None
            if party is not None and isinstance(move, Offer):
                if party in last:
                    (own,) = (u for name, (u, *_) in zip(names, judged_by, strict=True) if name == party)
                    (other,) = (u for name, (u, *_) in zip(names, judged_by, strict=True) if name != party)
                    now = step(last[party], move.outcome, own, other)
                last[party] = move.outcome
            found.append(now)
        return found[start:]

    def __len__(self) -> int:
        return len(self.kept)

    def __getitem__(self, index: Any) -> Any:
        return self._records()[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._records() == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._records())

    def _records(self) -> list[OfferRecord]:
        start = len(self._described)
        if start < len(self.kept):
            judged, steps = self.judged(start), self.steps(start)
            for row, move in enumerate(self.kept[start:]):
                values = {name: (u[row], r[row]) for name, (u, r) in judged.items() if u[row] is not None}
                utilities: dict[str, Any] = {name: utility for name, (utility, _) in values.items()}
                ratifiable: dict[str, Any] = {name: verdict for name, (_, verdict) in values.items()}
                day = move.day.isoformat()
                plain, step = self._unpledged(move), steps[row] or ""
                self._described.append(
                    OfferRecord(move.entry, move.tick, day, utilities, ratifiable, step, plain)
                )
        return self._described

    def _unpledged(self, move: Kept) -> dict[str, float]:
        """Return what the outcome of a move would be worth to those whom a public pledge costs something."""
        if move.outcome is None:
            return {}
        judged = zip(self._parties, move.judged_by, strict=True)
        worth = {name: plain.value(move.outcome) for name, (now, _, plain) in judged if now is not plain}
        pledged = dict(zip(self._parties, (now for now, *_ in move.judged_by), strict=True))
        return {name: value for name, value in worth.items() if value != pledged[name].value(move.outcome)}
