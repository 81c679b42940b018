import pytest

from negsim.agents.conduct.contract import Totals
from negsim.agents.conduct.pass_through import PassThrough
from tests.agents.conduct.firms import CHANCE, after, books, ground, news

RULE = PassThrough()


def test_by_hand():
    # a tenth of 20 %; the third sells half of its goods taxed; a buyer absorbs nothing as a seller
    assert after(RULE, books()).absorbed == pytest.approx([0.02, 0.02, 0.01, 0])
    # a tenth of 46 % is .046, but a margin of .06 gives .03 at most
    assert after(RULE, books(), news(rate=0.46)).absorbed == pytest.approx([0.03, 0.046, 0.023, 0])


def test_shop_prices_get_there_in_time():
    made = books()
    RULE.begin(made, ground(), CHANCE)
    assert (made.shelf == 0.2).all()
    # 2 % of the gap of .4 in the first week
    assert after(RULE, made).shelf[3] == pytest.approx(0.208)
    assert after(RULE, made, ticks=1000).shelf[3] == pytest.approx(0.6)


def test_two_weeks_are_two_weeks():
    one, two = books(shelf=0.2), books(shelf=0.2)

    assert after(RULE, one, ticks=2).shelf == pytest.approx(after(RULE, two, news(weeks=2.0)).shelf)


def test_limits():
    assert (after(PassThrough(border=1), books()).absorbed == 0).all()
    assert (after(RULE, books(), news(rate=0.0)).absorbed == 0).all()


def test_what_prices_come_to():
    # .1 more of a tariff of .15 at .9: 1.35 % of imports
    (echo,) = RULE.echoes(Totals(shelf=0.3, duties=0.15))

    assert (echo.side, echo.what, echo.value) == ("home", "living", pytest.approx(0.0135))
