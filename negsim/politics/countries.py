"""The two countries: who sets the tariff that is negotiated, who is its partner, how both are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from negsim.files import packaged_rows


@dataclass(frozen=True)
class Country:
    """How a party is written for people, and its colour in pictures."""

    party: str
    name: str
    in_a_sentence: str
    short: str
    adjective: str
    colour: str

    @property
    def short_in_a_sentence(self) -> str:
        """The short name, with an article if it has one."""
        return self.in_a_sentence.replace(self.name, self.short)


@cache
def _countries() -> Mapping[str, Country]:
    return {row["party"]: Country(**row) for row in packaged_rows("politics", "countries")}


def sides() -> tuple[str, str]:
    """Return the parties of talks: the one that sets the tariff, and its trade partner."""
    home, partner = _countries()
    return home, partner


def pair() -> tuple[Country, Country]:
    """Return the countries of both parties: that which sets the tariff, and its trade partner."""
    home, partner = sides()
    return country(home), country(partner)


def country(party: str) -> Country:
    """Return how a party is written; one that is not in the table goes by its own name."""
    named = party.replace("_", " ").capitalize()
    return _countries().get(party, Country(party, named, named, named, named, "#555555"))
