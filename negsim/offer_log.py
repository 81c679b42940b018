"""The log of a run: every move, with what its outcome was worth to each party on that day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from negsim.agents.government import Government
from negsim.core.issue import Outcome
from negsim.core.outcome import Entry
from negsim.core.record import OfferRecord


class OfferLog(Sequence[OfferRecord]):
    """The moves of one run. What they were worth is worked out when somebody reads it: logging costs little.

    Parameters
    ----------
    parties : name -> government
    """

    def __init__(self, parties: Mapping[str, Government]) -> None:
        self._parties = dict(parties)
        self._verdicts: dict[str, Callable[[Outcome, float], bool]] = {}
        self._kept: list[tuple[Any, ...]] = []
        self._told: list[OfferRecord] = []

    def add(self, entry: Entry, tick: int, day: date, outcome: Outcome | None) -> None:
        """Keep a move, the outcome it is about, and by what the parties judge it now."""
        if not self._verdicts:
            self._verdicts = {name: party.home.verdict() for name, party in self._parties.items()}
        now = [(party.utility, party.home.lost_ground) for party in self._parties.values()]
        self._kept.append((entry, tick, day, outcome, now))

    def __len__(self) -> int:
        return len(self._kept)

    def __getitem__(self, index: Any) -> Any:
        return self._records()[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._records() == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._records())

    def _records(self) -> list[OfferRecord]:
        for entry, tick, day, outcome, now in self._kept[len(self._told) :]:
            utilities: dict[str, float] = {}
            ratifiable: dict[str, bool] = {}
            if outcome is not None:
                for (name, ratifies), (utility, lost) in zip(self._verdicts.items(), now, strict=True):
                    utilities[name] = utility.value(outcome)
                    ratifiable[name] = ratifies(outcome, lost)
            self._told.append(OfferRecord(entry, tick, day.isoformat(), utilities, ratifiable))
        return self._told
