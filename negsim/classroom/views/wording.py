"""How the names of issues, sectors, groups and their wishes are written for people."""

import re
from functools import cache

from negsim.files import packaged_rows

NAME = re.compile(r"[a-z]+(?:_[a-z]+)*")


@cache
def _words() -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in packaged_rows("classroom", "words")}


def capital(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def words(name: str) -> str:
    """Return a name with every word of it that has underscores as people write it."""
    return NAME.sub(lambda found: label(found[0]) if "_" in found[0] else found[0], name)


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
