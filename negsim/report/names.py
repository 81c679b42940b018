"""How factors, their levels and days are written in tables, titles and sentences."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

DIGITS = 4
"""Digits of a number that are shown; tables on disk have all of them."""


def short_names(paths: Sequence[str]) -> dict[str, str]:
    """Return the shortest ending of each dotted path that tells them apart."""
    names = {}
    for path in paths:
        parts = path.split(".")
        for length in range(1, len(parts) + 1):
            ending = ".".join(parts[-length:])
            if sum(f".{other}".endswith(f".{ending}") for other in paths) == 1:
                break
        names[path] = ending
    return names


def level_names(levels: Iterable[Any]) -> dict[Any, str]:
    """Return what to call levels: mappings, which tables hold as JSON, by what differs between them.

    Numbers have `DIGITS` significant digits, or more if they would be alike.
    """
    distinct = list(dict.fromkeys(levels))
    parts = {level: _parts(level) for level in distinct}
    mappings = {level: keys for level, keys in parts.items() if keys is not None}
    names = {level: _number(level, distinct) for level in distinct if level not in mappings}
    paths = list(dict.fromkeys(path for keys in mappings.values() for path in keys))
    apart = [path for path in paths if len({keys.get(path) for keys in mappings.values()}) > 1] or paths
    short = short_names(apart)
    for level, keys in mappings.items():
        told = [_told(short[path], keys[path]) for path in apart if path in keys]
        names[level] = ", ".join(told) or "otherwise as the others"
    return names


def _told(name: str, value: str) -> str:
    """Return a part of a mapping; its type goes by its name alone."""
    return value if name == "type" else f"{name} {value}"


def _parts(level: Any) -> dict[str, str] | None:
    """Return the dotted paths and values of a level that is a mapping, None of any other."""
    with suppress(ValueError):
        found = json.loads(level) if isinstance(level, str) and level.startswith("{") else None
        if isinstance(found, Mapping):
            return dict(_flat(found))
    return None


def _flat(found: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, str]]:
    for key, value in found.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value if isinstance(value, str) else json.dumps(value)


def _number(level: Any, levels: Sequence[Any]) -> str:
    if not isinstance(level, float):
        return str(level)
    numbers = [other for other in levels if isinstance(other, float)]
    digits = (d for d in range(DIGITS, 17) if len({f"{n:.{d}g}" for n in numbers}) == len(numbers))
    return f"{level:.{next(digits, 17)}g}"


def in_words(day: date) -> str:
    """Return a date as sentences have it, ``27 October 2025``; tables have 2025-10-27."""
    return f"{day.day} {day:%B %Y}"
