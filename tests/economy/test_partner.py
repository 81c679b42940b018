"""Cuts of Vietnam's duties on US goods."""

import numpy as np
import pytest

from negsim.economy.load import load_trade_data
from negsim.economy.partner import partner_side
from negsim.errors import DomainError

DATA = load_trade_data()
SELECTIVE = np.array([group in DATA.selective_groups for group in DATA.export_groups], dtype=float)


@pytest.mark.parametrize(
    ("access", "printed"),
    [(SELECTIVE, (0.445, -0.169, 0.194)), (np.ones(16), (0.868, -0.336, 0.368))],
    ids=["selective", "all"],
)
def test_access_levels_of_the_default_world(access, printed):
    reached = [part.sum() for part in partner_side(DATA, access)]

    assert reached == pytest.approx(printed, rel=5e-3)


@pytest.mark.parametrize(
    ("elasticities", "printed"), [("short_run", 1.05), ("medium_run", 2.3), ("long_run", 2.8)]
)
def test_zero_duties_from_the_rates_of_2024(elasticities, printed):
    exports, revenue, _ = partner_side(DATA, np.ones(16), elasticities, DATA.partner_duty_before)

    assert exports.sum() == pytest.approx(printed, rel=0.007)  # 2.31 printed as 2.3
    assert revenue.sum() == pytest.approx(-0.40, abs=0.005)


def test_decree_73_alone_is_worth_a_few_hundred_million():
    cut = 1 - DATA.partner_duty / np.maximum(DATA.partner_duty_before, 1e-12)
    gains = [
        partner_side(DATA, np.where(DATA.partner_duty_before > 0, cut, 0), name, DATA.partner_duty_before)[
            0
        ].sum()
        for name in ("short_run", "medium_run", "long_run")
    ]

    assert gains == pytest.approx([0.15, 0.30, 0.30], abs=0.005)


def test_no_cut_no_change():
    for part in partner_side(DATA, np.zeros((2, 16))):
        assert part.shape == (2, 16)
        assert np.abs(part).max() < 1e-12


def test_one_group_by_hand():
    # Energy: 0.174 bn at 2.5 % duty, US share 1 %. h = 1/1.025, so P_M hardly moves and
    # X = 1.025^2.53 = 1.0645 before the small index effect: exports + 0.0112 bn.
    energy = DATA.export_groups.index("energy_lng_lpg_ethanol")

    assert partner_side(DATA, np.ones(16))[0][energy] == pytest.approx(0.0112, abs=1e-4)


def test_unknown_elasticities_are_refused():
    with pytest.raises(DomainError, match="short_run"):
        partner_side(DATA, np.ones(16), "shortrun")
