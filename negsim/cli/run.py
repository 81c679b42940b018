"""negsim run: play a scenario or an experiment and write its tables."""

from pathlib import Path
from typing import Any

import click

from negsim.cli.shared import (
    excel_option,
    out_option,
    plugin_option,
    seed_option,
    set_option,
    workers_option,
)


def _shard(context: click.Context, option: click.Parameter, text: str | None) -> tuple[int, int]:
    if text is None:
        return 1, 1
    index, slash, of = text.partition("/")
    numbers = all(number.isascii() and number.isdecimal() for number in (index, of))
    if not slash or not numbers or not 1 <= int(index) <= int(of):
        raise click.BadParameter(f"must be i/N with i from 1 to N, e.g. 2/8, got {text!r}")
    return int(index), int(of)


@click.command("run")
@click.argument("config")
@seed_option
@click.option(
    "--replications", type=click.IntRange(1), help="Runs per design point; default: of the file, or 100."
)
@set_option
@out_option
@workers_option
@click.option(
    "--backend", type=click.Choice(["serial", "local", "dask"]), help="Who plays; default: by length."
)
@click.option(
    "--dask-address", default="", help="Scheduler of a running Dask cluster; implies --backend dask."
)
@click.option(
    "--shard", callback=_shard, metavar="I/N", help="Play only share I of N; shares fill one folder."
)
@click.option(
    "--run-timeout",
    type=click.FloatRange(0, min_open=True),
    default=None,
    metavar="SECONDS",
    help="End a run that takes longer, as a row; the same command plays it again.",
)
@click.option("--dry-run", is_flag=True, help="Say what it would cost; write nothing.")
@click.option(
    "--log-offers",
    type=click.Choice(["none", "first", "all"]),
    help="Which runs log every move; none: no verdicts of agents either.",
)
@click.option("--fresh", is_flag=True, help="Run again into a new folder beside the one that is there.")
@excel_option
@plugin_option
@click.option("--quiet", is_flag=True, help="Print only where the results are.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(config: str, seed: int | None, replications: int | None, settings: tuple[str, ...],
            log_offers: str | None, plugins: tuple[Path, ...], **how: Any) -> None:  # fmt: skip
    """Play CONFIG, a scenario or an experiment: a path to a YAML file or a packaged name.

    Writes one folder OUT/NAME/HASH with the tables runs, offers and agents, a summary and a picture. The hash
    stands for everything that decides the results: equal configurations find their results again, and a
    command that was stopped goes on where it was.

    \b
    Examples:
      negsim run us_vietnam_2025 --replications 200
      negsim run mini --set parties.us.strategy=hardliner --seed 7
      negsim run my_experiment.yaml --dry-run
      negsim run my_experiment.yaml --workers 8
      negsim run my_experiment.yaml --shard 3/20        one of twenty jobs that fill one folder
      negsim run my_experiment.yaml --excel answer.xlsx
    """
    from negsim.cli.playing import Asked, Options, play

    index, of = how.pop("shard")
    timeout, workers = how.pop("run_timeout") or 0.0, how.pop("workers") or 0
    options = Options(workers=workers, run_timeout=timeout, shard_index=index, shard_of=of, **how)
    play(Asked(config, seed, replications, settings, log_offers, plugins), options)
