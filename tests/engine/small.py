"""A small experiment and the digest of its rows, shared by the tests of the engine."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq

from negsim.engine.campaign import Shard, run_experiment
from negsim.engine.executors import Executor
from negsim.engine.folder import ResultFolder, folder_for
from negsim.engine.plan import Plan
from negsim.experiment.experiment import Experiment, make_experiment
from negsim.experiment.manifest import config_hash
from negsim.settings.reader import Place

FACTORS = {
    "parties.us.strategy": ["boulware", "conceder"],
    "no_deal.credibility": [0.1, 0.6],
}


def experiment(replications: int = 6, **more: object) -> Experiment:
    data = {"name": "small", "scenario": "mini", "factors": FACTORS, "replications": replications, "seed": 11}
    return make_experiment({**data, **more}, Place("small.yaml"))


def folder(root: Path, asked: Experiment | None = None) -> ResultFolder:
    asked = asked or experiment()
    return folder_for(root, asked, config_hash(asked))


def fill(where: ResultFolder, executor: Executor, size: int = 3, shard: Shard | None = None) -> bool:
    """Play what is missing of the experiment; return whether the folder is finished."""
    plan = Plan(where.digest, size)
    return run_experiment(where, plan, executor, datetime.now(UTC), shard=shard or Shard())


def digest(where: ResultFolder) -> str:
    """Return SHA-256 over the rows of runs, offers and agents, sorted by run id."""
    found = hashlib.sha256()
    for name in ("runs", "offers", "agents"):
        rows = pq.read_table(where.path / f"{name}.parquet").to_pylist()
        assert [row["run_id"] for row in rows] == sorted(row["run_id"] for row in rows)
        found.update(repr(rows).encode())
    return found.hexdigest()
