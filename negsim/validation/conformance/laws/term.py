"""What every term of a utility function promises."""

from itertools import chain

import numpy as np

from negsim.politics.mandate import valued, with_blocs
from negsim.politics.terms.contract import Term
from negsim.registry import Entry
from negsim.settings.build import plain
from negsim.talks.model import NegotiationModel
from negsim.validation.conformance.law import Law, broadcasts, example, holds
from negsim.validation.conformance.worlds import changed, large, mini
from negsim.world.features import Features

ROUNDING = 2.0**-20


def is_a_sum_over_outcomes(entry: Entry) -> None:
    """It adds up finite arrays that broadcast over the outcomes."""
    term, shape = example(entry), large().world.space.shape
    holds(isinstance(term, Term), f"{type(term).__name__} must derive from Term")
    for addend in _addends(term, large().world.outcomes[1]):
        holds(
            broadcasts(addend.shape, shape),
            f"an addend has the shape {addend.shape}, which does not broadcast over {shape}",
        )
        holds(np.isfinite(addend).all(), "its value of some outcome is no finite number")


def values_no_deal_by_the_same_formula(entry: Entry) -> None:
    """It values having no deal, at the rate in force and at the one threatened, one number each."""
    no_deal = mini().no_deal
    points = large().world.without_deal(no_deal.in_force, no_deal.threatened)[1]
    for addend in _addends(example(entry), points):
        holds(addend.size in (1, 2), f"it gives {addend.size} numbers for two points without a deal")


def can_be_all_a_government_wants(entry: Entry) -> None:
    """A government that wants nothing else values each outcome by it, and its parts add up to its utility."""
    for party, spec in mini().parties.items():
        terms = dict.fromkeys(spec.settings.terms) | {"only": plain(example(entry))}
        model = NegotiationModel(changed({f"parties.{party}.terms": terms}), 1)
        government = model.parties[party]
        for outcome in range(model.space.n):
            total, value = sum(government.parts(outcome).values()), government.initial.value(outcome)
            holds(abs(total - value) < ROUNDING, f"its parts add up to {total:g} where utility is {value:g}")


def _addends(term: Term, at: Features) -> list[np.ndarray]:
    """Return the addends at some points, those it has for each bloc of a party one after the other."""
    found: list[np.ndarray] = []
    for party in large().parties:
        found += chain.from_iterable(valued(term, with_blocs(at, large().blocs(party))).values())
    return found


LAWS: tuple[Law, ...] = (
    is_a_sum_over_outcomes,
    values_no_deal_by_the_same_formula,
    can_be_all_a_government_wants,
)
