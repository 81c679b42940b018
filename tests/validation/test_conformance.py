"""Every law is seen to be broken, by a plug-in with one wrong line, and says so in one sentence."""

import inspect
from pathlib import Path

import pytest

import negsim as negsim_package
from negsim.validation.conformance.trial import LAWS, registered_by, tried
from tests.commands import negsim
from tests.validation.loose_plugins import SOUND, write

BROKEN = {
    "is_a_frozen_value": ("strategy", "(frozen=True)", "", "Mine must be a frozen dataclass"),
    "is_documented": (
        "strategy",
        'setting(0.5, ge=0, le=1, help="a setting nobody needs")',
        "0.5",
        "'patience' needs a line of help",
    ),
    "obeys_its_own_limits": (
        "strategy",
        "setting(0.5,",
        "setting(1.5,",
        "patience=1.5 breaks its own limit 1",
    ),
    "is_a_bidding_rule": (
        "strategy",
        "    patience",
        '    default_acceptance = "ac_nex"\n    patience',
        "Did you mean 'ac_next'?",
    ),
    "offers_what_it_may": (
        "strategy",
        "int(values.argmax())",
        "view.space.n",
        "in round 1 of 9 it offers outcome 24, but outcomes are 0 to 23",
    ),
    "makes_legal_moves": ("strategy", "int(values.argmax())", "-1", "which is not legal then"),
    "gives_up_only_if_nothing_is_worth_offering": (
        "strategy",
        "if view.best < view.reservation",
        "if view.round > 5",
        "in round 9 of 9 it makes no offer, though one would be",
    ),
    "says_the_same_twice": (
        "strategy",
        '"the best")',
        "str(CALLS.append(1) or len(CALLS)))",
        "asked twice in round 1 of 9 it answers Offer(",
    ),
    "aims_at_a_number": ("strategy", "return view.best\n", 'return float("nan")\n', "its target is nan"),
    "plays_whole_talks": (
        "strategy",
        "values = view",
        "assert view.space.n == 24\n        values = view",
        "it raises AssertionError",
    ),
    "is_a_condition": (
        "acceptance",
        "(AcceptanceCondition)",
        "",
        "Mine must derive from AcceptanceCondition",
    ),
    "agrees_to_nothing_below_no_deal": (
        "acceptance",
        "> view.reservation",
        "> missing",
        "it raises NameError",
    ),
    "says_yes_or_no": (
        "acceptance",
        "return view.utility.value(offer) > view.reservation",
        'return "yes" if view.utility.value(offer) > view.reservation else "no"',
        "where it must be True or False",
    ),
    "answers_the_same_twice": (
        "acceptance",
        "> view.reservation",
        "> (CALLS.append(1) or len(CALLS) % 2) * 9",
        "asked twice in round",
    ),
    "prefers_better_offers": ("acceptance", "> view.reservation", "< 1.0", "it refuses a better offer"),
    "is_an_opponent_model": ("opponent_model", "(OpponentModel)", "", "Mine must derive from OpponentModel"),
    "estimates_every_outcome": ("opponent_model", "+= 1.0", "= np.inf", "is no finite number"),
    "changes_no_older_estimate": (
        "opponent_model",
        "[outcome] += 1.0",
        "[outcome] += CALLS.append(1) or len(CALLS)",
        "two updates by the same offer give two estimates",
    ),
    "is_a_mechanism": ("mechanism", "(Mechanism)", "", "Mine must derive from Mechanism"),
    "ends_by_the_deadline": ("mechanism", ' if agreed else ("expired"', " if agreed else (None", "not ended"),
    "is_a_state_machine": (
        "mechanism",
        "return replace(state, history=history, end_state",
        "return replace(state, end_state",
        "the transcript grows by other than one a move",
    ),
    "replays_to_the_same_state": (
        "mechanism",
        "    def mover",
        "    def replay(self, start, transcript):\n        return start\n\n    def mover",
        "a replay of its transcript ends in None",
    ),
    "ends_if_talks_break_down": (
        "mechanism",
        "    def mover",
        "    def breakdown_risk(self, state):\n        return 1.5\n\n    def mover",
        "its risk of breakdown is 1.5, not a number from 0 to 1",
    ),
    "describes_its_levels": ("issue", "Issue(name,", 'Issue("pomp",', "it calls itself 'pomp'"),
    "sets_the_features_it_promises": (
        "issue",
        '{"mine": np',
        '{"yours": np',
        "it sets yours, but provides mine",
    ),
    "can_be_negotiated_alone": (
        "issue",
        "    def features",
        "    def apply(self, policy, level, base):\n        return None\n\n    def features",
        "it raises AttributeError",
    ),
    "joins_any_other_issue": (
        "issue",
        "    def issue",
        "    def __post_init__(self):\n        assert len(self.levels) > 1\n\n    def issue",
        "it raises AssertionError",
    ),
    "keeps_its_promises_in_part": (
        "issue",
        "    def issue",
        "    def carried_out(self, share):\n        return Mine(self.levels[:1])\n\n    def issue",
        "if 0 of it is carried out it is Mine(levels=('none',)), which is another issue",
    ),
    "says_what_may_happen_when": (
        "event",
        "    def happen",
        "    def occasions(self, calendar, chance):\n        return (Occasion(-3),)\n\n    def happen",
        "which lies in no tick of the talks",
    ),
    "comes_to_the_same_in_the_same_state": (
        "event",
        '"a new rate"',
        '"a new rate."',
        "its news must be one line without a full stop",
    ),
    "leaves_talks_that_replay": (
        "event",
        "return replace(now, in_force=self.rate)",
        "return replace(now, in_force=now.in_force / (now.in_force - self.rate) / 0)",
        "it raises ZeroDivisionError",
    ),
    "is_a_sum_over_outcomes": ("term", '(features["deal"],)', "(np.zeros(7),)", "has the shape (7,)"),
    "values_no_deal_by_the_same_formula": (
        "term",
        'features["deal"],',
        'features["deal"] if features["deal"].all() else np.zeros(3),',
        "it gives 3 numbers for two points without a deal",
    ),
    "can_be_all_a_government_wants": (
        "term",
        'features["deal"],',
        'features["deel"],',
        "unknown feature 'deel'. Did you mean 'deal'?",
    ),
    "ratifies_less_when_thresholds_rise": (
        "ratification",
        "- thresholds[heaviest]",
        "",
        "its margins fall by other",
    ),
    "can_bind_any_party": (
        "ratification",
        "heaviest = weights.argmax()",
        "heaviest = [0, 1, 2].index(weights.argmax())\n        assert len(weights) == 3",
        "it raises AssertionError",
    ),
    "writes_its_own_columns": ("conduct", '("ahead",)', "()", "it changes 'ahead', which is not its own"),
    "moves_one_firm_as_it_moves_all": (
        "conduct",
        "books.expected -",
        "books.expected.sum() -",
        "one by one firms differ in 'ahead'",
    ),
    "comes_back_in_steps": ("conduct", "1.0, 0.1)", "1.0, 0.0)", "'deficit' has no step"),
    "has_a_unit_and_a_direction": (
        "metric",
        '"higher"',
        '"more"',
        "better must be one of higher, lower, none",
    ),
    "measures_one_number_however_talks_end": (
        "metric",
        "float(record.rounds < 3)",
        "record.rounds",
        "is no float",
    ),
    "makes_the_points_it_announces": (
        "design",
        "random((2",
        "random((3",
        "it makes 3 points, but announces 2",
    ),
    "makes_the_same_points_twice": (
        "design",
        "chance.random(",
        "np.random.default_rng().random(",
        "the same chance gives two samples",
    ),
    "declares_its_settings": (
        "agent",
        'setting(0.1, ge=0.01, le=1, help="annual profit, billion US dollars")',
        "0.1",
        "'profit' needs a line",
    ),
    "judges_every_outcome": ("agent", '"vietnam"', '"narnia"', "got side 'narnia'"),
    "has_its_numbers_in_shared_columns": (
        "agent",
        '"certainty": 0.1',
        '"fame": 0.1',
        "there are no columns fame",
    ),
    "takes_a_seat_with_terms_of_its_own": ("agent", "(Constituent)", "(Government)", "it takes the side ''"),
}
"""Law -> kind of plug-in, the text that is replaced and by what, and what is said of it."""


