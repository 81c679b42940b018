import itertools
import pickle
from unittest import mock

import pytest

from negsim.errors import ConfigError
from negsim.experiment.experiment import load_experiment, make_experiment
from negsim.experiment.manifest import config_hash
from negsim.registry import name_of
from negsim.settings import yaml_file
from negsim.settings.reader import Place
from negsim.talks.scenario import make_scenario
from tests.scenarios import raw_scenario

MINI = {"name": "patience", "scenario": "mini", "replications": 3, "seed": 1}
STRATEGIES = ["boulware", "linear"]
LATIN = {"type": "latin_hypercube", "points": 20}
NAN = float("nan")


def experiment(settings=(), **changes):
    """Return an experiment over the packaged scenario `mini`; a value of None drops a key."""
    data = {key: value for key, value in {**MINI, **changes}.items() if value is not None}
    return make_experiment(data, Place("patience.yaml"), tuple(settings))


def points_of(asked):
    return [asked.point(point_id) for point_id in range(asked.n_points)]


def scenarios(asked):
    return [asked.scenario(point) for point in points_of(asked)]


def refusal(settings=(), **changes):
    with pytest.raises(ConfigError) as caught:
        experiment(settings, **changes)
    message = str(caught.value)

    assert "\n" not in message
    return message


def test_the_last_factor_runs_fastest():
    points = points_of(
        experiment(factors={"parties.us.strategy": STRATEGIES, "no_deal.credibility": [0.1, 0.3, 0.6]})
    )

    assert [point.point_id for point in points] == [0, 1, 2, 3, 4, 5]
    assert [tuple(value for _, value in point.factors) for point in points] == list(
        itertools.product(STRATEGIES, [0.1, 0.3, 0.6])
    )


def test_every_factor_reaches_the_scenario_of_its_point():
    asked = experiment(factors={"parties.us.strategy": STRATEGIES, "no_deal.credibility": [0.1, 0.6]})

    exponents = [scenario.parties["us"].settings.strategy.bidding.e for scenario in scenarios(asked)]
    beliefs = [scenario.no_deal.credibility for scenario in scenarios(asked)]
    assert exponents == [0.25, 0.25, 1.0, 1.0]
    assert beliefs == [0.1, 0.6, 0.1, 0.6]


def test_run_ids_count_replications_within_points():
    asked = experiment(factors={"no_deal.credibility": [0.1, 0.6]})
    runs = list(asked.runs())

    assert asked.size == len(runs) == 6
    assert [run.run_id for run in runs] == [0, 1, 2, 3, 4, 5]
    assert [run.point_id for run in runs] == [0, 0, 0, 1, 1, 1]
    assert [run.replication for run in runs] == [0, 1, 2, 0, 1, 2]
    assert all(run.run_id == run.point_id * 3 + run.replication for run in runs)


def test_one_replication_has_one_seed_at_every_point():
    runs = list(experiment(factors={"no_deal.credibility": [0.1, 0.3, 0.6]}).runs())
    seeds = {run.replication: {r.seed for r in runs if r.replication == run.replication} for run in runs}

    assert all(len(different) == 1 for different in seeds.values())
    assert len(set.union(*seeds.values())) == 3


def test_another_level_or_replication_leaves_the_other_rows_as_they_were():
    small = experiment(factors={"no_deal.credibility": [0.1, 0.6]})
    wide = experiment(factors={"no_deal.credibility": [0.1, 0.3, 0.6]})
    long = experiment(factors={"no_deal.credibility": [0.1, 0.6]}, replications=5)

    def drawn(asked):
        return {(run.factors, run.replication): (run.seed, run.scenario) for run in asked.runs()}

    assert drawn(small).items() <= drawn(wide).items()
    assert drawn(small).items() <= drawn(long).items()


def test_another_seed_gives_other_runs():
    one = [run.seed for run in experiment(seed=1).runs()]
    two = [run.seed for run in experiment(seed=2).runs()]

    assert not set(one) & set(two)


