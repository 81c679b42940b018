import pytest

from negsim.agents.conduct.relocation import Relocation
from tests.agents.conduct.firms import after, books, ground, news

RULE = Relocation()


def test_the_value_of_waiting_is_that_of_the_textbook():
    # Dixit & Pindyck: r = .05, s = .2: b = 1/2 + sqrt(1/4 + 2.5) = 2.1583, b / (b - 1) = 1.8633
    assert RULE.option == pytest.approx(1.8633, abs=1e-4)
    assert Relocation(volatility=0.02).option < Relocation(volatility=0.4).option


def test_who_leaves():
    # profits there exceed those here by (1.19^-2 - (1 + E)^-2) of the margin, against .05 x 1.8633 = .0932
    stays = after(RULE, books(expected=0.26)).moved  # .7062 - .6299 = .0763
    leaves = after(RULE, books(expected=0.28)).moved  # .7062 - .6104 = .0958

    assert stays[:2].tolist() == [0, 0]
    assert leaves[:2].tolist() == [0.01, 0.01]


def test_plants_of_third_owners_are_lighter():
    # half of its goods are taxed: 1.095^-2 - 1.15^-2 = .0779 at E = .30: over half of the hurdle
    both = (
        after(RULE, books(expected=0.30), here=ground(third=[0, 0, 0, 0])).moved,
        after(RULE, books(expected=0.30)).moved,
    )

    assert (both[0][2], both[1][2]) == (0, 0.01)


def test_what_has_left_stays_away():
    made = after(RULE, books(expected=0.46), ticks=10)
    # 1 - .99^10
    assert made.moved[0] == pytest.approx(1 - 0.99**10)
    made.expected[:] = 0.0
    assert after(RULE, made, ticks=10).moved[0] == pytest.approx(1 - 0.99**10)
    assert after(RULE, books(expected=0.46), news(weeks=2.0), ticks=5).moved[0] == pytest.approx(1 - 0.99**10)


def test_limits():
    assert after(RULE, books(expected=0.46)).moved[3] == 0.0  # buyers have no plant here
    assert (after(Relocation(cost=100), books(expected=0.46)).moved == 0).all()
    assert (after(RULE, books(expected=0.46), here=ground(peers=0.46)).moved == 0).all()
