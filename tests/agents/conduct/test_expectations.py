import numpy as np
import pytest

from negsim.agents.conduct.expectations import Expectations
from tests.agents.conduct.firms import after, books, ground, news

RULE = Expectations()


def expected(facts, hope=0.5, rule=RULE):
    return after(rule, books(hope=hope), facts).expected[0]


def test_by_hand():
    # without a deal .20 + .3 x .26 = .278; half of that and half of .20 offered: .239
    assert expected(news(credibility=0.3)) == pytest.approx(0.239)
    # 52 weeks off, twice the horizon: half of the threat counts: (.20 + .239) / 2
    assert expected(news(credibility=0.3, due=52.0)) == pytest.approx(0.2195)
    # a ruling at even odds within the horizon: (.239 + .10) / 2
    ruling = {"strike": 0.5, "fallback": 0.10, "ruling_in": 13.0}
    assert expected(news(credibility=0.3, **ruling)) == pytest.approx(0.1695)


def test_hope_moves_a_share_of_the_way_to_the_news():
    assert after(RULE, books(hope=0.5), news(sign=1.0)).hope[0] == pytest.approx(0.65)
    assert after(RULE, books(hope=0.5), news(sign=0.0)).hope[0] == pytest.approx(0.35)
    assert after(RULE, books(hope=0.5), news(sign=None)).hope[0] == 0.5
    assert after(Expectations(learning=0), books(hope=0.5), news(sign=1.0)).hope[0] == 0.5


def test_limits():
    assert expected(news(credibility=1.0), hope=0.0) == pytest.approx(0.46)
    assert expected(news(credibility=1.0, offered=0.15), hope=1.0) == pytest.approx(0.15)
    assert expected(news(strike=1.0, fallback=0.10, ruling_in=1.0)) == pytest.approx(0.10)


def test_signs():
    assert expected(news(credibility=0.6)) > expected(news(credibility=0.3))
    assert expected(news(credibility=0.3), hope=0.2) > expected(news(credibility=0.3), hope=0.8)


def test_hopes_are_drawn_around_the_prior():
    made = books()
    RULE.begin(made, ground(), np.random.Generator(np.random.PCG64(1)))

    assert ((made.hope >= 0.3) & (made.hope <= 0.7)).all()
    assert len(set(made.hope)) == 4
    Expectations(spread=0, prior=0.4).begin(made, ground(), np.random.Generator(np.random.PCG64(1)))
    assert (made.hope == 0.4).all()
