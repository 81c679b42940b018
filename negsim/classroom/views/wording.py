"""How the names of issues, sectors, groups and their wishes are written for people."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NAME = re.compile(r"[a-z]+(?:_[a-z]+)*")


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a packaged table of the classroom."""
    text = (files("negsim.classroom") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _words() -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in table("words")}


@dataclass(frozen=True)
class Country:
    """How a party is written for people, and its colour in pictures."""

    party: str
    name: str
    in_a_sentence: str
    short: str
    colour: str


@cache
def _countries() -> dict[str, Country]:
    return {row["party"]: Country(**row) for row in table("countries")}


def country(party: str) -> Country:
    """Return how a party is written; one that is not in the table goes by its own name."""
    named = party.replace("_", " ").capitalize()
    return _countries().get(party, Country(party, named, named, named, "#555555"))


def capital(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def words(name: str) -> str:
    """Return a name with every word of it that has underscores as people write it."""
    return NAME.sub(lambda found: _one(found[0]), name)


def _one(name: str) -> str:
    if "_" not in name:
        return name
    row = _words().get(name)
    return row["words"] if row else name.replace("_", " ")


def label(name: str) -> str:
    """Return the name of a group, a term or a concern for people; a user's own name stays as it is."""
    row = _words().get(name)
    return row["words"] if row else name.replace("_", " ")


def change_in_words(name: str, moved: float) -> str:
    """Return a change of something a group cares about, e.g. `cheaper imports`."""
    row = _words().get(name)
    text = "" if row is None else row["more" if moved > 0 else "less"]
    return text or f"{'more' if moved > 0 else 'less'} {name.replace('_', ' ')}"


def whole(points: float) -> str:
    """Return points as a whole number with a real minus sign."""
    shown = round(points)
    return f"−{-shown}" if shown < 0 else str(shown)
