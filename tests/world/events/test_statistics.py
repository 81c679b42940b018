"""Both countries publish their figures: what is printed, whom it moves, and whom it does not."""

import pytest

from negsim.errors import ConfigError
from tests.scenarios import outcome, play, scenario
from tests.world.events.days import lines, on_day, without

FIGURES = {
    "type": "statistics",
    "at": 3,
    "party": "us",
    "source": "the US Census Bureau",
    "partner_source": "Vietnam Customs",
    "deficit_usd_bn": 178.2,
}


def weights(talks, party):
    mandate = talks.parties[party].mandate
    return dict(zip(mandate.tables.names, mandate.weights.tolist(), strict=True))


def test_both_figures_are_printed_with_who_counts_them():
    """178.2 of 2025 over 123.463 of 2024 is 44 % more; a gap of 1.33 leaves 134.0."""
    here = on_day({**FIGURES, "statistical_gap": 1.33})

    assert lines(here, "statistics") == [
        "the deficit of the past year is $178.2 bn by the US Census Bureau, 44 % more than a year before, "
        "and $134.0 bn by Vietnam Customs"
    ]


def test_the_deficit_counts_for_more_to_who_has_it_and_nothing_else_does():
    here, before = (weights(talks, "us") for talks in (on_day(FIGURES), without()))
    factor = 1.0 + 0.5 * (178.2 / 123.463 - 1.0)

    assert here.pop("deficit") == pytest.approx(factor * before.pop("deficit"))
    assert here == before
    assert weights(on_day(FIGURES), "vietnam") == weights(without(), "vietnam")


def test_what_the_us_makes_of_a_deal_moves_with_it():
    here, before = on_day(FIGURES), without()
    large = outcome(here.world, tariff="0 %", exemptions="broad")
    loss = [talks.parties["us"].unpledged.value(large) for talks in (here, before)]

    assert here.world is before.world
    assert loss[0] < loss[1]
    assert here.parties["us"].initial.value(large) == before.parties["us"].initial.value(large)


@pytest.mark.parametrize(
    "neutral", [{"salience": 0.0}, {"a_year_before_usd_bn": 178.2}, {"deficit_usd_bn": 99}]
)
def test_without_salience_or_a_rise_nothing_moves(neutral):
    plain, told = (
        play(scenario("quiet", events=events), range(3)) for events in ({}, {"it": {**FIGURES, **neutral}})
    )

    assert [r.parties for r in plain] == [r.parties for r in told]


def test_the_gap_is_printed_and_moves_nobody():
    agree, differ = (
        play(scenario("quiet", events={"it": {**FIGURES, "statistical_gap": gap}}), range(3))
        for gap in (1.0, 1.4)
    )

    assert [r.parties for r in agree] == [r.parties for r in differ]


def test_left_out_it_is_the_deficit_of_the_day_against_the_base_year():
    here = on_day({**FIGURES, "deficit_usd_bn": None})
    now = here.world.trade_totals(None)["deficit"]

    assert f"${now:.1f} bn by the US Census Bureau, 13 % less than" in lines(here, "statistics")[0]
    assert weights(here, "us") == weights(without(), "us")


def test_a_new_run_begins_as_the_first_did():
    talks = on_day(FIGURES)
    talks.reset(1)

    assert weights(talks, "us") == weights(without(day=0), "us")


def test_a_stranger_is_refused():
    with pytest.raises(ConfigError, match=r"events\.it\.party: unknown party 'uk'"):
        scenario("mini", events={"it": {**FIGURES, "party": "uk"}})
