"""Columns of what becomes of a deal: there where deals are followed, and nowhere else."""

import pandas as pd
import pytest

import negsim
from negsim.experiment.metrics.aftermath import AFTERMATH_COLUMNS
from negsim.experiment.tables import FOLLOWED, metric
from tests.scenarios import model

ALL = {*AFTERMATH_COLUMNS, *FOLLOWED}


def columns(tmp_path, **settings):
    folder = negsim.run("mini", replications=3, out=tmp_path, settings=settings).path
    return pd.read_parquet(folder / "runs.parquet")


def test_the_columns_come_and_go_with_the_setting(tmp_path):
    without, followed = columns(tmp_path), columns(tmp_path, **{"implementation.ticks": 13})

    assert not ALL & set(without)
    assert set(followed) >= ALL
    assert set(followed) - ALL == set(without)
    pd.testing.assert_frame_equal(followed[list(without)], without)
    assert followed["deficit_realised_26_usd_bn"].isna().all()
    assert followed["deal_class"].isin(["substantive", "symbolic", "none"]).all()


def test_a_metric_that_was_asked_for_is_empty_where_deals_are_not_followed():
    record = model("mini", 1).run()

    assert all(pd.isna(metric(name).measure(record)) for name in AFTERMATH_COLUMNS if name != "snapped_back")


def test_a_sweep_over_whether_deals_are_followed_has_empty_cells(tmp_path):
    experiment = tmp_path / "followed.yaml"
    factors = "factors: {implementation.ticks: [0, 26]}\nreplications: 4\n"
    experiment.write_text(f"name: followed\nscenario: mini\n{factors}")
    runs = pd.read_parquet(negsim.run(experiment, out=tmp_path).path / "runs.parquet")

    assert runs.groupby("implementation.ticks")["deal_class"].count().tolist() == [0, len(runs) // 2]


@pytest.mark.parametrize("name", AFTERMATH_COLUMNS)
def test_every_column_is_a_metric_with_a_unit(name):
    assert metric(name).unit
