"""What the page on editors says holds: its schemas are written, fit their files, and find mistakes."""

import fnmatch
import json
import re
import shlex
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from negsim.settings import yaml_file
from negsim.settings.paths import packaged_names
from tests.commands import negsim

PAGE = (Path(__file__).parents[1] / "docs" / "how-to" / "editor.md").read_text(encoding="utf-8")


def block(language):
    return re.search(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S)[1]


SETTINGS = json.loads(block("json"))["yaml.schemas"]
EXAMPLE = block("yaml")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A folder in which the commands of the page were typed."""
    folder = tmp_path_factory.mktemp("workspace")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for line in block("sh").splitlines():
            words, _, target = line.partition(" > ")
            said = negsim(*shlex.split(words)[1:])
            assert (said.code, said.err) == (0, "")
            if target:
                Path(target).write_text(said.out, encoding="utf-8")
    return folder


def mistakes(schema, raw):
    content = json.loads(json.dumps(raw, default=date.isoformat))  # to an editor, dates are texts
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(content)]


def test_every_file_of_the_folder_has_one_schema_that_it_fits(workspace):
    files = [path.relative_to(workspace).as_posix() for path in workspace.rglob("*.yaml")]
    found = {
        file: [
            schema for schema, patterns in SETTINGS.items() if any(fnmatch.fnmatch(file, p) for p in patterns)
        ]
        for file in files
    }

    assert sorted(files) == ["mine/experiment.yaml", "mine/mini.yaml"]
    for file, schemas in found.items():
        assert len(schemas) == 1
        schema = json.loads((workspace / schemas[0]).read_text())

        assert mistakes(schema, yaml_file.read(workspace / file)) == []


@pytest.mark.parametrize("name", packaged_names())
def test_the_schemas_fit_all_packaged_files(workspace, name):
    path = packaged_names()[name]
    kind = "experiment" if path.name == "experiment.yaml" else "scenario"
    schema = json.loads((workspace / "mine" / f"{kind}.schema.json").read_text())

    assert mistakes(schema, yaml_file.read(path)) == []


def test_the_example_names_a_schema_that_it_fits_and_that_sees_a_misspelled_key(workspace):
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", EXAMPLE)[1]
    schema = json.loads((workspace / "mine" / named).read_text())
    misspelled = EXAMPLE.replace("\nfactors:", "\nfactor:")

    assert misspelled != EXAMPLE
    assert mistakes(schema, yaml_file.parse(EXAMPLE, "belief.yaml")) == []
    assert any("'factor'" in said for said in mistakes(schema, yaml_file.parse(misspelled, "belief.yaml")))
