"""Plug-ins: one file is all it takes."""

from textwrap import dedent

import numpy as np
import pytest

from negsim.errors import ConfigError, NegsimError, UnknownName
from negsim.registry import load_file, lookup, names, show, unknown
from negsim.talks.model import NegotiationModel
from tests.scenarios import model, scenario

pytestmark = pytest.mark.usefixtures("own_registry")


@pytest.fixture
def plugin(tmp_path):
    """Write a plug-in file and load it."""

    def write(text: str, name: str = "mine.py") -> str:
        path = tmp_path / name
        path.write_text(dedent(text), encoding="utf-8")
        return load_file(path)

    return write


TERM = """
    from dataclasses import dataclass

    from negsim.settings.field import setting
    from negsim.registry import register
    from negsim.politics.terms.contract import Term

    @register("term", "rate_gap")
    @dataclass(frozen=True)
    class RateGap(Term):
        '''Dislike of any distance from a favourite rate.'''

        favourite: float = setting(help="rate the party likes best", ge=0, le=2)

        def value(self, features):
            return (-abs(features["tariff"] - self.favourite),)
"""
ISSUE = """
    from __future__ import annotations

    from dataclasses import dataclass
    from typing import ClassVar, Literal

    from negsim.bargaining.issue import Issue
    from negsim.settings.field import setting
    from negsim.registry import register
    from negsim.world.rule import IssueRule

    @register("issue", "data_flows")
    @dataclass(frozen=True)
    class DataFlows(IssueRule):
        '''Free flow of data across the border.'''

        levels: tuple[Literal["closed", "open"], ...] = setting(("closed", "open"), help="on the table")
        provides: ClassVar[dict[str, str]] = {"data_flows": "0 closed, 1 open"}

        def issue(self, name, base):
            return Issue(name, self.levels)

        def features(self, level):
            return {"data_flows": level * 1.0}
"""
STRATEGY = """
    from dataclasses import dataclass

    from negsim.bargaining.strategy import Bidding, Proposal
    from negsim.settings.field import setting
    from negsim.registry import register

    @register("strategy", "take_it_or_leave_it")
    @dataclass(frozen=True)
    class TakeItOrLeaveIt(Bidding):
        '''One offer, again and again.'''

        offer: int = setting(0, ge=0, help="outcome to insist on")

        def target(self, view):
            return view.utility.value(self.offer)

        def propose(self, view):
            return Proposal(self.offer, self.target(view), "take it or leave it")
"""
AGENT = """
    from negsim.agents.exporter import Exporter
    from negsim.registry import register

    @register("agent", "loud_exporter")
    class LoudExporter(Exporter):
        '''Fights as if ten times as much were at stake.'''

        def step(self):
            super().step()
            self.gain = 10.0 * self.gain
"""


def test_a_term_of_ones_own(plugin):
    plugin(TERM)
    terms = {"gap": {"type": "rate_gap", "favourite": 0.15, "weight": 2.0}}
    us = model(parties__us__terms=terms).parties["us"]
    levels = us.initial.space.index((5, 0, 0))  # 46 %

    assert us.parts(levels)["gap"] == pytest.approx(-2.0 * (0.46 - 0.15))
    assert us.parts(None)["gap"] == pytest.approx(-2.0 * (0.20 - 0.15))


def test_settings_of_ones_own_term_are_checked(plugin):
    plugin(TERM)

    with pytest.raises(
        ConfigError, match=r"us\.terms\.gap\.favourite: must be a number >= 0 and <= 2, got 30"
    ):
        scenario(parties__us__terms={"gap": {"type": "rate_gap", "favourite": 30}})
    with pytest.raises(ConfigError, match="'favourite' is missing: rate the party likes best"):
        scenario(parties__us__terms={"gap": "rate_gap"})


def test_an_issue_of_ones_own(plugin):
    plugin(ISSUE)
    terms = {"data": {"type": "feature", "feature": "data_flows", "weight": 0.4}}
    us = model(issues__data="data_flows", parties__us__terms=terms).parties["us"]
    closed, opened = (us.initial.value(us.initial.space.index((3, 0, 0, level))) for level in (0, 1))

    assert us.initial.space.n == 108
    assert opened - closed == pytest.approx(0.4, abs=1e-9)


def test_a_strategy_of_ones_own(plugin):
    plugin(STRATEGY)
    talks = model(parties__vietnam__strategy={"bidding": {"type": "take_it_or_leave_it", "offer": 7}})
    talks.run()
    offers = {
        e.move.outcome for e in talks.state.history if e.party == "vietnam" and hasattr(e.move, "outcome")
    }

    assert offers == {7}


def test_an_agent_with_only_a_step_of_its_own(plugin):
    plugin(AGENT)
    loud = scenario(agents__vietnam_exporters={"type": "loud_exporter", "side": "vietnam"})
    talks, usual = NegotiationModel(loud, 1), model()
    for run in (talks, usual):
        run.step()
        run.step()
    loud_rows = [a for a in talks.population.agents if type(a).__name__ == "LoudExporter"]
    gain, expected = (run.population.interests.gain for run in (talks, usual))
    loud_pressure, pressure = (run.population.pressure(run.on_the_table) for run in (talks, usual))

    assert len(loud_rows) == 17
    assert (gain[:17] == 10.0 * expected[:17]).all()
    assert (gain[17:] == expected[17:]).all()
    assert loud_pressure["smes_labour"] > pressure["smes_labour"]
    assert loud_pressure["exporters"] == pressure["exporters"]
    assert np.count_nonzero(expected[:17]) >= 16  # what is exempt at any rate has nothing at stake


