from math import exp

import pytest

from negsim.agents.conduct.contract import Totals
from negsim.agents.conduct.diversification import Diversification
from tests.agents.conduct.firms import after, books, ground

RULE = Diversification()


def test_by_hand():
    # the small firm: .06 (1 - 1.2^-2) = .018333 less .04 over .02: L(-1.08333) = .25288, of .20, 1.5 % a week
    made = after(RULE, books())
    small = 0.20 / (1 + exp((0.04 - 0.06 * (1 - 1.2**-2)) / 0.02))
    assert small == pytest.approx(0.050575, abs=1e-6)
    assert made.elsewhere[0] == pytest.approx(0.015 * small)
    # the foreign-owned one: .1 (1 - 1.2^-2) = .030556: L(-.47222) of .12
    assert made.elsewhere[1] == pytest.approx(0.015 * 0.12 / (1 + exp(0.0094444 / 0.02)), rel=1e-5)


def test_it_settles_below_its_ceiling_and_buyers_stay():
    made = after(RULE, books(expected=0.46), ticks=2000)

    assert made.elsewhere[0] == pytest.approx(0.20 / (1 + exp((0.04 - 0.06 * (1 - 1.46**-2)) / 0.02)))
    assert (made.elsewhere[:3] < [0.20, 0.12, 0.12]).all()
    assert made.elsewhere[3] == 0.0


def test_signs_and_switches():
    assert (after(RULE, books(expected=0.46)).elsewhere[:3] > after(RULE, books()).elsewhere[:3]).all()
    assert (after(Diversification(speed=0), books()).elsewhere == 0).all()
    less = after(RULE, books(), here=ground(taxed=[0.5, 1, 0.5, 1])).elsewhere
    assert less[0] < after(RULE, books()).elsewhere[0]


def test_exports_and_jobs_count_for_less():
    echoes = RULE.echoes(Totals(here=90.0, away=10.0))

    assert [(e.side, e.what, e.value) for e in echoes] == [
        ("partner", "sales", 0.9),
        ("partner", "jobs", 0.9),
    ]
