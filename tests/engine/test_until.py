"""Replications are added until the interval is narrow enough, and always the same ones."""

import pyarrow.parquet as pq
import pytest

from negsim.analysis.intervals import half_width
from negsim.engine.executors import Local, Serial
from tests.engine.small import digest, experiment, fill, folder

RULE = {"metric": "gain0_us", "half_width": 0.12, "min": 4, "max": 14}


def asked():
    return experiment(14, until=RULE, metrics=["gain0_us"])


def test_points_stop_when_they_are_precise(tmp_path):
    where = folder(tmp_path, asked())

    assert fill(where, Serial())
    runs = pq.read_table(where.path / "runs.parquet").to_pandas()
    counts = runs.groupby("point_id").size()
    assert counts.between(4, 14).all()
    assert counts.nunique() > 1, "some points need more than others"
    for point, values in runs.groupby("point_id")["gain0_us"]:
        enough = half_width(values.to_numpy(dtype=float)) <= 0.12
        assert enough or counts[point] == 14
    assert (runs["run_id"] == runs["point_id"] * 14 + runs["replication"]).all()


@pytest.mark.server
def test_the_rule_decides_the_same_on_any_executor(tmp_path):
    one, two = folder(tmp_path / "one", asked()), folder(tmp_path / "two", asked())

    assert fill(one, Serial(), size=5)
    assert fill(two, Local(2), size=3)
    assert digest(one) == digest(two)