@pytest.mark.parametrize(
    ("policy", "logged"),
    [("none", [False] * 6), ("first", [True, False, False] * 2), ("all", [True] * 6)],
)
def test_log_policy(policy, logged):
    asked = experiment([f"log.offers={policy}"], factors={"no_deal.credibility": [0.1, 0.6]})

    verdicts = experiment([f"log.agents={policy}"], factors={"no_deal.credibility": [0.1, 0.6]})

    assert [run.log for run in asked.runs()] == logged
    assert [run.log_agents for run in asked.runs()] == [True, False, False] * 2
    assert [run.log_agents for run in verdicts.runs()] == logged


def test_a_path_may_go_into_a_preset():
    asked = experiment(factors={"parties.us.strategy.bidding.e": [0.1, 2.0]})
    rules = [scenario.parties["us"].settings.strategy.bidding for scenario in scenarios(asked)]

    assert [(type(rule).__name__, rule.e) for rule in rules] == [
        ("TimeDependent", 0.1),
        ("TimeDependent", 2.0),
    ]


def test_a_path_may_change_what_an_earlier_factor_set():
    asked = experiment(
        factors={"parties.us.strategy": STRATEGIES, "parties.us.strategy.acceptance": ["ac_next", "ac_asp"]}
    )
    strategies = [scenario.parties["us"].settings.strategy for scenario in scenarios(asked)]

    assert [(s.bidding.e, name_of(type(s.acceptance))) for s in strategies] == [
        (0.25, "ac_next"),
        (0.25, "ac_asp"),
        (1.0, "ac_next"),
        (1.0, "ac_asp"),
    ]


def test_a_level_may_be_a_mapping():
    written_out = {"bidding": {"type": "time_dependent", "e": 0.25}, "acceptance": "ac_next"}
    one, two = scenarios(experiment(factors={"parties.us.strategy": ["boulware", written_out]}))

    assert one.resolved() == two.resolved()


def test_a_path_may_name_a_section_the_scenario_leaves_to_its_defaults():
    asked = experiment(factors={"economy.elasticities": ["short_run", "long_run"]})

    assert [scenario.economy.elasticities for scenario in scenarios(asked)] == ["short_run", "long_run"]


def test_a_term_may_be_switched_off():
    on, off = scenarios(experiment(factors={"parties.us.terms.deficit": [{"weight": 1.0}, None]}))

    assert "deficit" in on.parties["us"].settings.terms
    assert "deficit" not in off.parties["us"].settings.terms


def test_settings_change_the_scenario_before_factors_do():
    asked = experiment(["time.ticks=5", "log.offers=all"], factors={"no_deal.credibility": [0.1, 0.6]})

    assert {scenario.time.ticks for scenario in scenarios(asked)} == {5}
    assert asked.resolved()["scenario"]["time"]["ticks"] == 5


def test_a_scenario_is_an_experiment_without_factors():
    asked = load_experiment("mini", replications=2, seed=9)

    assert (asked.name, asked.n_points, asked.replications, asked.seed) == ("mini", 1, 2, 9)
    assert asked.factors == {}
    assert asked.point(0).factors == ()


def test_scenario_paths_may_be_relative_to_the_experiment(tmp_path, monkeypatch):
    folder = tmp_path / "question"
    folder.mkdir()
    base = load_experiment("mini").resolved()["scenario"]
    (folder / "my_talks.yaml").write_text(yaml_file.dump({**base, "name": "my_talks"}))
    (folder / "experiment.yaml").write_text("name: q\nscenario: my_talks.yaml\nreplications: 1\n")
    monkeypatch.chdir(tmp_path)

    assert scenarios(load_experiment("question"))[0].name == "my_talks"
    assert load_experiment(str(folder / "experiment.yaml")).base.name == "my_talks"


