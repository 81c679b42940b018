"""Agreements of simulated delegations, the background of a debrief: made in a process of its own, then kept.

`python -m negsim.classroom.storage.simulated SCENARIO OUT COUNT SECONDS` writes agreed outcomes as JSON.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from negsim.experiment.point import scenario_of
from negsim.files import write
from negsim.rng import derive_seed
from negsim.talks.model import NegotiationModel

COUNT = 1_000
SECONDS = 120.0
SEED = 20250402


def simulate(
    text: str, count: int, seconds: float, wanted: Callable[[], bool] = lambda: True
) -> list[int | None]:
    """Return the agreed outcome of each simulated run, None without agreement.

    There are fewer if the time is up or nobody wants them any more.
    """
    until = time.monotonic() + seconds
    model = NegotiationModel(scenario_of(text), 0)
    found: list[int | None] = []
    for number in range(count):
        if time.monotonic() > until or not wanted():
            break
        model.reset(derive_seed(SEED, "simulated", number))
        found.append(model.run().agreement)
    return found


def path_of(folder: Path, text: str, count: int) -> Path:
    """Return the file in which the simulated agreements of a scenario are kept."""
    return folder / "simulated" / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}-{count}.json"


def known(folder: Path, text: str, count: int = COUNT) -> list[int | None] | None:
    """Return the simulated agreements if they are there."""
    path = path_of(folder, text, count)
    if not path.is_file():
        return None
    found: list[int | None] = json.loads(path.read_text(encoding="utf-8"))
    return found


def prepare(folder: Path, text: str, count: int = COUNT, seconds: float = SECONDS) -> Thread | None:
    """Begin to simulate in the background, unless it was done; return the thread that waits for it."""
    if not count:
        return None
    path = path_of(folder, text, count)
    mark = path.with_suffix(".yaml")
    if path.is_file() or mark.is_file():
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(text, encoding="utf-8")

    def work() -> None:
        words = [
            sys.executable,
            "-m",
            "negsim.classroom.storage.simulated",
            str(mark),
            str(path),
            str(count),
            str(seconds),
        ]
        subprocess.run(words, check=False, timeout=seconds + 60.0, stdin=subprocess.DEVNULL)
        mark.unlink(missing_ok=True)

    thread = Thread(target=work, daemon=True, name="simulating")
    thread.start()
    return thread


def tidy(folder: Path) -> None:
    """Forget simulations that a server which is gone had begun."""
    for mark in (folder / "simulated").glob("*.yaml"):
        mark.unlink(missing_ok=True)


def main(words: list[str]) -> None:
    """Simulate with low priority and write the file in one rename."""
    source, target, count, seconds = words
    if hasattr(os, "nice"):
        os.nice(4)
    server = os.getppid()

    def wanted() -> bool:
        return os.getppid() == server and Path(target).parent.is_dir()

    found = simulate(Path(source).read_text(encoding="utf-8"), int(count), float(seconds), wanted)
    if not wanted():
        return
    write(Path(target), json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
