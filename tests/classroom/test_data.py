"""The data of a class: exports that agree, pseudonyms, harmless cells, and erasing for good."""

import csv
import io
import json
from functools import partial

import pandas as pd
import pytest

from negsim.classroom.actions.ticker import look
from negsim.classroom.storage import simulated
from negsim.classroom.views.debrief import class_debrief
from negsim.classroom.views.replay import replay_of
from negsim.experiment.experiment import load_experiment
from negsim.experiment.run import run_one
from negsim.experiment.tables import offers_schema, runs_schema
from negsim.settings import yaml_file
from negsim.settings.build import plain
from negsim.talks.model import NegotiationModel
from tests.classroom.classes import Browser
from tests.scenarios import scenario


def finished(make_class, *names):
    class_ = make_class()
    us, vietnam = class_.start(*(names or ("Ann", "Bao")))[:2]
    vietnam.offer(1, 2, 1)
    us.send("say", text="A confidential word about shrimps")
    us.offer(3, 2, 2)
    vietnam.accept()
    return class_


def shown(value):
    return "" if pd.isna(value) else str(value)


def export(class_, name, query=""):
    answer = class_.teacher.get(f"{class_.home}/export/{name}{query}")
    assert answer.status_code == 200
    return answer.content


def test_csv_parquet_and_json_agree(make_class):
    class_ = finished(make_class)
    everything = json.loads(export(class_, "class.json"))
    for name in ("runs", "offers"):
        parquet = pd.read_parquet(io.BytesIO(export(class_, f"{name}.parquet")))
        text = pd.read_csv(io.BytesIO(export(class_, f"{name}.csv")))
        plain = pd.DataFrame(everything[name])

        assert list(parquet.columns) == list(text.columns) == list(plain.columns)
        for column in parquet.columns:
            if parquet[column].dtype == float:
                assert text[column].to_numpy(float) == pytest.approx(
                    parquet[column].to_numpy(), nan_ok=True, abs=1e-12
                )
            else:
                assert [shown(v) for v in text[column]] == [shown(v) for v in parquet[column]]


def test_the_tables_are_those_of_a_sweep(make_class):
    class_ = finished(make_class)
    experiment = load_experiment("mini", replications=1)
    runs = pd.read_parquet(io.BytesIO(export(class_, "runs.parquet")))
    offers = pd.read_parquet(io.BytesIO(export(class_, "offers.parquet")))
    simulated = run_one(next(experiment.runs()))

    assert list(runs.columns) == runs_schema(experiment).names
    assert list(offers.columns) == offers_schema(experiment).names
    assert set(simulated.run) - {"error"} <= set(runs.columns)
    assert runs["agreed"].tolist() == [True]
    assert offers["move"].tolist() == ["offer", "offer", "accept"]
    assert offers["party"].tolist() == ["vietnam", "us", "vietnam"]


def test_exports_are_pseudonymous_unless_names_are_asked_for(make_class):
    class_ = finished(make_class, "Annabel Lee", "Bao Ninh")
    for name in ("runs.csv", "offers.csv", "students.csv", "class.json", "runs.parquet", "offers.parquet"):
        content = export(class_, name)

        assert b"Annabel" not in content
        assert b"shrimps" not in content
    assert b"Annabel Lee" in export(class_, "students.csv", "?names=1")
    assert class_.teacher.get(f"{class_.home}/export/../../key").status_code == 404


def test_cells_that_a_spreadsheet_would_run_are_made_harmless(make_class):
    class_ = finished(make_class, "=HYPERLINK(1)", "@SUM(A1)")
    rows = list(csv.DictReader(io.StringIO(export(class_, "students.csv", "?names=1").decode())))

    assert [row["name"] for row in rows] == ["'=HYPERLINK(1)", "'@SUM(A1)"]


def test_an_empty_class_exports_headers(make_class):
    class_ = make_class()

    assert export(class_, "runs.csv").decode().splitlines()[0].startswith("run_id,point_id")
    assert len(pd.read_parquet(io.BytesIO(export(class_, "offers.parquet")))) == 0
    assert json.loads(export(class_, "class.json"))["groups"] == []


