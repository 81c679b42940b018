"""Countries are data: their names stand in configs, tables, help texts and the two government classes."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import negsim

HOME = Path(negsim.__file__).parent
COUNTRY = re.compile(r"(?<![a-z])(us|usa|united states|washington|vietnam|vietnamese|hanoi)(?![a-z])", re.I)
EXCEPTIONS = {
    "agents/us_government.py": "a government class",
    "agents/vietnam_government.py": "a government class",
    "agents/exporter.py": "the choices of its setting `side`, and names of agents in results",
    "agents/firm.py": "the kinds of firms, a table",
    "agents/interest_group.py": "the choices of its setting `side`",
    "agents/law.py": "a reason in results, and a column of exporters' settings",
    "classroom/": "pages are written for classes of the packaged worlds",
    "economy/": "columns of the trade tables, and the packaged tables' name",
    "experiment/metrics/party.py": "the choices of its setting `party`",
    "experiment/metrics/trade.py": "columns of results that users have",
    "experiment/question.py": "metrics that are shown unless others are asked for",
    "experiment/tables.py": "columns of results that users have",
    "politics/terms/": "features that scenario files may name",
    "politics/group_features.py": "features that scenario files may name",
    "report/screen.py": "labels of the trade columns",
    "report/transcript.py": "names of the two sides in a sentence",
    "validation/": "backtests of the packaged world against what happened",
    "world/": "features and trade columns that scenario files and results name, and the default tables",
}
"""Where country words stand for now, and why; a folder ends with a slash."""


def documentation(tree: ast.AST) -> set[int]:
    """Return the nodes that are read by people only: docstrings and the help of settings."""
    nodes = list(ast.walk(tree))
    found = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    helps = [node.value for node in nodes if isinstance(node, ast.keyword) and node.arg == "help"]
    return found | {id(inner) for text in helps for inner in ast.walk(text)}


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


def excepted(place: str) -> bool:
    return any(place == known or (known.endswith("/") and place.startswith(known)) for known in EXCEPTIONS)


@cache
def countries() -> dict[str, set[str]]:
    found = {}
    for path in sorted(HOME.rglob("*.py")):
        words = {text for text in written(ast.parse(path.read_text(encoding="utf-8"))) if named(text)}
        if words:
            found[path.relative_to(HOME).as_posix()] = words
    return found


def test_no_other_module_names_a_country():
    assert {place: words for place, words in countries().items() if not excepted(place)} == {}


@pytest.mark.parametrize("known", EXCEPTIONS)
def test_no_exception_is_out_of_date(known):
    assert any(place == known or (known.endswith("/") and place.startswith(known)) for place in countries())


@pytest.mark.parametrize(
    "line", ["us = 1", "x = 'vietnam'", "def f(us_margin): ...", "x.u_vietnam", "f(us=1)"]
)
def test_a_country_would_be_seen(line):
    assert any(named(text) for text in written(ast.parse(line)))


@pytest.mark.parametrize("line", ["'''Of the US.'''", "x = setting(help='e.g. us')", "bus = discuss = 1"])
def test_help_and_other_words_are_no_countries(line):
    assert not any(named(text) for text in written(ast.parse(line)))
