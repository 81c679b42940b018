"""Deals of competitors and tariffs on others: demand moves, and so does the precedent."""

import pytest

from negsim.errors import ConfigError
from tests.scenarios import model, scenario
from tests.world.events.days import at_tick, lines, on_day, without


def test_a_competitors_deal_moves_the_precedent_and_takes_sales_away():
    here, before = on_day({"type": "competitor_deal", "at": 3, "who": "ASEAN", "rate": 0.05}), without()
    one, other = (talks.world.point_features(None)["peer_tariff"].item() for talks in (here, before))

    assert one == 0.05 < other
    assert here.world.in_force.sales.sum() < before.world.in_force.sales.sum()
    assert here.parties["us"].utility_of(0) != before.parties["us"].utility_of(0)
    assert lines(here, "competitor_deal") == ["ASEAN signs a deal of its own at 5 %"]


def test_a_deal_of_one_country_covers_its_share_of_the_source():
    deal = {
        "type": "competitor_deal",
        "at": 3,
        "who": "ASEAN",
        "rate": 0.1,
        "share": 0.25,
        "country": "Thailand",
    }
    here, before = on_day(deal), without()
    was = before.world.other_tariffs["ASEAN"]

    assert here.world.other_tariffs["ASEAN"] == pytest.approx(0.75 * was + 0.25 * 0.1)
    assert lines(here, "competitor_deal") == ["Thailand signs a deal of its own at 10 %"]


def test_two_deals_on_one_day_add_up():
    deal = {"type": "competitor_deal", "at": 3, "who": "ASEAN", "rate": 0.1, "share": 0.5}
    here = at_tick(model("quiet", events={"one": deal, "two": deal}), 3)
    was = without().world.other_tariffs["ASEAN"]

    assert here.world.other_tariffs["ASEAN"] == pytest.approx(0.25 * was + 0.075)


def test_a_higher_tariff_on_china_brings_sales_and_leaves_the_precedent():
    here, before = on_day({"type": "other_tariff", "at": 3, "who": "CHN", "rate": 1.45}), without()
    one, other = (talks.world.point_features(None)["peer_tariff"].item() for talks in (here, before))

    assert one == other
    assert here.world.in_force.sales.sum() > 1.01 * before.world.in_force.sales.sum()
    assert lines(here, "other_tariff")[0].startswith("goods from CHN now pay 145 % extra; it was ")


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ({"type": "competitor_deal", "who": "CHN"}, "events.it.who: unknown peer 'CHN'. Known: ASEAN"),
        ({"type": "other_tariff", "who": "CHI"}, "events.it.who: unknown source 'CHI'. Did you mean 'CHN'"),
        ({"type": "other_tariff", "who": "VNM"}, "events.it.who: unknown source 'VNM'"),
    ],
)
def test_who_is_not_in_the_tables_is_refused(event, sentence):
    with pytest.raises(ConfigError) as refused:
        scenario("mini", events={"it": {"at": 1, **event}})

    assert sentence in str(refused.value)


RETALIATION = {"type": "retaliation", "at": 3, "rate": 0.2}


def test_retaliation_cuts_us_exports_until_there_is_a_deal():
    here, before = on_day(RETALIATION), without()
    none = here.space.outcome({})

    now, was = here.world.in_force, before.world.in_force

    assert now.home_exports.sum() < 0.95 * was.home_exports.sum()
    assert now.sales == pytest.approx(was.sales)
    assert here.world.consequences(none).situation.home_exports == pytest.approx(
        before.world.consequences(none).situation.home_exports
    )
    assert here.parties["us"].reservation < before.parties["us"].reservation
    assert lines(here, "retaliation") == [
        "the partner adds a duty of 20 % on all goods until there is a deal"
    ]


def test_who_is_not_provoked_enough_does_not_retaliate():
    calm, angry = (on_day({**RETALIATION, "provoked_by": rate}) for rate in (0.25, 0.2))

    assert calm.world is without().world
    assert angry.world is not calm.world
    assert lines(calm, "retaliation") == []


def test_no_retaliation_is_exactly_today():
    one, two = scenario("mini", economy__retaliation=0).world, scenario("mini").world

    assert one is two
