"""The classroom as an optional part: nothing of it is loaded unasked, and a wheel carries its pages."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from negsim.classroom.web.pages import HERE
from negsim.cli.classroom import NEEDED
from tests.commands import START

HOME = Path(__file__).parents[2]


def python(code: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=120)


@pytest.mark.server
@pytest.mark.parametrize("what", ["negsim", "negsim.cli.main", "negsim.cli.classroom", "negsim.talks.model"])
def test_nothing_of_the_web_is_imported_unasked(what):
    said = python(f"import sys, {what}; print(sorted({set(NEEDED)!r} & set(sys.modules)))")

    assert said.stdout == "[]\n", said.stderr


@pytest.mark.parametrize("missing", NEEDED)
def test_a_missing_package_is_told_in_one_sentence(missing):
    said = python(f"import sys; sys.modules[{missing!r}] = None; {START[-1]}", "classroom", "rehearse")

    assert said.returncode == 2
    assert said.stderr.count("\n") <= 2
    assert missing in said.stderr
    assert 'pip install "negsim[classroom]"' in " ".join(said.stderr.split())


def test_a_wheel_carries_pages_pictures_and_tables(tmp_path):
    pytest.importorskip("hatchling", reason="the build tool is not installed here")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=HOME,
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        carried = set(wheel.namelist())
    needed = {
        f"negsim/classroom/{file.relative_to(HERE).as_posix()}"
        for folder in ("templates", "static", "data")
        for file in (HERE / folder).iterdir()
    }

    assert len(needed) > 20
    assert needed <= carried
