"""A scenario is right, or it is refused in one sentence that names the file and the key."""

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.errors import NegsimError
from negsim.registry import names
from negsim.settings import yaml_file
from negsim.talks.scenario import Scenario, load_scenario, make_scenario, varied
from tests.scenarios import Keys, changed, dotted, places, raw_scenario, removed, scenario

DEFAULT = raw_scenario()
FILE = "talks.yaml"
NONSENSE = [
    None,
    True,
    -1,
    1e308,
    float("nan"),
    float("inf"),
    10**400,
    16**5000,
    "text",
    "",
    [],
    {},
    [[[]]],
    {"type": "x"},
    "x" * 5000,
    "\0",
    "two\nlines",
    date(1, 1, 1),
    b"bytes",
    {None: 1},
]
FREE_TEXT = {"text", "", "x" * 5000, "\0", "two\nlines"}
SENSE: dict[str, tuple[Any, ...]] = {
    "name": ("text",),
    "description": tuple(FREE_TEXT),
    "time": ({},),
    "economy": ({},),
    "no_deal": ({},),
    "no_deal.resolve": (None,),
    "agents": ({},),
    **{f"agents.{name}": (None,) for name in DEFAULT["agents"]},
    "log": ({},),
    "mechanism.first": ("",),
    "parties.us.ratification.threshold": (-1,),
    "parties.us.strategy.bidding.e": (1e308,),
    "parties.vietnam.strategy.bidding.e": (1e308,),
}
"""Where something of the list above is a legal setting after all."""


def refusal(raw: object) -> str:
    """Return the sentence with which a scenario is refused."""
    with pytest.raises(NegsimError) as caught:
        make_scenario(raw, FILE)
    sentence = str(caught.value)
    assert sentence.startswith(f"{FILE}: ")
    assert sentence.isprintable()
    assert len(sentence) < 500
    return sentence.removeprefix(f"{FILE}: ")


@pytest.mark.parametrize("keys", list(places(DEFAULT)), ids=dotted)
def test_nonsense_is_refused_wherever_it_stands(keys):
    sensible = SENSE.get(dotted(keys), ())
    for value in NONSENSE:
        raw = changed(DEFAULT, keys, value)
        if any(type(value) is type(legal) and value == legal for legal in sensible):
            make_scenario(raw, FILE)
        else:
            assert dotted(keys) in refusal(raw), f"{value!r:.60}"


@pytest.mark.parametrize("raw", NONSENSE, ids=lambda value: f"{value!r:.20}" if value != 16**5000 else "huge")
def test_nonsense_is_no_scenario(raw):
    refusal(raw)


CHOSEN = ("issues", "agents", "parties")
"""Sections whose keys are names that the author chooses; those of parties are fixed all the same."""


def declared(keys: Keys) -> bool:
    return isinstance(keys[-1], str) and not (len(keys) == 2 and keys[0] in ("issues", "agents"))


@pytest.mark.parametrize("keys", [keys for keys in places(DEFAULT) if declared(keys)], ids=dotted)
def test_a_misspelled_key_comes_with_the_nearest_one(keys):
    name = str(keys[-1])
    value = DEFAULT
    for key in keys:
        value = value[key]
    raw = changed(removed(DEFAULT, keys), (*keys[:-1], name + name[-1]), value)

    sentence = refusal(raw)

    if name == "type":
        assert sentence.startswith(f"{dotted(keys[:-1])}: the key 'type' is missing")
    else:
        assert f"'{name + name[-1]}'. Did you mean '{name}'?" in sentence
        assert sentence.startswith(dotted(keys[:-1]))


NEEDED = {
    "name",
    "issues",
    "parties",
    "parties.us",
    "parties.vietnam",
    "parties.us.strategy",
    "parties.vietnam.strategy",
    "parties.us.strategy.bidding",
    "parties.vietnam.strategy.bidding",
}


