"""The shape of the package: imports point down, third parties stay where they belong, files stay short."""

import ast
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

import negsim
from negsim import registry

HOME = Path(negsim.__file__).parent
MODULES = sorted(HOME.rglob("*.py"))
LAYERS = (
    ("arrays", "errors", "registry", "rng", "files"),
    ("settings",),
    ("economy", "bargaining"),
    ("world",),
    ("politics",),
    ("agents", "interop"),
    ("talks",),
    ("experiment",),
    ("analysis",),
    ("engine",),
    ("report", "forecast"),
    ("validation",),
    ("classroom",),
    ("explore",),
    ("api", "plugins", "cli", "__init__", "__main__"),
)
"""The folders of the package from the ground up: each imports from those below it, not from neighbours."""
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
NEIGHBOURS_MAY = {
    ("registry", "errors"),
    ("files", "errors"),
    ("cli", "api"),
    ("__main__", "cli"),
    ("__init__", "api"),
}
"""(importer, used) of one layer."""
PLUGINS = tuple(folder.split(".")[-1] for folder in registry.FOLDERS.values())
FRIENDS = {("agents", "terms"), ("agents", "ratification")}
"""The only plug-in folder that uses others: governments are made of terms and must ratify."""
FOLDERS_AT_MOST = 26
MODULES_IN_A_ROOM = 14
LONGEST = 300
LONGEST_FUNCTION = 40
MOST_PARAMETERS = 6
QUARANTINE = {
    "mesa": ("agents/", "talks/model.py"),
    "yaml": ("settings/yaml_file.py",),
    "pydantic": ("settings/reader.py",),
    "pyarrow": ("experiment/tables.py", "analysis/", "engine/", "report/", "validation/", "classroom/"),
    "pandas": (
        "experiment/tables.py",
        "analysis/",
        "engine/",
        "report/",
        "validation/",
        "cli/",
        "bargaining/play.py",
    ),
    "matplotlib": ("report/",),
    "scipy": ("experiment/designs/", "analysis/", "report/", "validation/"),
    "click": ("cli/", "report/"),
    "rich": ("cli/", "report/"),
    "dask": ("engine/",),
    "distributed": ("engine/",),
    **dict.fromkeys(("segno", "httpx", "itsdangerous"), ("classroom/",)),
    **dict.fromkeys(("starlette", "uvicorn", "jinja2"), ("classroom/", "explore/")),
    "numpy": ("",),
}
"""Third party -> where it may be imported; anything else is not imported at all."""
CATCHES_ALL = ("experiment/run.py", "classroom/actions/computer.py", "validation/conformance/trial.py")
"""Where any exception may end: a bug in a plug-in is a failed run, an alert or a broken law, no more."""
DECIDING = RANK["talks"]
"""Up to this layer the code decides what happens in a run: no clock there."""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def where(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


def layer(path: Path) -> str:
    return path.relative_to(HOME).parts[0].removesuffix(".py")


def imported(node: ast.AST) -> Iterator[str]:
    """Yield the dotted modules an import statement names; `from negsim import x` names negsim.x."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "relative imports hide where a name comes from"
        if node.module == "negsim":
            yield from (f"negsim.{alias.name}" for alias in node.names)
        else:
            yield str(node.module)


def imports(module: ast.AST) -> set[str]:
    return {name for node in ast.walk(module) for name in imported(node)}


def without_type_checking(module: ast.Module) -> ast.Module:
    """Return the module without imports that only a type checker follows."""
    kept = [
        node
        for node in module.body
        if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
    ]
    return ast.Module(kept, [])


def folder(name: str) -> str:
    """Return the folder at the first level of a dotted module of the package."""
    return [*name.split("."), "__init__"][1]


def plugin_folder(name: str) -> str | None:
    """Return the plug-in folder in which a module stands, or None."""
    return next((part for part in name.split(".")[1:-1] if part in PLUGINS), None)


def points_down(importer: str, used: str) -> bool:
    """Return whether one module may import another, both dotted."""
    mine, theirs = plugin_folder(importer), plugin_folder(used)
    if mine and theirs and mine != theirs:
        return (mine, theirs) in FRIENDS
    here, there = folder(importer), folder(used)
    return here == there or RANK[there] < RANK[here] or (here, there) in NEIGHBOURS_MAY


def failures(rule: Callable[[Path], Iterable[str]]) -> list[str]:
    """Return what a rule finds in any module, each with the module's place."""
    return [f"{where(path)}: {found}" for path in MODULES for found in sorted(rule(path))]


def test_every_module_has_a_layer():
    assert {layer(path) for path in MODULES} <= set(RANK)


def test_the_house_has_few_rooms():
    folders = {layer(path) for path in MODULES}

    assert len(folders) <= FOLDERS_AT_MOST


def test_rooms_are_not_crowded():
    folders = {path.parent for path in MODULES} - {HOME}
    free = {HOME / Path(*folder.split(".")) for folder in registry.FOLDERS.values()} | {HOME / "cli"}
    count = {f"{where(d)}": len([m for m in d.glob("*.py") if m.stem != "__init__"]) for d in folders - free}

    assert {place: n for place, n in count.items() if n > MODULES_IN_A_ROOM} == {}


def test_imports_point_down():
    def upwards(path: Path) -> set[str]:
        used = {name for name in imports(tree(path)) if name.startswith("negsim.")}
        return {name for name in used if not points_down(dotted(path), name)}

    assert failures(upwards) == []


@pytest.mark.parametrize(
    ("importer", "used"),
    [
        ("bargaining.move", "economy.trade"),
        ("economy.trade", "bargaining.move"),
        ("settings.reader", "bargaining.move"),
        ("world.world", "politics.terms.contract"),
        ("bargaining.strategies.micro", "bargaining.acceptance.ac_next"),
        ("politics.ratification.quorum", "agents.government"),
        ("politics.win_sets", "agents.government"),
        ("agents.government", "talks.model"),
        ("talks.party", "experiment.point"),
        ("analysis.results", "engine.folder"),
        ("experiment.run", "report.screen"),
        ("report.screen", "cli.run"),
        ("talks.model", "classroom.class_server"),
        ("experiment.run", "validation.conformance.trial"),
        ("errors", "registry"),
    ],
)
def test_upward_imports_would_be_seen(importer, used):
    assert not points_down(f"negsim.{importer}", f"negsim.{used}")


def dotted(path: Path) -> str:
    parts = path.relative_to(HOME.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def cycle(graph: dict[str, set[str]]) -> list[str]:
    """Return modules that import each other in a ring, or nothing."""
    done: set[str] = set()

    def follow(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return []
        for used in sorted(graph.get(name, ())):
            if ring := follow(used, [*trail, name]):
                return ring
        done.add(name)
        return []

    return next((ring for name in sorted(graph) if (ring := follow(name, []))), [])


def test_no_module_imports_itself_by_a_detour():
    graph = {dotted(path): imports(without_type_checking(tree(path))) for path in MODULES}

    assert cycle(graph) == []


def test_a_ring_of_imports_would_be_seen():
    assert cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]


def test_files_stay_short():
    lines = {where(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}

    assert {place: n for place, n in lines.items() if n > LONGEST} == {}


TABLES = {"default_terms"}
"""Functions that are a table of settings: their length is that of the table."""


def too_long(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function has a longer body than one page, or more parameters than one remembers."""
    body = function.body[ast.get_docstring(function) is not None :]
    lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
    positional = [*function.args.posonlyargs, *function.args.args]
    own = [argument for argument in positional if argument.arg not in ("self", "cls")]
    return lines > LONGEST_FUNCTION or len(own) > MOST_PARAMETERS


def functions(module: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [n for n in ast.walk(module) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_functions_stay_short():
    def long(path: Path) -> set[str]:
        return {function.name for function in functions(tree(path)) if too_long(function)} - TABLES

    assert failures(long) == []


@pytest.mark.parametrize("code", ["def f():\n" + 41 * "    x\n", "def f(a, b, c, d, e, g, h): x"])
def test_long_functions_would_be_seen(code):
    assert [too_long(function) for function in functions(ast.parse(code))] == [True]


def third_parties(path: Path) -> set[str]:
    used = {name.split(".")[0] for name in imports(tree(path))}
    return used - {"negsim"} - set(sys.stdlib_module_names)


def test_third_parties_stay_in_quarantine():
    def escaped(path: Path) -> set[str]:
        return {g for g in third_parties(path) if not where(path).startswith(QUARANTINE.get(g, ()))}

    assert failures(escaped) == []


def test_every_third_party_is_declared():
    project = tomllib.loads((HOME.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(n for group in project["optional-dependencies"].values() for n in group),
    ]
    declared = {re.split(r"[^A-Za-z0-9_-]", name)[0].lower() for name in wanted}
    guests = {guest for path in MODULES for guest in third_parties(path)}

    assert {{"yaml": "pyyaml"}.get(guest, guest) for guest in guests} <= declared


def test_nobody_imports_the_root():
    assert failures(lambda path: imports(tree(path)) & {"negsim"}) == []


def inner_imports(module: ast.Module) -> set[str]:
    """Return what is imported inside functions."""
    return {name for function in functions(module) for name in imports(function)}


LATE = {
    "cli/": ("negsim.", "pandas", "rich"),
    "engine/": ("dask", "distributed", "concurrent", "multiprocessing"),
    "experiment/designs/": ("scipy.stats",),
    "analysis/": ("scipy.stats",),
}
"""Commands, designs and tests load what they need when they run, so that help is quick; so do back-ends."""


def test_imports_stand_at_the_top():
    def late(path: Path) -> set[str]:
        places = [names for place, names in LATE.items() if where(path).startswith(place)]
        allowed = tuple(name for names in places for name in names)
        return {name for name in inner_imports(tree(path)) if not name.startswith(allowed)}

    assert failures(late) == []


LEGACY_OK = {"Generator", "PCG64", "SeedSequence"}


def forbidden(module: ast.Module, *, deciding: bool, catches_all: bool = False) -> set[str]:
    """Return what a module does that none may do: hidden chance, the clock, swallowed errors, run text."""
    found = {name for name in imports(module) if name in ("random", "pickle", "secrets", "uuid")}
    if deciding:
        found |= imports(module) & {"time"}
    for node in ast.walk(module):
        match node:
            case ast.Attribute(
                value=ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="random"), attr=name
            ) if name not in LEGACY_OK:
                found.add(f"np.random.{name}")
            case ast.Call(func=ast.Attribute(attr=("now" | "today" | "utcnow") as name)) if deciding:
                found.add(f"{name}()")
            case ast.Call(func=ast.Name(id=("eval" | "exec" | "compile" | "__import__") as name)):
                found.add(f"{name}()")
            case ast.ExceptHandler(type=None):
                found.add("except:")
            case ast.ExceptHandler(type=ast.Name(id=("Exception" | "BaseException") as name), body=body):
                if catches_all:
                    continue
                if not any(isinstance(inner, ast.Raise) for part in body for inner in ast.walk(part)):
                    found.add(f"except {name}: without raise")
    return found


def test_nothing_hides_chance_time_or_errors():
    def hidden(path: Path) -> set[str]:
        deciding, catches_all = RANK[layer(path)] <= DECIDING, where(path) in CATCHES_ALL
        return forbidden(tree(path), deciding=deciding, catches_all=catches_all)

    assert failures(hidden) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("import random", "random"),
        ("import pickle", "pickle"),
        ("import time", "time"),
        ("x = np.random.normal()", "np.random.normal"),
        ("x = numpy.random.default_rng()", "np.random.default_rng"),
        ("x = datetime.now()", "now()"),
        ("x = date.today()", "today()"),
        ("eval('1')", "eval()"),
        ("try:\n    x\nexcept:\n    raise", "except:"),
        ("try:\n    x\nexcept Exception:\n    pass", "except Exception: without raise"),
    ],
)
def test_such_lines_would_be_seen(line, found):
    assert forbidden(ast.parse(line), deciding=True) == {found}