@pytest.mark.parametrize(
    "factors",
    [
        {},
        {"no_deal.credibility": [0.1, 0.6], "parties.vietnam.strategy": ["logroll", "linear"]},
        # what `opponent_model` is when it is not given depends on the bidding rule
        {"parties.us.strategy.bidding": ["linear", "logroll"]},
        # the default terms go with the type of the party
        {"parties.us.terms.deficit": [{"weight": 2.0}, None]},
        {"economy": [{"elasticities": "long_run"}, {}]},
        # the default weights go with the vector
        {"weights": [0, 5]},
        {"weights": [0, 5], "parties.us.terms.deficit.weight": [1.0, 2.0]},
        # what a missing setting of a plug-in is depends on its type
        {"parties.us.strategy.bidding.type": ["boulware", "micro"]},
        {"parties.us.ratification.type": ["automatic", "acquiescence"]},
        {"parties.us.terms.welfare.type": ["deficit_cut", "headline_rate"]},
    ],
)
def test_the_resolved_experiment_makes_the_same_runs_again(factors):
    asked = experiment(factors=factors, metrics=["joint_gain"])
    again = make_experiment(
        yaml_file.parse(yaml_file.dump(asked.resolved()), "config.yaml"), Place("config.yaml")
    )

    assert list(asked.runs()) == list(again.runs())
    assert config_hash(asked) == config_hash(again)


def test_defaults_stand_in_the_resolved_scenario_but_for_what_a_level_decides():
    asked = experiment(factors={"weights": [0, 5], "parties.us.strategy.bidding": ["linear", "logroll"]})
    base = asked.resolved()["scenario"]
    us, vietnam = (base["parties"][name] for name in ("us", "vietnam"))

    assert base["economy"]["supply_elasticity"] == 10.0
    assert vietnam["politics"]["standing_memory"] == 0.9
    assert set(vietnam["strategy"]) == {"bidding", "acceptance", "opponent_model"}
    assert us["strategy"] == raw_scenario("mini")["parties"]["us"]["strategy"]
    assert not [name for name, term in us["terms"].items() if term and "weight" in term]
    assert us["terms"]["welfare"]["features"] == ["consumer_surplus", "revenue"]


def test_a_base_scenario_is_made_once():
    built = CountedCalls("negsim.experiment.experiment.make_scenario")
    with built:
        asked = experiment()
        config_hash(asked)
        asked.resolved()
        _ = asked.run(0).talks.scenario

    assert built.count == 1


def test_weights_may_run_over_the_whole_ensemble():
    found = scenarios(experiment(factors={"weights": "ensemble"}))

    assert [scenario.weights for scenario in found] == list(range(24))
    assert found[0].resolved()["parties"] != found[5].resolved()["parties"]


