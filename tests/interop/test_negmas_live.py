"""Our moves against those of the real NegMAS, offer by offer, where it is installed."""

import importlib.util
import warnings

import numpy as np
import pytest

from negsim.interop.negmas import play
from tests.interop.domains import case

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("negmas") is None,
        reason="NegMAS is AGPL and optional: pip install 'negsim[negmas]' to compare against the real one",
    ),
    pytest.mark.filterwarnings("ignore"),
]
CASES = 384
"""Twelve domains for each pair of strategies and each opener."""
CROWDED = 64
"""More with up to 4,096 outcomes, where outcomes lie within the tolerances of each other."""


def play_negmas(utilities, reservations, strategies, rounds, opener):
    """Play the same talks in NegMAS and return (agreement, rounds begun, trace) as `play` does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from negmas import MappingUtilityFunction, SAOMechanism, make_issue, make_os
        from negmas.sao import (
            BoulwareTBNegotiator,
            ConcederTBNegotiator,
            LinearTBNegotiator,
            ToughNegotiator,
        )
    negotiators = {
        "boulware": BoulwareTBNegotiator,
        "linear": LinearTBNegotiator,
        "conceder": ConcederTBNegotiator,
        "tough": ToughNegotiator,
    }
    shape = np.shape(utilities[0])
    space = make_os([make_issue([f"v{v}" for v in range(size)], f"i{i}") for i, size in enumerate(shape)])
    outcomes = [tuple(f"v{v}" for v in levels) for levels in np.ndindex(shape)]
    index = {outcome: i for i, outcome in enumerate(outcomes)}
    mechanism = SAOMechanism(outcome_space=space, n_steps=rounds)
    for party in (opener, 1 - opener):
        values = dict(zip(outcomes, np.ravel(utilities[party]).tolist(), strict=True))
        utility = MappingUtilityFunction(values, outcome_space=space, reserved_value=reservations[party])
        mechanism.add(negotiators[strategies[party]](name=str(party), id=str(party)), ufun=utility)
    mechanism.run()
    state = mechanism.state
    trace = tuple((step, int(who), index[offer]) for step, who, offer in mechanism.extended_trace)
    return None if state.agreement is None else index[state.agreement], state.step, trace


def both(arguments):
    ours = play(*arguments)
    return (ours.agreement, ours.round, ours.trace), play_negmas(*arguments)


@pytest.mark.parametrize("block", range(CASES // 32))
def test_every_offer_equals_that_of_negmas(block):
    differing = []
    for number in range(32 * block, 32 * block + 32):
        ours, theirs = both(case(number).arguments())
        if ours != theirs:
            differing.append(number)

    assert differing == []


@pytest.mark.parametrize("number", range(1000, 1000 + CROWDED))
def test_every_offer_equals_that_of_negmas_in_crowded_domains(number):
    ours, theirs = both(case(number, largest=8).arguments())

    assert ours == theirs