@pytest.mark.parametrize("keys", list(places(DEFAULT)), ids=dotted)
def test_a_missing_key_is_refused_or_has_a_default(keys):
    raw = removed(DEFAULT, keys)

    if dotted(keys) == "agents.vietnam_factions.side":  # then they would be US groups, as the others are
        assert "has the same groups as 'us_groups'" in refusal(raw)
    elif dotted(keys) == "no_deal.threatener":  # then its resolve would be nobody's
        assert "must be a party where 'resolve' is set" in refusal(raw)
    elif dotted(keys) in NEEDED or keys[-1] == "type":
        assert f"'{keys[-1]}' is missing" in refusal(raw)
    else:
        make_scenario(raw, FILE)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("time.ticks", 0, "time.ticks: must be a whole number >= 1 and <= 100000 (ticks), got 0"),
        ("time.ticks", 3.0, "time.ticks: must be a whole number >= 1 and <= 100000 (ticks), got 3.0"),
        ("time.start", "2025-10-27", "time.start: must be a date like 2025-10-27, got '2025-10-27'"),
        (
            "time.start",
            date(9999, 12, 1),
            "time.ticks: must end the talks by 9999-12-31, got 35 weeks from 9999-12-01",
        ),
        ("economy.elasticities", "short", "economy.elasticities: unknown set of elasticities 'short'."),
        ("economy.elasticities", "long_rum", "set of elasticities 'long_rum'. Did you mean 'long_run'?"),
        ("economy.data", "us_vietnam_2023", "economy.data: no trade tables 'us_vietnam_2023': give the path"),
        ("economy.data", "", "economy.data: no trade tables ''"),
        (
            "economy.other_tariffs",
            {"CHI": 0.3},
            "economy.other_tariffs: unknown source 'CHI'. Did you mean 'CHN'?",
        ),
        (
            "economy.other_tariffs",
            {"CHN": 30},
            "economy.other_tariffs.CHN: must be a number >= 0 and <= 2 (fraction)",
        ),
        ("economy.supply_elasticity", 0, "economy.supply_elasticity: must be a number >= 0.1"),
        (
            "no_deal.credibility",
            2,
            "no_deal.credibility: must be a number >= 0 and <= 1 (probability), got 2",
        ),
        ("no_deal.in_force", 20, "no_deal.in_force: must be a number >= 0 and <= 2 (fraction), got 20"),
        ("issues", {}, "issues: at least one issue is needed"),
        ("issues.tariff.levels", [], "issues.tariff.levels: must be ascending rates, got []"),
        ("issues.tariff.levels", [0.1, 0.1], "issues.tariff.levels: must be ascending rates, got [0.1, 0.1]"),
        ("issues.tariff.levels", [0.2, 0.1], "issues.tariff.levels: must be ascending rates, got [0.2, 0.1]"),
        ("issues.tariff.levels", [-0.1, 0.1], "issues.tariff.levels[0]: must be a number >= 0 and <= 2"),
        ("issues.tariff.levels", [20, 46], "issues.tariff.levels[0]: must be a number >= 0 and <= 2"),
        ("issues.tariff.levels", [0.2, 0.2 + 1e-9], "issues.tariff.levels: two levels read '20 %'; drop one"),
        (
            "issues.purchases.levels",
            [5, 0],
            "issues.purchases.levels: must be ascending amounts, got [5.0, 0.0]",
        ),
        (
            "issues.purchases.levels",
            [0, 2000],
            "issues.purchases.levels[1]: must be a number >= 0 and <= 1000",
        ),
        (
            "issues.exemptions.levels",
            [],
            "issues.exemptions.levels: must be at least one level and none twice, got []",
        ),
        ("issues.exemptions.levels", ["annex", "annex"], "must be at least one level and none twice"),
        (
            "issues.access.levels",
            ["all", "none"],
            "issues.access.levels: must be in the order none, selective, all",
        ),
        (
            "issues.access.levels",
            ["none", "some"],
            "issues.access.levels[1]: must be one of none, selective, all",
        ),
        (
            "issues.origin.detection",
            [0.1],
            "issues.origin.detection: must be one fraction each for status_quo, digital",
        ),
        ("issues.origin.detection", [0, 0, 2], "issues.origin.detection[2]: must be a number >= 0 and <= 1"),
        ("issues.rate", "tariff_rate", "issues.rate: does the same as issue 'tariff'; drop one"),
        ("issues.a b", "reform", "issues.a b: must be letters, digits, '_' and '-'"),
        (
            "parties.us.type",
            "vietnam_government",
            "parties.us.type: 'vietnam_government' cannot sit in the seat of us",
        ),
        ("parties.us.type", "firm", "parties.us.type: unknown agent for this place 'firm'. Known: us_gov"),
        ("parties.uss", "us_government", "parties.uss: unknown party 'uss'. Did you mean 'us'?"),
        ("parties.us.strategy", "bolware", "parties.us.strategy.bidding.type: unknown strategy 'bolware'."),
        ("parties.us.strategy.acceptance", "ac_nxt", "unknown acceptance 'ac_nxt'. Did you mean 'ac_next'?"),
        (
            "parties.us.terms",
            {"acess": {"weight": 1}},
            "parties.us.terms: unknown term 'acess'. Did you mean 'access'?",
        ),
        (
            "parties.us.terms",
            {"acess": None},
            "parties.us.terms: unknown term 'acess'. Did you mean 'access'?",
        ),
        ("parties.us.terms", {"access": {"wieght": 1}}, "parties.us.terms.access: unknown key 'wieght'."),
        (
            "parties.us.terms",
            {"access": {"feature": "acess"}},
            "parties.us.terms.access: unknown feature 'acess'.",
        ),
        ("parties.us.terms", {"x": "feature"}, "parties.us.terms.x: the key 'feature' is missing"),
        (
            "parties.us.terms",
            {"welfare": {"features": []}},
            "parties.us.terms.welfare.features: must be a list of at",
        ),
        (
            "parties.us.terms",
            {"lobby": {"side": "us"}},
            "parties.us.terms.lobby: the key 'side' is gone: the groups are those of the party that has",
        ),
        ("parties.us.terms", {"a: b": "precedent"}, "parties.us.terms.a: b: must be letters"),
        (
            "parties.us.terms",
            {"deficit": {"weight": 1e300}},
            "parties.us.terms.deficit: gives utilities that are not",
        ),
        (
            "parties.us.terms",
            {"deficit": {"scale_usd_bn": 1e-300}},
            "parties.us.terms.deficit: gives utilities that",
        ),
        (
            "parties.us.terms",
            {"purchase": {"scale": 0.1, "exponent": 500}},
            "parties.us.terms.purchase: gives",
        ),
        (
            "parties.us.terms",
            {"purchase": {"exponent": 0}},
            "parties.us.terms.purchase.exponent: must be a number > 0",
        ),
        (
            "agents.firms.smes",
            100_001,
            "agents.firms.smes: must be a whole number >= 0 and <= 100000, got 100001",
        ),
        ("agents.firms.sme_margin", 0, "agents.firms.sme_margin: must be a number >= 0.001 and <= 1"),
        (
            "agents.vietnam_exporters.side",
            "laos",
            "agents.vietnam_exporters.side: must be one of us, vietnam",
        ),
        (
            "agents.vietnam_exporters.type",
            "us_government",
            "unknown agent for this place 'us_government'. Known: exporter, firm",
        ),
        ("mechanism.first", "china", "mechanism.first: unknown party 'china'. Known: us, vietnam"),
        ("mechanism.first", "vietnm", "mechanism.first: unknown party 'vietnm'. Did you mean 'vietnam'?"),
        (
            "mechanism",
            "alternating_ofers",
            "mechanism.type: unknown mechanism 'alternating_ofers'. Did you mean",
        ),
        ("log.offers", "some", "log.offers: must be one of none, first, all, got 'some'"),
        (
            "parties.us.red_lines",
            {"tarif": [0]},
            "parties.us.red_lines: unknown issue 'tarif'. Did you mean 'tariff'?",
        ),
        (
            "parties.us.red_lines",
            {"tariff": [0.3]},
            "parties.us.red_lines: unknown level of issue 'tariff' 0.3.",
        ),
        (
            "parties.us.red_lines",
            {"access": ["some"]},
            "parties.us.red_lines: unknown level of issue 'access' 'some'.",
        ),
        (
            "parties.us.red_lines",
            {"tariff": 0},
            "parties.us.red_lines.tariff: must be a list, each entry a number or",
        ),
        (
            "parties.us.red_lines",
            {"reform": ["none", "binding"]},
            "parties.us.red_lines: every outcome is forbidden",
        ),
        (
            "parties.us.ratification",
            {"type": "automatic", "slope": 3},
            "parties.us.ratification: the key 'slope' is gone: what cannot fail has no odds to look at",
        ),
        (
            "agents.vietnam_exporters.extra_margin",
            0.2,
            "agents.vietnam_exporters.extra_margin: moves nothing here: only the side 'us' reads it; drop it",
        ),
        (
            "agents.us_exporters.strategic",
            0.3,
            "agents.us_exporters.strategic: moves nothing here: only the side 'vietnam' reads it; drop it",
        ),
        (
            "parties.us.ratification",
            "quorom",
            "parties.us.ratification.type: unknown ratification 'quorom'. Did you mean",
        ),
        (
            "parties.vietnam.ratification.quorum",
            80,
            "ratification.quorum: must be a number > 0 and <= 1 (fraction), got 80",
        ),
        (
            "parties.us.politics",
            {"mood_sigm": 1},
            "parties.us.politics: unknown key 'mood_sigm'. Did you mean 'mood_sigma'?",
        ),
        (
            "parties.us.politics",
            {"standing": 45},
            "parties.us.politics.standing: must be a number or null >= 0 and <= 1",
        ),
        ("weights", 24, "weights: must be a whole number >= 0 and < 24, got 24"),
        ("agents.us_groups.members", {"unions": {}}, "agents.us_groups.members: unknown bloc 'unions'."),
        (
            "agents.us_groups.members.voters_base",
            {"wieght": 1},
            "members.voters_base: unknown key 'wieght'. Did you mean",
        ),
        (
            "agents.us_groups.members.voters_base",
            {"cares_about": {"tarif": 1}},
            "unknown group feature 'tarif'. Did you",
        ),
        (
            "agents.more_groups",
            {"type": "interest_group", "side": "us"},
            "agents.more_groups: has the same groups as",
        ),
        (
            "issues.x",
            {"type": "sector_exemption", "sectors": []},
            "issues.x.sectors: must name at least one, none twice",
        ),
        (
            "issues.x",
            {"type": "sector_exemption", "sectors": ["shoes"]},
            "issues.x.sectors: unknown sector 'shoes'.",
        ),
        ("issues.x", "sector_exemption", "issues.x: the key 'sectors' is missing"),
        ("name", "../up", "name: must be letters, digits, '_' and '-' (at most 80), got '../up'"),
    ],
)
def test_what_cannot_be_is_refused(path, value, sentence):
    assert sentence in refusal(changed(DEFAULT, tuple(path.split(".")), value))


