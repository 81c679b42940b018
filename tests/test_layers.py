"""The shape of the package: imports point down, third parties stay where they belong, files stay short."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import negsim

HOME = Path(negsim.__file__).parent
MODULES = sorted(HOME.rglob("*.py"))
PLUGINS = (
    "issues",
    "terms",
    "strategies",
    "acceptance",
    "opponent_models",
    "mechanisms",
    "ratification",
    "agents",
    "events",
    "metrics",
    "designs",
)
LAYERS = (
    ("errors", "registry", "rng", "fields", "yaml_file", "config", "source", "intervals"),
    ("core", "economy", "politics"),
    ("world",),
    PLUGINS,
    ("checks", "party"),
    ("scenario",),
    ("benchmark", "model", "offer_log", "solve"),
    ("talks", "constraints", "stopping", "design", "experiment", "tables", "manifest", "results", "analysis"),
    ("runner",),
    ("engine",),
    ("report", "interop", "validation"),
    ("api", "classroom", "viz", "cli", "__init__", "__main__"),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
STRANGERS = {("core", "economy"), ("core", "politics"), ("economy", "politics")}
"""Neighbours that know nothing of each other."""
FRIENDS = {("agents", "terms"), ("agents", "ratification")}
"""The only plug-in folder that uses others: governments are made of terms and must ratify."""
QUARANTINE = {
    "mesa": ("agents/", "model.py", "viz.py"),
    "yaml": ("yaml_file.py",),
    "pydantic": ("config.py",),
    "pyarrow": (
        "results.py",
        "tables.py",
        "analysis.py",
        "engine/",
        "report/",
        "validation/",
        "classroom/",
    ),
    "pandas": (
        "results.py",
        "tables.py",
        "analysis.py",
        "engine/",
        "report/",
        "validation/",
        "cli/",
    ),
    "matplotlib": ("report/",),
    "scipy": ("designs/", "intervals.py", "report/", "validation/"),
    "click": ("cli/", "report/"),
    "rich": ("cli/", "report/"),
    "dask": ("engine/",),
    "distributed": ("engine/",),
    **dict.fromkeys(("starlette", "uvicorn", "jinja2", "segno", "httpx"), ("classroom/",)),
    "numba": ("core/compiled.py",),
    "numpy": ("",),
}
"""Third party -> where it may be imported; anything else is not imported at all."""
CATCHES_ALL = ("runner.py",)
"""Where any exception may end: a bug in a plug-in is a failed run, not the end of a sweep."""
DECIDING = max(RANK["benchmark"], RANK["model"])
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


def points_down(importer: str, used: str) -> bool:
    """Return whether a module of layer `importer` may import one of layer `used`."""
    if importer == used or importer == "__init__":
        return True
    if {(importer, used), (used, importer)} & STRANGERS:
        return False
    if importer in PLUGINS and used in PLUGINS:
        return (importer, used) in FRIENDS
    return RANK[used] <= RANK[importer]


def test_every_module_has_a_layer():
    assert {layer(path) for path in MODULES} <= set(RANK)


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_imports_point_down(path):
    used = {name.split(".")[1] for name in imports(tree(path)) if name.startswith("negsim.")}
    upwards = {name for name in used if not points_down(layer(path), name)}

    assert upwards == set()


@pytest.mark.parametrize(
    ("importer", "used"),
    [
        ("core", "economy"),
        ("politics", "core"),
        ("config", "core"),
        ("world", "terms"),
        ("strategies", "agents"),
        ("ratification", "agents"),
        ("terms", "agents"),
        ("agents", "model"),
        ("party", "scenario"),
        ("scenario", "model"),
        ("scenario", "solve"),
        ("solve", "report"),
        ("results", "runner"),
        ("runner", "report"),
        ("report", "cli"),
        ("model", "classroom"),
        ("report", "classroom"),
    ],
)
def test_upward_imports_would_be_seen(importer, used):
    assert not points_down(importer, used)


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


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_files_stay_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_third_parties_stay_in_quarantine(path):
    guests = {name.split(".")[0] for name in imports(tree(path))} - {"negsim"} - set(sys.stdlib_module_names)

    assert {guest for guest in guests if not where(path).startswith(QUARANTINE.get(guest, ()))} == set()


def test_every_third_party_is_declared():
    project = tomllib.loads((HOME.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(n for group in project["optional-dependencies"].values() for n in group),
    ]
    declared = {re.split(r"[^A-Za-z0-9_-]", name)[0].lower() for name in wanted}
    used = {name.split(".")[0] for path in MODULES for name in imports(tree(path))}
    guests = used - {"negsim"} - set(sys.stdlib_module_names)

    assert {{"yaml": "pyyaml"}.get(guest, guest) for guest in guests} <= declared


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_nobody_imports_the_root(path):
    assert "negsim" not in imports(tree(path))


def inner_imports(module: ast.Module) -> set[str]:
    """Return what is imported inside functions."""
    functions = [n for n in ast.walk(module) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {name for function in functions for name in imports(function)}


LATE = {
    "cli/": ("negsim.", "pandas", "rich"),
    "core/fast.py": ("negsim.core",),
    "engine/": ("dask", "distributed", "concurrent", "multiprocessing"),
    "designs/": ("scipy.stats",),
    "report/": ("scipy.stats",),
}
"""Commands, designs and tests load what they need when they run, so that help is quick; so do back-ends."""


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_imports_stand_at_the_top(path):
    allowed = tuple(name for place, names in LATE.items() if where(path).startswith(place) for name in names)

    assert {name for name in inner_imports(tree(path)) if not name.startswith(allowed or ("-",))} == set()


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
                if catches_all and name == "Exception":
                    continue
                if not any(isinstance(inner, ast.Raise) for part in body for inner in ast.walk(part)):
                    found.add(f"except {name}: without raise")
    return found


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_nothing_hides_chance_time_or_errors(path):
    deciding, catches_all = RANK[layer(path)] <= DECIDING, where(path) in CATCHES_ALL

    assert forbidden(tree(path), deciding=deciding, catches_all=catches_all) == set()


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
