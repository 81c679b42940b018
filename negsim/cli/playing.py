"""What `negsim run` does: plays, writes and reports; apart from its options, so that help is quick."""

import json
import os
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from negsim.analysis.results import Results
from negsim.cli.shared import apply_plugins, progress_over
from negsim.engine.campaign import Shard, check_shard, run_experiment
from negsim.engine.estimate import Estimate, pilot
from negsim.engine.executors import Dask, Executor, Local, Serial
from negsim.engine.finished import load
from negsim.engine.folder import ResultFolder, folder_for
from negsim.engine.plan import Plan, chunk_size
from negsim.errors import ConfigError
from negsim.experiment.experiment import Experiment, load_experiment
from negsim.experiment.manifest import config_hash
from negsim.report.finish import finish
from negsim.report.screen import show
from negsim.report.workbook import check_workbook, write_summary

SMALL_SECONDS = 30.0
"""Jobs estimated to take less stay in this process: starting workers would cost more than it saves."""
FEW_RUNS = 200
"""Jobs of so few runs are not worth a pilot."""
FEW_SECONDS = 0.05
"""Time assumed for one of them."""


@dataclass(frozen=True)
class Asked:
    """What to run, as given on the command line."""

    config: str
    seed: int | None
    replications: int | None
    settings: tuple[str, ...]
    log_offers: str | None
    plugins: tuple[Path, ...]


@dataclass(frozen=True)
class Options:
    """How to run, as given on the command line; none of it changes a result."""

    out: Path
    workers: int
    backend: str | None = None
    dask_address: str = ""
    shard_index: int = 1
    shard_of: int = 1
    dry_run: bool = False
    fresh: bool = False
    run_timeout: float = 0.0
    quiet: bool = False
    as_json: bool = False
    excel: Path | None = None
    bare: bool = False
    """Whether the tables are enough: no summary by point and no picture."""

    @property
    def shard(self) -> Shard:
        """The share that is played."""
        return Shard(self.shard_index, self.shard_of)


def play(asked: Asked, options: Options) -> None:
    """Play what is asked, unless it is there, and report it."""
    _check_timeout(options)
    if options.excel:
        check_workbook(options.excel)
    settings, log_offers = asked.settings, asked.log_offers
    if log_offers:
        settings = (*settings, f"log.offers={log_offers}")
    if log_offers == "none":
        settings = (*settings, "log.agents=none")
    with redirect_stdout(sys.stderr):  # what a plug-in prints is no result
        digests = apply_plugins(asked.plugins)
        experiment = load_experiment(asked.config, settings, asked.replications, asked.seed)
        check_shard(experiment, options.shard, fresh=options.fresh)
        digest = config_hash(experiment, digests)
        cost = pilot(experiment, digest) if options.dry_run else None
    if cost:
        _report_cost(experiment, cost, options)
        return
    folder = folder_for(options.out, experiment, digest, fresh=options.fresh, log=log_offers)
    known = folder.complete
    with redirect_stdout(sys.stderr):
        finished = known or play_folder(folder, options, asked.plugins, digests)
    if not finished:
        _report_waiting(folder, options)
        return
    results = load(folder.path)
    if options.excel:
        write_summary(results, options.excel)
    _report(results, experiment, options, known=known)
    _warn_of_failures(folder, results)


def _check_timeout(options: Options) -> None:
    """Refuse a limit where no alarm can end a run."""
    if options.run_timeout and os.name != "posix":
        raise ConfigError("--run-timeout: needs the alarms of a POSIX system, which this one lacks")
    if options.run_timeout and (options.backend == "dask" or options.dask_address):
        raise ConfigError(
            "--run-timeout: Dask plays in a thread, which no alarm interrupts; use --backend local, "
            "and --shard for many machines"
        )


def play_folder(
    folder: ResultFolder, options: Options, plugins: tuple[Path, ...], digests: tuple[str, ...]
) -> bool:
    """Play what is missing and return whether the folder is finished."""
    started = datetime.now(UTC)
    experiment = folder.experiment
    silent = options.quiet or options.as_json
    try:
        seconds = (
            FEW_SECONDS if experiment.size <= FEW_RUNS else pilot(experiment, folder.digest).seconds_a_run
        )
        workers = _workers(options, seconds * experiment.size)
        size = chunk_size(seconds, experiment.size, workers * options.shard.of)
        plan = Plan(folder.digest, size, tuple(str(path.resolve()) for path in plugins))
        with progress_over(experiment.size, quiet=silent) as progress:
            executor = _executor(options, workers, progress.run)

            def add(path: Path, experiment: Experiment) -> None:
                progress.describe("summing up")
                finish(path, experiment)

            return run_experiment(
                folder,
                plan,
                executor,
                started,
                plugins=digests,
                shard=options.shard,
                report=progress.chunk,
                add=None if options.bare else add,
            )
    except KeyboardInterrupt:
        click.echo(f"negsim: stopped; {folder.finished_runs():,} of {experiment.size:,} runs are kept in "
                   f"{folder.path}; the same command goes on from there", err=True)  # fmt: skip
        raise click.exceptions.Exit(130) from None