@pytest.mark.parametrize(
    ("bidding", "sentence"),
    [
        (
            {"type": "zero_for_zero", "opening": {"tariff": "0%"}},
            "unknown level of issue 'tariff' '0%'. Did you mean '0 %'? Known: 0 %, 10 %,",
        ),
        (
            {"type": "scripted", "moves": [{"access": "some"}]},
            "unknown level of issue 'access' 'some'. Known: all,",
        ),
        (
            {"type": "scripted", "moves": ["accept", "acept"]},
            "moves[1]: must be labels by issue, an outcome from 0",
        ),
        (
            {"type": "scripted", "moves": [99_999]},
            "an outcome from 0 to 11663, accept or walk_away, got 99999",
        ),
        (
            {"type": "scripted", "then": {"type": "zero_for_zero", "opening": {"tariff": "3 %"}}},
            "unknown level of issue 'tariff' '3 %'.",
        ),
    ],
)
def test_moves_that_do_not_exist_are_refused_before_the_talks(bidding, sentence):
    refused = refusal(changed(DEFAULT, ("parties", "us", "strategy", "bidding"), bidding))

    assert refused.startswith("parties.us.strategy.bidding: ")
    assert sentence in refused


def test_a_government_that_wants_nothing_is_refused():
    terms = scenario("quiet").parties["us"].settings.terms
    raw = changed(DEFAULT, ("parties", "us", "terms"), dict.fromkeys(terms))

    assert refusal(raw) == (
        "parties.us.terms: at least one term is needed; give it the weight 0 to want nothing"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "must be a mapping of keys to values, got nothing"),
        (b"[1, 2]", "must be a mapping of keys to values, got [1, 2]"),
        (b"talks", "must be a mapping of keys to values, got 'talks'"),
        (b"\xff\xd8\xff\xe0", "is not UTF-8 text"),
        (b"1: 2", "keys must be words, got 1"),
        (b"name: a\nname: b", "line 2: the key 'name' appears twice in one mapping"),
        (
            b"name: mini\nissues: {tariff: {type: tariff_rate, levels: [0x" + b"f" * 5000 + b"]}}",
            "issues.tariff.levels[0]: must be a number >= 0 and <= 2 (fraction of customs value), got a",
        ),
    ],
)
def test_files_that_hold_no_scenario_are_refused(tmp_path, content, reason):
    path = tmp_path / "talks.yaml"
    path.write_bytes(content)

    with pytest.raises(NegsimError) as caught:
        load_scenario(str(path))
    assert str(caught.value).startswith(f"{path}: {reason}")


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.dates()
    | st.sampled_from(
        [*names("issue"), *names("strategy"), *names("term"), "us", "type", "levels", "weight"]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "levels", "strategy", "weight", "us", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def made_or_refused(raw: object) -> None:
    sentence = f"{FILE}: "
    try:
        make_scenario(raw, FILE)
    except NegsimError as error:
        sentence = str(error)

    assert sentence.startswith(f"{FILE}: ")
    assert sentence.isprintable()


@pytest.mark.long
@given(st.dictionaries(st.sampled_from([*DEFAULT, "x"]), junk, max_size=6) | junk)
def test_junk_is_refused(raw):
    made_or_refused(raw)


@pytest.mark.long
@settings(max_examples=300)
@given(st.sampled_from(list(places(DEFAULT))), junk)
def test_a_scenario_with_junk_in_one_place_is_made_or_refused(keys, value):
    made_or_refused(changed(DEFAULT, keys, value))


def made_or_reason(make, *arguments):
    try:
        return make(*arguments, FILE)
    except NegsimError as error:
        return str(error)


BASE = make_scenario(DEFAULT, FILE)
LIKELY = junk | st.sampled_from([0, 0.1, 0.46, 1, 3, "boulware", "linear", "all", "2026-01-05", {}, []])


@pytest.mark.long
@settings(max_examples=300)
@given(st.sampled_from(list(places(DEFAULT))), LIKELY)
def test_what_a_scenario_takes_over_from_its_base_makes_no_difference(keys, value):
    raw = changed(BASE.raw, keys, value)
    words = tuple(itertools.takewhile(lambda key: isinstance(key, str), keys))
    inner = raw
    for word in words:
        inner = inner[word]
    found = made_or_reason(varied, BASE, ((".".join(words), inner),))

    assert found == made_or_reason(make_scenario, raw)
    if isinstance(found, Scenario):
        assert found.resolved() == make_scenario(raw, FILE).resolved()


def test_a_scenario_takes_over_what_did_not_change():
    found = varied(BASE, (("parties.us.strategy", "linear"),), FILE)

    assert found.parties["us"].settings.strategy != BASE.parties["us"].settings.strategy
    assert found.parties["vietnam"] == BASE.parties["vietnam"]
    assert found.issues is BASE.issues
    assert varied(BASE, (("weights", 3),), FILE).parties["vietnam"] != BASE.parties["vietnam"]


@settings(max_examples=100)
@given(
    st.sampled_from(list(places(DEFAULT))),
    st.sampled_from(list(places(DEFAULT))),
    st.sampled_from(["terms", "type", "x", "credibility", "levels"]),
    junk,
)
def test_so_is_one_with_a_key_too_many(at, instead, key, value):
    raw = changed(DEFAULT, instead, value)
    try:
        raw = changed(raw, (*at, key), value)
    except (AttributeError, KeyError, IndexError, TypeError):
        return  # there is no mapping to put it into
    made_or_refused(raw)


VARIANTS = {
    "default": scenario("quiet"),
    "mini": scenario("mini"),
    "neutral": scenario("neutral"),
    "detailed": scenario("detailed"),
    "other weights": scenario("quiet", weights=7),
    "red lines": scenario("quiet", parties__us__red_lines={"tariff": [0, "10 %"], "access": ["none"]}),
    "groups": scenario(
        "quiet",
        agents__us_groups={
            "type": "interest_group",
            "members": {"voters_base": {"cares_about": {"tariff": 2}}},
        },
    ),
    "terms": scenario(
        parties__us__terms={"lobby": None, "x": {"type": "feature", "feature": "jobs", "weight": -1}}
    ),
    **{name: scenario(parties__us__strategy=name) for name in names("strategy")},
}


@pytest.mark.parametrize("made", VARIANTS.values(), ids=VARIANTS)
def test_a_scenario_is_what_it_writes(made):
    again = make_scenario(yaml_file.parse(yaml_file.dump(made.resolved()), FILE), FILE)
    given_again = make_scenario(yaml_file.parse(yaml_file.dump(dict(made.raw)), FILE), FILE)

    assert again == made
    assert given_again == made
    assert again.resolved() == made.resolved()


def test_what_is_not_said_has_a_default():
    raw = {
        "name": "short",
        "issues": {"tariff": "tariff_rate"},
        "parties": {
            "us": {"type": "us_government", "strategy": "linear"},
            "vietnam": {"type": "vietnam_government", "strategy": "micro"},
        },
    }
    short = make_scenario(raw, FILE)
    us, vietnam = (short.parties[name].settings.strategy for name in ("us", "vietnam"))

    assert (short.time.ticks, short.time.rounds) == (35, 35)
    assert (short.no_deal.in_force, short.no_deal.threatened, short.no_deal.credibility) == (0.20, 0.46, 0.3)
    assert short.mechanism.first == ""
    assert short.agents == {}
    assert [type(part).__name__ for part in (us.acceptance, us.opponent_model)] == ["AcceptNext", "NoModel"]
    assert type(vietnam.acceptance).__name__ == "AcceptAspiration"  # the one that goes with micro


def test_one_economy_is_one_world():
    usual = scenario()

    def world(*factors):
        return varied(usual, factors, FILE).world

    assert world(("parties.us.strategy", "boulware"), ("time.ticks", 3)) is usual.world
    assert world(("economy", {})) is usual.world
    assert world(("no_deal", {"in_force": 0.2, "credibility": 0.3})) is usual.world
    assert world(("issues", dict(raw_scenario("mini")["issues"]))) is usual.world


@pytest.mark.parametrize(
    "change",
    [
        {"economy__elasticities": "long_run"},
        {"economy__policy_date": date(2025, 10, 1)},
        {"economy__other_tariffs": {"CHN": 0.5}},
        {"no_deal__in_force": 0.1},
        {"issues__tariff__levels": [0.1, 0.2]},
        {"issues__reform": "reform"},
        {"issues": dict(reversed(raw_scenario("mini")["issues"].items()))},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_economy_is_another_world(change):
    other = scenario(**change)

    assert other.world is not scenario().world
    assert other.world is scenario(**change).world


def test_threats_and_beliefs_do_not_change_trade():
    usual, doubted = scenario(), scenario(no_deal__credibility=0.6)
    threatened = scenario(no_deal__threatened=0.3)

    assert doubted.world is threatened.world is usual.world
    assert threatened.mandate("us").tables is usual.mandate("us").tables
    assert usual.mandate("us").no_deal is doubted.mandate("us").no_deal
    assert (threatened.mandate("us").no_deal[1] != usual.mandate("us").no_deal[1]).any()


def test_issues_keep_the_order_they_are_given_in():
    backwards = scenario(issues=dict(reversed(raw_scenario("mini")["issues"].items())))

    assert [issue.name for issue in scenario().world.space.issues] == ["tariff", "access", "origin"]
    assert [issue.name for issue in backwards.world.space.issues] == ["origin", "access", "tariff"]


def test_a_year_passes_in_fifty_two_weeks():
    time = scenario(time={"start": date(2026, 1, 1), "ticks": 3, "weeks_per_tick": 52}).time

    assert [time.day(tick).isoformat() for tick in range(3)] == ["2026-01-01", "2026-12-31", "2027-12-30"]
    assert scenario(time={"ticks": 12, "rounds_per_tick": 3}).time.rounds == 36


def test_talks_may_last_until_the_end_of_the_calendar():
    last = date.max - timedelta(weeks=35)

    assert make_scenario(changed(DEFAULT, ("time", "start"), last), FILE).time.day(35) == date.max
    refusal(changed(DEFAULT, ("time", "start"), last + timedelta(days=1)))


@pytest.mark.parametrize("name", ["quiet", "mini", "detailed", "neutral"])
def test_every_part_of_a_scenario_can_be_hashed(name):
    one, two = load_scenario(name), load_scenario(name)

    assert (one, hash(one)) == (two, hash(two))
    assert one != load_scenario(name, ("no_deal.credibility=0.9",))
