"""A whole in parts is the same whole: shares sum to one, and all parts at full are what one issue is."""

from itertools import product

import numpy as np
import pytest

from negsim.agents.interest_group import InterestGroup
from negsim.errors import ConfigError
from negsim.files import packaged_rows
from negsim.politics.blocs import blocs
from negsim.politics.group_features import bloc_values
from negsim.world.implementation import in_force
from negsim.world.issues.cooperation import Cooperation
from negsim.world.issues.phasing import Phasing
from negsim.world.issues.reform import Reform
from negsim.world.issues.strategic import Strategic
from negsim.world.parts import shares
from tests.scenarios import SIDES, model, scenario

FEW = {
    "tariff": {"type": "tariff_rate", "levels": [0.10, 0.20]},
    "exemptions": {"type": "exemption_list", "levels": ["none", "broad"]},
    "access": {"type": "market_access", "levels": ["none", "all"]},
    "purchases": {"type": "purchases", "levels": [0, 15]},
    "origin": {"type": "origin_rules", "levels": ["status_quo", "strict"]},
}
WHOLES = {name: {"type": name} for name in ("reform", "strategic", "cooperation", "phasing")}
PARTS = {
    "reform": {part: {"type": "reform", "part": part} for part in shares("reform")},
    "strategic": {
        "market_economy": {"type": "market_economy", "relief": 0},
        "licences": {"type": "licences"},
    },
    "cooperation": {part: {"type": "cooperation", "part": part} for part in shares("cooperation")},
    "phasing": {f"{part}_phased": {"type": "phasing", "part": part} for part in ("tariff", "access")},
}


def in_parts(*wholes):
    """Return the issues with some wholes in parts."""
    found = dict(FEW)
    for name, issue in WHOLES.items():
        found |= PARTS[name] if name in wholes else {name: issue}
    return found


WHOLE = scenario("quiet", issues=in_parts())


def joint(talks, names):
    """Return the outcomes of `talks` at which all parts of a whole stand alike, in the order of WHOLE."""
    space, rows = WHOLE.world.space, []
    for outcome in range(space.n):
        at = space.describe(outcome)
        labels = {k: v for k, v in at.items() if k in FEW or k not in names}
        labels |= {part: at[name] for name in names for part in PARTS[name]}
        rows.append(talks.world.space.outcome(labels))
    return np.array(rows)


@pytest.mark.parametrize("whole", ["reform", "strategic", "cooperation"])
def test_shares_are_fractions_that_sum_to_one_in_any_order(whole):
    assert sum(shares(whole).values()) == 1.0
    assert all(share * 2**10 == int(share * 2**10) for share in shares(whole).values())  # so sums are exact
    for row in packaged_rows("world", "parts"):
        assert float(row["low"]) <= float(row["share"]) <= float(row["high"])
        assert row["status"] == "assumption"


@pytest.mark.parametrize("side", SIDES)
def test_what_a_bloc_feels_for_a_whole_is_divided_among_its_parts(side):
    for bloc in blocs(side):
        total = {whole: 0.0 for whole, _, _ in bloc.parts}
        for whole, part, share in bloc.parts:
            assert whole in bloc.cares_about
            assert part in shares(whole)
            total[whole] += share
        assert set(total.values()) <= {1.0}


@pytest.mark.parametrize("names", [(name,) for name in PARTS] + [tuple(PARTS)], ids="-".join)
def test_all_parts_alike_are_the_whole_to_everybody(names):
    talks = scenario("quiet", issues=in_parts(*names))
    same = joint(talks, names)
    for side in SIDES:
        apart, together = (s.mandate(side) for s in (talks, WHOLE))
        mine = apart.utility(apart.weights, 0.0).values()
        assert (mine[same] == together.utility(together.weights, 0.0).values()).all()
        shape, members = talks.world.space.shape, talks.blocs(side)
        ours, theirs = (bloc_values(members, s.world.outcomes[1]) for s in (talks, WHOLE))
        for bloc in members:
            one = sum(np.broadcast_to(a, shape) for a in ours[bloc.name]).ravel()[same]
            other = sum(np.broadcast_to(a, WHOLE.world.space.shape) for a in theirs[bloc.name]).ravel()
            assert np.abs(one - other).max() < 1e-14  # sums of other lengths round at other places


def test_unions_look_at_labour_and_exporters_at_barriers():
    talks = model("quiet", issues=in_parts("reform"))
    groups = {a.name: a for a in talks.agents if isinstance(a, InterestGroup)}
    space = talks.world.space

    def felt(group, part):
        with_part = groups[group].parts(space.outcome({part: "binding"}))
        return with_part["political: reform"]

    assert felt("import_competing_unions", "labour") == pytest.approx(0.3 * 0.75)
    assert felt("import_competing_unions", "non_tariff_barriers") == 0.0
    assert felt("exporters", "non_tariff_barriers") == pytest.approx(0.3 * 0.75)
    assert felt("exporters", "labour") == 0.0
    assert felt("soe_farms", "non_tariff_barriers") == pytest.approx(-0.4 * 0.75)


