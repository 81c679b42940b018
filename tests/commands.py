"""The command line in tests: called within this process, or started as a user would."""

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from negsim.cli.main import main

START = [sys.executable, "-W", "error", "-c", "from negsim.cli.main import program; program()"]
"""Start `negsim` in a process of its own; a warning is an error."""


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def negsim(*words: object, columns: int = 80) -> Said:
    """Run a command within this process."""
    out, err = io.StringIO(), io.StringIO()
    arguments = ["negsim", *(str(word) for word in words)]
    with (
        mock.patch.object(sys, "argv", arguments),
        mock.patch.dict(os.environ, {"COLUMNS": str(columns)}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
    return Said(code, out.getvalue(), err.getvalue())


def start(words: Sequence[object], folder: Path, **environment: str) -> Said:
    """Run a command in a process of its own, in a folder of its own."""
    arguments = [*START, *(str(word) for word in words)]
    done = subprocess.run(
        arguments,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Said(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def tree(root: Path) -> dict[Path, object]:
    """Return every file and folder below `root` with the content of the files."""
    return {p.relative_to(root): p.is_file() and p.read_bytes() for p in root.rglob("*")}
