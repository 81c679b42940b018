import csv
import json
import re

import pytest

from negsim.settings import yaml_file
from negsim.settings.paths import packaged_names
from tests.commands import negsim

pytestmark = pytest.mark.long

EXPERIMENT = """
name: patience
scenario: mini
factors:
  parties.us.strategy: {levels: [boulware, linear, conceder], role: lever}
  no_deal.credibility: [0.1, 0.6]
replications: 3
seed: 1
metrics: [agreement_rate, gain0_us]
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("compare")


@pytest.fixture(scope="module")
def folder(home):
    (home / "patience.yaml").write_text(EXPERIMENT)
    said = negsim("run", home / "patience.yaml", "--out", home, "--quiet")

    assert said.code == 0, said.err
    return home / "patience" / said.out.strip().rpartition("/")[2]


def test_levels_of_the_lever_are_compared(folder):
    said = negsim("compare", folder, columns=120)
    with (folder / "compare.csv").open() as file:
        rows = list(csv.DictReader(file))

    assert (said.code, said.err) == (0, "")
    assert "boulware -> linear" in said.out
    assert "Paired: same luck, same other factors; n counts replications." in said.out
    assert said.lines[-1].startswith(f"Written: {folder}/compare.csv, {folder}/compare_agents.csv")
    assert [row["metric"] for row in rows[::3]] == ["agreement_rate", "gain0_us", "level_tariff"]
    assert len(rows) == 3 * 3
    assert {(row["factor"], row["paired"], row["n"], row["pairs"]) for row in rows} == {
        ("parties.us.strategy", "True", "3", "6")
    }


def test_any_factor_and_metric_may_be_asked_for(folder):
    words = ["compare", folder, "--factor", "no_deal.credibility", "--metric", "u_us", "--json"]
    said = json.loads(negsim(*words).out)

    assert [(row["first"], row["second"], row["metric"]) for row in said["comparisons"]] == [
        (0.1, 0.6, "u_us")
    ]


def test_pairs_without_agreement_are_told_and_means_add_up(tmp_path):
    (tmp_path / "e.yaml").write_text(
        "name: e\nscenario: mini\nseed: 1\nreplications: 12\nmetrics: [gain0_us, rounds_to_agreement]\n"
        "factors: {parties.us.strategy: [hardliner, conceder], no_deal.credibility: [0.1, 0.6]}\n"
    )
    folder = negsim("run", tmp_path / "e.yaml", "--out", tmp_path, "--quiet").out.strip()
    words = ["compare", folder, "--factor", "parties.us.strategy"]
    said, told = negsim(*words, columns=100), json.loads(negsim(*words, "--json").out)["comparisons"]
    gain, rounds, tariff = told

    assert tariff["metric"] == "level_tariff"
    assert (gain["pairs"], gain["dropped"]) == (24, 0)
    assert 0 < gain["pairs_if_agreed"] == rounds["pairs"] < 24
    assert rounds["dropped"] == rounds["without_agreement"] == 24 - rounds["pairs"]
    assert f" {rounds['pairs']}/24" in said.out
    assert f"Not compared: {rounds['dropped']} pairs without agreement." in said.lines
    assert tariff["without_agreement"] == rounds["dropped"]
    assert sum("if both agreed" in line for line in said.lines) == 1  # rounds are compared among those anyway
    for row in told:
        assert row["mean_second"] - row["mean_first"] == pytest.approx(row["difference"])


def test_two_scenarios_are_run_and_compared_in_pairs(home, monkeypatch):
    monkeypatch.chdir(home)
    base = "scenario: mini\nreplications: 4\nseed: 3\nmetrics: [gain0_us]\n"
    (home / "calm.yaml").write_text("name: calm\n" + base)
    (home / "threat.yaml").write_text("name: threat\n" + base + "factors: {no_deal.credibility: [0.9]}\n")
    said = negsim("compare", "calm.yaml", "threat.yaml", "--json")
    row = json.loads(said.out)["comparisons"][0]

    assert said.code == 0, said.err
    assert (row["factor"], row["first"], row["second"], row["n"]) == ("folder", "calm", "threat", 4)
    assert row["paired"]


def test_folders_with_other_seeds_are_not_paired(home, monkeypatch):
    monkeypatch.chdir(home)
    base = "scenario: mini\nreplications: 4\nmetrics: [gain0_us]\n"
    for seed in (1, 2):
        (home / f"seed{seed}.yaml").write_text(f"name: seed{seed}\nseed: {seed}\n" + base)
    said = negsim("compare", "seed1.yaml", "seed2.yaml", columns=120)

    assert said.code == 0, said.err
    assert "Pairs none: not paired (2 of 2): they share no luck" in said.out
    assert " a side would settle " in " ".join(said.out.split())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--factor", "parties.us.strateg"], "unknown factor 'parties.us.strateg'. Did you mean"),
        (["--metric", "gain"], "unknown column 'gain'."),
    ],
)
def test_refusals_are_one_sentence(folder, words, expected):
    said = negsim("compare", folder, *words)

    assert (said.code, said.err.count("\n")) == (2, 1)
    assert expected in said.err


def test_a_folder_without_factors_has_nothing_to_compare(tmp_path):
    folder = negsim("run", "mini", "--replications", 2, "--out", tmp_path, "--quiet").out.strip()

    assert "has no factor with 2 to 12 levels to compare" in negsim("compare", folder).err


def test_several_folders_are_compared_each_with_each(home, monkeypatch):
    monkeypatch.chdir(home)
    names = [f"rate{rate}" for rate in (1, 2, 3)]
    for rate, name in enumerate(names, 1):
        (home / f"{name}.yaml").write_text(
            f"name: {name}\nscenario: mini\nreplications: 3\nmetrics: [gain0_us]\n"
            f"factors: {{no_deal.credibility: [0.{rate}]}}\n"
        )
    said = json.loads(negsim("compare", *(f"{name}.yaml" for name in names), "--json").out)
    pairs = [(row["first"], row["second"]) for row in said["comparisons"] if row["metric"] == "gain0_us"]

    assert pairs == [("rate1", "rate2"), ("rate1", "rate3"), ("rate2", "rate3")]
    assert said["path"].endswith("compare-with-rate2-rate3.csv")
    assert all(row["paired"] for row in said["comparisons"])


def test_factors_are_those_of_one_folder(folder):
    assert (
        "--factor compares levels within one folder" in negsim("compare", folder, folder, "--factor", "x").err
    )


def test_identical_configurations_do_not_differ(home, monkeypatch):
    monkeypatch.chdir(home)
    said = negsim("compare", "mini", "mini", "--replications", 5, columns=120)
    told = json.loads(negsim("compare", "mini", "mini", "--replications", 5, "--json").out)

    assert said.code == 0, said.err
    assert {row["verdict"] for row in told["comparisons"]} == {"no difference"}
    assert {row["difference"] for row in told["comparisons"]} == {0.0}
    assert {row["difference"] for row in told["agents"]} == {0.0}
    assert "mini (1) -> mini (2): all 5 pairs are the same, move for move." in said.lines


def test_strategies_are_compared_in_a_scenario(home, monkeypatch):
    monkeypatch.chdir(home)
    (home / "tough.yaml").write_text("bidding: {type: time_dependent, e: 0.1}\nacceptance: ac_next\n")
    words = ("boulware", "conceder", "tough.yaml", "--scenario", "mini", "--party", "vietnam")
    said = json.loads(negsim("compare", *words, "--replications", 3, "--json").out)
    rows = [row for row in said["comparisons"] if row["metric"] == "gain0_vietnam"]

    assert {row["factor"] for row in rows} == {"parties.vietnam.strategy"}
    assert [(row["first"], row["second"]) for row in rows] == [
        ("boulware", "conceder"),
        ("boulware", "tough"),
        ("conceder", "tough"),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["bulware", "linear", "--scenario", "mini"], "unknown strategy 'bulware'. Did you mean 'boulware'?"),
        (["linear", "--scenario", "mini"], "name at least two strategies"),
        (["mini", "neutral", "--party", "us"], "--party needs --scenario"),
        (["linear", "boulware", "--scenario", "mini", "--party", "france"], "france"),
    ],
)
def test_strategies_that_cannot_be_compared_are_refused(tmp_path, monkeypatch, words, expected):
    monkeypatch.chdir(tmp_path)
    said = negsim("compare", *words)

    assert (said.code, said.out) == (2, "")
    assert expected in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_known_advantage_is_found_with_the_announced_replications(home, monkeypatch):
    """Too few replications say how many would settle it; so many do."""
    monkeypatch.chdir(home)
    words = ("boulware", "linear", "--scenario", "mini", "--metric", "gain0_us", "--json", "--seed", "1")
    (few,) = json.loads(negsim("compare", *words, "--replications", 3).out)["comparisons"]
    (many,) = json.loads(negsim("compare", *words, "--replications", few["n_needed"]).out)["comparisons"]

    assert (few["verdict"], many["verdict"]) == ("within noise", "differs")
    assert 3 < few["n_needed"] == many["n"]
    assert many["difference"] < 0  # patience pays


def test_another_metric_has_a_file_of_its_own_and_a_star_marks_what_differs(folder):
    paths = {
        metric: json.loads(negsim("compare", folder, "--metric", metric, "--json").out)["path"]
        for metric in ("gain0_us", "u_us")
    }

    assert [path.rpartition("/")[2] for path in paths.values()] == [
        "compare-gain0_us.csv",
        "compare-u_us.csv",
    ]
    with open(paths["gain0_us"]) as file:
        rows = list(csv.DictReader(file))
    assert {row["significant"] for row in rows} <= {"True", "False"}
    said = negsim(
        "compare", "boulware", "conceder", "--scenario", "mini", "--replications", 20, "--out", folder
    )
    assert re.search(r"^boulware -> conceder .* < 0\.001 \* ", said.out, re.M)


def test_runs_played_again_say_where_they_part_and_who_gains(folder):
    told = json.loads(negsim("compare", folder, "--json", "--replays", 2).out)
    first = told["partings"][0]
    agents = {row["type"] for row in told["agents"]}

    assert len(told["partings"]) == 3 * 2
    assert {"USGovernment", "VietnamGovernment", "Exporter", "Firm"} <= agents
    moves = [negsim("replay", folder, "--run", first[f"run_{end}"]).out for end in ("first", "second")]
    before = [text[text.index("Round 1,") :].partition(f"Round {first['round']},")[0] for text in moves]
    assert before[0] == before[1]
    assert first["first_move"].startswith("the US offers ")


def test_named_and_unnamed_mappings_are_told_apart(tmp_path):
    own = [f"bidding: {{type: time_dependent, e: {e}}}, acceptance: ac_next" for e in (0.1, 0.5, 2)]
    levels = f"[{{name: tough, value: {{{own[0]}}}}}, {{{own[1]}}}, {{{own[2]}}}]"
    text = EXPERIMENT.replace("[boulware, linear, conceder]", levels)
    (tmp_path / "e.yaml").write_text(text)
    folder = negsim("run", tmp_path / "e.yaml", "--out", tmp_path, "--quiet").out.strip()
    said = negsim("compare", folder, "--metric", "gain0_us", "--replays", 0, columns=100)

    assert said.code == 0, said.err
    for pair in ("tough -> e 0.5", "tough -> e 2", "e 0.5 -> e 2"):
        assert any(line.startswith(f"{pair} ") for line in said.lines)


def test_without_replays_nothing_is_played(folder, monkeypatch):
    monkeypatch.setattr("negsim.analysis.replays.Player.play", None)
    told = json.loads(negsim("compare", folder, "--json", "--replays", 0).out)

    assert (told["agents"], told["partings"]) == ([], [])


def test_results_of_another_engine_are_compared_but_not_played(tmp_path, monkeypatch):
    folder = negsim(
        *("compare", "boulware", "linear", "--scenario", "mini", "--replications", 2, "--json"),
        *("--out", tmp_path),
    )
    path = json.loads(folder.out)["path"].rpartition("/")[0]
    monkeypatch.setattr("negsim.experiment.manifest.ENGINE_VERSION", 99)
    said = negsim("compare", path)

    assert said.code == 0
    assert "No run was played again: " in said.out


NOTHING_TO_COMPARE = {
    "one level": (
        "factors: {time.ticks: [3]}\n",
        ["{0}", "--factor", "time.ticks"],
        "time.ticks: has one level only",
    ),
    "no metric": (
        "factors: {time.ticks: [3, 5]}\nmetrics: []\n",
        ["{0}"],
        "asks for no metric; name one by --metric",
    ),
}


@pytest.mark.parametrize("case", NOTHING_TO_COMPARE)
def test_what_cannot_be_compared_is_refused(tmp_path, case):
    text, words, expected = NOTHING_TO_COMPARE[case]
    (tmp_path / "e.yaml").write_text(f"name: e\nscenario: mini\nreplications: 2\n{text}")
    folder = negsim("run", tmp_path / "e.yaml", "--out", tmp_path, "--quiet").out.strip()
    said = negsim("compare", *(word.format(folder) for word in words))

    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert expected in said.err


def test_results_without_a_common_metric_are_compared_by_the_levels_agreed_on(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for metric in ("joint_gain", "gain0_us"):
        (tmp_path / f"{metric}.yaml").write_text(
            f"name: {metric}\nscenario: mini\nreplications: 2\nmetrics: [{metric}]\n"
        )
    found = negsim("compare", "joint_gain.yaml", "gain0_us.yaml", "--json")
    scenario = yaml_file.read(packaged_names()["mini"])
    scenario["issues"] = {"access": {"type": "market_access", "levels": ["none", "all"]}}
    other = {"name": "other", "scenario": scenario, "replications": 2, "metrics": ["u_us"]}
    (tmp_path / "other.yaml").write_text(yaml_file.dump(other))
    said = negsim("compare", "joint_gain.yaml", "other.yaml")

    assert {row["metric"] for row in json.loads(found.out)["comparisons"]} == {"level_tariff"}
    assert said.code == 2
    assert "have no metric in common" in said.err
    assert negsim("compare", "joint_gain.yaml", "gain0_us.yaml", "--metric", "u_us").code == 0


def test_the_table_fits_a_narrow_terminal_and_rounds_by_its_interval(folder):
    said = negsim("compare", folder, columns=80)

    assert all(len(line) <= 80 for line in said.lines[:-1])
    row = next(line for line in said.lines if line.startswith("linear -> conceder  ") and "%" not in line)
    numbers = re.findall(r"\d+\.(\d+)", row)[:5]
    assert len(numbers) == 5
    assert len(set(map(len, numbers))) == 1
