"""A file is there whole, or as it was before."""

import os
import stat
from pathlib import Path

import pytest

from negsim.errors import ResultError
from negsim.files import make_folder, whole, write


def write_half(path):
    with whole(path) as scratch:
        scratch.write_text("half of")
        raise ZeroDivisionError


def test_a_file_that_fails_half_way_leaves_the_one_before(tmp_path):
    path = tmp_path / "notes.csv"
    write(path, "before")
    with pytest.raises(ZeroDivisionError):
        write_half(path)

    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_the_temporary_name_ends_as_the_file_does(tmp_path):
    """A picture's format is known by its ending."""
    with whole(tmp_path / "figure.svg") as scratch:
        assert scratch.parent == tmp_path
        assert scratch.suffix == ".svg"
        scratch.write_text("<svg/>")

    assert (tmp_path / "figure.svg").read_text() == "<svg/>"


def test_the_first_writer_is_left_alone(tmp_path):
    for text in ("first", "second"):
        write(tmp_path / "plan.json", text, anew=False)

    assert (tmp_path / "plan.json").read_text() == "first"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_secret_is_never_readable_by_others(tmp_path):
    path = tmp_path / "key"
    with whole(path, mode=0o600) as scratch:
        assert stat.S_IMODE(scratch.stat().st_mode) == 0o600
        scratch.write_bytes(os.urandom(4))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_cannot_be_written_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(ResultError, match=r"file/x\.csv: cannot be written: (Not a directory|File exists)"):
        write(tmp_path / "file" / "x.csv", "text")


def test_a_folder_may_lie_deep(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    deep = Path("a/" * 1200)
    try:
        make_folder(deep)
        assert deep.is_dir()
    finally:  # the removal of temporary folders goes no deeper than Python's stack
        for folder in (deep, *deep.parents[:-1]):
            folder.rmdir()
