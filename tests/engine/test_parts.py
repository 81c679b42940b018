"""Parts are not believed: what was changed, copied here or lost is told before it is counted."""

import random
import shutil

import pyarrow.parquet as pq
import pytest

from negsim.engine.campaign import Shard
from negsim.engine.executors import Serial
from negsim.engine.finished import load
from negsim.errors import ResultError
from tests.commands import negsim, tree
from tests.engine.small import digest, experiment, fill, folder

FLIPPED = 40
ZSTANDARD = b"\x28\xb5\x2f\xfd"
"""How a compressed page begins."""


@pytest.fixture
def half(tmp_path):
    """A folder of which every other chunk is done."""
    where = folder(tmp_path / "out")
    assert not fill(where, Serial(), shard=Shard(1, 2))
    return where


@pytest.fixture
def done(tmp_path):
    where = folder(tmp_path / "out")
    assert fill(where, Serial())
    return where


def refusal(where):
    with pytest.raises(ResultError) as caught:
        fill(where, Serial())
    return str(caught.value)


@pytest.mark.parametrize("table", ["runs", "offers", "timings"])
@pytest.mark.parametrize("seed", range(3))
def test_flipped_bytes_are_seen(half, table, seed):
    path = half.part(table, 2)
    content = bytearray(path.read_bytes())
    first_page = content.index(ZSTANDARD)
    for place in random.Random(seed).sample(range(first_page, len(content) // 2), FLIPPED):
        content[place] ^= 0xFF
    path.write_bytes(content)

    assert refusal(half).startswith(f"{path}: is damaged: delete it")


def test_a_part_of_another_configuration_is_refused(half, tmp_path):
    other = folder(tmp_path / "other", experiment(6, seed=12))
    fill(other, Serial())
    path = half.part("runs", 1)
    shutil.copy(other.part("runs", 1), path)

    assert refusal(half) == f"{path}: belongs to another configuration; delete it and run again"


def test_a_part_under_another_number_is_refused(half):
    path = half.part("runs", 1)
    shutil.copy(half.part("runs", 0), path)

    assert refusal(half) == f"{path}: is the part of another chunk; delete it and run again"


def test_moves_of_another_chunk_or_none_are_refused(half):
    moves, end = half.part("offers", 0), half.part("runs", 0)
    shutil.copy(half.part("offers", 2), moves)
    copied = refusal(half)
    moves.unlink()
    gone = refusal(half)

    assert copied == gone == f"{moves}: was not written with {end}; delete both and run again"


def test_what_is_refused_is_played_again_once_it_is_deleted(half, tmp_path):
    half.part("offers", 0).unlink()
    half.part("runs", 0).unlink()
    whole = folder(tmp_path / "whole")

    assert fill(half, Serial())
    assert fill(whole, Serial())
    assert digest(half) == digest(whole)


@pytest.mark.parametrize("table", ["runs", "offers", "agents", "timings", "design"])
def test_a_table_that_was_deleted_is_joined_again(done, table):
    path = done.path / f"{table}.parquet"
    before = path.read_bytes()
    path.unlink()
    load(done.path)

    assert path.read_bytes() == before


def test_a_command_joins_a_table_again(tmp_path):
    words = ("run", "mini", "--replications", 2, "--out", tmp_path, "--json")
    first = negsim(*words)
    (path,) = tmp_path.glob("mini/*/runs.parquet")
    path.unlink()

    assert negsim(*words) == first
    assert path.is_file()


def test_a_table_whose_parts_are_gone_too_is_refused(done):
    (done.path / "runs.parquet").unlink()
    end = done.part("runs", 1)
    end.unlink()
    before = tree(done.path)

    with pytest.raises(ResultError) as caught:
        load(done.path)
    assert str(caught.value) == f"{end}: is gone; move the folder away and run again"
    assert tree(done.path) == before


@pytest.mark.parametrize("table", ["runs", "offers"])
def test_flipped_bytes_of_a_joined_table_are_seen(done, table):
    path = done.path / f"{table}.parquet"
    content = bytearray(path.read_bytes())
    content[content.index(ZSTANDARD) + 6] ^= 0xFF
    path.write_bytes(content)

    with pytest.raises(ResultError, match=rf"{table}\.parquet: cannot be read"):
        getattr(load(done.path), table)


def test_parts_can_be_read_as_one_table_while_runs_are_played(half):
    ids = pq.read_table(half.path / "runs")["run_id"].to_pylist()

    assert len(ids) == half.finished_runs() > 0
