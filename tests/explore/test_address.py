"""An address says what was turned; whatever else it says gets one sentence."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.errors import NegsimError
from negsim.explore.address import outcome_of, read
from negsim.explore.knobs import DECIMALS


def test_an_address_holds_both_settings_and_the_outcome(instrument):
    pairs = [("no_deal.credibility", "0.5"), ("b.no_deal.in_force", "0.1"), ("at", "7"), ("two", "1")]

    address = read(pairs, instrument.knobs)

    assert address.first == {"no_deal.credibility": 0.5}
    assert address.second == {"no_deal.in_force": 0.1}
    assert address.words == {"at": "7", "two": "1"}


def test_what_stands_as_the_scenario_has_it_is_not_turned(instrument):
    assert read([("no_deal.in_force", "0.2")], instrument.knobs).first == {}


def test_every_slider_can_be_set_to_all_its_steps(instrument):
    for knob in instrument.knobs.values():
        if not knob.choices:
            place = knob.low + 3 * knob.step
            read_there = read([(knob.path, str(place))], instrument.knobs).first.get(knob.path, knob.value)

            assert read_there == pytest.approx(place, abs=1e-9)
            assert round(knob.step, DECIMALS) == knob.step


def test_a_whole_number_stays_one(instrument):
    assert repr(read([("weights", "3")], instrument.knobs).first["weights"]) == "3"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("no_deal.credibilty", "0.5", "Did you mean 'no_deal.credibility'"),
        ("no_deal.credibility", "2", "must be a number from 0 to 1"),
        ("no_deal.credibility", "nan", "must be a number from 0 to 1"),
        ("no_deal.credibility", "1e999", "must be a number from 0 to 1"),
        ("parties.us.strategy", "boulwar", "Did you mean 'boulware'"),
        ("parties.us.strategy", "__import__('os')", "unknown choice"),
        ("<script>", "1", "unknown setting"),
        ("b.", "1", "unknown setting"),
    ],
)
def test_what_is_not_allowed_gets_its_sentence(instrument, name, value, sentence):
    with pytest.raises(NegsimError, match=r"^[^\n]+$") as refused:
        read([(name, value)], instrument.knobs)
    assert sentence in str(refused.value)


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=4))
def test_whatever_is_asked_is_an_address_or_a_sentence(instrument, pairs):
    with suppress(NegsimError):
        assert set(read(pairs, instrument.knobs).first) <= set(instrument.knobs)


def test_an_outcome_goes_by_number_or_by_its_levels(small):
    space = small.base.world.space
    first = space.issues[0]

    assert outcome_of("5", space) == 5
    assert outcome_of(f"{first.name}:{first.labels[1]}", space) == space.outcome(
        {first.name: first.labels[1]}
    )
    for wrong in ("54", "-1", "9" * 30, "nothing:1", f"{first.name}:nothing", "\u0665"):
        with pytest.raises(NegsimError):
            outcome_of(wrong, space)
