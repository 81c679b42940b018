"""negsim schema: what a YAML file may hold, as JSON Schema for an editor."""

import json
from pathlib import Path

import click

from negsim.cli.shared import apply_plugins, plugin_option
from negsim.experiment.designs.factor import ListedLevels, Range, RoleOnly
from negsim.experiment.question import Question
from negsim.settings.schema import DIALECT, Schema, Schemas
from negsim.talks.scenario import Scenario


@click.command("schema")
@click.argument("kind", type=click.Choice(["scenario", "experiment"]), default="scenario")
@plugin_option
def command(kind: str, plugins: tuple[Path, ...]) -> None:
    """Print the JSON Schema of a KIND of file: every key with type, range, unit and meaning.

    An editor that knows it completes keys and marks mistakes while a file is written. Checks that look at
    several keys together are those of `negsim check`.

    \b
    Examples:
      negsim schema scenario > scenario.schema.json
      negsim schema experiment --plugin mine.py > experiment.schema.json
    """
    apply_plugins(plugins)
    click.echo(json.dumps(scenario_schema() if kind == "scenario" else experiment_schema(), indent=1))


def scenario_schema() -> Schema:
    """Return the schema of a scenario."""
    schemas = Schemas()
    found = schemas.of(Scenario)
    return {"$schema": DIALECT, "title": "negsim scenario", **found, "$defs": schemas.kinds}


def experiment_schema() -> Schema:
    """Return the schema of an experiment, whose scenario may be named or written out."""
    schemas = Schemas()
    found = schemas.of(Question)
    keys = found["properties"]
    keys["scenario"] |= {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/scenario"}]}
    levels = {"type": "array", "minItems": 1}
    shapes = [schemas.of(cls) for cls in (ListedLevels, Range, RoleOnly)]
    keys["factors"] |= {"additionalProperties": {"anyOf": [levels, {"const": "ensemble"}, *shapes]}}
    parts = {"scenario": schemas.of(Scenario), **schemas.kinds}
    return {"$schema": DIALECT, "title": "negsim experiment", **found, "$defs": parts}
