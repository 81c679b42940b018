import shutil

import pytest

from negsim.economy.tables import table_folder
from tests.commands import negsim, tree


def test_what_is_sound_is_said_to_be_sound():
    said = negsim("check", "mini", "baseline")

    assert (said.code, said.err) == (0, "")
    assert said.lines == [
        "mini: sound; 1 points x 100 replications, 54 outcomes over tariff, access, origin",
        "baseline: sound; 27 points x 100 replications, 11,664 outcomes over "
        "tariff, exemptions, access, purchases, origin, reform, strategic, cooperation, phasing",
    ]


def test_checking_runs_and_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("negsim.talks.model.NegotiationModel.run", None)

    assert negsim("check", "us_vietnam_2025").code == 0
    assert tree(tmp_path) == {}


def test_settings_are_checked_too():
    assert "18 outcomes" in negsim("check", "mini", "--set", "issues.tariff.levels=[0.1, 0.2]").out
    assert negsim("check", "mini", "--set", "issues.tariff.levels=[0.2, 0.1]").code == 2


@pytest.mark.parametrize(
    ("design", "expected"),
    [
        ("factors: {no_deal.credibility: []}", "factors.no_deal.credibility: must be a list of at least one"),
        ("factors: {parties.us.strategi: [linear]}", "Did you mean 'strategy'?"),
        ("metrics: [agreement_rat]", "Did you mean 'agreement_rate'?"),
        ("design: banana", "unknown design 'banana'. Known: csv, fast, grid"),
        ("replications: 0", "replications: must be a whole number >= 1, got 0"),
    ],
)
def test_bad_designs_are_refused(tmp_path, design, expected):
    path = tmp_path / "e.yaml"
    path.write_text(f"name: e\nscenario: mini\n{design}\n")
    said = negsim("check", path)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"negsim: {path}: ")
    assert expected in said.err
    assert said.err.count("\n") == 1


@pytest.fixture
def renamed(tmp_path):
    """Trade tables of one's own in which a sector has a name that the constituents do not know."""

    folder = shutil.copytree(str(table_folder("us_vietnam_2024")), tmp_path / "renamed")
    for path in folder.iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace("furniture", "chairs"), encoding="utf-8")
    return folder


def test_a_scenario_whose_every_run_would_fail_is_not_sound(renamed):
    said = negsim("check", "us_vietnam_2025", "--set", f"economy.data={renamed}")

    assert (said.code, said.out) == (2, "")
    assert "agents/data: unknown sector 'chairs'" in said.err
    assert said.err.count("\n") == 1


def test_talks_that_cannot_begin_at_a_level_are_not_sound(renamed, tmp_path):
    path = tmp_path / "e.yaml"
    path.write_text(
        f"name: e\nscenario: us_vietnam_2025\nfactors: {{economy.data: [us_vietnam_2024, {renamed}]}}\n"
    )
    said = negsim("check", path)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"negsim: {path}: factors at economy.data={renamed}: ")


BROKEN = '''
from dataclasses import dataclass

from negsim.bargaining.strategy import Bidding
from negsim.registry import register


@register("strategy", "divides_by_zero")
@dataclass(frozen=True)
class DividesByZero(Bidding):
    """Always fails."""

    def target(self, view):
        return 1 / 0

    def propose(self, view):
        return self.target(view)
'''


def test_a_plugin_that_fails_in_the_first_tick_is_not_sound(tmp_path):
    path = tmp_path / "broken.py"
    path.write_text(BROKEN)
    said = negsim("check", "mini", "--plugin", path, "--set", "parties.us.strategy=divides_by_zero")

    assert (said.code, said.out) == (2, "")
    assert said.err.endswith("the talks cannot begin: ZeroDivisionError: division by zero\n")
