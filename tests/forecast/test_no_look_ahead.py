"""A forecast knows nothing of the day of its cut or later: what is changed after it changes no forecast."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from negsim.forecast import table
from negsim.forecast.baselines import Cut
from negsim.forecast.ground import Facts, ground_of
from negsim.forecast.questions import questions
from negsim.forecast.table import MODEL, baseline_endings, rows
from negsim.forecast.worlds import changes, world, world_data
from negsim.politics.blocs import ensemble
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import make_scenario
from negsim.world.events.court import Court
from negsim.world.events.deadline import Deadline
from tests.world.test_no_look_ahead import TABLES, used
from tests.world.test_no_look_ahead import rows as table_rows

CUTS = sorted(changes())
OPEN = {"court", "deadline", "technical_round", "override"}
"""Events of which a forecast may know: expected, by hazard, or of experts who were to meet."""


def changed_from(folder: Path, day: date) -> Path:
    """Copy the trade tables with half the number in every row whose law is of `day` or later."""
    shutil.copytree(TABLES, folder)
    for path in folder.glob("*.csv"):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        if "from_date" in table:
            late = table["from_date"] >= str(day)
            for name in {"value", "low", "high"} & set(table):
                table.loc[late, name] = (table.loc[late, name].astype(float) / 2).astype(str)
            table.to_csv(path, index=False)
    return folder


def ends(scenario):
    model = NegotiationModel(scenario)
    found = []
    for seed in (1, 2):
        model.reset(seed)
        record = model.run()
        results = {name: (party.utility, party.reservation) for name, party in record.parties.items()}
        found.append((record.end_state, record.date, record.agreement, str(record.framework), results))
    return found


@pytest.mark.parametrize("cut", CUTS, ids=str)
def test_other_law_from_the_cut_on_gives_the_same_forecast(cut, tmp_path):
    data = str(changed_from(tmp_path / "tables", cut))
    raw = world_data(cut)
    blind = make_scenario({**raw, "economy": {**raw["economy"], "data": data}}, "blind")
    vector = ensemble()[3]
    seen, unseen = (Facts(ground_of(talks), vector) for talks in (world(cut), blind))

    assert ends(blind) == ends(world(cut))
    assert unseen.calm.utilities["us"].tolist() == seen.calm.utilities["us"].tolist()
    assert unseen.struck.nash == seen.struck.nash


@pytest.mark.parametrize("cut", CUTS, ids=str)
def test_other_law_before_the_cut_would_show(cut, tmp_path):
    data = str(changed_from(tmp_path / "tables", date(2025, 4, 3)))
    raw = world_data(cut)

    assert ends(make_scenario({**raw, "economy": {**raw["economy"], "data": data}}, "blind")) != ends(
        world(cut)
    )


@pytest.mark.parametrize("cut", CUTS, ids=str)
def test_every_row_was_public_on_the_eve(cut):
    public = {row["source_ref"]: row["public_on"] for row in table_rows(TABLES / "sources.csv")}
    late = [
        (name, row)
        for name, found in used(world(cut)).items()
        for row in found
        if "source_ref" in row and name != "sources.csv" and public[row["source_ref"]] >= str(cut)
    ]

    assert late == []
    assert world(cut).economy.policy_date == cut - timedelta(1)


@pytest.mark.parametrize("cut", CUTS, ids=str)
def test_nothing_that_happened_is_scripted(cut):
    for name, event in world(cut).events.items():
        kind = world_data(cut)["events"][name]["type"]

        assert kind in OPEN
        if isinstance(event, Deadline):
            assert event.at > cut
            assert 0 < event.slip < 1
        if isinstance(event, Court):
            assert event.day is None
            assert event.window[0] > cut
            assert 0 < event.chance < 1


def test_answers_change_scores_and_no_forecast(monkeypatch):
    vectors = [ensemble()[3], ensemble()[7]]
    every = {}
    for day in CUTS:
        every |= baseline_endings(Cut(day), vectors)
        every[day, MODEL] = [Cut(day).status_quo] * 2
    before = rows(every)
    others = tuple(
        replace(asked, answer=1.0 - asked.answer) if asked.kind == "event" else replace(asked, answer=1.0)
        for asked in questions()
    )
    monkeypatch.setattr(table, "questions", lambda: others)
    after = rows(every)

    def said(found):
        return [
            {name: {k: v for k, v in f.items() if k not in ("brier", "log", "crps")}
             for name, f in row["forecasts"].items()}
            for row in found
        ]  # fmt: skip

    assert said(after) == said(before)
    assert [row["forecasts"] for row in after] != [row["forecasts"] for row in before]