def test_a_sound_plugin_of_each_kind_is_written_with_the_stable_address_alone(tmp_path, own_registry):
    for kind in LAWS:
        (entry,) = registered_by(write(tmp_path, kind))

        assert (entry.kind, entry.name) == (kind, "mine")
        assert [verdict.broken for verdict in tried(entry) if verdict.broken] == []


def test_every_law_is_broken_here_once():
    laws = {law.__name__ for laws in LAWS.values() for law in laws}

    assert set(BROKEN) == laws
    assert set(SOUND) == set(LAWS)


@pytest.mark.parametrize("name", BROKEN)
def test_a_law_that_is_broken_says_how(tmp_path, own_registry, name):
    kind, old, new, expected = BROKEN[name]
    law = next(law for law in LAWS[kind] if law.__name__ == name)
    path = write(tmp_path, kind, old, new)
    (entry,) = registered_by(path)
    says = {verdict.law: verdict.broken for verdict in tried(entry)}[inspect.getdoc(law)]

    assert expected in says


def test_a_broken_plugin_is_refused_in_a_sentence_a_law(tmp_path, own_registry):
    path = write(tmp_path, "strategy", "int(values.argmax())", "view.space.n")
    said = negsim("check", path)

    assert (said.code, said.out) == (2, "")
    assert all(line.startswith(f"negsim: {path}: strategy 'mine': ") for line in said.err.splitlines())
    assert "it offers outcome 24, but outcomes are 0 to 23" in said.err


