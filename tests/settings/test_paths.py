"""Finding scenario files, and changing them from the command line."""

from pathlib import Path

import pytest

from negsim.errors import ConfigError, NegsimError
from negsim.settings import yaml_file
from negsim.settings.paths import apply_settings, canonical, find, packaged_names, set_path, value_at
from negsim.talks.scenario import load_scenario
from tests.scenarios import changed, raw_scenario


def refusal(*settings: str, name: str = "us_vietnam_2025") -> str:
    with pytest.raises(NegsimError) as caught:
        load_scenario(name, settings)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_packaged_scenarios_are_found_by_name():
    assert {"us_vietnam_2025", "mini", "baseline"} <= set(packaged_names())
    assert find("mini").name == "mini.yaml"
    assert find("baseline").name == "experiment.yaml"


def test_what_stands_at_a_path_is_found():
    data = {"parties": {"us": {"strategy": "logroll", "patience": None}}}

    assert value_at(data, "parties.us.strategy") == "logroll"
    assert value_at(data, "parties.us") is data["parties"]["us"]
    for nothing in ("parties.eu", "parties.us.strategy.type", "parties.us.patience.discount", ""):
        assert value_at(data, nothing) is None


def test_paths_are_found(tmp_path):
    (tmp_path / "experiment.yaml").write_text("name: x")
    (tmp_path / "talks.yaml").write_text("name: x")

    assert find(str(tmp_path / "talks.yaml")) == tmp_path / "talks.yaml"
    assert find(str(tmp_path)) == tmp_path / "experiment.yaml"
    assert find("talks.yaml", tmp_path) == tmp_path / "talks.yaml"
    assert find("elsewhere.yaml") == Path("elsewhere.yaml")  # refused when it is read


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("minni", "unknown scenario or experiment 'minni'. Did you mean 'mini'? Known: announced"),
        ("", "unknown scenario or experiment ''. Known: "),
        ("configs", "unknown scenario or experiment 'configs'. Known: "),
        ("x" * 5000, "'xxxxxxxxxx"),
        ("a\0b", r"unknown scenario or experiment 'a\x00b'"),
        ("a\0b.yaml", r"'a\x00b.yaml': is not a path: embedded null byte"),
    ],
)
def test_what_is_not_there_is_refused(name, reason):
    assert refusal(name=name).startswith(reason)


def test_settings_change_single_values():
    scenario = load_scenario(
        "quiet",
        (
            "no_deal.credibility=0.75",
            "parties.us.strategy.bidding.e=2",
            "parties.us.strategy.acceptance.b=0.1",
            "parties.vietnam.strategy=boulware",
            "parties.us.terms.access.weight=0.9",
            "parties.us.terms.lobby=null",
            "issues.tariff.levels=[0.1, 0.2]",
            "time.start=2026-01-05",
            "mechanism.first=us",
        ),
    )
    us = scenario.parties["us"].settings

    assert scenario.no_deal.credibility == 0.75
    assert (us.strategy.bidding.e, us.strategy.acceptance.b) == (2.0, 0.1)
    assert (us.terms["access"].weight, "lobby" in us.terms) == (0.9, False)
    assert scenario.parties["vietnam"].settings.strategy.bidding.e == 0.25
    assert scenario.issues["tariff"].levels == (0.1, 0.2)
    assert scenario.time.start.isoformat() == "2026-01-05"
    assert scenario.mechanism.first == "us"


