"""A mapping that never changes and can be hashed, so that settings that hold one can be."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class FrozenMapping(Mapping[K, V]):
    """Entries in the order given; as with `dict`, that order does not count when two are compared.

    Where the order decides something, as that of issues does, `tuple(mapping.items())` is the key.
    """

    __slots__ = ("_entries", "_hash")

    def __init__(self, *entries: Any, **named: Any) -> None:
        self._entries: dict[K, V] = dict(*entries, **named)
        self._hash: int | None = None

    def __getitem__(self, key: K) -> V:
        return self._entries[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FrozenMapping):
            return self._entries == other._entries
        return super().__eq__(other)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._entries.items()))
        return self._hash

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._entries!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._entries,)  # hashes of texts are other ones in another process


def freeze(value: Any) -> Any:
    """Return plain data that can be hashed: lists as tuples, mappings frozen, to any depth."""
    if isinstance(value, Mapping):
        return FrozenMapping({key: freeze(entry) for key, entry in value.items()})
    if isinstance(value, list | tuple):
        return tuple(freeze(entry) for entry in value)
    return value
