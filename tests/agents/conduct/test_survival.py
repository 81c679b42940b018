import numpy as np
import pytest

from negsim.agents.conduct.contract import Totals
from negsim.agents.conduct.survival import Survival
from tests.agents.conduct.firms import CHANCE, after, books, ground, news

RULE = Survival(runway_spread=0)


def begun(**columns):
    made = books(**columns)
    RULE.begin(made, ground(), CHANCE)
    return made


def test_the_till_covers_some_weeks_of_fixed_costs():
    # 12 weeks of .15 a year; 52 weeks of .15 x 4; buyers keep no till here
    assert begun().cash == pytest.approx([0.15 * 12 / 52, 0.60, 0.30, 0])


def test_by_hand():
    made = after(RULE, begun(absorbed=[0.024, 0, 0, 0]))

    # 1 x (.06 + .15 - .024 / 1.2) = .19 a year, less .15, a week of it
    assert made.earnings[0] == pytest.approx(0.19)
    assert made.cash[0] == pytest.approx(0.15 * 12 / 52 + 0.04 / 52)


def test_cash_changes_by_margin_less_fixed_costs_whatever_happens():
    made = begun(ahead=0.3, elsewhere=0.1, moved=0.2, entered=0.1, skill=0.01, absorbed=0.01)
    before = made.cash.copy()
    after(RULE, made, news(weeks=2.0))
    fixed = 0.15 * ground().sales * 0.8

    # 1.1 x .8 sold, of which the nine tenths that stay are shipped 30 % ahead
    assert made.earnings[1] == pytest.approx(4 * 1.1 * 0.8 * 1.27 * (0.25 + 0.01 - 0.01 / 1.2))
    assert (made.cash - before)[:3] == pytest.approx(((made.earnings - fixed) * 2 / 52)[:3])


def test_a_firm_without_orders_gives_up_when_its_cash_is_gone():
    # 12 weeks of fixed costs last 12 weeks
    assert after(RULE, begun(orders=0.0), ticks=12).alive.tolist() == [1, 1, 1, 1]
    assert after(RULE, begun(orders=0.0), ticks=13).alive.tolist() == [0, 1, 1, 1]
    assert after(RULE, begun(orders=0.0), ticks=60).alive.tolist() == [0, 0, 0, 1]


def test_it_does_not_rise_again():
    made = after(RULE, begun(orders=0.0), ticks=13)
    made.orders[:] = 100.0

    assert after(RULE, made, ticks=5).alive[0] == 0.0
    assert made.earnings[0] == 0.0


def test_runways_differ_by_luck():
    made = books()
    Survival().begin(made, ground(), np.random.Generator(np.random.PCG64(3)))

    assert made.cash[0] != pytest.approx(0.15 * 12 / 52)
    assert (made.cash[:3] > 0).all()


def test_the_share_of_jobs_gone_is_felt():
    (echo,) = RULE.echoes(Totals(lost=30.0, created=10.0, jobs_at_start=1000.0))

    assert (echo.side, echo.what, echo.value) == ("partner", "living", pytest.approx(0.02))


def test_the_press_counts_factories():
    assert RULE.line(Totals(exits=1, lost=12.4)).startswith("a factory closes; 12 thousand")
    assert RULE.line(Totals(exits=3, lost=12.4)).startswith("3 factories have closed")