def test_a_sound_plugin_is_told_its_laws(tmp_path, own_registry):
    path = write(tmp_path, "metric")
    said = negsim("check", path, "mini")

    assert (said.code, said.err) == (0, "")
    assert (
        said.lines[0] == f"{path}: metric 'mine': sound; it keeps the {len(LAWS['metric'])} laws of its kind:"
    )
    assert said.lines[1 : 1 + len(LAWS["metric"])] == [f"  {inspect.getdoc(law)}" for law in LAWS["metric"]]
    assert said.lines[-1].startswith("mini: sound; ")


def test_what_a_plugin_prints_is_no_verdict(tmp_path, own_registry):
    said = negsim(
        "check", write(tmp_path, "strategy", "return view.best\n", 'print("!")\n        return view.best\n')
    )

    assert said.code == 0
    assert "!" in said.err
    assert "!" not in said.out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1\n", "registers no plug-in; write @register(kind, name) above its class"),
        ("x = \n", "the plug-in cannot be loaded: SyntaxError"),
    ],
)
def test_a_file_without_plugins_is_refused(tmp_path, own_registry, text, expected):
    path = tmp_path / "mine.py"
    path.write_text(text)
    said = negsim("check", path)

    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert expected in said.err


@pytest.mark.usefixtures("own_registry")
@pytest.mark.parametrize("like", ["purchases", "reform"])
def test_an_issue_that_takes_the_place_of_a_packaged_one_is_sound(tmp_path, like):
    source = (Path(negsim_package.__file__).parent / f"world/issues/{like}.py").read_text(encoding="utf-8")
    file = tmp_path / "mine.py"
    file.write_text(source.replace(f'("issue", "{like}")', '("issue", "mine")'), encoding="utf-8")
    [entry] = registered_by(file)

    assert [verdict.broken for verdict in tried(entry) if verdict.broken] == []
