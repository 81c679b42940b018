"""Time of one replication with the model reused; with ``--against``, beside that of another revision.

    python benchmarks/bench_run.py [SCENARIO] [--runs N] [--hardliners] [--against REV]

Both revisions play the same seeds in turn, each in a process of its own, batch by batch, so that what else
the machine does falls on both. A ratio below 1 says that this tree is quicker. ``--hardliners`` plays talks
of 5,000 rounds in which nobody concedes: what a move costs when the transcript is long.
"""

import argparse
import importlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
HARDLINERS = (
    "time.ticks=25",
    "time.rounds_per_tick=200",
    "parties.us.strategy=hardliner",
    "parties.vietnam.strategy=hardliner",
)
"""Talks of 5,000 rounds in which nobody concedes."""


def newest(*modules: str) -> object:
    """Return the first of these modules that exists: revisions keep them at different addresses."""
    for name in modules:
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as missing:
            if not name.startswith(str(missing.name)):
                raise
    raise ModuleNotFoundError(f"none of {', '.join(modules)} is in this revision")


def make_model(name: str, hardliners: bool) -> object:
    """Return the model whose runs are timed, of whatever revision is on the path."""
    model = newest("negsim.talks.model", "negsim.model")
    load = newest("negsim.talks.scenario", "negsim.scenario").load_scenario
    return model.NegotiationModel(load(name, HARDLINERS if hardliners else ()), 0)


def serve(name: str, hardliners: bool) -> None:
    """Play the seeds that are asked for, one line a batch, and answer with seconds and moves of each run."""
    talks = make_model(name, hardliners)
    talks.run()
    print("ready", flush=True)
    for line in sys.stdin:
        first, last = map(int, line.split())
        for seed in range(first, last):
            begin = time.process_time()
            talks.reset(seed)
            talks.run()
            print(time.process_time() - begin, len(talks.state.history), end=" ")
        print(flush=True)


class Player:
    """A process that plays runs of one revision when it is asked to."""

    def __init__(self, tree: Path, options: list[str]) -> None:
        command = [sys.executable, str(Path(__file__).resolve()), *options, "--serve"]
        environment = {**os.environ, "PYTHONPATH": str(tree)}
        self.process = subprocess.Popen(
            command, cwd=tree, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._read()

    def _read(self) -> str:
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{' '.join(self.process.args)}: ended with code {self.process.wait()}")
        return line

    def play(self, first: int, last: int) -> list[tuple[float, int]]:
        """Return processor seconds and moves of the runs with these seeds."""
        self.process.stdin.write(f"{first} {last}\n")
        self.process.stdin.flush()
        numbers = self._read().split()
        return [(float(s), int(m)) for s, m in zip(numbers[::2], numbers[1::2], strict=True)]

    def __enter__(self) -> "Player":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait()


@contextmanager
def checkout(revision: str) -> Iterator[Path]:
    """Unpack a revision of the project into a folder that goes away again."""
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(["git", "archive", revision], cwd=HOME, capture_output=True)
        if packed.returncode:
            sys.exit(f"--against: git knows no revision '{revision}'")
        subprocess.run(["tar", "-x", "-C", folder], input=packed.stdout, check=True)
        yield Path(folder)


def compare(options: list[str], runs: int, batch: int, revision: str) -> None:
    """Print what a run costs here, there, and the ratio of the two."""
    with ExitStack() as stack:
        there = stack.enter_context(checkout(revision))
        players = [stack.enter_context(Player(tree, options)) for tree in (HOME, there)]
        found: list[list[tuple[float, int]]] = [[], []]
        for turn, first in enumerate(range(0, runs, batch)):
            for side in (0, 1) if turn % 2 else (1, 0):
                found[side] += players[side].play(first, min(first + batch, runs))
    times = [[seconds for seconds, _ in side] for side in found]
    for words, side in zip(("this tree", revision), found, strict=True):
        print_row(words, side)
    ratios = [mine / theirs for mine, theirs in zip(*times, strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    print(f"  ratio of paired runs: median {middle:.3f}, middle half {low:.3f} to {high:.3f}")
    print(f"  ratio of the quickest: {min(times[0]) / min(times[1]):.3f}")
    if [moves for _, moves in found[0]] != [moves for _, moves in found[1]]:
        print("  the two do not make the same number of moves: their runs are not the same")


def print_row(words: str, runs: list[tuple[float, int]]) -> None:
    """Print processor time a run and a move."""
    times = [seconds * 1e3 for seconds, _ in runs]
    a_move = statistics.median(seconds / moves for seconds, moves in runs) * 1e6
    moves = statistics.mean(moves for _, moves in runs)
    print(
        f"  {words:<12} median {statistics.median(times):9.2f} ms, best {min(times):9.2f} ms, "
        f"{a_move:6.1f} µs a move, {moves:.0f} moves"
    )


def describe(name: str, hardliners: bool, runs: int) -> None:
    """Print what a run costs and how often utilities and reservation values changed."""
    begin = time.perf_counter()
    talks = make_model(name, hardliners)
    made = time.perf_counter() - begin
    talks.run()
    found, changes = [], []
    for seed in range(runs):
        begin = time.process_time()
        talks.reset(seed)
        record = talks.run()
        found.append((time.process_time() - begin, len(talks.state.history)))
        changes.append(sum(result.refreshes for result in record.parties.values()))
    print(f"  scenario solved and a model of {len(talks.agents)} agents made in {made * 1e3:.0f} ms")
    print(f"  utilities change {statistics.mean(changes):.1f} times a run")
    print_row("this tree", found)


def main() -> None:
    """Time what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario", nargs="?", default="us_vietnam_2025")
    parser.add_argument("--runs", type=int, help="runs of each revision; default 200, or 6 long ones")
    parser.add_argument("--against", metavar="REV", help="a git revision to play in turn with this tree")
    parser.add_argument("--hardliners", action="store_true", help="talks of 5,000 rounds of two hardliners")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        return serve(given.scenario, given.hardliners)
    runs, batch = given.runs or (6 if given.hardliners else 200), 1 if given.hardliners else 10
    print(f"{given.scenario}{', two hardliners' if given.hardliners else ''}, {runs} runs, processor time:")
    if given.against is None:
        return describe(given.scenario, given.hardliners, runs)
    options = [given.scenario, *(["--hardliners"] if given.hardliners else [])]
    return compare(options, runs, batch, given.against)


if __name__ == "__main__":
    main()
