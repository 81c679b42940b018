"""The JSON Schema that editors read says yes to packaged files, and no to what the reader refuses."""

import json
from datetime import date

import jsonschema
import pytest

from negsim.settings import yaml_file
from negsim.settings.paths import packaged_names
from tests.commands import negsim
from tests.scenarios import changed, raw_scenario

SCENARIOS = [name for name, path in packaged_names().items() if path.name != "experiment.yaml"]
EXPERIMENTS = sorted(set(packaged_names()) - set(SCENARIOS))


def validator(kind: str) -> jsonschema.Draft202012Validator:
    said = negsim("schema", kind)
    assert (said.code, said.err) == (0, "")
    schema = json.loads(said.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


SCHEMAS = {kind: validator(kind) for kind in ("scenario", "experiment")}


def as_json(raw: object) -> object:
    """Return what an editor sees: dates are texts."""
    return json.loads(json.dumps(raw, default=date.isoformat))


def mistakes(raw: object, kind: str = "scenario") -> list[str]:
    return [error.message for error in SCHEMAS[kind].iter_errors(as_json(raw))]


@pytest.mark.parametrize("name", SCENARIOS)
def test_packaged_scenarios_meet_the_schema(name):
    assert mistakes(raw_scenario(name)) == []


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_packaged_experiments_meet_the_schema(name):
    raw = yaml_file.read(packaged_names()[name])

    assert mistakes(raw, "experiment") == []
    assert mistakes({**raw, "scenario": raw_scenario("mini")}, "experiment") == []


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("tyme",), {}),
        (("time", "tick"), 3),
        (("time", "ticks"), 0),
        (("time", "ticks"), "soon"),
        (("name",), "a b"),
        (("weights",), 24),
        (("no_deal", "credibility"), 1.5),
        (("economy", "other_tariffs"), {"CHN": 30}),
        (("issues", "tariff", "levls"), [0.1]),
        (("issues", "tariff", "type"), "tarif_rate"),
        (("mechanism",), "alternating_offer"),
        (("parties", "us", "type"), "exporter"),
        (("parties", "us", "strategy"), "bolware"),
        (("parties", "us", "strategy"), {"bidding": "boulware", "acceptanc": "ac_next"}),
        (("parties", "us", "politics", "mood"), 0.1),
        (("parties", "us", "terms"), {"deficit": {"wieght": 1}}),
        (("agents", "x"), {"type": "firm", "smees": 3}),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(keys, value):
    assert mistakes(changed(raw_scenario("us_vietnam_2025"), keys, value))


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("parties", "us", "strategy"), "hardliner"),
        (("parties", "us", "terms"), {"deficit": {"weight": 2}, "home": None}),
        (("parties", "us", "politics", "standing"), None),
        (("parties", "us", "red_lines"), {"tariff": [0, "10 %"]}),
        (("agents",), {}),
    ],
)
def test_what_the_reader_reads_the_schema_accepts(keys, value):
    assert mistakes(changed(raw_scenario("us_vietnam_2025"), keys, value)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"replication": 3},
        {"replications": 0},
        {"design": {"type": "sobol", "pts": 8}},
        {"metrics": ["joint_gian"]},
        {"factors": {"time.ticks": []}},
        {"factors": {"time.ticks": {"low": 1, "hihg": 3}}},
        {"until": {"metric": "joint_gain"}},
    ],
)
def test_bad_experiments_do_not_meet_the_schema(change):
    assert mistakes({"name": "e", "scenario": "mini"}, "experiment") == []
    assert mistakes({"name": "e", "scenario": "mini", **change}, "experiment")


def test_a_key_says_what_it_means_in_which_unit():
    credibility = SCHEMAS["scenario"].schema["properties"]["no_deal"]["properties"]["credibility"]

    assert credibility["description"].endswith("(probability)")
    assert (credibility["minimum"], credibility["maximum"], credibility["default"]) == (0, 1, 0.3)