def test_configurations_that_give_other_runs_have_other_hashes():
    silent = {"bidding": "linear"}
    explicit = {"bidding": "linear", "opponent_model": "none"}
    factors = {"parties.us.strategy.bidding": ["linear", "logroll"]}

    def asked(strategy):
        return experiment([f"parties.us.strategy={strategy}".replace("'", "")], factors=factors)

    assert list(asked(silent).runs()) != list(asked(explicit).runs())
    assert config_hash(asked(silent)) != config_hash(asked(explicit))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"factors": {"no_deal.credibility": []}},
            "patience.yaml: factors.no_deal.credibility: must be a list of at least one level, or a range "
            "{low, high}, got []",
        ),
        (
            {"factors": {"no_deal.credibility": 0.3}},
            "patience.yaml: factors.no_deal.credibility: must be a list of at least one level, or a range "
            "{low, high}, got 0.3",
        ),
        (
            {"factors": {"no_deal.credibility": "0.1, 0.2"}},
            "factors.no_deal.credibility: must be a list of at least one level, or a range "
            "{low, high}, got '0.1, 0.2'",
        ),
        (
            {"factors": {"no_deal.credibility": [0.1, 0.1]}},
            "patience.yaml: factors.no_deal.credibility: has a level twice, got [0.1, 0.1]",
        ),
        (
            {"factors": ["no_deal.credibility"]},
            "patience.yaml: factors: must be a mapping of keys to values, got ['no_deal.credibility']",
        ),
        (
            {"factors": {1: [2]}},
            "patience.yaml: factors: keys must be words, got 1",
        ),
        (
            {"factors": {"parties.us.strategy": ["boulware"], "parties.us.strategi": ["linear"]}},
            "parties.us: unknown key 'strategi'. Did you mean 'strategy'? Known: ",
        ),
        (
            {"factors": {"parties.us.strategy": ["boulware", "bolware"]}},
            "patience.yaml: factors at parties.us.strategy=bolware: parties.us.strategy.bidding.type: "
            "unknown strategy 'bolware'. Did you mean 'boulware'?",
        ),
        (
            {"factors": {"no_deal.credibility": [0.1, float("nan")]}},
            "patience.yaml: factors at no_deal.credibility=nan: no_deal.credibility: must be a number",
        ),
        (
            {"factors": {"no_deal.credibility": [0.1, 1.5]}},
            "no_deal.credibility: must be a number >= 0 and <= 1 (probability), got 1.5",
        ),
        (
            {"factors": {"no_deal": [0.1]}},
            "patience.yaml: factors at no_deal=0.1: no_deal: must be a mapping of keys to values, got 0.1",
        ),
        (
            {"factors": {"name.first": ["a"]}},
            "patience.yaml: factors.name.first: must be a mapping of keys to values, got 'mini'",
        ),
        (
            {"factors": {"parties.us.strategy.bidding.e": [0.1], "parties.us.strategy": ["linear"]}},
            "patience.yaml: factors.parties.us.strategy: this factor undoes factor "
            "parties.us.strategy.bidding.e; put it first",
        ),
        (
            {"metrics": ["agreement_rat"]},
            "patience.yaml: metrics[0]: unknown metric 'agreement_rat'. Did you mean 'agreement_rate'?",
        ),
        ({"metrics": ["joint_gain", 7]}, "patience.yaml: metrics[1]: must be a text, got 7"),
        (
            {"metrics": "joint_gain"},
            "patience.yaml: metrics: must be a list, each entry a text, got 'joint_gain'",
        ),
        (
            {"metrics": ["joint_gain", "joint_gain"]},
            "patience.yaml: metrics: a metric is named twice in ['joint_gain', 'joint_gain']",
        ),
        ({"replications": 0}, "patience.yaml: replications: must be a whole number >= 1, got 0"),
        ({"replications": 2.5}, "patience.yaml: replications: must be a whole number >= 1, got 2.5"),
        ({"replications": True}, "patience.yaml: replications: must be a whole number >= 1, got True"),
        ({"seed": -1}, "patience.yaml: seed: must be a whole number >= 0"),
        ({"seed": 2**63}, "patience.yaml: seed: must be a whole number >= 0"),
        ({"design": "banana"}, "patience.yaml: design.type: unknown design 'banana'. Known: csv, "),
        ({"design": "gird"}, "patience.yaml: design.type: unknown design 'gird'. Did you mean 'grid'?"),
        (
            {"scenario": "mimi"},
            "patience.yaml: scenario: unknown scenario or experiment 'mimi'. Did you mean 'mini'?",
        ),
        ({"scenario": "a.yaml"}, "a.yaml: cannot be read: No such file or directory"),
        ({"scenario": 3}, "patience.yaml: scenario: must be a mapping of keys to values, got 3"),
        ({"scenario": "x" * 5000}, "patience.yaml: scenario: "),
        (
            {"name": "../escape"},
            "patience.yaml: name: must be letters, digits, '_' and '-' (at most 80), got '../escape'",
        ),
        ({"name": "a" * 81}, "patience.yaml: name: must be letters"),
        ({"replicatons": 3}, "patience.yaml: unknown key 'replicatons'. Did you mean 'replications'?"),
    ],
)
def test_bad_designs_are_refused_in_one_sentence(change, expected):
    assert expected in refusal(**change)


