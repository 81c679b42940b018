"""Every registered plug-in keeps the laws of its kind; new ones are tried unasked."""

import inspect
import pickle

import pytest

from negsim.registry import FOLDERS, entries
from negsim.validation.conformance.law import example
from negsim.validation.conformance.laws.metric import finished_runs
from negsim.validation.conformance.trial import LAWS, tried
from negsim.validation.conformance.worlds import large

ENTRIES = [pytest.param(entry, id=f"{kind}-{entry.name}") for kind in FOLDERS for entry in entries(kind)]


def test_every_kind_has_laws():
    assert list(LAWS) == list(FOLDERS)


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_packaged_plugin_keeps_the_laws_of_its_kind(entry):
    assert [verdict for verdict in tried(entry) if verdict.broken] == []
    assert inspect.getdoc(inspect.getmodule(entry.factory)), "its file needs a sentence on what it is"


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.values[0].kind != "agent"])
def test_a_packaged_plugin_travels_between_processes(entry):
    one = example(entry)

    assert pickle.loads(pickle.dumps(one)) == one


def test_metrics_are_tried_on_every_way_in_which_talks_can_end():
    runs = finished_runs()

    assert set(runs) == {"agreed", "expired", "walked_away"}
    assert [end for end, record in runs.items() if record.agreement is not None] == ["agreed"]


def test_terms_are_tried_in_a_world_with_everything_that_issues_do():
    here = {type(rule) for rule in large().issues.values()}
    moved = {name for kind in here for name in kind.provides}
    packaged = {entry.factory for entry in entries("issue")}

    assert {name for kind in packaged for name in kind.provides} == moved
    assert {kind.__name__ for kind in packaged - here} == {"SectorExemption", "MarketEconomy", "Licences"}
