"""Levers of an agreement, turned into rates and costs."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from negsim.economy.load import load_trade_data
from negsim.economy.policy import added_rate, cost_shifter, no_deal_policy, penalised_share

DATA = load_trade_data()
OCTOBER = date(2025, 10, 26)
FURNITURE, METALS, SOLAR = (DATA.sectors.index(name) for name in ("furniture", "metals", "solar_pv"))


def test_exempt_and_section_232_goods_stay_outside():
    # furniture in October: 0.0842 metals and cars + 0.3406 timber under Section 232, none found rerouted:
    # (1 - 0.4248) * 0.20 = 0.11504
    rate = added_rate(no_deal_policy(DATA, 0.20, detection=0.0), DATA, OCTOBER)

    assert rate[FURNITURE] == pytest.approx(0.11504, abs=1e-12)
    assert rate[0] == pytest.approx(0.0, abs=1e-12)


def test_detected_rerouting_pays_the_penalty_or_the_tariff():
    # solar: 10 % rerouted, half of it found, 40 % instead of 20 %: 0.95 * 0.20 + 0.05 * 0.40 = 0.21,
    # on the 0.9985 of the flow that is not exempt
    policy = no_deal_policy(DATA, np.array([0.20, 0.46]), detection=0.5)
    rate = added_rate(policy, DATA, OCTOBER)

    assert rate[:, SOLAR] == pytest.approx(0.9985 * np.array([0.21, 0.46]), abs=1e-12)


def test_shares_outside_never_exceed_one():
    policy = replace(no_deal_policy(DATA, 0.46), newly_exempt=np.ones(17))

    assert (added_rate(policy, DATA, OCTOBER) == 0).all()


def test_content_penalty_hits_legal_flows_of_high_content_sectors_only():
    policy = replace(no_deal_policy(DATA, 0.20, detection=0.0), content_penalty_share=np.asarray(0.10))
    share = penalised_share(policy, DATA)

    assert (share[DATA.china_content <= 0.20] == 0).all()
    assert share[SOLAR] == pytest.approx(0.09)  # a tenth of the 90 % that is not rerouted


def test_cost_of_a_cap_on_chinese_content():
    policy = no_deal_policy(DATA, np.zeros(3))
    policy = replace(policy, content_cap=np.array([np.inf, 0.15, 0.10]))
    shifter = cost_shifter(policy, DATA)

    assert shifter.shape == (3, 17)
    assert (shifter[0] == 1).all()
    assert shifter[1:, SOLAR] == pytest.approx([1 + 0.1 * 0.149, 1 + 0.1 * 0.199])
    assert (np.diff(shifter, axis=0) >= 0).all()


def test_axes_of_the_caller_are_kept():
    policy = no_deal_policy(DATA, np.zeros((6, 3)))

    assert added_rate(policy, DATA, OCTOBER).shape == (6, 3, 17)
    assert policy.access.shape == (6, 3, 16)
