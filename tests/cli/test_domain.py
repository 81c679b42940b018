"""`negsim domain solve`: the bargain on the terminal and as data."""

import json

import pytest

from negsim import registry
from tests.commands import negsim

DEFAULT = (
    "domain",
    "solve",
    "quiet",
    "--set",
    "no_deal.credibility=0",
    "--set",
    "no_deal.resolve=0",
)


@pytest.fixture(scope="module")
def told():
    return negsim(*DEFAULT, columns=160)


@pytest.fixture(scope="module")
def facts():
    said = negsim(*DEFAULT, "--json")
    assert (said.code, said.err) == (0, "")
    return json.loads(said.out)


def test_zone_ratification_and_pivotal_blocs_are_told(told):
    assert (told.code, told.err) == (0, "")
    assert told.lines[:6] == [
        "11,664 outcomes; having no deal is worth -0.01 to us, +0.00 to vietnam.",
        "Zone of agreement: 32.3% of outcomes are better for both.",
        "Of these the US would ratify 71%, Vietnam 73%, both 50%.",
        "Pivotal: share of the zone that fails and would pass if this bloc alone did not object.",
        "  us: voters base 7%, import competing unions 5%, voters swing 1%, importers retail tech 1%",
        "  vietnam: soe farms 12%, conservatives 11%, smes labour 3%, leadership technocrats 2%, "
        "fdi exporters 2%",
    ]


def test_points_and_frontier_are_tables(told):
    nash = next(line for line in told.lines if line.startswith("Nash"))
    frontier = told.lines[told.lines.index(next(x for x in told.lines if x.startswith("Pareto"))) :]

    terms = "20 % · broad · all · $5 bn · digital audits · binding · process · binding · immediate"
    assert nash.split() == ["Nash", "+0.93", "+1.06", *terms.split()]
    assert frontier[0].strip() == "Pareto frontier within the zone: 33 outcomes"
    assert sum(line.startswith(("both ", "us ", "vietnam ")) for line in frontier) == 33
    assert sum(line.startswith("both ") for line in frontier) == 21  # 64 % of 33


def test_the_same_facts_as_data(facts):
    assert facts["outcomes"] == 11_664
    assert facts["zone_of_agreement"] == pytest.approx(0.323, abs=0.001)
    assert facts["points"]["nash"]["levels"]["tariff"] == "20 %"
    assert facts["points"]["nash"]["u_us"] == pytest.approx(0.934, abs=0.001)
    assert len(facts["frontier"]) == 33
    gains = [(point["u_us"], point["u_vietnam"]) for point in facts["frontier"]]
    assert gains == sorted(gains, reverse=True)
    assert [v for _, v in gains] == sorted(v for _, v in gains)
    assert set(facts["pivotal"]) == {"us", "vietnam"}


def test_settings_change_the_bargain(facts):
    said = negsim("domain", "solve", "quiet", "--set", "no_deal.credibility=0.6", "--json")

    assert json.loads(said.out)["points"]["nash"]["levels"]["tariff"] == "20 %"
    assert json.loads(said.out)["zone_of_agreement"] > facts["zone_of_agreement"]


def test_long_frontiers_are_cut_on_the_terminal_only():
    words = (
        "domain",
        "solve",
        "quiet",
        "--set",
        "no_deal.credibility=1",
        "--set",
        "no_deal.resolve=1",
    )
    text, data = negsim(*words, columns=160), json.loads(negsim(*words, "--json").out)

    assert len(data["frontier"]) == 81
    assert "21 more with --json" in text.out


def test_no_zone_of_agreement_is_said_in_one_line():
    hopeless = ("domain", "solve", "mini", "--set", "parties.vietnam.terms.certainty.weight=-9")
    said, data = negsim(*hopeless), json.loads(negsim(*hopeless, "--json").out)

    assert said.lines[1:] == ["There is no zone of agreement: no outcome is better than no deal for both."]
    assert data["points"]["nash"] is None
    assert data["ratifiable"] == {"us": None, "vietnam": None, "both": None}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nowhere",), "negsim: unknown scenario or experiment 'nowhere'."),
        (("mini", "--set", "no_deal.credibilty=0"), "Did you mean 'credibility'?"),
        (
            (
                "detailed",
                "--set",
                "issues.tariff.levels=[" + ", ".join(f"0.{n:02}" for n in range(1, 31)) + "]",
            ),
            "outcomes cannot be listed one by one (at most 2,000,000)",
        ),
    ],
)
def test_what_cannot_be_solved_is_refused_in_one_sentence(words, sentence):
    said = negsim("domain", "solve", *words)

    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1


@pytest.fixture
def plugin(tmp_path):
    """A file with a term of a user's own, known only as long as the test runs."""
    yield tmp_path / "envy.py"
    del registry._entries["term", "envy"]


def test_plugins_take_part(plugin):
    plugin.write_text(
        "from dataclasses import dataclass\n"
        "from negsim.registry import register\n"
        "from negsim.politics.terms.contract import Term\n\n\n"
        '@register("term", "envy")\n'
        "@dataclass(frozen=True, kw_only=True)\n"
        "class Envy(Term):\n"
        '    """Likes what the other side pays."""\n\n'
        "    def value(self, features):\n"
        '        """Return the purchases."""\n'
        '        return (features["access"],)\n'
    )
    change = "parties.us.terms={envy: {type: envy, weight: 5}}"
    said = negsim("domain", "solve", "mini", "--plugin", plugin, "--set", change, "--json")

    assert (said.code, said.err) == (0, "")
    assert {p["levels"]["access"] for p in json.loads(said.out)["points"].values()} == {"all"}


def test_an_experiment_is_no_scenario_to_solve():
    said = negsim("domain", "solve", "baseline")

    assert said.code == 2
    assert (
        "baseline: is an experiment with many scenarios; solve one of them: negsim domain solve quiet"
    ) in " ".join(said.err.split())
