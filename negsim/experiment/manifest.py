"""Where results come from: the configuration's hash, versions, commit and times."""

import hashlib
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from negsim.errors import ResultError
from negsim.experiment.experiment import Experiment
from negsim.experiment.own_tables import own_tables, replaced
from negsim.settings.paths import canonical

DECIDING = ("agents", "economy", "politics")
"""Rooms whose tables decide results; those of the classroom are words, those of validation facts."""
ENGINE_VERSION = 1
"""Raised whenever the same configuration would give other numbers; part of the configuration's hash."""


def config_hash(experiment: Experiment, plugins: Sequence[str] = ()) -> str:
    """Return 12 hex digits that stand for everything that decides the results; logging does not.

    Parameters
    ----------
    plugins : digests of the loose plug-in files that were loaded
    """
    own = own_tables(experiment)
    resolved = replaced(experiment.resolved(), own)
    resolved["scenario"] = without_log(resolved["scenario"])
    content = {
        "experiment": resolved,
        "defaults": replaced(without_log(experiment.scenario(experiment.point(0)).resolved()), own),
        "tables": sorted(own.values()),
        "data": data_digest(),
        "plugins": sorted(plugins),
        "engine": ENGINE_VERSION,
    }
    return hashlib.sha256(canonical(content).encode()).hexdigest()[:12]


def without_log(scenario: dict[str, Any]) -> dict[str, Any]:
    """Return a scenario without what is logged of it."""
    return {key: value for key, value in scenario.items() if key != "log"}


def data_digest() -> str:
    """Return the digest of every packaged table that decides results."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(path for room in DECIDING for path in package.glob(f"{room}/data/**/*.csv")):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def refuse_other_source(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Refuse results that this engine with its packaged tables would not make again.

    Raises
    ------
    ResultError : naming what made them, and what this is.
    """
    made, this = (manifest.get("engine"), manifest.get("data_sha256")), (ENGINE_VERSION, data_digest())
    if made != this:
        version = manifest.get("versions", {}).get("negsim")
        raise ResultError(
            f"{folder}: was made by {_source(version, *made)}, but this is "
            f"{_source(package_version('negsim'), *this)}; replay it with the one that made it"
        )


def _source(version: object, engine: object, data: object) -> str:
    return f"negsim {version} (engine {engine}, packaged tables {str(data)[:12]})"


def make_manifest(experiment: Experiment, started: datetime, plugins: Sequence[str] = ()) -> dict[str, Any]:
    """Return where results come from: versions, commit, seed, command and times."""
    packages = ("negsim", "mesa", "numpy", "pandas", "pyarrow")
    return {
        "schema": 1,
        "engine": ENGINE_VERSION,
        "config_hash": config_hash(experiment, plugins),
        "data_sha256": data_digest(),
        "plugins_sha256": sorted(plugins),
        "seed": experiment.seed,
        "points": experiment.n_points,
        "replications": experiment.replications,
        "versions": {name: package_version(name) for name in packages},
        "python": platform.python_version(),
        "platform": platform.platform(),
        "commit": _commit(),
        "argv": sys.argv,
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def package_version(package: str) -> str:
    """Return the version of a package, `unknown` if it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "unknown"


def _commit() -> str:
    """Return the commit of the source tree in use, with `+dirty` if it was changed; empty for a wheel."""
    home = Path(__file__).parents[2]
    if not (home / ".git").exists():
        return ""
    try:
        head = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=home, capture_output=True, text=True, check=True
        )
        state = subprocess.run(
            ["git", "status", "--porcelain"], cwd=home, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return head.stdout.strip() + ("+dirty" if state.stdout.strip() else "")
