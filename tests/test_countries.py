"""Countries are data: their names stand in configs, tables, help texts and the two government classes."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import negsim

HOME = Path(negsim.__file__).parent
COUNTRY = re.compile(
    r"(?<![a-z])(us|usa|united states|washington|vietnam|vietnamese|hanoi)(?![a-z])(?! dollars|\$)", re.I
)
EXCEPTIONS = {
    "agents/us_government.py": "a government class",
    "agents/vietnam_government.py": "a government class",
    "analysis/columns.py": "the packaged scenario whose columns the reference lists",
    "classroom/state/settings.py": "the packaged scenario that a class plays unless another is chosen",
    "cli/pages/parameters.py": "the packaged scenario and tables whose numbers the reference lists",
    "cli/explore.py": "the packaged scenario that is explored unless another is named",
    "cli/init.py": "the packaged scenario that is copied unless another is named",
    "forecast/constraints.py": "sentences about the two sides of the packaged table of weights",
    "forecast/ground.py": "the two sides of the packaged table of weights",
    "forecast/worlds.py": "the packaged scenario of which the worlds of the cuts are changes",
    "economy/tables.py": "the packaged tables that hold unless others are named",
    "validation/worlds.py": "the packaged worlds that are checked",
}
"""Files in which country words stand, and why."""
PROSE = ("help", "source")
"""What a setting says of itself for people."""


def documentation(tree: ast.AST) -> set[int]:
    """Return the nodes that decide nothing: docstrings, what settings say of themselves, values to try."""
    nodes = list(ast.walk(tree))
    found = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    helps = [node.value for node in nodes if isinstance(node, ast.keyword) and node.arg in PROSE]
    marked = [node for node in nodes if isinstance(node, ast.AnnAssign) and node.value is not None]
    tried = [
        node.value for node in marked if isinstance(node.target, ast.Name) and node.target.id == "example"
    ]
    return found | {id(inner) for text in (*helps, *tried) for inner in ast.walk(text)}


def written(tree: ast.AST) -> Iterator[str]:
    """Yield every name and every text of a module that is not documentation."""
    prose = documentation(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in prose:
                yield text
            case (
                ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name))
            ):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name


def named(text: str) -> bool:
    return COUNTRY.search(text.replace("_", " ")) is not None


@cache
def countries() -> dict[str, set[str]]:
    found = {}
    for path in sorted(HOME.rglob("*.py")):
        words = {text for text in written(ast.parse(path.read_text(encoding="utf-8"))) if named(text)}
        if words:
            found[path.relative_to(HOME).as_posix()] = words
    return found


@cache
def pages() -> dict[str, str]:
    """Return what a class is sent, by file: templates, scripts and styles."""
    folders = (HOME / "classroom" / name for name in ("templates", "static"))
    return {path.name: path.read_text(encoding="utf-8") for folder in folders for path in folder.iterdir()}


def test_no_page_of_a_class_names_a_country():
    assert len(pages()) > 20
    assert [name for name, text in pages().items() if named(text)] == []


def test_no_other_module_names_a_country():
    assert {place: words for place, words in countries().items() if place not in EXCEPTIONS} == {}


@pytest.mark.parametrize("known", EXCEPTIONS)
def test_no_exception_is_out_of_date(known):
    assert known in countries()


@pytest.mark.parametrize(
    "line", ["us = 1", "x = 'vietnam'", "def f(us_margin): ...", "x.u_vietnam", "f(us=1)", "x = 'US duties'"]
)
def test_a_country_would_be_seen(line):
    assert any(named(text) for text in written(ast.parse(line)))


@pytest.mark.parametrize(
    "line", ["'''Of the US.'''", "x = setting(help='e.g. us')", "bus = discuss = 1", "x = 'US$ bn'"]
)
def test_help_and_other_words_are_no_countries(line):
    assert not any(named(text) for text in written(ast.parse(line)))
