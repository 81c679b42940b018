"""negsim init: a packaged scenario and a small experiment, with comments, to read and to change."""

from pathlib import Path

import click

from negsim.errors import ConfigError

SCENARIO = """\
# A scenario: what the talks are. What a key means and may be: negsim explain no_deal.credibility
# All keys for an editor that completes them:                  negsim schema scenario > scenario.schema.json
"""
EXPERIMENT = """\
# A question to begin with. Run it:          negsim run {folder}/experiment.yaml
# Check a change before it runs:             negsim check {folder}/experiment.yaml
# Look a key or a column up:                 negsim explain no_deal.credibility
name: first_question
description: Does patience pay {party}, and does it depend on whether the threat is believed?
scenario: {scenario}.yaml                  # beside this file; every key of it may be a factor

factors:                                   # dotted path into the scenario: levels
  parties.{party}.strategy:
    role: lever                            # what a side chooses: `negsim compare` compares it
    levels:
      - boulware                           # registered names: negsim list strategy
      - linear
      - {{name: eager, value: {{type: time_dependent, e: 2}}}}   # a name for settings of one's own
  no_deal.credibility:
    role: uncertainty                      # what the world chooses: averaged over
    levels: [0.1, 0.6]

design: grid                               # every combination; others: negsim list design
replications: 20                           # runs of each point; replication 7 has one luck at every point
seed: 1
metrics: [{metrics}]   # negsim list metric
"""


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--scenario", default="us_vietnam_2025", show_default=True, help="Packaged scenario to copy.")
def command(folder: Path, scenario: str) -> None:
    """Copy a packaged scenario and a small experiment over it into FOLDER, to read and to change.

    Nothing that is there is overwritten.

    \b
    Example:
      negsim init mine --scenario mini
    """
    from negsim.files import write
    from negsim.registry import unknown
    from negsim.settings import yaml_file
    from negsim.settings.paths import packaged_names

    known = {name: path for name, path in packaged_names().items() if path.name != "experiment.yaml"}
    if scenario not in known:
        raise ConfigError(f"--scenario: {unknown('packaged scenario', scenario, known)}")
    parties = list(yaml_file.read(known[scenario])["parties"])
    metrics = ["agreement_rate", *(f"gain0_{party}" for party in parties), "level_tariff"]
    content = {
        f"{scenario}.yaml": SCENARIO + known[scenario].read_text(encoding="utf-8"),
        "experiment.yaml": EXPERIMENT.format(
            folder=folder, scenario=scenario, party=parties[0], metrics=", ".join(metrics)
        ),
    }
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder}: is a file; name a folder")
    there = [name for name in content if (folder / name).exists()]
    if there:
        raise ConfigError(f"{folder / there[0]}: is there already and stays; name another folder")
    for name, text in content.items():
        write(folder / name, text, anew=False)
    click.echo(f"Written: {', '.join(str(folder / name) for name in content)}")
    click.echo(f"Run it:  negsim run {folder / 'experiment.yaml'}")
