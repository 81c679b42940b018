import pyarrow as pa
import pytest

from negsim.experiment.experiment import load_experiment, make_experiment
from negsim.experiment.metrics.joint_gain import JointGain
from negsim.experiment.tables import (
    agents_schema,
    design_schema,
    factor_type,
    factor_value,
    metric,
    offers_schema,
    runs_schema,
    timings_schema,
)
from negsim.settings.reader import Place

RUNS = """
run_id point_id replication seed_key status error end_state agreed rounds ticks date
issue_tariff level_tariff issue_access issue_origin
u_us u_vietnam u0_us u0_vietnam reservation_us reservation_vietnam gain_us gain_vietnam gain0_us gain0_vietnam
belief_us belief_vietnam ratification_failures pareto_distance nash_distance ks_distance
vietnam_to_us_usd_bn us_to_vietnam_usd_bn us_deficit_usd_bn us_tariff_revenue_usd_bn
us_consumer_surplus_usd_bn vietnam_exporter_surplus_usd_bn agreement_rate
""".split()  # noqa: SIM905


def experiment(**changes):
    return make_experiment({"scenario": "mini", **changes}, Place("e.yaml"))


def unit(schema, name):
    metadata = schema.field(name).metadata or {}
    return metadata.get(b"unit", b"").decode()


def test_columns_of_runs_in_order():
    assert runs_schema(load_experiment("mini")).names == RUNS


def test_factor_columns_carry_the_dotted_path_before_the_issues():
    factors = {"parties.us.strategy": ["linear", "boulware"], "no_deal.credibility": [0.1, 0.6]}
    names = runs_schema(experiment(factors=factors, metrics=["joint_gain"])).names

    assert names == [*RUNS[:11], *factors, *RUNS[11:-1], "joint_gain"]


def test_a_metric_that_is_a_column_anyway_is_not_repeated():
    names = runs_schema(experiment(metrics=["u_us", "rounds_to_agreement"])).names

    assert names == [*RUNS[:-1], "rounds_to_agreement"]


def test_units_of_runs():
    schema = runs_schema(experiment(metrics=["joint_gain", "rounds_to_agreement", "agreement_rate"]))
    expected = {
        "run_id": "",
        "level_tariff": "fraction",
        "issue_tariff": "",
        "u_us": "party's utility",
        "gain0_vietnam": "party's utility",
        "belief_us": "probability",
        "nash_distance": "scaled utility",
        "ratification_failures": "agreements",
        "us_deficit_usd_bn": "billion US dollars a year",
        "joint_gain": "scaled utility",
        "rounds_to_agreement": "rounds",
        "agreement_rate": "share of runs",
    }

    assert {name: unit(schema, name) for name in expected} == expected


def test_types_of_runs():
    schema = runs_schema(load_experiment("mini"))

    assert {str(schema.field(name).type) for name in RUNS[:4]} == {"int64"}
    assert {str(schema.field(name).type) for name in ("status", "error", "date", "issue_origin")} == {
        "string"
    }
    assert {str(schema.field(name).type) for name in RUNS[RUNS.index("u_us") :]} == {"double"}
    assert (schema.field("agreed").type, schema.field("level_tariff").type) == (pa.bool_(), pa.float64())


def test_columns_of_the_other_tables():
    one = experiment(factors={"no_deal.credibility": [0.1, 0.6]})

    assert offers_schema(one).names == [
        *("run_id", "round", "tick", "date", "party", "move"),
        *("issue_tariff", "issue_access", "issue_origin"),
        *("u_us", "u_vietnam", "target", "ratifiable_us", "ratifiable_vietnam", "step", "why"),
    ]
    assert agents_schema().names == [
        *("run_id", "agent", "type", "side", "group", "utility", "gain", "support", "vote", "reason")
    ]
    assert design_schema(one).names == ["point_id", "no_deal.credibility", "scenario"]
    assert timings_schema().names == ["run_id", "seconds", "worker"]
    assert unit(timings_schema(), "seconds") == "s"
    assert unit(offers_schema(one), "target") == "mover's utility"


def test_issues_that_only_some_points_have_are_columns():
    tariff = {"tariff": {"type": "tariff_rate"}}
    schema = runs_schema(
        experiment(factors={"issues": [tariff, {**tariff, "purchases": {"type": "purchases"}}]})
    )

    assert [name for name in schema.names if name.startswith(("issue_", "level_"))] == [
        *("issue_tariff", "level_tariff", "issue_purchases", "level_purchases")
    ]


@pytest.mark.parametrize(
    ("levels", "kind"),
    [
        ([True, False], "bool"),
        ([1, 2], "int64"),
        ([1, 0.5], "double"),
        ([0.5], "double"),
        ([True, 1], "string"),
        (["linear", "boulware"], "string"),
        (["linear", 1], "string"),
        ([{"type": "linear"}], "string"),
        ([None, 1.0], "string"),
        ([[0.1, 0.2], [0.3]], "string"),
    ],
)
def test_type_of_a_factor_column(levels, kind):
    assert str(factor_type(levels)) == kind


def test_levels_with_parts_are_written_as_json():
    text = factor_type([{}])

    assert factor_value({"type": "x", "e": 1}, text) == '{"type":"x","e":1}'
    assert factor_value([0.1, "a"], text) == '[0.1,"a"]'
    assert factor_value(True, text) == "true"
    assert factor_value("linear", text) == "linear"
    assert factor_value(2, factor_type([1, 2])) == 2


def test_metric_by_name_or_preset():
    assert metric("joint_gain") == JointGain()
    assert (metric("gain0_vietnam").party, metric("gain0_vietnam").number) == ("vietnam", "gain0")
