"""Who sits opposite whom: pure functions from students to pairs."""

from collections.abc import Mapping, Sequence

import numpy as np

Pair = tuple[str | None, str | None]
"""Seats in the order of the parties; None is left to a computer."""


def by_arrival(seats: Sequence[str]) -> list[Pair]:
    """Return pairs in order of arrival; a student left over meets a computer."""
    return [(seats[i], seats[i + 1] if i + 1 < len(seats) else None) for i in range(0, len(seats), 2)]


def at_random(seats: Sequence[str], chance: np.random.Generator) -> list[Pair]:
    """Return pairs drawn by lot."""
    return by_arrival([seats[i] for i in chance.permutation(len(seats))])


def against_computers(seats: Sequence[str]) -> list[Pair]:
    """Return a group for each student; sides alternate."""
    return [(seat, None) if number % 2 == 0 else (None, seat) for number, seat in enumerate(seats)]


def by_list(names: Mapping[str, str], wanted: Sequence[tuple[str, str]]) -> list[Pair]:
    """Return the listed pairs of which somebody is there, then the others by arrival.

    Parameters
    ----------
    names : seat -> display name, in order of arrival
    wanted : pairs of names in the order of the parties; capitals do not matter
    """
    waiting = {seat: name.casefold() for seat, name in names.items()}
    pairs: list[Pair] = []

    def take(name: str) -> str | None:
        seat = next((s for s, n in waiting.items() if n == name.casefold()), None)
        if seat is not None:
            del waiting[seat]
        return seat

    for first, second in wanted:
        pair = (take(first), take(second) if second else None)
        if any(pair):
            pairs.append(pair)
    return [*pairs, *by_arrival(list(waiting))]


def read_list(text: str) -> list[tuple[str, str]]:
    """Return the pairs of a list: one a line, two names with a comma, semicolon or tab between them."""
    pairs = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.replace(";", ",").replace("\t", ",").split(",")]
        if parts[0]:
            pairs.append((parts[0], parts[1] if len(parts) > 1 else ""))
    return pairs
