"""A script that starts workers without a guard hears so at once, in one sentence."""

import subprocess
import sys

import pytest

SCRIPT = """
import negsim

{guard}
    print(negsim.run("mini", replications=6, workers=2, out="results").runs["status"].tolist())
"""

pytestmark = pytest.mark.server


def start(tmp_path, guard):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(guard=guard))
    return subprocess.run(
        [sys.executable, script], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )


def test_workers_that_run_the_script_of_their_driver_are_refused_in_one_sentence(tmp_path):
    done = start(tmp_path, "if True:")
    last = done.stderr.strip().splitlines()[-1]

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("Traceback") == 1
    assert last.startswith("negsim.errors.ConfigError: workers: every worker imports the script")
    assert 'put the call of negsim under `if __name__ == "__main__":`' in last
    assert not list((tmp_path / "results").rglob("*.parquet"))

    done = start(tmp_path, 'if __name__ == "__main__":')
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == str(["ok"] * 6)
