"""Transcripts: records that only grow, and windows on them; nothing is copied when a move is made."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar

from negsim.bargaining.move import Entry, Offer
from negsim.bargaining.outcome import Outcome

T = TypeVar("T")


class Window(Sequence[T], Generic[T]):
    """The first items of a list that only grows: a value, though others append to the list.

    Parameters
    ----------
    items : the list
    size : how many of its items are seen
    """

    __slots__ = ("_items", "_size")

    def __init__(self, items: list[T], size: int) -> None:
        self._items, self._size = items, size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._size)
            return tuple(self._items[start : stop if stop >= 0 else None : step])
        return self._items[range(self._size)[index]]

    def __iter__(self) -> Iterator[T]:
        return islice(self._items, self._size)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Window | tuple):
            return NotImplemented
        return len(self) == len(other) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


class _Offers:
    """The offers of some parties in a record, read on whenever somebody asks for them."""

    def __init__(self, party: str, own: bool) -> None:
        self.party, self.own = party, own
        self.outcomes: list[Outcome] = []
        self.made: list[int] = []
        """Offers among the first entries: by number of entries."""

    def window(self, entries: list[Entry], size: int) -> Window[Outcome]:
        """Return the offers among the first entries of the record."""
        for position in range(len(self.made), size):
            entry = entries[position]
            self.made.append(len(self.outcomes))
            if isinstance(entry.move, Offer) and (entry.party == self.party) is self.own:
                self.outcomes.append(entry.move.outcome)
        seen = self.made[size] if size < len(self.made) else len(self.outcomes)
        return Window(self.outcomes, seen)


class Transcript(Window[Entry]):
    """The moves so far, oldest first. A longer one shares the record of the shorter one.

    Parameters
    ----------
    entries : what happened, oldest first
    """

    __slots__ = ("_offers",)

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        record = list(entries)
        super().__init__(record, len(record))
        self._offers: dict[tuple[str, bool], _Offers] = {}

    def plus(self, entry: Entry) -> "Transcript":
        """Return the transcript with one more entry; this one stays as it is.

        Only the longest transcript of a record can append to it: another goes on in a copy.
        """
        if len(self._items) > self._size:
            return Transcript(self).plus(entry)
        self._items.append(entry)
        longer = Transcript.__new__(Transcript)
        longer._items, longer._size, longer._offers = self._items, self._size + 1, self._offers
        return longer

    def sent_by(self, party: str) -> Window[Outcome]:
        """Return the outcomes that a party offered, oldest first."""
        return self._offered(party, True)

    def received_by(self, party: str) -> Window[Outcome]:
        """Return the outcomes that others offered to a party, oldest first."""
        return self._offered(party, False)

    def _offered(self, party: str, own: bool) -> Window[Outcome]:
        key = (party, own)
        if key not in self._offers:
            self._offers[key] = _Offers(party, own)
        return self._offers[key].window(self._items, self._size)
