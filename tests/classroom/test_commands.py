"""The commands of the classroom: rehearse, export, purge, and what they say when they cannot."""

import json
import time

import pytest

from tests.classroom.served import slack
from tests.commands import negsim, start


@pytest.mark.server
def test_rehearsing_31_students_takes_less_than_50_seconds_and_makes_16_groups(tmp_path):
    began = time.monotonic()
    said = start(
        ["classroom", "rehearse", "--students", 31, "--scenario", "mini", "--out", "out", "--json"], tmp_path
    )
    took = time.monotonic() - began
    told = json.loads(said.out)

    assert (said.code, said.err) == (0, "")
    assert took < 50.0 * slack()
    assert (told["students"], told["groups"], told["refused"]) == (31, 16, [])
    assert told["offers"] > 100
    page = (tmp_path / "out" / "debrief.html").read_text()
    assert "1000 simulated talks" in page
    assert "Nash point" in page
    for name in ("runs.parquet", "offers.parquet", "runs.csv", "offers.csv", "class.json", "students.csv"):
        assert (tmp_path / "out" / name).stat().st_size > 0


def test_commands_export_and_purge_a_folder(served, tmp_path):
    teacher = served.teacher()
    _home, code = served.new_class(teacher)
    served.join(code, "Annabel").close()
    served.stop()
    exported = negsim(
        "classroom", "export", "--data", served.folder, "--code", code, "--out", tmp_path / "out"
    )
    purged = negsim("classroom", "purge", "--data", served.folder, "--code", code)
    unknown = negsim("classroom", "purge", "--data", served.folder, "--code", "AAAAAA")
    nowhere = negsim("classroom", "export", "--data", tmp_path / "no", "--code", code)

    assert (exported.code, purged.code, unknown.code, nowhere.code) == (0, 0, 2, 2)
    assert (tmp_path / "out" / "runs.csv").is_file()
    assert "erased" in purged.out
    assert f"Known: {code}" in unknown.err
    assert "holds no classes" in nowhere.err
    assert b"Annabel" not in b"".join(p.read_bytes() for p in served.folder.iterdir() if p.is_file())


def test_a_taken_port_is_told_in_one_sentence(served, tmp_path):
    host = served.address.split("//")[1].split(":")[0]
    said = start(["classroom", "serve", "--data", "d", "--host", host, "--port", served.port], tmp_path)

    assert said.code == 2
    assert said.err.startswith("negsim: ")
    assert "cannot be served" in said.err
