"""The ODD document is complete, and true where a test can say so."""

import re
from collections import Counter
from pathlib import Path

import pytest

import negsim
from negsim.agents.industry import ORDER
from negsim.registry import names
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import load_scenario

HOME = Path(negsim.__file__).parents[1]
PAGE = (HOME / "docs" / "odd.md").read_text(encoding="utf-8")
ELEMENTS = (
    *("Purpose and patterns", "Entities, state variables and scales", "Process overview and scheduling"),
    *("Design concepts", "Initialisation and input data", "Submodels"),
)
CONCEPTS = (
    *("Basic principles", "Emergence", "Adaptation and decisions (ODD+D)", "Objectives", "Learning"),
    *("Prediction", "Sensing", "Interaction", "Stochasticity", "Collectives", "Observation"),
)


def section(title):
    return PAGE.partition(f"{title}\n")[2].partition("\n## ")[0]


def test_every_element_stands_in_its_order():
    found = re.findall(r"^## \d\. (.*)$", PAGE, re.M)

    assert found == list(ELEMENTS)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_design_concept_is_spoken_of(concept):
    assert f"**{concept}.**" in section("## 4. Design concepts")


def test_every_file_named_is_there():
    named = set(re.findall(r"`((?:negsim|experiments)/[\w/.]+)`", PAGE))

    assert len(named) > 40
    assert {name for name in named if not (HOME / name).exists()} == set()


def test_the_agents_of_the_default_world_are_counted():
    agents = NegotiationModel(load_scenario("us_vietnam_2025")).agents
    said = dict.fromkeys(("USGovernment", "VietnamGovernment"), 1)
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", PAGE, re.M)
    said |= {name: int(number) for name, number in rows}

    assert said == Counter(type(agent).__name__ for agent in agents)


def test_every_rule_of_conduct_is_a_row_and_they_stand_in_the_order_of_a_tick():
    rows = re.findall(r"^\| (\w+) \| .* `negsim/agents/conduct/(\w+)\.py` \|$", PAGE, re.M)

    assert [rule for rule, _ in rows] == [file for _, file in rows] == list(ORDER)
    assert set(ORDER) == set(names("conduct"))
    assert f"in the order {', '.join(ORDER)}" in section("## 3. Process overview and scheduling")