def test_security_guards_licences_and_technocrats_want_both():
    talks = model("quiet", issues=in_parts("strategic"))
    groups = {a.name: a for a in talks.agents if isinstance(a, InterestGroup)}
    space = talks.world.space

    def felt(group, **labels):
        return groups[group].parts(space.outcome(labels))["access: strategic"]

    assert (felt("security", licences="full"), felt("security", market_economy="full")) == (-0.6, 0.0)
    assert felt("importers_retail_tech", licences="process") == pytest.approx(0.2 * 0.4)
    assert felt("leadership_technocrats", licences="full") == pytest.approx(0.6 * 0.5)  # no shares of its own
    assert felt("leadership_technocrats", market_economy="full") == pytest.approx(0.6 * 0.5)


def test_a_part_weighs_its_share():
    labour = Reform(part="labour", share=0.4)

    assert labour.features(np.arange(2))["reform"].tolist() == [0.0, 0.4]
    assert labour.features(np.arange(2))["labour"].tolist() == [0.0, 1.0]
    assert labour.features(np.arange(2))["currency"].tolist() == [0.0]
    assert Cooperation(part="minerals").features(np.arange(2))["cooperation"].tolist() == [0.0, 0.5]
    assert Strategic().weighs == {"strategic": 1.0}


@pytest.mark.parametrize(
    ("issues", "sentence"),
    [
        (
            {"one": {"type": "reform"}, "two": {"type": "reform", "part": "labour"}},
            "issues.two: does the same as issue 'one'; drop one",
        ),
        (
            {"one": {"type": "strategic"}, "two": {"type": "licences"}},
            "issues.two: does the same as issue 'one'; drop one",
        ),
        (
            {"one": {"type": "phasing", "part": "access"}, "two": {"type": "phasing", "part": "access"}},
            "issues.two: does the same as issue 'one'; drop one",
        ),
        (
            {"one": {"type": "phasing"}, "two": {"type": "phasing", "part": "tariff"}},
            "issues.two: does the same as issue 'one'; drop one",
        ),
        (
            {"one": {"type": "licences", "share": 0.6}, "two": {"type": "market_economy", "share": 0.5}},
            "issues.two: the parts of 'strategic' must not weigh more than 1 together, "
            "got 1.1; lower a 'share'",
        ),
        (
            {"one": {"type": "reform", "share": 0.5}},
            "issues.one.share: is 1 where one issue is the whole; name a part or drop it",
        ),
        (
            {"one": {"type": "phasing", "part": "access", "final_weight_political": 0.5}},
            "issues.one.final_weight_political: moves nothing where access alone is phased; drop it",
        ),
    ],
)
def test_parts_that_make_no_whole_are_refused(issues, sentence):
    with pytest.raises(ConfigError) as caught:
        scenario("mini", issues=issues)

    assert str(caught.value) == f"mini.yaml: {sentence}"


def test_parts_add_up_in_any_mixture():
    """Three of four reforms bind: what governments count is the sum of their shares."""
    talks = scenario("quiet", issues=in_parts("reform"))
    reform = talks.world.outcomes[1]["reform"].squeeze()

    for binding in product((0, 1), repeat=4):
        wanted = sum(s for s, on in zip(shares("reform").values(), binding, strict=True) if on)
        assert reform[binding] == wanted


def test_each_side_phases_its_own_cuts():
    tariff, access = Phasing(part="tariff"), Phasing(part="access")
    level = np.arange(2)

    assert tariff.features(level)["interim_economic"].tolist() == [0.0, 0.5]
    assert tariff.features(level)["interim_political"].tolist() == [0.0, 0.6]
    assert tariff.features(level)["interim_access"].tolist() == [0.0]
    assert access.features(level)["interim_access"].tolist() == [0.0, 0.5]
    assert access.features(level)["interim_economic"].tolist() == [0.0]

    talks = scenario("quiet", issues=in_parts("phasing"), no_deal__in_force=0.25)
    world = talks.world

    def at(**labels):
        return world.consequences(world.space.outcome({"tariff": "10 %", "access": "all", **labels})).features

    at_once, slow_us, slow_vietnam = at(), at(tariff_phased="phased"), at(access_phased="phased")
    assert slow_us["sales"] < at_once["sales"] == slow_vietnam["sales"]
    assert slow_vietnam["home_exports"] == 0.5 * at_once["home_exports"]
    assert slow_us["home_exports"] == at_once["home_exports"]


def test_only_what_is_phased_comes_into_force_in_steps():
    """Half way, one side's cut is in force in full where the other side's alone is phased."""
    world = scenario("quiet", issues=in_parts("phasing")).world

    def halfway(**labels):
        at = world.space.outcome({"tariff": "10 %", "access": "all", **labels})
        return in_force(world, at, {}, 0.5, False)

    both = halfway(tariff_phased="phased", access_phased="phased")
    tariff, access = halfway(tariff_phased="phased"), halfway(access_phased="phased")
    at_once = in_force(world, world.space.outcome({"tariff": "10 %", "access": "all"}), {}, 0.0, False)

    assert (tariff.rate, access.rate) == (both.rate, at_once.rate)
    assert both.deficit - tariff.deficit == pytest.approx(access.deficit - at_once.deficit)
    assert tariff.deficit < at_once.deficit < access.deficit
