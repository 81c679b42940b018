"""Terms by hand: what each of them makes of a few numbers."""

from math import exp

import numpy as np
import pytest

from negsim.errors import ConfigError, UnknownName
from negsim.politics.blocs import blocs
from negsim.politics.group_features import GROUP_FEATURES, bloc_values
from negsim.politics.mandate import make_mandate, with_blocs
from negsim.politics.terms.deficit_cut import DeficitCut
from negsim.politics.terms.face import Face
from negsim.politics.terms.feature import FeatureTerm
from negsim.politics.terms.headline_rate import HeadlineRate
from negsim.politics.terms.lobby import Lobby
from negsim.politics.terms.precedent import Precedent
from negsim.politics.terms.price_pain import PricePain
from negsim.politics.terms.sum_of_features import SumOfFeatures
from negsim.world.features import Features
from negsim.world.implementation import announced as announced_deal
from negsim.world.implementation import without_deal
from negsim.world.parts import shares
from tests.scenarios import scenario


def at(**numbers: float) -> Features:
    """Return features of one point; those not named are zero, the rate in force is 20 %."""
    values = dict.fromkeys(("interim_economic", "interim_political", "interim_access", "tariff"), 0.0)
    values |= {"tariff_in_force": 0.20, "peer_tariff": 0.19} | numbers
    return Features({name: np.array([value]) for name, value in values.items()})


def worth(term, **numbers: float) -> float:
    return float(sum(addend.item() for addend in term.value(at(**numbers))))


def test_a_smaller_deficit_is_imports_exports_and_purchases():
    addends = DeficitCut().value(at(sales=-12.0, home_exports=1.0, added_purchases=4.35))

    assert [a.item() for a in addends] == pytest.approx([1.2, 0.1, 0.435])
    assert worth(DeficitCut(scale_usd_bn=1.0), sales=5.0, home_exports=0.0, added_purchases=0.0) == -5.0


def test_an_announced_cut_takes_the_text_at_its_word():
    """$5 bn are $5 bn, and a phased cut of the rate lets in today what it will let in at its end."""
    world = scenario("us_vietnam_2025").world
    large = {"tariff": "10 %", "purchases": "$5 bn", "phasing": "phased"}
    here = world.space.outcome(large)
    values = world.outcomes[1]

    def cut(announced: bool) -> float:
        addends = DeficitCut(scale_usd_bn=1.0, announced=announced).value(values)
        return float(sum(np.broadcast_to(a, world.space.shape) for a in addends).ravel()[here])

    now = without_deal(world).deficit
    assert cut(announced=True) == pytest.approx(now - announced_deal(world, here).deficit)
    assert cut(announced=False) == pytest.approx(now - world.trade_totals(here)["deficit"])


@pytest.mark.parametrize(("rate", "won"), [(0.20, 0.0), (0.46, -1.3), (0.0, 1.0), (0.15, 0.25)])
def test_face_is_points_of_rate(rate, won):
    assert worth(Face(), tariff=rate) == pytest.approx(won)


def test_a_phased_cut_saves_only_part_of_the_face_and_a_phased_rise_loses_all():
    assert worth(Face(), tariff=0.0, interim_political=0.6) == pytest.approx(0.4)
    assert worth(Face(), tariff=0.46, interim_political=0.6) == pytest.approx(-1.3)


def test_a_headline_saturates():
    assert worth(HeadlineRate(), tariff=0.20) == 0.0
    assert worth(HeadlineRate(), tariff=0.46) == pytest.approx(exp(-0.20 / 0.12) - exp(-0.46 / 0.12))
    assert worth(HeadlineRate(), tariff=0.0) == pytest.approx(exp(-0.20 / 0.12) - 1.0)
    assert worth(HeadlineRate(), tariff=0.0, interim_political=0.6) == pytest.approx(
        0.4 * (exp(-5 / 3) - 1.0)
    )


@pytest.mark.parametrize(
    ("rate", "cost"), [(0.0, -1.0), (0.19, 0.0), (0.20, 0.0), (0.46, 0.0), (0.095, -0.5)]
)
def test_a_precedent_costs_below_the_peers(rate, cost):
    assert worth(Precedent(), tariff=rate) == pytest.approx(cost)


def test_a_precedent_can_be_given_a_rate_of_its_own():
    assert worth(Precedent(peer_rate=0.10), tariff=0.05, peer_tariff=0.19) == pytest.approx(-0.5)
    assert worth(Precedent(), tariff=0.0, peer_tariff=0.0) == 0.0  # where peers pay nothing no rate is below


def test_a_phased_precedent_costs_less():
    assert worth(Precedent(), tariff=0.0, interim_political=0.6) == pytest.approx(-0.4)


@pytest.mark.parametrize(("loss", "pain"), [(0.0, 1.0), (13.911, 0.0), (27.822, -3.0)])
def test_price_pain_is_convex(loss, pain):
    assert worth(PricePain(), consumer_loss=loss) == pytest.approx(pain)


