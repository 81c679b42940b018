import math
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.errors import ConfigError
from negsim.experiment.designs.factor import Levels, Range
from negsim.experiment.designs.latin_hypercube import LatinHypercube
from negsim.experiment.designs.morris import Morris
from negsim.experiment.designs.saltelli import Saltelli
from negsim.experiment.designs.sobol import Sobol
from negsim.experiment.experiment import make_experiment
from negsim.experiment.manifest import config_hash
from negsim.experiment.tables import design_table
from negsim.rng import stream
from negsim.settings import yaml_file
from negsim.settings.reader import Place

ODDS, TICKS, RULE = "no_deal.credibility", "time.ticks", "parties.us.strategy"
FACTORS = {
    ODDS: {"low": 0.1, "high": 0.6},
    TICKS: {"low": 3, "high": 6, "integer": True},
    RULE: ["boulware", {"bidding": "linear"}, "conceder"],
}
SAMPLED = [
    {"type": "random", "points": 12},
    {"type": "latin_hypercube", "points": 12},
    {"type": "sobol", "points": 16},
    {"type": "saltelli", "base_points": 4},
    {"type": "morris", "trajectories": 4},
    {"type": "fast", "curve_points": 65},
]
UNIT = {"a": Range(0.0, 1.0), "b": Range(0.0, 1.0), "c": Range(0.0, 1.0)}


def experiment(place="e.yaml", **changes):
    return make_experiment({"scenario": "mini", "replications": 1, "seed": 1, **changes}, Place(str(place)))


def refusal(place="e.yaml", **changes):
    with pytest.raises(ConfigError) as caught:
        experiment(place, **changes)
    message = str(caught.value)

    assert "\n" not in message
    return message


def table(**changes):
    return design_table(experiment(**changes)).to_pandas().drop(columns="scenario")


def values(**changes):
    return table(**changes).drop(columns="point_id").values.tolist()


@pytest.mark.parametrize("design", SAMPLED, ids=lambda design: design["type"])
def test_samples_stay_inside_the_factors_and_use_all_of_them(design):
    points = table(factors=FACTORS, design=design)

    assert points[ODDS].between(0.1, 0.6).all()
    assert points[ODDS].nunique() > 3
    assert set(points[TICKS]) <= {3, 4, 5, 6}
    assert set(points[RULE]) == {"boulware", '{"bidding":"linear"}', "conceder"}


@pytest.mark.long
@pytest.mark.parametrize("design", SAMPLED, ids=lambda design: design["type"])
def test_a_seed_gives_the_same_points_and_another_seed_others(design):
    asked = {"factors": FACTORS, "design": design}

    assert table(**asked).equals(table(**asked))
    assert not table(**asked).equals(table(**asked, seed=2))


@pytest.mark.long
@pytest.mark.parametrize("design", ["grid", "one_at_a_time", *SAMPLED], ids=str)
def test_the_resolved_experiment_has_the_same_points(design):
    factors = {**FACTORS, ODDS: {"levels": [0.1, 0.5], "role": "uncertainty"}}
    factors |= {TICKS: [4, 5]} if design == "grid" else {}
    asked = experiment(factors=factors, design=design)
    text = yaml_file.dump(asked.resolved())
    again = make_experiment(yaml_file.parse(text, "config.yaml"), Place("config.yaml"))

    assert design_table(asked).equals(design_table(again), check_metadata=True)
    assert config_hash(asked) == config_hash(again)