def test_purging_erases_names_and_chat_from_the_bytes_and_keeps_the_moves(make_class):
    class_ = make_class(pairing="list", listed="Annabel Lee, Nguyễn Bích")
    us, vietnam = class_.start("Annabel Lee", "Nguyễn Bích")
    vietnam.offer(1, 2, 1)
    for _ in range(3):
        us.send("say", text="A confidential word about shrimps")
    us.offer(3, 2, 2)
    vietnam.accept()
    everything = b"".join(path.read_bytes() for path in class_.folder.iterdir() if path.is_file())
    assert b"Annabel" in everything
    assert b"shrimps" in everything
    before = class_.state.groups[1].model.state
    answer = class_.teacher.form(f"{class_.home}/purge")
    left = b"".join(path.read_bytes() for path in class_.folder.iterdir() if path.is_file())

    assert answer.status_code == 303
    for secret in ("Annabel", "Bích", "shrimps", "annabel"):
        assert secret.encode() not in left
    assert b"shrimps" not in export(class_, "class.json", "?names=1")
    assert us.view()["chat"][0]["text"] == "(erased)"
    class_.reopen()
    assert class_.state.groups[1].model.state == before
    assert class_.board()["purged"]


def test_names_are_erased_by_themselves_after_the_days_that_were_set(make_class, monkeypatch):
    class_ = make_class(keep_days=2)
    class_.join("Annabel")
    now = class_.server.now
    monkeypatch.setattr(class_.server, "now", lambda: now() + 86_400 * 1.9)
    look(class_.server)
    early = class_.server.store.names(class_.state.id)
    monkeypatch.setattr(class_.server, "now", lambda: now() + 86_400 * 2.1)
    look(class_.server)

    assert len(early) == 1
    assert class_.server.store.names(class_.state.id) == {}


def test_names_and_messages_that_come_after_a_purge_are_erased_by_themselves_too(make_class, monkeypatch):
    class_ = make_class(keep_days=2)
    us, _vietnam = class_.start("Ann", "Bao")
    class_.teacher.form(f"{class_.home}/purge")
    purged = class_.board()["purged"]
    class_.join("Annabel")
    us.send("say", text="A confidential word about shrimps")
    filled = class_.board()["purged"]
    now = class_.server.now
    monkeypatch.setattr(class_.server, "now", lambda: now() + 86_400 * 1.9)
    look(class_.server)
    early = class_.server.store.names(class_.state.id)
    monkeypatch.setattr(class_.server, "now", lambda: now() + 86_400 * 2.1)
    look(class_.server)
    look(class_.server)

    assert (purged, filled) == (True, False)
    assert list(early.values()) == ["Annabel"]
    assert class_.server.store.names(class_.state.id) == {}
    assert class_.server.store.texts(class_.state.id) == {}
    assert class_.server.store.is_purged(class_.state.id)
    assert [event.actor for event in class_.events() if event.kind == "purged"] == ["instructor", "clock"]


def test_the_debrief_shows_numbers_of_groups_and_no_names(make_class):
    class_ = finished(make_class, "Annabel Lee", "Bao Ninh", "Chi")
    class_.do("end")
    page = class_.teacher.get(f"{class_.home}/debrief").text
    screen = class_.teacher.get(f"{class_.home}/screen").text

    assert "Nash point" in page
    assert "<title>group 1</title>" in page
    assert "2025-10-26" in page
    for text in (page, screen):
        assert "Annabel" not in text
        assert all(seat.pseudonym not in text for seat in class_.state.seats.values())


def test_the_debrief_waits_for_the_end_and_students_for_its_release(make_class):
    class_ = make_class()
    us, _vietnam = class_.pair()
    early = class_.teacher.get(f"{class_.home}/debrief").status_code
    class_.do("end")
    closed = us.get("/seat/debrief").status_code
    class_.do("advance")

    assert early == 409
    assert closed == 403
    assert "Left on the table" in us.get("/seat/debrief").text


def test_a_group_is_replayed_move_by_move_with_who_acted(make_class):
    class_ = finished(make_class)
    page = class_.teacher.get(f"{class_.home}/g/1").text

    assert page.count("<tr>") == 4
    assert "shrimps" in page
    assert Browser(class_.app).get(f"{class_.home}/g/1").status_code == 403