def _workers(options: Options, seconds: float) -> int:
    if options.workers:
        return options.workers
    if options.backend in (None, "serial") and seconds < SMALL_SECONDS and not options.dask_address:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _executor(options: Options, workers: int, advance: Any) -> Executor:
    backend = options.backend or ("dask" if options.dask_address else "local" if workers > 1 else "serial")
    if options.dask_address and backend != "dask":
        raise ConfigError(f"--dask-address needs --backend dask, got --backend {backend}")
    if backend == "serial":
        return Serial(advance, options.run_timeout)
    if backend == "local":
        return Local(workers, options.run_timeout)
    return Dask(workers, options.dask_address)


def _report_cost(experiment: Experiment, cost: Estimate, options: Options) -> None:
    """Say what the runs would cost; nothing is written."""
    walls = {workers: cost.wall_seconds(workers) for workers in (1, 2, 8, 64)}
    low, mean, high = (1e3 * s for s in (cost.between[0], cost.seconds_a_run, cost.between[1]))
    if options.as_json:
        facts = {
            "points": experiment.n_points,
            "replications": experiment.replications,
            "runs": cost.runs,
            "milliseconds_a_run": round(mean, 2),
            "between_ms": [round(low, 2), round(high, 2)],
            "wall_seconds": {str(workers): round(wall, 1) for workers, (_, wall, _) in walls.items()},
            "bytes": round(cost.bytes),
            "memory_mb_a_worker": round(cost.memory_mb),
        }
        click.echo(json.dumps(facts, indent=2))
        return
    most = "at most " if experiment.until else ""
    counts = f"{experiment.n_points:,} points x {most}{experiment.replications:,} replications"
    click.echo(f"{experiment.name}: {counts} = {most}{cost.runs:,} runs")
    for note in experiment.notes:
        click.echo(note)
    click.echo(f"one run takes {mean:.1f} ms in the mean ({low:.1f} to {high:.1f})")
    for workers, (soon, wall, late) in walls.items():
        many = "s" if workers > 1 else " "
        click.echo(f"  on {workers:>2} worker{many} about {_span(wall)} ({_span(soon)} to {_span(late)})")
    click.echo(f"on disk about {_megabytes(cost.bytes)}; in memory {cost.memory_mb:.0f} MB a worker")
    click.echo("nothing was written")


def _span(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _megabytes(size: float) -> str:
    return f"{size / 1e6:,.1f} MB" if size < 1e9 else f"{size / 1e9:,.1f} GB"


def _report_waiting(folder: ResultFolder, options: Options) -> None:
    done = len(folder.finished_chunks())
    if options.as_json:
        click.echo(json.dumps({"path": str(folder.path), "finished": False, "chunks": done}))
    elif options.quiet:
        click.echo(str(folder.path))
    else:
        click.echo(f"Share {options.shard.index}/{options.shard.of} is done; {done} chunks are there. "
                   f"The last share to end finishes {folder.path}")  # fmt: skip


def _warn_of_failures(folder: ResultFolder, results: Results) -> None:
    """Say how many runs failed and how to play one again; a job of which nothing is left ends with 1."""
    runs = results.runs
    failed = runs.loc[runs["status"] != "ok", "run_id"]
    if len(failed):
        counts = f"{len(failed):,} of {len(runs):,} runs failed"
        again = folder.replay(int(failed.iloc[0]))
        click.echo(
            f"negsim: {counts}; {folder.path}/failures.jsonl says why; see one fail: {again}", err=True
        )
    if len(failed) == len(runs):
        raise click.exceptions.Exit(1)


def _report(results: Results, experiment: Experiment, options: Options, *, known: bool) -> None:
    summary = results.points
    if options.as_json:
        points: list[dict[str, Any]] = json.loads(summary.to_json(orient="records"))
        facts = {"path": str(results.path), "runs": len(results.runs), "points": points}
        click.echo(json.dumps(facts, indent=2))
        return
    if options.quiet:
        click.echo(str(results.path))
        return
    console = Console(highlight=False, markup=False)
    show(results, experiment, summary, console)
    verb = "Already there (--fresh runs again)" if known else "Written"
    console.print(f"\n{verb}: {results.path}", soft_wrap=True)
    drawn = (
        "what the factors do" if experiment.n_points > 1 else "frontier, offers of a typical run, agreements"
    )
    console.print(f"  figure.png    {drawn}", soft_wrap=True)
    console.print("  runs.parquet  one row a run; summary.csv one row a design point", soft_wrap=True)
    if options.excel:
        console.print(f"  {options.excel}  the summary as a workbook", soft_wrap=True)
    first = int(results.runs["run_id"].iloc[0])
    console.print(f"  Read a run:   negsim replay {results.path} --run {first}", soft_wrap=True)