@given(st.integers(1, 200), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_each_slice_of_a_latin_hypercube_holds_one_point(points, seed):
    sample = LatinHypercube(points).sample(UNIT, str, stream(seed, "design"))

    for column in sample.codes.values():
        assert sorted(np.floor(column * points).astype(int)) == list(range(points))


@given(st.integers(0, 8), st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_each_of_2_to_the_k_slices_of_a_sobol_sequence_holds_one_point(power, seed):
    points = 2**power
    sample = Sobol(points).sample(UNIT, str, stream(seed, "design"))

    for column in sample.codes.values():
        assert sorted(np.floor(column * points).astype(int)) == list(range(points))


@given(
    st.floats(-1e6, 1e6),
    st.floats(1e-3, 1e6),
    st.sampled_from(["linear", "log"]),
    st.booleans(),
    st.integers(0, 9),
)
def test_ranges_reach_from_end_to_end(low, width, scale, integer, seed):
    low = abs(low) + 1.0 if scale == "log" else low
    low, high = (math.floor(low), math.floor(low) + math.ceil(width)) if integer else (low, low + width)
    made = Range(float(low), float(high), scale, integer)
    inside = made.at(np.append(np.random.Generator(np.random.PCG64(seed)).random(50), [0.0, 1.0]))

    assert inside.min() >= low
    assert inside.max() <= high
    assert made.at(np.array([0.0, 1.0])).tolist() == pytest.approx([low, high], rel=1e-9)


def test_whole_numbers_are_equally_likely_and_log_scales_are_even_in_the_logarithm():
    unit = (np.arange(1000) + 0.5) / 1000

    assert np.bincount(Range(3.0, 6.0, integer=True).at(unit)).tolist() == [0, 0, 0, 250, 250, 250, 250]
    assert Range(0.01, 100.0, "log").at(np.array([0.25, 0.5])).tolist() == pytest.approx([0.1, 1.0])
    assert np.bincount(Levels(("a", "b", "c", "d")).at(unit)).tolist() == [250] * 4


@given(st.floats(-4e14, 4e14), st.floats(1e-9, 4e14), st.integers(0, 99))
def test_what_is_written_of_a_sampled_number_is_the_number(low, width, seed):
    drawn = Range(low, low + width + abs(low) / 1e6).at(stream(seed, "x").random(20))

    inside = drawn[(drawn > low) & (drawn < drawn.max())]
    assert [float(f"{value:.10g}") for value in inside] == inside.tolist()


def test_saltelli_exchanges_one_factor_at_a_time():
    sample = Saltelli(8).sample(UNIT, str, stream(1, "design"))
    unit = np.stack(list(sample.codes.values()), axis=1).reshape(8, 5, 3)
    first, *mixed, last = np.moveaxis(unit, 1, 0)

    assert sample.extra["block"][:5].tolist() == ["A", "a", "b", "c", "B"]
    assert sample.extra["base_point"].tolist() == np.repeat(range(8), 5).tolist()
    for k, block in enumerate(mixed):
        expected = first.copy()
        expected[:, k] = last[:, k]
        assert (block == expected).all()


def test_morris_moves_one_factor_a_step_by_what_it_says():
    sample = Morris(6, 4).sample(UNIT, str, stream(1, "design"))
    unit = np.stack(list(sample.codes.values()), axis=1)

    assert set(np.round(unit * 3).ravel()) <= {0, 1, 2, 3}
    for start in range(0, 24, 4):
        assert sample.extra["moved"][start] == ""
        assert np.isnan(sample.extra["step"][start])
        assert sorted(sample.extra["moved"][start + 1 : start + 4]) == ["a", "b", "c"]
        for point in range(start + 1, start + 4):
            change = dict(zip("abc", unit[point] - unit[point - 1], strict=True))
            assert change.pop(sample.extra["moved"][point]) == pytest.approx(sample.extra["step"][point])
            assert set(change.values()) == {0.0}


def test_one_at_a_time_starts_from_the_scenario():
    # mini: credibility .3, 12 ticks, both linear
    factors = {ODDS: {"low": 0.1, "high": 0.6}, RULE: ["linear", "boulware"], TICKS: [12, 5]}

    assert values(factors=factors, design="one_at_a_time") == [
        [0.3, "linear", 12, ""],
        [0.1, "linear", 12, ODDS],
        [0.6, "linear", 12, ODDS],
        [0.3, "boulware", 12, RULE],
        [0.3, "linear", 5, TICKS],
    ]
    assert values(factors={TICKS: [5, 6]}, design="one_at_a_time") == [[12, ""], [5, TICKS], [6, TICKS]]
    assert "factors.x.y: the scenario has no value there to start from" in refusal(
        factors={"x.y": [1]}, design="one_at_a_time"
    )
    assert f"factors.{RULE}: has a range, but the scenario's value is 'linear'" in refusal(
        factors={RULE: {"low": 0, "high": 1}}, design="one_at_a_time"
    )


ROWS = [
    {ODDS: 0.1, RULE: "boulware"},
    {ODDS: 0.6, RULE: {"bidding": "linear"}},
    {ODDS: 0.1, RULE: "boulware"},
]
CSV = f'{ODDS}, {RULE}\n0.1, boulware\n0.6,"{{bidding: linear}}"\n\n.1,boulware\r\n'


def test_a_list_and_a_csv_file_give_the_same_points(tmp_path):
    (tmp_path / "points.csv").write_text(CSV, encoding="utf-8-sig")
    listed = experiment(design={"type": "list", "points": ROWS})
    read = experiment(tmp_path / "e.yaml", design={"type": "csv", "file": "points.csv"})
    again = make_experiment(read.resolved(), Place("elsewhere/config.yaml"))

    assert design_table(listed).equals(design_table(read))
    assert design_table(read).equals(design_table(again))
    assert [dict(read.point(p).factors)[RULE] for p in range(3)] == [
        "boulware",
        {"bidding": "linear"},
        "boulware",
    ]
    assert config_hash(read) == config_hash(again)


def test_a_role_may_be_given_to_a_column_of_a_list():
    asked = experiment(design={"type": "list", "points": ROWS}, factors={RULE: {"role": "lever"}})

    assert {path: factor.role for path, factor in asked.factors.items()} == {ODDS: None, RULE: "lever"}
    assert asked.resolved()["factors"] == {RULE: {"role": "lever"}}
    assert "unknown column of the design 'time.tick'" in refusal(
        design={"type": "list", "points": ROWS}, factors={"time.tick": {}}
    )
    assert "its levels stand in the design" in refusal(
        design={"type": "list", "points": ROWS}, factors={RULE: ["linear"]}
    )


def test_roles_are_kept_with_the_design():
    factors = {RULE: {"levels": ["linear", "boulware"], "role": "lever"}, ODDS: [0.1, 0.2]}
    schema = design_table(experiment(factors=factors)).schema

    assert schema.field(RULE).metadata == {b"role": b"lever"}
    assert schema.field(ODDS).metadata == {b"role": b""}


RATES = {"no_deal.in_force": {"low": 0.1, "high": 0.6}, "no_deal.threatened": {"low": 0.1, "high": 0.6}}


def test_points_that_break_a_constraint_are_left_out_and_told():
    asked = experiment(
        factors=RATES,
        design={"type": "sobol", "points": 32},
        constraints=["no_deal.threatened >= no_deal.in_force", "no_deal.in_force < 0.5"],
    )
    found = design_table(asked).to_pandas()

    assert (found["no_deal.threatened"] >= found["no_deal.in_force"]).all()
    assert (found["no_deal.in_force"] < 0.5).all()
    assert found["point_id"].tolist() == list(range(asked.n_points))
    assert 0 < asked.n_points < 32
    assert asked.notes == (f"{32 - asked.n_points} of 32 points break a constraint and are left out",)


@pytest.mark.parametrize(
    ("text", "kept"),
    [("{} >= 5", 2), ("{} > 5", 1), ("5 <= {}", 2), ("{}<6", 2), ("{} == 4", 1), ("{} != 4", 2)],
)
def test_signs_of_constraints(text, kept):
    assert experiment(factors={TICKS: [4, 5, 6]}, constraints=[text.format(TICKS)]).n_points == kept


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"constraints": [f"{TICKS} > 5 > 4"]},
            "constraints.[0]: must compare two factors, or a factor and a number",
        ),
        ({"constraints": ["__import__('os')"]}, "constraints.[0]: must compare two factors"),
        (
            {"constraints": ["time.tick > 5"]},
            "constraints.[0]: unknown factor 'time.tick'. Did you mean 'time.ticks'?",
        ),
        ({"constraints": ["4 > 5"]}, "constraints.[0]: names no factor, got '4 > 5'"),
        ({"constraints": [f"{RULE} > 5"]}, f"only numbers can be compared, but levels of {RULE} are not"),
        (
            {"constraints": f"{TICKS} > 5"},
            "constraints: must be a list, each entry a text, got 'time.ticks > 5'",
        ),
        ({"constraints": [f"{TICKS} > 500"]}, "constraints: no point meets time.ticks > 500"),
        (
            {"constraints": [f"{TICKS} > 3"], "design": {"type": "saltelli", "base_points": 4}},
            "e.yaml: constraints: the design saltelli is analysed as a whole, so that no point may be",
        ),
    ],
)
def test_bad_constraints_are_refused_in_one_sentence(change, expected):
    asked = {"factors": {TICKS: [4, 5, 6], RULE: ["linear"]}, **change}

    assert expected.replace(".[0]", "[0]") in refusal(**asked).replace(".[0]", "[0]")


