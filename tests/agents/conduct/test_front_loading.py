import pytest

from negsim.agents.conduct.contract import Totals
from negsim.agents.conduct.front_loading import FrontLoading
from tests.agents.conduct.firms import after, books, news

RULE = FrontLoading()
DUE = news(due=5.0)


def test_by_hand():
    # .04 saved, as much as it costs: .15, of what can be stored; half taxed: half of that
    made = after(RULE, books(expected=0.24), DUE)

    assert made.ahead == pytest.approx([0.075, 0.15, 0.075, 0.075])
    assert made.stock == pytest.approx(made.ahead)


def test_nobody_ships_ahead_of_what_is_far_or_not_feared():
    assert (after(RULE, books(expected=0.24), news(due=11.0)).ahead == 0).all()
    assert (after(RULE, books(expected=0.20), DUE).ahead == 0).all()
    assert (after(RULE, books(expected=0.15), DUE).ahead == 0).all()
    assert (after(RULE, books(expected=0.24), news(threat=0.20)).ahead == 0).all()


def test_a_stock_is_sold_when_the_day_has_passed():
    # a sixth each week of what is left
    made = after(RULE, books(stock=3.0, expected=0.46), news(rate=0.46))
    assert made.ahead == pytest.approx([-0.5] * 4)
    assert made.stock == pytest.approx([2.5] * 4)
    assert after(RULE, made, news(rate=0.46), ticks=200).stock == pytest.approx([0] * 4, abs=1e-12)


def test_two_weeks_ship_twice_as_much():
    made = after(RULE, books(expected=0.24), news(due=5.0, weeks=2.0))

    assert made.stock[1] == pytest.approx(0.30)
    assert after(RULE, books(stock=3.0), news(threat=0.2, weeks=2.0)).stock == pytest.approx([2.0] * 4)


def test_limits():
    assert after(RULE, books(expected=0.9), DUE).ahead[1] == 0.5
    full = after(RULE, books(expected=0.9), DUE, ticks=100)
    assert full.stock.max() <= 8.0 + 1e-12
    assert (after(RULE, books(expected=0.9, alive=0.0), DUE).ahead == 0).all()


def test_a_surge_makes_the_deficit_count_for_more():
    (echo,) = RULE.echoes(Totals(here=50.0, ahead=10.0))
    assert (echo.side, echo.what, echo.value, echo.at_rest) == ("home", "deficit", pytest.approx(1.1), 1.0)
    (echo,) = RULE.echoes(Totals(here=50.0, ahead=-10.0))
    assert echo.value == 1.0
