"""What a party may really want: types with a prior, each with weights of its own; all are assumptions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from negsim.files import packaged_rows
from negsim.politics.terms.contract import Term
from negsim.settings.frozen import FrozenMapping


@dataclass(frozen=True)
class PartyType:
    """One type of a party.

    Attributes
    ----------
    prior : how likely others think it before any offer; those of a party add up to 1
    factors : term -> how many times its usual weight it has
    """

    name: str
    prior: float
    factors: Mapping[str, float]


@cache
def types_of(party: str) -> Mapping[str, PartyType]:
    """Return name -> type of a party, in the order of the table; none where nobody speaks of types."""
    rows = [row for row in packaged_rows("politics", "types") if row["party"] == party]
    factors: dict[str, dict[str, float]] = {row["type"]: {} for row in rows}
    for row in rows:
        factors[row["type"]][row["term"]] = float(row["factor"])
    priors = {row["type"]: float(row["prior"]) for row in rows}
    return {name: PartyType(name, priors[name], FrozenMapping(factors[name])) for name in factors}


@cache
def type_names() -> tuple[str, ...]:
    """Return the names of the types of all parties."""
    return tuple(dict.fromkeys(row["type"] for row in packaged_rows("politics", "types")))


@cache
def factors_of(name: str | None) -> Mapping[str, float]:
    """Return term -> how many times its usual weight a type gives it; nothing for no type."""
    rows = packaged_rows("politics", "types")
    return FrozenMapping({row["term"]: float(row["factor"]) for row in rows if row["type"] == name})


@dataclass(frozen=True)
class Wants:
    """What a party wants: terms with their usual weights, and its true type, or None.

    Attributes
    ----------
    terms : name -> term
    true_type : what others do not know of it
    """

    terms: Mapping[str, Term]
    true_type: str | None = None

    @property
    def weighed(self) -> Mapping[str, Term]:
        """The terms with the weights of the true type."""
        if self.true_type is None:
            return self.terms
        own = factors_of(self.true_type)
        return FrozenMapping(
            {k: replace(t, weight=t.weight * own.get(k, 1.0)) for k, t in self.terms.items()}
        )

    def relative_to(self, other: PartyType, term: str) -> float:
        """Return how many times its weight here a term weighs for another type."""
        return other.factors.get(term, 1.0) / factors_of(self.true_type).get(term, 1.0)