def ranged(**settings):
    return {"factors": {ODDS: settings}, "design": {"type": "random", "points": 4}}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (ranged(low=0.6, high=0.1), f"e.yaml: factors.{ODDS}.low: must be below high, got 0.6 and 0.1"),
        (ranged(low=0.1, high=0.1), "must be below high, got 0.1 and 0.1"),
        (ranged(low=math.nan, high=0.1), f"factors.{ODDS}.low: must be a number, got nan"),
        (ranged(low=0.1, high=math.inf), f"factors.{ODDS}.high: must be a number, got inf"),
        (ranged(low=0.1), f"factors.{ODDS}: the key 'high' is missing"),
        (ranged(low=0.1, hihg=0.6), "unknown key 'hihg'. Did you mean 'high'?"),
        (ranged(low=0.1, high=0.6, role="levr"), f"factors.{ODDS}.role: must be one of lever, uncertainty"),
        (
            ranged(low=0.1, high=0.6, scale="ln"),
            f"factors.{ODDS}.scale: must be one of linear, log, got 'ln'",
        ),
        (ranged(low=0, high=0.6, scale="log"), "low: must be above 0 on a log scale, got 0"),
        (ranged(low=0.5, high=2, integer=True), "low: the ends must be whole numbers, got 0.5 and 2"),
        (
            ranged(low=0.1, high=1.5),
            "no_deal.credibility: must be a number >= 0 and <= 1 (probability), got 1.5",
        ),
        (ranged(levels=[]), f"factors.{ODDS}.levels: must be a list of at least one level"),
        (ranged(levels=[0.1, 0.1]), f"factors.{ODDS}.levels: has a level twice, got [0.1, 0.1]"),
        (ranged(levels=[1, 1.0]), "has a level twice"),
        (ranged(role="lever"), f"factors.{ODDS}: has no levels; list them, or give a range"),
        (
            {"factors": {ODDS: {"low": 0, "high": 1}}},
            f"factors.{ODDS}: a grid needs levels, got the range 0 to 1; list levels, or choose",
        ),
        (
            {
                "factors": {"no_deal.credibilty": {"low": 0, "high": 1}},
                "design": {"type": "random", "points": 2},
            },
            "no_deal: unknown key 'credibilty'. Did you mean 'credibility'?",
        ),
        ({"factors": {"log.offers": ["all"]}}, "factors.log.offers: what is logged changes no result"),
    ],
)
def test_bad_factors_are_refused_in_one_sentence(change, expected):
    assert expected in refusal(**change)