@pytest.mark.parametrize(
    ("settings", "value", "expected"),
    [
        ({}, 0.5, 0.5),
        ({"sign": -1.0}, 0.5, -0.5),
        ({"scale": 10.0}, 5.0, 0.5),
        ({"exponent": 1.5}, 0.4, 0.252982),  # .4 ^ 1.5
        ({"exponent": 1.5, "sign": -1.0}, 0.4, -0.252982),
        ({"exponent": 2.0}, -0.5, -0.25),  # the sign of the feature stays
        ({"exponent": 0.5}, 0.0, 0.0),
    ],
)
def test_a_feature_can_be_bent(settings, value, expected):
    assert worth(FeatureTerm("x", **settings), x=value) == pytest.approx(expected, abs=1e-6)


def test_a_feature_can_count_less_while_it_is_phased_in():
    term = FeatureTerm("x", phasing_discount=1.0)

    assert worth(term, x=0.8, interim_access=0.5) == pytest.approx(0.4)
    assert worth(term, x=0.8) == pytest.approx(0.8)


def test_features_of_one_unit_add_up():
    term = SumOfFeatures(("x", "y"), scale=10.0)

    assert [a.item() for a in term.value(at(x=3.0, y=-1.0))] == pytest.approx([0.3, -0.1])


def test_a_sum_of_nothing_is_refused():
    with pytest.raises(ConfigError, match="features: must be a list of at least one feature"):
        SumOfFeatures(())


@pytest.mark.parametrize("term", [FeatureTerm("sale"), SumOfFeatures(("sale",))])
def test_a_feature_that_does_not_exist_is_refused(term):
    with pytest.raises(UnknownName, match=r"unknown feature 'sale'\. Did you mean 'sales'\?"):
        worth(term, sales=1.0)


def test_one_group_by_hand():
    features = at(consumer_loss=20.0, newly_exempt=0.08095, strategic=1.0, licences=1.0, origin=0.5, deal=1.0)
    none = ("sales", "home_exports", "added_purchases", "home_surplus", "access", "announced_purchases")
    zero = {name: np.zeros(1) for name in (*none, "jobs", "exemption_extent")}
    zero |= {part: np.zeros(1) for whole in ("reform", "cooperation") for part in shares(whole)}
    values = bloc_values(blocs("us"), Features({**zero, **features.arrays}))
    # importers: -(20^2/13.911^2 - 1) + .8 (.5) + .2 (1) - .2 (.5) + .2 (deal)
    expected = -((20 / 13.911) ** 2 - 1) + 0.8 * 0.5 + 0.2 - 0.1 + 0.2

    assert sum(a.item() for a in values["importers_retail_tech"]) == pytest.approx(expected)


@pytest.mark.parametrize("side", ["us", "vietnam"])
def test_the_lobby_is_the_weighted_sum_of_its_groups_without_certainty(side):
    world, weight = scenario("quiet").world, 0.7
    mandate = make_mandate({"lobby": Lobby(weight=weight)}, blocs(side), world, 0.46)
    by_group = bloc_values(blocs(side), world.outcomes[1], certainty=False)
    whole = sum(group.weight * sum(by_group[group.name], np.zeros(())) for group in blocs(side))
    values = mandate.utility(mandate.weights, 0.0).values().reshape(world.space.shape)

    assert mandate.blocs == tuple(group.name for group in blocs(side))
    assert np.abs(values - weight * whole).max() < 1e-7  # utilities are multiples of 2^-32


def test_any_term_may_speak_for_blocs():
    """What the term returns bloc by bloc is weighed with their say, under whatever name and class."""

    class Loudest(Lobby):
        def value(self, features):
            return {"voters_base": features.blocs["voters_base"]}

    world = scenario("quiet").world
    terms = {"loud": Loudest(weight=2.0), "lobby": Lobby()}
    mandate = make_mandate(terms, blocs("us"), world, 0.46)
    heard = mandate.weights_with({"voters_base": 3.0, "security": 0.5})

    assert mandate.tables.names[:2] == ("loud: voters_base", "lobby: import_competing_unions")
    assert heard[0] == pytest.approx(2.0 * 0.2 * 3.0)
    assert dict(zip(mandate.blocs[1:], heard[1:] / mandate.weights[1:], strict=True)) == pytest.approx(
        {"voters_base": 3.0, "security": 0.5}
        | dict.fromkeys(
            ("import_competing_unions", "exporters", "importers_retail_tech", "voters_swing"), 1.0
        )
    )


def test_features_know_the_blocs_of_the_party_that_looks():
    world = scenario("quiet").world

    assert world.outcomes[1].blocs == {}
    assert list(with_blocs(world.outcomes[1], blocs("vietnam")).blocs) == [b.name for b in blocs("vietnam")]


@pytest.mark.parametrize("side", ["us", "vietnam"])
def test_groups_care_about_features_that_exist(side):
    assert {name for group in blocs(side) for name in group.cares_about} <= set(GROUP_FEATURES)
    assert sum(group.weight for group in blocs(side)) == pytest.approx(1.0)


@pytest.mark.parametrize("term", ["deficit", "lobby"])
def test_a_setting_that_moved_nothing_is_gone(term):
    with pytest.raises(
        ConfigError, match=rf"us\.terms\.{term}: the key 'part' is gone: it moved nothing; drop it"
    ):
        scenario("quiet", parties__us__terms={term: {"part": "political"}})
