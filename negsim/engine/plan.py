"""How runs are cut into chunks: a chunk is a pure function of the plan and its number."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from negsim.errors import ResultError
from negsim.experiment.designs.factor import Array

TARGET_SECONDS = 2.0
"""Work that a chunk should hold: long enough to be worth a file, short enough to lose."""
LARGEST_CHUNK = 5000
LAYOUT = 2
"""Raised whenever result folders are laid out in another way."""
CHUNKS_A_WORKER = 4
"""Fewest chunks a worker should get, so that workers finish together."""


@dataclass(frozen=True)
class Plan:
    """What every worker of one result folder must agree on; kept as `plan.json`.

    Attributes
    ----------
    digest : hash of the configuration
    size : runs a chunk
    plugins : loose plug-in files that workers load; once written, copies of them inside the folder
    """

    digest: str
    size: int
    plugins: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the plan as JSON."""
        return json.dumps({"layout": LAYOUT, **asdict(self)}, indent=2) + "\n"


def read_plan(source: Path) -> Plan:
    """Return the plan of a result folder.

    Raises
    ------
    ResultError : if it is damaged, or of a negsim that lays out folders in another way.
    """
    try:
        data: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
        layout = int(data.get("layout", 1))
        plan = Plan(str(data["digest"]), int(data["size"]), tuple(data["plugins"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResultError(f"{source}: is damaged: {error}; move the folder away") from error
    if layout != LAYOUT:
        raise ResultError(
            f"{source.parent}: was begun by a negsim that writes layout {layout}, and this one writes layout "
            f"{LAYOUT}; go on with that version, or use --fresh"
        )
    return plan


def chunk_size(seconds_a_run: float, runs: int, workers: int) -> int:
    """Return how many runs a chunk should have, from the pilot's time for one run."""
    by_time = int(TARGET_SECONDS / max(seconds_a_run, 1e-6))
    by_share = -(-runs // (CHUNKS_A_WORKER * max(1, workers)))
    return max(1, min(by_time, by_share, LARGEST_CHUNK))


@dataclass(frozen=True)
class Chunk:
    """Runs that one worker plays and writes together.

    Attributes
    ----------
    number : of the chunk, and of its parts
    run_ids : in the order of execution
    """

    number: int
    run_ids: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Block:
    """Some replications of some points, cut into chunks; an experiment without stopping rule has one block.

    Attributes
    ----------
    points : ids of the points, in the order of execution
    first : first replication of this block
    replications : replications of each point in this block
    stride : runs that ids leave room for at each point
    size : runs a chunk
    first_chunk : number of the first chunk
    """

    points: Array
    first: int
    replications: int
    stride: int
    size: int
    first_chunk: int = 0

    @property
    def runs(self) -> int:
        """Runs in this block."""
        return len(self.points) * self.replications

    @property
    def chunks(self) -> range:
        """Numbers of the chunks of this block."""
        return range(self.first_chunk, self.first_chunk + -(-self.runs // self.size))

    def chunk(self, number: int) -> Chunk:
        """Return one chunk: all that a worker has to be sent."""
        start = (number - self.first_chunk) * self.size
        where = (divmod(k, self.replications) for k in range(start, start + self.runs_in(number)))
        ids = (int(self.points[point]) * self.stride + self.first + extra for point, extra in where)
        return Chunk(number, tuple(ids))

    def runs_in(self, chunk: int) -> int:
        """Return how many runs a chunk has."""
        start = (chunk - self.first_chunk) * self.size
        return max(0, min(self.size, self.runs - start))