@pytest.mark.parametrize(
    ("design", "expected"),
    [
        (
            {"type": "sobol", "points": 100},
            "e.yaml: design.points: must be a power of 2, or the sequence loses its ",
        ),
        ({"type": "sobol", "points": 100}, "got 100; nearest are 64 and 128"),
        ({"type": "sobol", "point": 4}, "e.yaml: design: unknown key 'point'. Did you mean 'points'?"),
        ({"type": "sobol"}, "e.yaml: design: the key 'points' is missing: number of points, a power of 2"),
        (
            {"type": "sobul", "points": 4},
            "e.yaml: design.type: unknown design 'sobul'. Did you mean 'sobol'?",
        ),
        ({"points": 4}, "e.yaml: design: the key 'type' is missing: which design is meant?"),
        ({"type": "random", "points": 0}, "e.yaml: design.points: must be a whole number >= 1, got 0"),
        ({"type": "random", "points": 10**12}, "1,000,000,000,000 runs are asked for, at most 10,000,000"),
        ({"type": "saltelli", "base_points": 2**22}, "20,971,520 runs are asked for"),
        ({"type": "saltelli", "base_points": 3}, "design.base_points: must be a power of 2"),
        ({"type": "morris", "levels": 5}, "design.levels: must be an even number, got 5"),
        (
            {"type": "fast", "curve_points": 64},
            "design.curve_points: must be more than 4 x harmonics^2 = 64, got 64",
        ),
        ({"type": "list", "points": []}, "design.points: must have at least one point"),
        ({"type": "list", "points": [{}]}, "design.points: a point must set at least one path"),
        ({"type": "list", "points": [{ODDS: 0.1}, {}]}, f"[1]: '{ODDS}' is missing"),
        ({"type": "list", "points": [{ODDS: 0.1}, {ODDS: 0.1, TICKS: 4}]}, f"[1]: unknown path '{TICKS}'"),
        ({"type": "list", "points": [{"no_deal.credibilty": 0.1}]}, "unknown key 'credibilty'. Did you mean"),
        ({"type": "csv"}, "e.yaml: design.file: name a file with the points"),
        ({"type": "csv", "file": "none.csv"}, "none.csv cannot be read: No such file or directory"),
    ],
)
def test_bad_designs_are_refused_in_one_sentence(design, expected):
    listed = design.get("type") in ("list", "csv")
    factors = {} if listed else {ODDS: {"low": 0.1, "high": 0.6}, TICKS: [4, 5], RULE: ["linear"]}

    assert expected in refusal(factors=factors, design=design)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "file: must have a header of different dotted paths and at least one row"),
        (f"{ODDS}\n", "file: must have a header of different dotted paths and at least one row"),
        (f"{ODDS},{ODDS}\n1,2\n", "file: must have a header of different dotted paths"),
        (f"{ODDS},{TICKS}\n0.1,5\n0.2\n", "file: row 2: must have 2 cells, got 1"),
        (f"{ODDS},{TICKS}\n0.1,\n", f"file: the column {TICKS} has an empty cell; every point needs a value"),
        (f"{ODDS}\n~\n", f"file: the column {ODDS} has the cell '~'; every point needs a value"),
        (f"{ODDS}\n.nan\n", "no_deal.credibility: must be a number >= 0 and <= 1 (probability), got nan"),
        (f"{ODDS}\n{{\n", f"file: column {ODDS}: '{{': line 1: not valid YAML"),
        ("no_deal.credibilty\n0.1\n", "no_deal: unknown key 'credibilty'. Did you mean 'credibility'?"),
    ],
)
def test_bad_csv_files_are_refused_in_one_sentence(tmp_path, text, expected):
    (tmp_path / "points.csv").write_text(text)

    assert expected in refusal(tmp_path / "e.yaml", design={"type": "csv", "file": "points.csv"})


