"""The notebooks run from top to bottom, by what is public alone, and show figures."""

import ast
import json
import re
from pathlib import Path

import pytest
from matplotlib.figure import Figure

HOME = Path(__file__).parents[1]
NOTEBOOKS = sorted((HOME / "docs" / "tutorial").glob("*.ipynb"))
PUBLIC = re.compile(r"negsim(\.plugins|\.report\.figures\.\w+)?$")
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path, kind):
    """Return the cells of a kind, each as one text, without lines that are for Jupyter itself (%)."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    texts = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]
    return [re.sub(r"^%.*\n", "", text, flags=re.M) for text in texts]


def shown(code, known):
    """Run a cell and return what Jupyter would show below it: the value of its last line."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), known)
    return last and eval(compile(ast.Expression(last.value), "cell", "eval"), known)


def played(path):
    """Run the cells of a notebook in their order; return its names, and what stands below each cell."""
    known = {"__name__": "__main__"}
    return known, [shown(code, known) for code in cells(path, "code")]


def test_there_are_two_notebooks():
    assert [path.stem for path in NOTEBOOKS] == ["question-to-figure", "your-own-strategy"]


@each_notebook
def test_notebooks_are_kept_without_results(path):
    code = [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]

    assert [(cell["outputs"], cell["execution_count"]) for cell in code] == [([], None)] * len(code)


@each_notebook
def test_notebooks_use_what_is_public(path):
    trees = [ast.parse(code) for code in cells(path, "code")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    used = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    used |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}

    assert {name for name in used if not PUBLIC.match(name)} <= {"dataclasses"}


@each_notebook
def test_links_of_notebooks_lead_somewhere_and_to_them(path):
    text = "\n".join(cells(path, "markdown"))
    links = re.findall(r"\]\(([^)\s]+)\)", text)

    assert [link for link in links if not (path.parent / link).exists()] == []
    assert f"(docs/tutorial/{path.name})" in (HOME / "README.md").read_text(encoding="utf-8")


@pytest.mark.long
def test_a_question_becomes_a_figure(capsys):
    known, below = played(NOTEBOOKS[0])
    figures = [value for value in below if isinstance(value, Figure)]
    said = capsys.readouterr().out
    means = known["table"].set_index("level")["gain0_us_mean"]

    assert len(figures) == 3
    assert known["figure"] in figures
    assert len(known["figure"].axes) == len(known["shown"])
    assert means.index.tolist() == known["question"]["factors"][known["factor"]]
    assert means.to_dict() == pytest.approx(
        known["results"].runs.groupby(known["factor"])["gain0_us"].mean().to_dict()
    )
    assert len(known["ends"]) == 3
    assert "is lowest at" in said


@pytest.mark.long
def test_a_strategy_of_ones_own_meets_boulware(capsys, own_registry):
    known, below = played(NOTEBOOKS[1])
    runs, own = known["results"].runs, known["own"]
    means = runs.groupby(known["us"])["gain0_us"].mean()
    said = capsys.readouterr().out

    assert sum(isinstance(value, Figure) for value in below) == 3
    assert runs["status"].eq("ok").all()
    assert (own["first"], own["second"]) == ("boulware", "watchful")
    assert own["difference"] == pytest.approx(means["watchful"] - means["boulware"])
    assert ("it beats Boulware." in said) == bool(own["verdict"] == "differs" and own["difference"] > 0)