def test_the_digest_is_that_of_the_source(plugin):
    assert plugin(TERM) != plugin(ISSUE)
    assert plugin(TERM) == plugin(TERM, "same_text_elsewhere.py")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 +", "SyntaxError: invalid syntax"),
        ("import no_such_package", "ModuleNotFoundError: No module named 'no_such_package'"),
        ("import sys; sys.exit(0)", "SystemExit: 0"),
        ("raise GeneratorExit(0)", "GeneratorExit: 0"),
        ("raise ValueError('a\\nb')", "ValueError: a b"),
        (
            TERM.replace("rate_gap", "precedent"),
            "term 'precedent' is registered twice: by negsim.politics.terms.precedent.",
        ),
        (TERM.replace('"term"', '"trem"'), "unknown kind of plug-in 'trem'. Did you mean 'term'?"),
    ],
)
def test_a_broken_plugin_is_refused(plugin, tmp_path, text, reason):
    with pytest.raises(ConfigError) as refusal:
        plugin(text)

    assert str(refusal.value).startswith(f"{tmp_path / 'mine.py'}: the plug-in cannot be loaded: {reason}")
    assert "\n" not in str(refusal.value)


def test_a_plugin_that_is_no_file_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")

    with pytest.raises(ConfigError, match=r"no\.py: cannot read the plug-in: No such file"):
        load_file(tmp_path / "no.py")
    with pytest.raises(ConfigError, match=r"cannot read the plug-in: Is a directory"):
        load_file(tmp_path)
    with pytest.raises(ConfigError, match=r"notes\.txt: a plug-in must be a Python file ending in \.py"):
        load_file(tmp_path / "notes.txt")


def test_a_plugin_that_is_no_dataclass_is_refused(plugin):
    plugin(
        "from negsim.registry import register\n@register('mechanism', 'chaos')\nclass Chaos:\n    'None.'\n"
    )

    with pytest.raises(ConfigError, match=r"mechanism\.type: the plug-in 'chaos' must be a frozen dataclass"):
        scenario(mechanism="chaos")


def test_unknown_names_come_with_the_nearest():
    with pytest.raises(
        UnknownName, match=r"unknown strategy 'bolware'\. Did you mean 'boulware'\? Known: boulware,"
    ):
        lookup("strategy", "bolware")
    with pytest.raises(UnknownName, match=r"unknown strategy 7\. Known: "):
        lookup("strategy", 7)
    with pytest.raises(NegsimError, match=r"unknown kind of plug-in 'stratgy'\. Did you mean 'strategy'\?"):
        lookup("stratgy", "boulware")


def test_a_message_stays_short_whatever_was_got():
    assert len(unknown("issue", "x" * 5000, ["tariff"])) < 120
    assert show("a\nb") == r"'a\nb'"
    assert show(None) == "nothing"
    assert show(16**5000) == "a number of more than 4300 digits"


def test_a_preset_is_described_by_its_settings():
    assert lookup("strategy", "boulware").description == "preset: TimeDependent(e=0.25)"
    assert {"boulware", "linear", "conceder", "hardliner", "time_dependent"} <= set(names("strategy"))


def test_a_plugin_without_a_docstring_has_no_description(plugin):
    plugin(AGENT.replace("'''Fights as if ten times as much were at stake.'''", "pass"))

    assert lookup("agent", "loud_exporter").description == ""
    assert lookup("term", "precedent").description == (
        "Cost of a rate below that of comparable partners, linear: one for a rate of zero."
    )


def test_what_a_plugin_prints_when_it_is_loaded_is_no_output(plugin, capsys):
    plugin("print('hello')\n")

    assert capsys.readouterr() == ("", "hello\n")


def test_the_digest_covers_modules_and_packages_beside_the_file(plugin, tmp_path):
    text = "import beside_one\nfrom beside_two.inner import x\n"
    (tmp_path / "beside_one.py").write_text("x = 1\n")
    (tmp_path / "beside_two").mkdir()
    (tmp_path / "beside_two" / "__init__.py").write_text("")
    digests = []
    for number in (1, 2, 2):
        (tmp_path / "beside_two" / "inner.py").write_text(f"x = {number}\n")
        digests.append(plugin(text))

    assert len(set(digests)) == 2
    assert digests[1] == digests[2]


def test_plugins_whose_modules_have_one_name_do_not_meet(tmp_path):
    text = "from beside_same import x\nfrom negsim.registry import preset\n"
    text += "from negsim.bargaining.strategies.time_dependent import TimeDependent\n"
    for number in (1, 2):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "beside_same.py").write_text(f"x = {number}\n")
        (tmp_path / str(number) / "mine.py").write_text(
            f"{text}preset('strategy', 'p{number}', TimeDependent, e=x)\n"
        )
        load_file(tmp_path / str(number) / "mine.py")

    assert [lookup("strategy", name).settings for name in ("p1", "p2")] == [(("e", 1),), (("e", 2),)]


def test_a_module_beside_a_plugin_does_not_take_the_place_of_a_loaded_one(plugin, tmp_path):
    (tmp_path / "pytest.py").write_text("")

    with pytest.raises(ConfigError, match=r"pytest\.py: has the name of a module that is loaded already"):
        plugin("import pytest\n")
