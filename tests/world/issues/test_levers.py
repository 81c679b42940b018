"""What each issue does to trade policy, level by level, and what it tells the terms."""

from datetime import date

import numpy as np
import pytest

from negsim.economy.load import load_trade_data
from negsim.economy.policy import no_deal_policy
from negsim.errors import ConfigError
from negsim.world.issues.cooperation import Cooperation
from negsim.world.issues.exemption_list import ExemptionList
from negsim.world.issues.market_access import MarketAccess
from negsim.world.issues.origin_rules import OriginRules
from negsim.world.issues.phasing import Phasing
from negsim.world.issues.purchases import Purchases
from negsim.world.issues.reform import Reform
from negsim.world.issues.sector_exemption import SectorExemption
from negsim.world.issues.strategic import Strategic
from negsim.world.issues.tariff_rate import TariffRate
from negsim.world.rule import TradeBase

DATA = load_trade_data()
OCTOBER = TradeBase(DATA, date(2025, 10, 26), 0.20)
BEFORE = no_deal_policy(DATA, 0.20)


def applied(rule, base=OCTOBER):
    """Return the policy at every level of one issue, first axis level."""
    return rule.apply(BEFORE, np.arange(len(rule.levels)), base)


def only(policy, *levers):
    """Return the names of the levers that differ from those without a deal, leaving out `levers`."""
    names = ("tariff", "newly_exempt", "detection", "content_cap", "content_penalty_share", "access",
             "added_purchases", "switching_cost", "penalty_rate")  # fmt: skip
    return {n for n in names if n not in levers and getattr(policy, n) is not getattr(BEFORE, n)}


def test_the_tariff_sets_the_rate():
    policy = applied(TariffRate())

    assert policy.tariff.tolist() == [0.0, 0.10, 0.15, 0.20, 0.25, 0.46]
    assert only(policy, "tariff") == set()
    assert TariffRate().features(np.arange(6)) == {}


@pytest.mark.parametrize(("in_force", "level"), [(0.20, 3), (0.0, 0), (0.46, 5), (0.11, 1), (2.0, 5)])
def test_no_deal_is_the_level_nearest_to_the_rate_in_force(in_force, level):
    base = TradeBase(DATA, date(2025, 10, 26), in_force)

    assert TariffRate().issue("tariff", base).no_deal_level == level


def test_rates_read_as_percentages():
    issue = TariffRate((0.0, 0.125, 0.46)).issue("tariff", OCTOBER)

    assert issue.labels == ("0 %", "12.5 %", "46 %")
    assert issue.numbers == (0.0, 0.125, 0.46)


def test_a_longer_list_exempts_more():
    policy = applied(ExemptionList())
    flow = DATA.imports_usd_bn[:, 0] / DATA.imports_usd_bn[:, 0].sum()
    none, annex, broad = policy.newly_exempt
    coffee, seafood = (DATA.sectors.index(name) for name in ("coffee_nuts_spices", "seafood"))

    assert none.tolist() == [0.0] * 17
    assert (annex[coffee], annex[seafood], broad[seafood]) == (0.9973, 0.1274, 0.9)
    assert (annex <= broad).all()
    assert (annex * flow).sum() == pytest.approx(0.0194, abs=5e-5)  # 1.94 % of the flow
    assert (broad * flow).sum() == pytest.approx(0.163, abs=5e-4)
    assert only(policy, "newly_exempt") == set()


def test_farm_goods_leave_the_annex_when_they_are_law():
    after = TradeBase(DATA, date(2025, 11, 13), 0.20)
    coffee, tuna = (DATA.sectors.index(s) for s in ("coffee_nuts_spices", "seafood"))

    assert applied(ExemptionList(), after).newly_exempt[1, coffee] == 0.0
    assert applied(ExemptionList(), after).newly_exempt[1, tuna] == pytest.approx(0.1274)


def test_no_annex_before_it_was_public():
    before = TradeBase(DATA, date(2025, 9, 4), 0.20)

    with pytest.raises(ConfigError, match=r"issues\.list\.levels: 'annex' .* public since 2025-09-05, but"):
        ExemptionList().issue("list", before)
    assert ExemptionList(levels=("none", "broad")).issue("list", before).labels == ("none", "broad")
    assert applied(ExemptionList(levels=("none", "broad")), before).newly_exempt[1].max() == pytest.approx(
        0.9
    )


def test_an_open_market_removes_duties():
    policy = applied(MarketAccess())
    vehicles, chips = (DATA.export_groups.index(name) for name in ("vehicles", "semiconductors"))

    assert policy.access.sum(axis=1).tolist() == [0.0, 5.0, 16.0]
    assert policy.access[:, vehicles].tolist() == [0.0, 1.0, 1.0]
    assert policy.access[:, chips].tolist() == [0.0, 0.0, 1.0]
    assert only(policy, "access") == set()


def test_purchases_are_announced_but_only_part_adds():
    rule = Purchases(additionality=0.5, compliance=0.58)
    policy = applied(rule)

    assert rule.features(np.arange(3))["announced_purchases"].tolist() == [0.0, 5.0, 15.0]
    assert policy.added_purchases == pytest.approx([0.0, 1.583, 2.734], abs=1e-3)
    assert only(policy, "added_purchases", "switching_cost") == set()
    assert rule.issue("purchases", OCTOBER).labels == ("none", "$5 bn", "$15 bn")


