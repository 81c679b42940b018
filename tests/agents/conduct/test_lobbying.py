import numpy as np
import pytest

from negsim.agents.conduct.lobbying import Lobbying
from tests.agents.conduct.firms import after, books
from tests.scenarios import model

RULE = Lobbying()


def test_by_hand():
    made = after(RULE, books(elsewhere=[0.1, 0, 0, 0], moved=[0.2, 0, 0, 0], entered=[0, 0.05, 0, 0]))

    # .9 x .8; 1.05; untouched; the buyer with plants abroad is mobilised
    assert made.stake == pytest.approx([0.72, 1.05, 1.0, 1.5])


def test_who_has_given_up_lobbies_no_more():
    assert after(RULE, books(alive=[0, 1, 1, 1])).stake.tolist() == [0, 1, 1, 1.5]
    assert after(Lobbying(mobilised=0), books()).stake.tolist() == [1, 1, 1, 1]


def influence(stake: float) -> float:
    """Return what importers count after a deal has leaked, with stakes of all firms so large."""
    talks = model("us_vietnam_2025")
    population = talks.population
    population.weigh(talks.industry.rows, np.full(len(talks.industry.firms), stake))
    return population.pressure(0)["importers_retail_tech"]


def test_stakes_move_what_a_group_counts():
    # influence (m sqrt(L/L0) + 1) / (m + 1) with sqrt(L) in proportion to the stake, m = 1
    assert 2 * influence(2.0) - 1 == pytest.approx(2 * (2 * influence(1.0) - 1))
    assert influence(0.0) == pytest.approx(0.5)
