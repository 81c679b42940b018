"""What each country sells the other adds up to the totals of a run's row."""

import pytest

from negsim.world.flows import PURCHASES, flows
from tests.scenarios import scenario

WORLD = scenario("quiet").world
OUTCOME = WORLD.space.n // 3


def test_flows_add_up_to_the_totals():
    sold, bought = flows(WORLD, OUTCOME)
    before, after = WORLD.trade_totals(None), WORLD.trade_totals(OUTCOME)

    assert sum(row.agreed for row in sold) == pytest.approx(after["sales"])
    assert sum(row.without for row in sold) == pytest.approx(before["sales"])
    assert sum(row.agreed for row in bought) == pytest.approx(after["exports"])
    assert sum(row.change for row in bought) == pytest.approx(after["exports"] - before["exports"])


def test_every_kind_of_goods_is_there_and_purchases_come_last():
    sold, bought = flows(WORLD, OUTCOME)

    assert [row.goods for row in sold] == list(WORLD.data.sectors)
    assert [row.goods for row in bought] == [*WORLD.data.export_groups, PURCHASES]
    assert bought[-1].without == 0.0


def test_without_a_deal_nothing_changes():
    assert {row.change for rows in flows(WORLD, None) for row in rows} == {0.0}