def test_a_replay_says_in_words_what_each_offer_is_from_the_last_one(make_class):
    class_ = make_class()
    us, vietnam = class_.pair()
    for offer in ((0, 0, 0), (0, 0, 0), (3, 0, 0)):
        vietnam.offer(*offer)
        us.offer(5, 2, 2)
    replayed = replay_of(class_.server, class_.state, class_.state.groups[1]).steps
    page = class_.teacher.get(f"{class_.home}/g/1").text

    assert [step.step for step in replayed if step.who == "Vietnam"] == [
        "opens",
        "repeats its offer",
        "concedes",
    ]
    assert [step.step for step in replayed if step.who != "Vietnam"][:2] == ["opens", "repeats its offer"]
    assert "<small>concedes</small>" in page


def test_nothing_is_left_on_the_table_at_the_frontier(make_class):
    class_ = make_class()
    bargain = class_.state.scenario.bargain
    us, vietnam = bargain.points
    for outcome in range(class_.state.scenario.world.space.n):
        better = bargain.better(outcome)
        u, v = bargain.points_at(outcome)
        dominated = ((us >= u) & (vietnam >= v) & (us + vietnam > u + v)).any()

        assert (better is not None) == bool(dominated)
        assert bargain.left(outcome) >= 0
    assert all(bargain.left(int(outcome)) == 0 for outcome in bargain.frontier)
    assert bargain.points_at(None) == (0.0, 0.0)


def points_of_the_first_outcome(make_class, path, **changes):
    """Return the US points of its worst deal in a class's debrief, and in the table of its government."""
    talks = scenario("mini", **changes)
    path.write_text(yaml_file.dump(plain(talks.resolved())), encoding="utf-8")
    class_ = make_class(scenario=str(path))
    us, vietnam = class_.pair()
    vietnam.offer(0, 0, 0)
    us.accept()
    table = NegotiationModel(talks).parties["us"].initial
    own = 100 * (table.value(0) - table.reservation) / (table.maximum - table.reservation)
    return class_debrief(class_.server, class_.state).groups[0].points["us"], round(own, 1)


def test_a_class_has_the_columns_of_what_becomes_of_its_deals(make_class, tmp_path):
    path = tmp_path / "followed.yaml"
    followed = scenario("mini", implementation__ticks=26).resolved()
    path.write_text(yaml_file.dump(plain(followed)), encoding="utf-8")
    class_ = make_class(scenario=str(path))
    us, vietnam = class_.pair()
    vietnam.offer(1, 2, 1)
    us.accept()
    runs = pd.read_parquet(io.BytesIO(export(class_, "runs.parquet")))

    assert runs["deal_class"].isin(["symbolic", "substantive"]).tolist() == [True]
    assert 0.0 <= runs["substance_index"].item() <= 1.0
    assert runs["deficit_realised_26_usd_bn"].item() > 0.0


def test_the_debrief_of_a_class_is_about_its_own_scenario(make_class, tmp_path):
    """One class after another in one process: the same terms, another belief, groups that weigh more."""
    voices = {"us_groups": {"type": "interest_group", "side": "us", "members": {"exporters": {"weight": 3}}}}
    worth = partial(points_of_the_first_outcome, make_class, tmp_path / "own.yaml")
    usual, doubted = worth()[0], worth(no_deal__credibility=0.9, no_deal__resolve=0.9)[0]
    threatened, own = worth(no_deal__credibility=1, no_deal__resolve=1)
    loud, own_loud = worth(no_deal__credibility=1, no_deal__resolve=1, agents=voices)

    assert (usual, doubted) == (-260.3, -137.7)
    assert (threatened, loud) == (own, own_loud)
    assert threatened != loud


def test_simulated_agreements_are_the_same_each_time(make_class):
    text = make_class().state.record.scenario
    one, two = simulated.simulate(text, 12, 60.0), simulated.simulate(text, 12, 60.0)

    assert one == two
    assert len(one) == 12
    assert simulated.simulate(text, 12, 0.0) == []


@pytest.mark.server
def test_simulated_agreements_are_made_once_in_a_process_of_their_own(make_class, tmp_path):
    text = make_class().state.record.scenario
    thread = simulated.prepare(tmp_path, text, 5, 60.0)
    again = simulated.prepare(tmp_path, text, 5, 60.0)
    thread.join(60)

    assert again is None
    assert simulated.known(tmp_path, text, 5) == simulated.simulate(text, 5, 60.0)
