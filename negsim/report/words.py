"""Words in the language of the reader, from gettext catalogues in `negsim/locale`; English is the source."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from negsim.errors import ResultError
from negsim.politics.countries import country
from negsim.registry import unknown

SOURCE = "en"
NUMBER = re.compile(r"\d+(\.\d+)?")
"""In a name, so that one translation of `${n} bn` does for every number."""
SWAPPED = str.maketrans(",.", ".,")


@cache
def languages() -> tuple[str, ...]:
    """Return the languages there are: English, and one a catalogue."""
    found = (path.name for path in (files("negsim") / "locale").iterdir())
    return (SOURCE, *sorted(name.removesuffix(".po") for name in found if name.endswith(".po")))


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return message -> translation; empty for English."""
    if language == SOURCE:
        return {}
    text = (files("negsim") / "locale" / f"{language}.po").read_text(encoding="utf-8")
    return dict(parsed(text))


def parsed(text: str) -> Iterator[tuple[str, str]]:
    """Yield the messages of a `.po` file with their translations: single ones, without context or plurals."""
    for block in text.split("\n\n"):
        parts = {"msgid": "", "msgstr": ""}
        key = ""
        for line in block.splitlines():
            if line.startswith(("msgid ", "msgstr ")):
                key, _, line = line.partition(" ")
            if line.startswith('"'):
                parts[key] += ast.literal_eval(line)
        if parts["msgid"]:
            yield parts["msgid"], parts["msgstr"]


class Words:
    """Messages, numbers and dates in one language.

    Parameters
    ----------
    language : en, or that of a catalogue

    Raises
    ------
    ResultError : for a language without a catalogue.
    """

    def __init__(self, language: str = SOURCE) -> None:
        if language not in languages():
            raise ResultError(unknown("language", language, languages()))
        self.language = language
        self._translated = catalogue(language)

    def __call__(self, message: str, **values: object) -> str:
        """Return a message with its `{places}` filled."""
        template = self._translated.get(message) or message
        return template.format(**values) if values else template

    def name(self, name: object) -> str:
        """Return a name of the model in words; one that no catalogue knows stays as it is."""
        text = str(name).replace("_", " ")
        if found := NUMBER.search(text):
            return self(NUMBER.sub("{n}", text, count=1)).replace("{n}", found[0])
        return self(text)

    def sentence(self, text: str) -> str:
        """Return a text with a capital at its beginning."""
        return text[:1].upper() + text[1:]

    def country(self, party: str) -> str:
        """Return how the country of a party is called within a sentence."""
        return self(country(party).short_in_a_sentence)

    def number(self, value: float, style: str = ".1f") -> str:
        """Return a number as it is written in this language, with a true minus sign."""
        written = f"{value:{style}}".replace("-", "\N{MINUS SIGN}")
        return written if self.language == SOURCE else written.translate(SWAPPED)

    def percent(self, share: float, digits: int = 0) -> str:
        """Return a share of 1 as a percentage."""
        return f"{self.number(100 * share, f'.{digits}f')}\N{NO-BREAK SPACE}%"

    def money(self, value: float, style: str = ".1f") -> str:
        """Return billions of US dollars."""
        return self("US$ {number} bn", number=self.number(value, style))

    def change(self, value: float, style: str = ".1f") -> str:
        """Return a change in billions of US dollars, its sign in front."""
        return ("\N{MINUS SIGN}" if value < 0 else "+") + self.money(abs(value), style)

    def day(self, day: date) -> str:
        """Return a date in full."""
        if self.language == SOURCE:
            return f"{day.day} {day:%B %Y}"
        return f"{day.day}/{day.month}/{day.year}"

    def day_and_month(self, day: date) -> str:
        """Return a date without its year, short enough for an axis."""
        return f"{day.day} {day:%b}" if self.language == SOURCE else f"{day.day}/{day.month}"

    def listing(self, parts: list[str]) -> str:
        """Return parts as a list within a sentence."""
        if len(parts) < 2:
            return "".join(parts)
        return self("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])


ENGLISH = Words()
