from math import exp

import pytest

from negsim.agents.conduct.contract import Totals
from negsim.agents.conduct.rerouting import Rerouting
from tests.agents.conduct.firms import CHANCE, after, books, ground, news

RULE = Rerouting()


def begun():
    made = books()
    RULE.begin(made, ground(), CHANCE)
    return made


def test_it_begins_with_the_data_and_more_in_plants_of_third_owners():
    assert begun().evading == pytest.approx([0.02, 0.02, 0.08, 0])


def test_by_hand():
    # a gap of .15 as before, but 5 % is found and pays .20 more: .01 less: 3 / (1 + 2 exp(.05)) = .96722
    assert RULE.times(ground(), 0.20) == pytest.approx(3 / (1 + 2 * exp(0.05)))
    # 3 % a week of the way there
    assert after(RULE, begun()).evading[0] == pytest.approx(0.02 * (1 + 0.03 * (0.967219 - 1)), rel=1e-5)


def test_the_same_gain_as_before_leaves_the_share_as_it_was():
    assert RULE.times(ground(dearest=0.35, penalty=0.2), 0.20) == pytest.approx(1.0)


def test_signs():
    usual = RULE.times(ground(), 0.20)

    assert RULE.times(ground(dearest=1.45), 0.20) > usual
    assert RULE.times(ground(), 0.10) > usual > RULE.times(ground(), 0.46)
    assert RULE.times(ground(detection=0.60), 0.20) < RULE.times(ground(detection=0.25), 0.20) < usual
    assert Rerouting(fine=0.2).times(ground(), 0.20) < usual


def test_limits():
    assert RULE.times(ground(dearest=5.0), 0.0) == pytest.approx(3.0)
    made = after(RULE, begun(), news(rate=0.10), ticks=2000)
    assert made.evading[1] == pytest.approx(0.02 * RULE.times(ground(), 0.10))


def test_the_weight_of_origin_follows_the_share():
    (echo,) = RULE.echoes(Totals(rerouted=0.03, rerouted_at_start=0.02))
    assert (echo.side, echo.what, echo.value) == ("home", "origin", pytest.approx(1.5))
    (echo,) = RULE.echoes(Totals(rerouted=0.0, rerouted_at_start=0.0))
    assert echo.value == 1.0