def test_strict_origin_rules_detect_cap_and_penalise():
    policy = applied(OriginRules())

    assert policy.detection.tolist() == [0.05, 0.25, 0.60]
    assert policy.content_cap.tolist() == [1.0, 0.15, 0.10]
    assert policy.content_penalty_share.tolist() == [0.0, 0.0, 0.10]
    assert policy.penalty_rate == 0.40
    assert only(policy, "detection", "content_cap", "content_penalty_share", "penalty_rate") == set()


def test_leaving_levels_out_does_not_change_those_that_stay():
    strict_only = OriginRules(levels=("strict",))

    assert applied(strict_only).detection.tolist() == [0.60]
    assert strict_only.features(np.array([0]))["origin"].tolist() == [1.0]
    assert applied(MarketAccess(levels=("all",))).access.sum() == 16.0
    assert applied(ExemptionList(levels=("annex",))).newly_exempt[0].max() == 0.9973
    assert Strategic(levels=("full",)).features(np.array([0]))["strategic"].tolist() == [1.0]


def test_sectors_can_be_exempted_one_by_one():
    shoes = SectorExemption(("footwear", "coffee_nuts_spices"), (0.0, 0.5, 1.0), extent=0.2)
    policy = applied(shoes)
    footwear, coffee, seafood = (DATA.sectors.index(s) for s in ("footwear", "coffee_nuts_spices", "seafood"))
    twice = shoes.apply(policy, np.arange(3), OCTOBER).newly_exempt

    assert policy.newly_exempt[:, footwear].tolist() == [0.0, 0.5, 1.0]
    assert policy.newly_exempt[:, seafood].tolist() == [0.0, 0.0, 0.0]
    assert twice[:, footwear].tolist() == [0.0, 1.0, 1.0]  # never more than the whole flow
    assert shoes.issue("shoes", OCTOBER).labels == ("0 % exempt", "50 % exempt", "100 % exempt")
    assert shoes.features(np.arange(3))["exemption_extent"] == pytest.approx([0.0, 0.1, 0.2])
    assert applied(
        SectorExemption(("coffee_nuts_spices",)), TradeBase(DATA, date(2025, 11, 13), 0.2)
    ).newly_exempt[1, coffee] == pytest.approx(1.0 - 0.9973)  # the rest of what the law has exempted


@pytest.mark.parametrize("levels", [(), (0.5, 0.5), (1.0, 0.0)])
def test_shares_of_a_sector_rise(levels):
    with pytest.raises(ConfigError, match="levels: must be ascending shares"):
        SectorExemption(("footwear",), levels)


@pytest.mark.parametrize("sectors", [(), ("footwear", "footwear")])
def test_an_exemption_names_each_sector_once(sectors):
    with pytest.raises(ConfigError, match="sectors: must name at least one, none twice"):
        SectorExemption(sectors)


@pytest.mark.parametrize(
    ("rule", "feature", "values"),
    [
        (ExemptionList(), "exemption_extent", [0.0, 0.5, 1.0]),
        (MarketAccess(), "access", [0.0, 0.5, 1.0]),
        (OriginRules(), "origin", [0.0, 0.5, 1.0]),
        (Reform(), "reform", [0.0, 1.0]),
        (Strategic(), "strategic", [0.0, 0.4, 1.0]),
        (Strategic(process_share=0.7), "strategic", [0.0, 0.7, 1.0]),
        (Cooperation(), "cooperation", [0.0, 1.0]),
        (Phasing(), "interim_economic", [0.0, 0.5]),
        (Phasing(), "interim_political", [0.0, 0.6]),
        (Phasing(final_weight_economic=1.0), "interim_economic", [0.0, 0.0]),
    ],
)
def test_features_say_how_far_an_issue_goes(rule, feature, values):
    features = rule.features(np.arange(len(rule.levels)))

    assert features[feature] == pytest.approx(values)
    assert set(features) == set(rule.provides)


@pytest.mark.parametrize(
    "rule", [Reform(), Strategic(), Cooperation(), Phasing()], ids=lambda r: type(r).__name__
)
def test_promises_leave_trade_policy_alone(rule):
    assert applied(rule) is BEFORE


@pytest.mark.parametrize(
    "rule",
    [TariffRate(), ExemptionList(), MarketAccess(), Purchases(), OriginRules(), Strategic(), Phasing()],
    ids=lambda rule: type(rule).__name__,
)
def test_levels_of_any_shape_get_an_answer_of_that_shape(rule):
    level = np.zeros((2, 1, 3), dtype=int)
    policy = rule.apply(BEFORE, level, OCTOBER)

    assert all(feature.shape == (2, 1, 3) for feature in rule.features(level).values())
    assert policy.tariff.shape in ((), (2, 1, 3))
    assert policy.newly_exempt.shape in ((17,), (2, 1, 3, 17))
    assert policy.access.shape in ((16,), (2, 1, 3, 16))
