"""Plain data becomes frozen, checked objects, or one sentence that says what is wrong where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import pytest

from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.errors import ConfigError
from negsim.settings.build import build, plain, plugin
from negsim.settings.field import setting
from negsim.settings.reader import Place, allowed, leaf, word

HERE = Place("talks.yaml", ("time",))


@dataclass(frozen=True)
class Clause:
    rate: float = setting(0.2, ge=0, lt=1, unit="fraction", help="rate it promises")


@dataclass(frozen=True)
class Treaty:
    title: str = setting(help="what it is called")
    years: int = setting(5, gt=0, help="how long it holds")
    clause: Clause = field(default_factory=Clause)
    shares: tuple[float, ...] = setting((), ge=0, le=1, help="shares of each side")
    rates: Mapping[str, float] = setting({}, ge=0, help="rate by country")
    signed: bool = False
    note: str | None = None

    def __post_init__(self) -> None:
        if self.signed and not self.shares:
            raise ConfigError("shares: must be given once the treaty is signed, got []")
        if self.note == self.title:
            raise ConfigError("note and title must differ")


def refusal(cls: Any, raw: object) -> str:
    with pytest.raises(ConfigError) as caught:
        build(cls, raw, Place("talks.yaml", ("treaty",)))
    return str(caught.value)


def test_a_mapping_becomes_an_object_with_defaults():
    treaty = build(Treaty, {"title": "Annex", "clause": {"rate": 0}, "shares": [0, 1]}, HERE)

    assert treaty == Treaty("Annex", clause=Clause(0.0), shares=(0.0, 1.0))
    assert type(treaty.clause.rate) is float


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (None, "treaty: must be a mapping of keys to values, got nothing"),
        ([], "treaty: must be a mapping of keys to values, got []"),
        ("Annex", "treaty: must be a mapping of keys to values, got 'Annex'"),
        ({1: 2}, "treaty: keys must be words, got 1"),
        ({}, "treaty: the key 'title' is missing: what it is called"),
        ({"title": 3}, "treaty.title: must be a text, got 3"),
        ({"title": None}, "treaty.title: must be a text, got nothing"),
        ({"title": "a", "years": 0}, "treaty.years: must be a whole number > 0, got 0"),
        ({"title": "a", "years": 1.0}, "treaty.years: must be a whole number > 0, got 1.0"),
        ({"title": "a", "years": True}, "treaty.years: must be a whole number > 0, got True"),
        ({"title": "a", "years": "5"}, "treaty.years: must be a whole number > 0, got '5'"),
        ({"title": "a", "signed": "yes"}, "treaty.signed: must be true or false, got 'yes'"),
        ({"title": "a", "note": 1}, "treaty.note: must be a text or null, got 1"),
        (
            {"title": "a", "clause": {"rate": 1}},
            "treaty.clause.rate: must be a number >= 0 and < 1 (fraction), got 1",
        ),
        (
            {"title": "a", "clause": {"rte": 1}},
            "treaty.clause: unknown key 'rte'. Did you mean 'rate'? Known: rate",
        ),
        ({"title": "a", "clause": 1}, "treaty.clause: must be a mapping of keys to values, got 1"),
        (
            {"title": "a", "shares": 1},
            "treaty.shares: must be a list, each entry a number >= 0 and <= 1, got 1",
        ),
        ({"title": "a", "shares": [0, 2]}, "treaty.shares[1]: must be a number >= 0 and <= 1, got 2"),
        ({"title": "a", "shares": [[]]}, "treaty.shares[0]: must be a number >= 0 and <= 1, got []"),
        (
            {"title": "a", "rates": []},
            "treaty.rates: must be a mapping of names, each to a number >= 0, got []",
        ),
        ({"title": "a", "rates": {"CHN": -1}}, "treaty.rates.CHN: must be a number >= 0, got -1"),
        ({"title": "a", "rates": {1: 1}}, "treaty.rates: keys must be words, got 1"),
        ({"title": "a", "signed": True}, "treaty.shares: must be given once the treaty is signed, got []"),
        ({"title": "a", "note": "a"}, "treaty: note and title must differ"),
        (
            {"titel": "a"},
            "treaty: unknown key 'titel'. Did you mean 'title'? Known: clause, note, rates, shares,",
        ),
    ],
)
def test_a_refusal_says_where_what_and_what_else(raw, sentence):
    assert refusal(Treaty, raw).startswith(f"talks.yaml: {sentence}")


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), -float("inf"), True, False, "1", None, 10**400]
)
def test_only_finite_numbers_are_numbers(value):
    with pytest.raises(ConfigError, match=r"^talks\.yaml: time: must be a number, got "):
        leaf(float, value, HERE)


@pytest.mark.parametrize("value", [datetime(2025, 10, 27), "2025-10-27", 20251027, None])
def test_only_dates_are_dates(value):
    with pytest.raises(ConfigError, match=r"^talks\.yaml: time: must be a date like 2025-10-27, got "):
        leaf(date, value, HERE)


def test_a_choice_names_the_choices():
    with pytest.raises(ConfigError, match=r"time\[1\]: must be one of none, all, got 'some'"):
        leaf(tuple[Literal["none", "all"], ...], ["none", "some"], HERE)
    with pytest.raises(ConfigError, match=r"time: must be a list, each entry one of none, all, got 'all'"):
        leaf(tuple[Literal["none", "all"], ...], "all", HERE)


def test_what_is_allowed_is_said_in_words():
    metadata = {"limits": {"gt": 0, "lt": 2}, "unit": "years"}

    assert allowed(float, metadata) == "a number > 0 and < 2 (years)"
    assert allowed(Mapping[str, int], {}) == "a mapping of names, each to a whole number"
    assert allowed(float | None, {}) == "a number or null"


def test_places_read_like_paths():
    place = HERE.key("levels").key("[2]")

    assert str(Place("talks.yaml")) == "talks.yaml"
    assert str(place) == "talks.yaml: time.levels[2]"
    assert str(HERE.key("two\nlines")) == r"talks.yaml: time.'two\nlines'"
    assert len(str(HERE.key("x" * 5000))) < 100


@pytest.mark.parametrize("name", ["a", "us_2025", "A-1", "Việt"])
def test_words_are_letters_digits_and_dashes(name):
    assert word(name, HERE) == name


@pytest.mark.parametrize("name", ["", "-", "a b", "a/b", "../a", "a.b", "a\n", "x" * 81, "a:b"])
def test_other_names_are_refused(name):
    with pytest.raises(ConfigError, match="must be letters, digits, '_' and '-'"):
        word(name, HERE)


def test_a_plugin_is_a_name_or_a_mapping_with_a_type():
    place = Place("talks.yaml", ("bidding",))

    assert plugin("strategy", "boulware", place) == TimeDependent(e=0.25)
    assert plugin("strategy", {"type": "boulware", "k": 0.1}, place) == TimeDependent(e=0.25, k=0.1)
    assert plugin("strategy", {"type": "boulware", "e": 3}, place) == TimeDependent(e=3.0)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ({}, "bidding: the key 'type' is missing: which strategy is meant?"),
        ({"type": "bolware"}, "bidding.type: unknown strategy 'bolware'. Did you mean 'boulware'? Known: "),
        ("bolware", "bidding.type: unknown strategy 'bolware'. Did you mean 'boulware'? Known: "),
        ({"type": None}, "bidding.type: unknown strategy nothing. Known: "),
        ({"type": ["boulware"]}, "bidding.type: unknown strategy ['boulware']. Known: "),
        (
            {"type": "boulware", "ee": 1},
            "bidding: unknown key 'ee'. Did you mean 'e'? Known: anchor, e, k, tolerance",
        ),
        (3, "bidding: must be a mapping of keys to values, got 3"),
    ],
)
def test_a_plugin_that_does_not_exist_is_refused(raw, sentence):
    with pytest.raises(ConfigError) as caught:
        plugin("strategy", raw, Place("talks.yaml", ("bidding",)))

    assert str(caught.value).startswith(f"talks.yaml: {sentence}")


def test_checked_objects_become_plain_data_again():
    assert plain(TimeDependent(e=0.25)) == {
        "type": "time_dependent",
        "e": 0.25,
        "k": 0.0,
        "tolerance": 0.0,
        "anchor": "start",
    }
    assert plain(Treaty("a", shares=(0.5,))) == {
        "title": "a",
        "years": 5,
        "clause": {"rate": 0.2},
        "shares": [0.5],
        "rates": {},
        "signed": False,
        "note": None,
    }
