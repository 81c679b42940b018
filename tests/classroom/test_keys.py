"""The secrets of a data folder: whole, private, and told from others."""

import os
import sys

import pytest

from negsim.classroom.class_server import ClassServer
from negsim.classroom.storage.keys import Keys
from negsim.classroom.web import serve
from negsim.classroom.web.address import LOOPBACK
from negsim.errors import ResultError
from tests.commands import negsim

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 31, b"x" * 33])
def test_a_file_that_is_no_key_is_refused(tmp_path, content):
    (tmp_path / "key").write_bytes(content)

    with pytest.raises(ResultError, match=f"a key has 32 bytes, not {len(content)}"):
        Keys.of(tmp_path)
    assert (tmp_path / "key").read_bytes() == content


def test_a_server_with_such_a_key_does_not_start(tmp_path):
    ClassServer(tmp_path / "d").close()
    (tmp_path / "d" / "key").write_bytes(b"")
    said = negsim("classroom", "serve", "--data", tmp_path / "d", "--port", 0)

    assert said.code == 2
    assert "a key has 32 bytes" in said.err


def test_a_key_is_whole_or_not_there(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(ResultError, match="No space left"):
        Keys.of(tmp_path)
    monkeypatch.undo()

    assert not (tmp_path / "key").exists()
    assert len(Keys.of(tmp_path).key) == 32


@posix
def test_only_the_owner_reads_the_data(tmp_path):
    before = os.umask(0)
    try:
        ClassServer(tmp_path / "d").close()
        (tmp_path / "d" / "key").chmod(0o644)
        (tmp_path / "d" / "classroom.sqlite").chmod(0o644)
        ClassServer(tmp_path / "d").close()
    finally:
        os.umask(before)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (tmp_path / "d").iterdir()}

    assert oct((tmp_path / "d").stat().st_mode & 0o777) == "0o700"
    assert modes == {"key": "0o600", "classroom.sqlite": "0o600"}


def test_without_its_key_file_a_folder_asks_for_a_new_token(tmp_path, monkeypatch):
    prepare, servers = serve.prepare, []

    def prepared(*place, **more):
        server, web = prepare(*place, **more)
        servers.append(server)
        return server, web

    monkeypatch.setattr(serve, "prepare", prepared)
    monkeypatch.setattr(serve.WebServer, "run", lambda self, sockets: servers.pop().close())
    words = ("classroom", "serve", "--data", tmp_path / "d", "--host", LOOPBACK, "--port", 0)
    first, second = negsim(*words), negsim(*words)
    (tmp_path / "d" / "key").unlink()
    lost, still = negsim(*words), negsim(*words)
    new, after = negsim(*words, "--new-token"), negsim(*words)

    assert "shown once" in first.out
    assert "as printed when" in second.out
    for said in (lost, still):
        assert "start with --new-token" in said.out
        assert "as printed" not in said.out
    assert "shown once" in new.out
    assert "as printed when" in after.out