def test_a_setting_that_a_factor_undoes_is_refused():
    factors = {"no_deal.credibility": [0.1, 0.6], "parties.us.strategy": STRATEGIES}

    assert refusal(["no_deal.credibility=0.2"], factors=factors) == (
        "patience.yaml: factors.no_deal.credibility: this factor undoes --set no_deal.credibility; "
        "drop one of them"
    )
    assert "undoes --set parties.us.strategy.bidding.e" in refusal(
        ["parties.us.strategy.bidding.e=2"], factors=factors
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("credibility", "--set 'credibility': must be key.path=value, e.g. no_deal.credibility=0.5"),
        ("=3", "--set '=3': must be key.path=value"),
        ("no_deal.credibility=[", "--set no_deal.credibility: line 1: not valid YAML here"),
        ("name.x=1", "--set name.x: must be a mapping of keys to values, got 'mini'"),
        ("no_deal.credibilty=0.1", "no_deal: unknown key 'credibilty'. Did you mean 'credibility'?"),
    ],
)
def test_bad_settings_are_refused_in_one_sentence(text, expected):
    assert expected in refusal([text])


def test_too_many_runs_are_refused_before_any_point_is_made(monkeypatch):
    def sample(*arguments):
        raise AssertionError("points were made")

    monkeypatch.setattr("negsim.experiment.designs.grid.Grid.sample", sample)
    levels = [x / 10_000 for x in range(10_000)]
    factors = {"no_deal.credibility": levels, "no_deal.in_force": levels, "no_deal.threatened": levels}

    assert refusal(factors=factors, replications=1) == (
        "patience.yaml: 1,000,000,000,000 runs are asked for, at most 10,000,000 are allowed: "
        "drop levels, points or replications"
    )
    assert "30,000,000 runs" in refusal(factors={"no_deal.credibility": levels}, replications=3000)
    monkeypatch.undo()
    assert experiment(factors={"no_deal.credibility": levels[:2]}, replications=5_000_000).size == 10_000_000


def test_a_bad_metric_is_refused_before_any_point_is_made(monkeypatch):
    monkeypatch.setattr("negsim.experiment.designs.grid.Grid.sample", None)

    assert "unknown metric" in refusal(factors={"no_deal.credibility": [0.1]}, metrics=["x"])


def test_any_run_is_found_by_its_id():
    asked = experiment(factors={"no_deal.credibility": [0.1, 0.3, 0.6]})
    runs = list(asked.runs())

    assert [asked.run(run_id) for run_id in range(asked.size)] == runs
    assert list(asked.runs(2, 5)) == runs[2:5]
    assert list(asked.runs(7, 100)) == runs[7:]
    for wrong in (-1, 9):
        with pytest.raises(IndexError):
            asked.run(wrong)


def test_runs_are_small_and_share_their_scenario():
    asked = experiment(factors={"no_deal.credibility": {"low": 0.1, "high": 0.6}}, design=LATIN)
    runs = list(asked.runs())

    assert len({id(run.scenario) for run in runs}) == 1
    assert len(pickle.dumps(runs)) < 2 * len(runs[0].scenario) + 400 * len(runs)
    assert pickle.loads(pickle.dumps(runs)) == runs


def test_points_of_a_large_design_cost_next_to_nothing():
    factors = {"no_deal.credibility": {"low": 0.1, "high": 0.6}, "time.ticks": [5, 10]}
    built = CountedCalls("negsim.experiment.experiment.make_scenario")
    with built:
        asked = experiment(factors=factors, design={"type": "random", "points": 1_000_000}, replications=1)
        last = asked.run(999_999)

    assert built.count < 50
    assert (last.point_id, last.replication) == (999_999, 0)
    assert 0.1 <= dict(last.factors)["no_deal.credibility"] <= 0.6


class CountedCalls:
    """Counts the calls of a function while it is replaced by itself."""

    def __init__(self, name):
        self.count = 0
        self.patch = mock.patch(name, side_effect=self._call)
        self.function = make_scenario

    def _call(self, *arguments, **named):
        self.count += 1
        return self.function(*arguments, **named)

    def __enter__(self):
        return self.patch.__enter__()

    def __exit__(self, *error):
        return self.patch.__exit__(*error)


