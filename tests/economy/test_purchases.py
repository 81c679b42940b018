"""Purchases by product: a supply curve with capacity, and a table with ranges."""

import csv
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.agents.sectors import products
from negsim.economy.load import load_trade_data

DATA = load_trade_data()
CAPACITY = DATA.purchases
ROWS = list(
    csv.DictReader(
        (files("negsim.economy") / "data/us_vietnam_2024/purchase_capacity.csv").read_text().splitlines()
    )
)
TWO = replace(
    CAPACITY,
    products=("late", "early"),
    group=np.array([0, 1]),
    flow_usd_bn=np.array([1.0, 0.0]),
    ceiling_2027_usd_bn=np.array([5.0, 2.0]),
    ceiling_2030_usd_bn=np.array([8.0, 2.0]),
    additional_low=np.array([0.1, 0.4]),
    additional_high=np.array([0.3, 0.8]),
    diverted=np.array([0.5, 1.0]),
    room_share=0.5,
    premium=0.1,
)


def total(carried_out, year=2027, position=0.5, capacity=CAPACITY):
    return capacity.added(np.asarray(carried_out, dtype=float), year, position).sum(axis=-1)


def test_two_products_by_hand():
    # room .5 (5-1) = 2 and .5 (2-0) = 1; shares .2 and .6; the second is bought first
    added = TWO.added(np.array([0.5, 1.0, 2.0, 9.0]), 2027, 0.5)

    assert added == pytest.approx(np.array([[0, 0.3], [0, 0.6], [0.2, 0.6], [0.4, 0.6]]))
    # .1 of the price, on .5 of the first and all of the second
    assert TWO.switching_cost(added) == pytest.approx([0.03, 0.06, 0.07, 0.08])
    assert TWO.room(2030).tolist() == [3.5, 1.0]
    assert TWO.room(2025.5) == pytest.approx([1.0, 0.5])  # half way from the flow of 2024


@given(st.lists(st.floats(0, 100), min_size=3, max_size=3), st.integers(2025, 2030), st.floats(0, 1))
def test_every_further_billion_adds_no_more_than_the_one_before(amounts, year, position):
    low, middle, high = sorted(amounts)
    first, second, third = total([low, middle, high], year, position)

    assert 0 <= first <= second + 1e-12 <= third + 2e-12
    assert third <= CAPACITY.room(year).sum() + 1e-9
    assert third - first <= high - low + 1e-9
    if middle - low > 1e-6 and high - middle > 1e-6:
        assert (third - second) / (high - middle) <= (second - first) / (middle - low) + 1e-6


@given(st.floats(0, 50), st.floats(0, 1))
def test_later_years_and_higher_shares_add_more(carried_out, position):
    assert total(carried_out, 2027, position) <= total(carried_out, 2030, position) + 1e-9
    assert total(carried_out, 2027, 0.0) <= total(carried_out, 2027, position) + 1e-9


def test_capacity_of_the_table():
    assert CAPACITY.room(2027).sum() == pytest.approx(7.14, abs=0.005)
    assert CAPACITY.room(2030).sum() == pytest.approx(12.25, abs=0.005)
    announced = 0.58 * np.array([0, 1, 5, 15, 60])
    assert total(announced) == pytest.approx([0, 0.41, 1.58, 2.73, 2.73], abs=0.005)


def test_every_number_stands_in_its_range():
    for row in ROWS:
        low, value, high = (float(row[name]) for name in ("low", "value", "high"))
        assert low <= value <= high, row


def test_flows_of_2024_are_those_of_the_product_groups():
    assert CAPACITY.flow_usd_bn.sum() == pytest.approx(DATA.exports_usd_bn.sum(), abs=0.005)


def test_exporters_share_what_fifteen_billion_add():
    by_group = np.zeros(len(DATA.export_groups))
    np.add.at(by_group, CAPACITY.group, CAPACITY.added(np.array(0.58 * 15), 2027, 0.5))
    shares = [products()[group].purchase_share for group in DATA.export_groups]

    assert shares == pytest.approx(by_group / by_group.sum(), abs=0.0006)
