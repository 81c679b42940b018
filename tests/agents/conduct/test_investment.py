import pytest

from negsim.agents.conduct.investment import Investment
from tests.agents.conduct.firms import after, books, ground, news

RULE = Investment()


def test_what_uncertainty_leaves():
    # u = .95 x .1 / .05 = 1.9: (1 + .95) / 2.9
    assert RULE.discount == pytest.approx(1.95 / 2.9)
    assert Investment(reversal=0).discount == 1.0
    assert Investment(reversal=0.4).discount < RULE.discount < Investment(bad_times=0.9).discount


def test_by_hand():
    made = after(RULE, books())

    # rivals pay .25 and the firm reckons with .20: .05 x .5 x .6724 a year, a week of it
    assert made.entered[1] == pytest.approx(0.05 * 0.5 * 1.95 / 2.9 / 52)
    # the small firm learns a tenth of that, and gets no plant
    assert made.skill[0] == pytest.approx(0.1 * made.entered[1])
    assert (made.entered[0], made.skill[1]) == (0, 0)
    # half of the third's goods pay: .25 - .10
    assert made.entered[2] == pytest.approx(3 * made.entered[1])


def test_no_advantage_no_plant():
    assert (after(RULE, books(expected=0.30), here=ground(taxed=[1, 1, 1, 1])).entered == 0).all()
    assert after(RULE, books()).entered[3] == 0.0


def test_signs():
    assert after(RULE, books(expected=0.1)).entered[1] > after(RULE, books()).entered[1]
    assert after(RULE, books(), news(weeks=2.0)).entered[1] == pytest.approx(
        2 * after(RULE, books()).entered[1]
    )
