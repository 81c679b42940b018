"""Chunks cover every run once, whatever their size."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.engine.plan import LARGEST_CHUNK, LAYOUT, Block, Plan, chunk_size, read_plan
from negsim.errors import ResultError


@given(
    points=st.lists(st.integers(0, 500), min_size=1, max_size=12, unique=True),
    replications=st.integers(1, 9),
    size=st.integers(1, 40),
    first=st.integers(0, 5),
    start=st.integers(0, 30),
)
def test_every_run_is_in_one_chunk(points, replications, size, first, start):
    stride = first + replications
    block = Block(np.array(points), first, replications, stride, size, start)
    played = [run for number in block.chunks for run in block.chunk(number).run_ids]

    assert block.chunks.start == start
    assert sorted(played) == sorted(p * stride + first + r for p in points for r in range(replications))
    assert len(played) == block.runs == sum(block.runs_in(chunk) for chunk in block.chunks)
    assert [run // stride for run in played] == [p for p in points for _ in range(replications)]


@pytest.mark.parametrize(
    ("seconds", "runs", "workers", "expected"),
    [
        (0.02, 10_000, 1, 100),  # two seconds of work
        (0.02, 200, 2, 25),  # at least four chunks a worker
        (10.0, 200, 2, 1),
        (1e-9, 10**7, 2, LARGEST_CHUNK),
        (0.02, 1, 8, 1),
    ],
)
def test_chunks_hold_about_two_seconds_of_work(seconds, runs, workers, expected):
    assert chunk_size(seconds, runs, workers) == expected


@pytest.fixture
def source(tmp_path):
    return tmp_path / "plan.json"


def test_a_plan_is_read_as_it_was_written(source):
    plan = Plan("0123456789ab", 17, ("mine.py",))
    source.write_text(plan.text())

    assert read_plan(source) == plan


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"digest": "x", "size": "many", "plugins": []})])
def test_a_damaged_plan_is_refused(source, text):
    source.write_text(text)

    with pytest.raises(ResultError, match=r"plan\.json: is damaged"):
        read_plan(source)


def test_a_folder_of_another_layout_is_refused_with_both_numbers(source):
    source.write_text(
        Plan("0123456789ab", 17).text().replace(f'"layout": {LAYOUT}', f'"layout": {LAYOUT + 5}')
    )

    with pytest.raises(
        ResultError, match=rf"writes layout {LAYOUT + 5}, and this one writes layout {LAYOUT};"
    ):
        read_plan(source)


def test_a_folder_from_before_layouts_had_numbers_is_refused(source):
    source.write_text('{"digest": "0123456789ab", "size": 17, "plugins": []}')

    with pytest.raises(ResultError, match="writes layout 1, and this one"):
        read_plan(source)
