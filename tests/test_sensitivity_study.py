"""The study of all settings: none is forgotten, ranges are sound, luck has a floor, pages are tables."""

from fnmatch import fnmatch

import numpy as np
import pandas as pd
import pytest

from experiments.directions.page import fill
from experiments.sensitivity import figure
from experiments.sensitivity.factors import LEFT_OUT, WORLD, all_numbers, chosen
from experiments.sensitivity.noise import means_of, morris_floor, sobol_floor
from experiments.sensitivity.page import HERE, README, parts
from experiments.sensitivity.words import called
from negsim.analysis.sensitivity import indices
from negsim.experiment.designs.factor import Range
from negsim.experiment.designs.morris import Morris
from negsim.experiment.designs.saltelli import Saltelli
from negsim.rng import stream
from negsim.talks.scenario import load_scenario

BASE = load_scenario(WORLD)
FACTORS, LEFT = chosen(BASE)
PATHS = [one.path for one in FACTORS]


def test_every_number_of_the_world_is_moved_or_left_out_with_a_reason():
    numbers = {number.path for number in all_numbers(BASE)}

    assert len(PATHS) > 100
    assert len(set(PATHS)) == len(PATHS)
    assert numbers == (set(PATHS) | set(LEFT)) - {next(path for path in LEFT if "cares_about" in path)}
    assert set(PATHS) & set(LEFT) == set()
    assert all(LEFT.values())


@pytest.mark.parametrize("listed", LEFT_OUT)
def test_the_list_of_what_is_left_out_names_settings_that_exist(listed):
    assert any(fnmatch(number.path, listed) for number in all_numbers(BASE))


@pytest.mark.parametrize("one", FACTORS, ids=PATHS)
def test_a_range_holds_the_value_of_the_world(one):
    value = 1.0 if isinstance(one.value, tuple) else one.value

    assert one.low <= value <= one.high
    assert one.low < one.high


def test_ranges_come_from_the_table_the_field_and_a_rule():
    ranges = {one.path: (one.low, one.high, one.origin) for one in FACTORS}

    assert ranges["parties.us.terms.deficit.weight"] == (0.5, 2.0, "table")
    assert ranges["economy.supply_elasticity"] == (4.0, 25.0, "declared")
    assert ranges["events.ruling.fallback"] == (0.0, 0.15, "declared")
    assert ranges["no_deal.threatened"] == (0.23, 0.92, "half to twice")
    # odds of .3 are 3 to 7: half of them is 3 to 14, twice 6 to 7
    assert ranges["no_deal.resolve"][:2] == pytest.approx((3 / 17, 6 / 13), abs=1e-4)


def test_a_setting_that_is_added_comes_in_by_itself():
    ballot = "events.ballot={type: election, party: us, at: 20}"
    paths = [one.path for one in chosen(load_scenario(WORLD, (ballot,)))[0]]

    assert "events.ballot.salience" in paths
    assert "events.ballot.salience" not in PATHS


def test_settings_have_names_that_tell_them_apart():
    names = [called(path) for path in PATHS]

    assert called("events.ruling.chance") == "odds of a strike, true"
    assert called("parties.us.terms.deficit.weight") == "US: weight of deficit"
    assert len(set(names)) == len(names)


# luck and its floor

NAMES = ["x", "y", "z"]


def laid_out(design):
    sample = design.sample({name: Range(0, 1) for name in NAMES}, str, stream(1, "design"))
    return pd.DataFrame(sample.extra), np.array(list(sample.codes.values()), dtype=float).T


def test_a_point_without_a_number_has_no_mean():
    found = means_of(np.array([[1.0, np.nan], [np.nan, np.nan], [1.0, 3.0]]))

    assert found[[0, 2]].tolist() == [1.0, 2.0]
    assert np.isnan(found[1])


def test_effects_of_luck_stay_below_the_floor_and_one_that_is_there_does_not():
    above = np.zeros(3)
    for seed in range(20):
        design, unit = laid_out(Morris(10))
        luck = stream(seed, "luck").normal(size=(len(unit), 8))
        values = 4 * unit[:, [0]] + luck
        floor = morris_floor(design, values, NAMES)
        above += indices("morris", design, means_of(values), NAMES, {})[0]["mu_star"].to_numpy() > floor

    assert above[0] == 20
    assert above[1:].max() <= 2


def test_common_luck_cancels_and_leaves_no_floor():
    design, unit = laid_out(Morris(10))
    values = unit[:, [0]] + stream(1, "luck").normal(size=(1, 8))

    assert morris_floor(design, values, NAMES) == pytest.approx(np.zeros(3), abs=1e-12)


def test_the_floor_of_a_total_is_what_luck_adds_to_it():
    _, unit = laid_out(Saltelli(256))
    luck = stream(1, "luck").normal(size=(len(unit), 8))
    values = 2 * unit[:, [0]] + luck
    table = indices("saltelli", pd.DataFrame(), means_of(values), NAMES, {})[0]
    floor = sobol_floor(values, NAMES)

    assert table["total"].to_numpy()[1:] == pytest.approx(floor[1:], abs=0.05)
    # a mean of 8 has a variance of 1/8 from luck, 2x one of 1/3: luck is 3/11 of all
    assert floor == pytest.approx(np.full(3, 3 / 11), abs=0.04)
    assert table["total_low"][0] > floor[0]


# tables, page and pictures


def test_the_page_prints_its_tables(tmp_path):
    again = tmp_path / "README.md"
    again.write_text(README.read_text(encoding="utf-8"), encoding="utf-8")
    fill(again, parts())

    assert again.read_text(encoding="utf-8") == README.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "picture", "draw"),
    [("summary", "morris", figure.draw_morris), ("sobol", "sobol", figure.draw_sobol)],
)
def test_the_figures_are_those_of_the_tables(table, picture, draw, tmp_path):
    draw(pd.read_csv(HERE / f"{table}.csv"), tmp_path / "figure.svg")

    assert (tmp_path / "figure.svg").read_bytes() == (HERE / f"{picture}.svg").read_bytes()


def test_what_is_shown_lies_above_its_floor():
    effects, shares = (pd.read_csv(HERE / f"{name}.csv") for name in ("summary", "sobol"))

    for table, index in ((effects, "mu_star"), (shares, "total_low")):
        shown = table["shown"].eq("yes")
        assert (table[index][shown] >= table["floor"][shown]).all()
        assert (table[index][~shown] <= table["floor"][~shown]).all()