@pytest.mark.parametrize("design", SAMPLED, ids=lambda design: design["type"])
def test_samples_need_factors(design):
    assert "at least" in refusal(design=design)


def test_a_missing_salib_is_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "SALib.sample.morris", None)

    assert refusal(factors=FACTORS, design={"type": "morris"}).endswith(
        "this needs SALib: pip install 'negsim[experiments]'"
    )


def test_levels_that_go_together_only_with_others_are_checked_in_their_points():
    # a quorum is a setting of one of the two rules only
    path = "parties.vietnam.ratification"
    rows = [{path: {"type": "quorum", "quorum": 0.7}}, {path: "automatic"}]

    assert experiment(design={"type": "list", "points": rows}).n_points == 2
    assert "unknown key 'quorom'" in refusal(
        design={"type": "list", "points": [*rows, {path: {"type": "quorum", "quorom": 1}}]}
    )


def test_it_is_said_when_every_run_keeps_its_moves():
    factors = {"no_deal.credibility": {"low": 0.1, "high": 0.6}}

    def notes(points, **more):
        data = {"name": "e", "scenario": "mini", "factors": factors, "replications": 1, **more}
        return make_experiment(
            {**data, "design": {"type": "random", "points": points}}, Place("e.yaml")
        ).notes

    assert notes(1000) == ("every run is the first of its point and is logged: --log-offers none is quicker",)
    assert notes(999) == ()
    assert notes(1000, replications=2) == ()


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ({"low": -1e308, "high": 1e308}, "must reach 1e-12 and stay within 1e.15"),
        ({"low": 0.0, "high": 1e-30}, "must reach 1e-12"),
        ({"low": 1e-30, "high": 1.0, "scale": "log"}, "at least 1e-12 on a log scale"),
    ],
)
def test_ranges_too_large_or_small_to_be_written_are_refused(ends, words):
    with pytest.raises(ConfigError, match=words):
        Range(**ends)


NAMED = [{"name": "tough", "value": {"bidding": {"type": "time_dependent", "e": 0.1}}}, "linear"]


def test_levels_may_have_names():
    asked = experiment(factors={RULE: NAMED})
    table = design_table(asked).to_pandas()

    assert table[RULE].tolist() == ["tough", "linear"]
    assert asked.point(0).factors == ((RULE, NAMED[0]["value"]),)
    assert make_experiment(asked.resolved(), Place("again")).resolved() == asked.resolved()
    assert asked.resolved()["factors"] == {RULE: NAMED}


def test_listed_points_and_sampled_levels_keep_their_names():
    points = [{RULE: level, TICKS: ticks} for level in NAMED for ticks in (3, 4)]
    listed = experiment(design={"type": "list", "points": points})
    sampled = experiment(factors={RULE: NAMED}, design={"type": "random", "points": 6})

    assert design_table(listed).to_pandas()[RULE].tolist() == ["tough", "tough", "linear", "linear"]
    assert set(design_table(sampled).to_pandas()[RULE]) == {"tough", "linear"}


def test_two_names_may_stand_for_one_level_but_not_one_for_two():
    twice = [{"name": name, "value": "linear"} for name in ("a", "b")]

    assert design_table(experiment(factors={RULE: twice})).to_pandas()[RULE].tolist() == ["a", "b"]
    assert "'linear' is the name of another level too" in refusal(
        factors={RULE: [{"name": "linear", "value": "boulware"}, "linear"]}
    )
    assert "[0].name: must be letters, digits" in refusal(
        factors={RULE: [{"name": "a b", "value": "linear"}]}
    )
