"""A mandate keeps its terms in their places, whatever they count today."""

import pytest

from negsim.politics.mandate import make_mandate, salient
from tests.scenarios import scenario


def mandate(factor):
    talks = scenario("quiet")
    terms = salient(talks.parties["us"].settings.terms, {"origin": factor})
    return make_mandate(terms, talks.blocs("us"), talks.world, 0.46)


def test_a_term_that_counts_for_nothing_today_keeps_its_place():
    """What the other side has learned of the terms is kept by position."""
    usual, nothing = mandate(1.0), mandate(0.0)

    assert nothing.tables.names == usual.tables.names


def test_a_term_that_counts_for_nothing_moves_no_outcome():
    usual, nothing = mandate(1.0), mandate(0.0)
    at = usual.tables.names.index("origin")
    without = usual.weights.copy()
    without[at] = 0.0

    assert usual.weights[at] == pytest.approx(0.5)
    assert (nothing.utility(nothing.weights, 0.0).values() == usual.utility(without, 0.0).values()).all()