def test_a_path_into_a_name_keeps_the_name():
    raw = {"strategy": "boulware", "issues": {"reform": "reform"}}
    strategy, issues = (
        set_path(raw, path, 2, "x") for path in ("strategy.bidding.e", "issues.reform.levels")
    )

    assert strategy["strategy"] == {"bidding": {"type": "boulware", "e": 2}}
    assert issues["issues"] == {"reform": {"type": "reform", "levels": 2}}
    assert raw == {"strategy": "boulware", "issues": {"reform": "reform"}}


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        (
            "economy.data.x=1",
            "--set economy.data.x: must be a mapping of keys to values, got 'us_vietnam_2024'",
        ),
        ("name.x=1", "--set name.x: must be a mapping of keys to values, got 'us_vietnam_2025'"),
        (
            "no_deal.credibility",
            "--set 'no_deal.credibility': must be key.path=value, e.g. no_deal.credibility=0.5",
        ),
        ("=3", "--set '=3': must be key.path=value"),
        (" =3", "--set ' =3': must be key.path=value"),
        ("", "--set '': must be key.path=value"),
        ("a..b=1", "--set a..b: must be a key.path without empty keys, got 'a..b'"),
        ("terms..x=1", "--set terms..x: must be a key.path without empty keys, got 'terms..x'"),
        (".time=1", "--set .time: must be a key.path without empty keys, got '.time'"),
        ("time.=1", "--set time.: must be a key.path without empty keys, got 'time.'"),
        ("no_deal.in_force.x=1", "--set no_deal.in_force.x: must be a mapping of keys to values, got 0.2"),
        (
            "issues.tariff.levels.0=1",
            "--set issues.tariff.levels.0: must be a mapping of keys to values, got [0",
        ),
        (
            "time.ticks=!!python/object:os.system x",
            "--set time.ticks: line 1: the tag '!!python/object:os.system'",
        ),
        ("time.ticks=[1", "--set time.ticks: line 1: not valid YAML here"),
        ("time.ticks=&a 1", "--set time.ticks: line 1: anchors and aliases are not allowed"),
    ],
)
def test_settings_that_make_no_sense_are_refused(setting, reason):
    assert refusal(setting).startswith(reason)


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        (
            "parties.us.strategy.bidding.e=abc",
            "parties.us.strategy.bidding.e: must be a number >= 0, got 'abc'",
        ),
        (
            "parties.us.strategy.biding.e=1",
            "parties.us.strategy: unknown key 'biding'. Did you mean 'bidding'?",
        ),
        ("no_deal.credibilty=1", "no_deal: unknown key 'credibilty'. Did you mean 'credibility'?"),
        (
            "no_deal.credibility=",
            "no_deal.credibility: must be a number >= 0 and <= 1 (probability), got nothing",
        ),
        (
            "no_deal.credibility=.nan",
            "no_deal.credibility: must be a number >= 0 and <= 1 (probability), got nan",
        ),
        ("tme.ticks=3", "unknown key 'tme'. Did you mean 'time'?"),
        ("terms.us.x=1", "unknown key 'terms'."),
    ],
)
def test_settings_that_do_not_fit_are_blamed_not_the_file(setting, reason):
    assert refusal(setting).startswith(f"--set {setting}: {reason}")


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (("no_deal.credibility=7", "time.ticks=9"), "--set no_deal.credibility=7: no_deal.credibility: must"),
        (("time.ticks=9", "time.ticks=0"), "--set time.ticks=0: time.ticks: must be a whole number >= 1"),
        (("time={ticks: 0}",), "--set time={ticks: 0}: time.ticks: must be a whole number >= 1"),
        # whether the file or the setting is wrong depends on how one looks at it
        (
            ("parties.us.terms.deficit.weight=1e300",),
            "{file} with --set parties.us.terms.deficit.weight=1e300",
        ),
        (("issues.tariff.levels=[0.2, 0.1]",), "--set issues.tariff.levels=[0.2, 0.1]: issues.tariff.levels"),
    ],
)
def test_the_setting_at_fault_is_named(settings, reason):
    assert refusal(*settings).startswith(reason.replace("{file}", str(find("us_vietnam_2025"))))


def test_a_file_is_blamed_for_what_no_setting_made(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(yaml_file.dump(changed(raw_scenario(), ("time", "tick"), 3)))

    assert refusal("time.ticks=3", name=str(path)).startswith(f"{path}: time: unknown key 'tick'")
    assert refusal("no_deal.credibility=.5", name=str(path)).startswith(f"{path}: time: unknown key 'tick'")


def test_an_empty_file_is_blamed_before_the_settings(tmp_path):
    (tmp_path / "x.yaml").write_text("")

    assert refusal("time.ticks=3", name=str(tmp_path / "x.yaml")) == (
        f"{tmp_path / 'x.yaml'}: must be a mapping of keys to values, got nothing"
    )


def test_settings_leave_the_original_alone():
    raw = raw_scenario()
    changed = apply_settings(raw, ("no_deal.in_force=0.1", "log=null"))

    assert changed["no_deal"]["in_force"] == 0.1
    assert changed["log"] is None
    assert raw == raw_scenario()


def test_the_order_of_keys_is_part_of_a_configuration():
    assert canonical({"b": 1, "a": [2.0, None, "é"]}) == '{"b":1,"a":[2.0,null,"é"]}'
    assert canonical({"a": 1, "b": 2}) != canonical({"b": 2, "a": 1})


def test_settings_are_read_as_refused_errors_of_ours():
    with pytest.raises(ConfigError):
        apply_settings([], ("a=1",))


@pytest.mark.parametrize("there", [True, False])
def test_a_plugin_is_no_scenario(tmp_path, monkeypatch, there):
    monkeypatch.chdir(tmp_path)
    if there:
        Path("myterm.py").write_text("x = 1\n", encoding="utf-8")

    with pytest.raises(ConfigError, match=r"is a plug-in, not a scenario .*load it with --plugin myterm\.py"):
        find("myterm.py")