def test_without_common_random_numbers_every_run_has_a_seed_of_its_own():
    factors = {"no_deal.credibility": [0.1, 0.3, 0.6]}
    shared = experiment(factors=factors)
    own = experiment(factors=factors, common_random_numbers=False)

    assert len({run.seed for run in shared.runs()}) == 3
    assert len({run.seed for run in own.runs()}) == 9
    assert config_hash(shared) != config_hash(own)
    assert "common_random_numbers: must be true or false" in refusal(common_random_numbers="yes")


def test_a_stopping_rule_says_how_many_replications_there_can_be():
    rule = {"metric": "joint_gain", "half_width": 0.02, "min": 20, "max": 200}
    asked = experiment(metrics=["joint_gain"], until=rule, replications=None)

    assert (asked.until.metric, asked.until.half_width, asked.until.min, asked.until.max) == tuple(
        rule.values()
    )
    assert asked.replications == asked.size == 200
    assert experiment().until is None


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"half_width": 0.1}, "patience.yaml: until: the key 'metric' is missing"),
        ({"metric": "joint_gain"}, "patience.yaml: until: the key 'half_width' is missing"),
        (
            {"metric": "joint_gian", "half_width": 0.1},
            "until.metric: unknown metric of this experiment 'joint_gian'.",
        ),
        ({"metric": "u_us", "half_width": 0.1}, "until.metric: unknown metric of this experiment 'u_us'."),
        ({"metric": "joint_gain", "half_width": 0}, "until.half_width: must be a number > 0, got 0"),
        ({"metric": "joint_gain", "half_width": NAN}, "until.half_width: must be a number > 0, got nan"),
        (
            {"metric": "joint_gain", "half_width": 1, "min": 1},
            "until.min: must be a whole number >= 2, got 1",
        ),
        (
            {"metric": "joint_gain", "half_width": 1, "min": 9, "max": 5},
            "until.max: must be at least min (9), got 5",
        ),
        (
            {"metric": "joint_gain", "half_with": 1},
            "until: unknown key 'half_with'. Did you mean 'half_width'?",
        ),
        (
            {"metric": "joint_gain", "half_width": 1},
            "patience.yaml: replications: is 3, but until.max is 2000; give one of them",
        ),
        (7, "patience.yaml: until: must be a mapping of keys to values, got 7"),
    ],
)
def test_bad_stopping_rules_are_refused_in_one_sentence(rule, expected):
    assert expected in refusal(metrics=["joint_gain"], until=rule)


def test_points_that_share_an_economy_follow_one_another():
    asked = experiment(
        factors={
            "parties.us.strategy": STRATEGIES,
            "no_deal.credibility": [0.6, 0.1],
            "no_deal.threatened": [0.3, 0.5],
            "economy.supply_elasticity": [5, 9],
        }
    )
    order = asked.layout.execution_order().tolist()
    points = [dict(asked.point(p).factors) for p in order]
    economies = [point["economy.supply_elasticity"] for point in points]
    threats = [(point["economy.supply_elasticity"], point["no_deal.threatened"]) for point in points]

    assert sorted(order) == list(range(16))
    assert sum(a != b for a, b in itertools.pairwise(economies)) == 1
    assert sum(a != b for a, b in itertools.pairwise(threats)) == 3
    assert experiment(factors={"time.ticks": [9, 5]}).layout.execution_order().tolist() == [0, 1]


@pytest.mark.parametrize(
    "key", ["factors: {no_deal.credibility: [0.1]}", "replications: 3", "metrics: [joint_gain]"]
)
def test_an_experiment_needs_a_scenario(tmp_path, key):
    path = tmp_path / "e.yaml"
    path.write_text(f"name: e\n{key}\n")

    with pytest.raises(ConfigError) as caught:
        load_experiment(str(path))

    word = key.partition(":")[0]
    assert str(caught.value) == f"{path}: '{word}' belongs to an experiment, which needs the key 'scenario'"
