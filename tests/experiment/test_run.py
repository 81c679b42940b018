import dataclasses
import gc
import pickle
import signal
import sys
import weakref
from asyncio import CancelledError

import pytest

from negsim.errors import DomainError, NegsimError
from negsim.experiment.experiment import load_experiment, make_experiment
from negsim.experiment.metrics.joint_gain import JointGain
from negsim.experiment.run import Player, run_all, run_one
from negsim.experiment.tables import STANDARD_METRICS, OfferRows
from negsim.settings.reader import Place
from negsim.talks.model import NegotiationModel


def runs_of(replications=2, **changes):
    data = {"scenario": "mini", "replications": replications, "seed": 5, **changes}
    return list(make_experiment(data, Place("e.yaml")).runs())


@pytest.fixture(scope="module")
def logged():
    run = next(load_experiment("mini", ("log.offers=all",), 1, 5).runs())
    return run, run_one(run)


def test_a_row_holds_the_run_and_what_it_ended_in(logged):
    run, rows = logged

    assert rows.run["run_id"] == run.run_id == 0
    assert rows.run["seed_key"] == run.seed
    assert (rows.run["status"], rows.run["error"], rows.run["end_state"]) == ("ok", None, "agreed")
    assert rows.run["agreed"] is True
    assert rows.run["issue_tariff"] == f"{100 * rows.run['level_tariff']:g} %"
    assert rows.run["gain_us"] == rows.run["u_us"] - rows.run["reservation_us"]
    assert all(isinstance(rows.run[name], float) for name in STANDARD_METRICS)


def test_the_last_offer_is_what_is_agreed(logged):
    _, rows = logged
    *_, offer, accept = rows.offers

    assert [offer["move"], accept["move"]] == ["offer", "accept"]
    assert {offer["party"], accept["party"]} == {"us", "vietnam"}
    for name in ("issue_tariff", "issue_access", "issue_origin"):
        assert offer[name] == rows.run[name]
        assert accept[name] is None
    assert accept["round"] == rows.run["rounds"]
    assert accept["date"] == rows.run["date"]
    assert accept["u_us"] == rows.run["u_us"]


def test_every_agent_has_a_verdict_on_the_agreement(logged):
    _, rows = logged
    names = [row["agent"] for row in rows.agents]

    assert len(set(names)) == len(names)
    assert names[:2] == ["us", "vietnam"]
    kinds = {"USGovernment", "VietnamGovernment", "InterestGroup", "Exporter", "Firm"}
    assert {row["type"] for row in rows.agents} == kinds
    assert {row["side"] for row in rows.agents} == {"us", "vietnam"}
    assert {(row["agent"], row["vote"]) for row in rows.agents[:2]} == {("us", "for"), ("vietnam", "for")}
    earning = [row for row in rows.agents if row["type"] in ("Exporter", "Firm")]  # groups have thresholds
    assert all((row["vote"] == "for") == (row["gain"] >= 0) for row in earning)
    assert all(0 < row["support"] < 1 for row in rows.agents)


def test_a_run_depends_on_the_run_alone():
    first, second = runs_of()
    alone = run_one(second)

    assert run_one(first) != alone
    assert run_one(second) == alone
    assert [*run_all([second, first, second])][2] == alone


def test_runs_of_a_point_share_a_model_that_is_freed_with_the_next_point():
    one, two, other = (runs_of(factors={"time.ticks": [3, 4]})[i] for i in (0, 1, 2))
    player = Player()
    player.play(one)
    model = weakref.ref(player.model)
    player.play(two)
    assert player.model is model()

    player.play(other)
    gc.collect()

    assert model() is None


@pytest.mark.parametrize(
    "error", [DomainError("no"), ZeroDivisionError("no"), SystemExit(0), CancelledError("no")]
)
def test_a_run_that_broke_off_leaves_nothing_to_the_next(monkeypatch, error):
    first, second = runs_of()
    expected = run_one(second)
    player = Player()
    player.play(first)
    used = player.model

    def break_off(self):
        self.step()
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(NegotiationModel, "run", break_off)
        assert player.play(first).run["status"] == "failed"

    assert player.play(second) == expected
    assert player.model is not used


def test_a_run_that_ends_the_program_is_a_failed_run(monkeypatch):
    monkeypatch.setattr(NegotiationModel, "run", lambda self: sys.exit(0))
    row = run_one(runs_of()[0]).run

    assert (row["status"], row["error"]) == ("failed", "SystemExit: 0")


def test_ctrl_c_ends_the_program(monkeypatch):
    def interrupt(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(NegotiationModel, "run", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run_one(runs_of()[0])


def never_ends(self):
    while True:
        try:
            sum(range(100))
        except Exception:
            continue


def test_a_run_that_takes_too_long_is_ended_and_the_next_plays(monkeypatch):
    first, second = runs_of()
    player = Player(timeout=0.2)
    with monkeypatch.context() as patch:
        patch.setattr(NegotiationModel, "run", never_ends)
        row = player.play(first).run
    played = Player(timeout=60.0).play(second)

    assert (row["status"], row["error"]) == ("timeout", "took longer than 0.2 s")
    assert player.model is None
    assert played == run_one(second)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL


def test_what_a_plugin_prints_in_a_run_is_no_output(monkeypatch, capsys):
    play = NegotiationModel.run
    monkeypatch.setattr(NegotiationModel, "run", lambda self: print("here I am") or play(self))

    assert run_one(runs_of()[0]).run["status"] == "ok"
    assert capsys.readouterr() == ("", "here I am\n")


def test_other_chance_gives_other_rows():
    first, second = (run_one(run).run for run in runs_of())

    assert first["gain_us"] != second["gain_us"]
    assert first["belief_vietnam"] != second["belief_vietnam"]


def test_logging_changes_nothing_but_the_log(logged):
    run, rows = logged
    quiet = run_one(dataclasses.replace(run, log=False, log_agents=False))

    assert quiet.run == rows.run
    assert (quiet.offers, quiet.agents) == ([], [])
    assert list(quiet.offers) == list(OfferRows({})) == []
    assert rows.offers
    assert rows.agents
    assert run_one(dataclasses.replace(run, log=False)) == dataclasses.replace(rows, offers=OfferRows({}))


def test_moves_read_by_row_are_those_by_column(logged):
    offers = logged[1].offers

    assert [row["round"] for row in offers] == offers.columns["round"]
    assert offers[-1] == {name: values[-1] for name, values in offers.columns.items()}
    assert offers[1:3] == [offers[1], offers[2]]
    with pytest.raises(IndexError):
        offers[len(offers)]


def test_strategies_meet_the_same_luck():
    factors = {"parties.us.strategy": ["boulware", "conceder"], "no_deal.credibility": [0.3, 0.6]}
    rows = [rows.run for rows in run_all(runs_of(factors=factors))]
    drawn = {}
    for row in rows:
        key = row["replication"], row["no_deal.credibility"]
        drawn.setdefault(key, set()).add((row["belief_us"], row["belief_vietnam"]))

    assert all(len(beliefs) == 1 for beliefs in drawn.values())
    assert len(drawn) == len(set.union(*drawn.values())) == 4
    assert rows[0]["u_us"] != rows[4]["u_us"]  # and yet the strategies end elsewhere


def test_without_agreement_there_is_no_level_and_utility_is_that_of_no_deal():
    stubborn = ("parties.us.strategy=hardliner", "parties.vietnam.strategy=hardliner")
    run = next(load_experiment("mini", stubborn, 1, 5).runs())
    row = run_one(run).run
    model = NegotiationModel(load_experiment("mini").run(0).talks.scenario, run.seed)
    now = model.world.trade_totals(None)

    assert (row["agreed"], row["end_state"], row["rounds"], row["ticks"]) == (False, "expired", 12, 12)
    assert [row[name] for name in row if name.startswith(("issue_", "level_"))] == [None] * 4
    assert row["u0_us"] == model.parties["us"].initial_no_deal
    assert row["us_deficit_usd_bn"] == now["deficit"]
    assert row["us_tariff_revenue_usd_bn"] == pytest.approx(0.0, abs=1e-9)  # changes against no deal
    assert row["us_consumer_surplus_usd_bn"] == pytest.approx(0.0, abs=1e-9)
    assert run_one(dataclasses.replace(run, log=True)).agents == []


def test_a_refusal_within_a_run_is_a_failed_row(monkeypatch):
    def refuse(self):
        raise DomainError("the tariff is 700 %")

    run = runs_of(factors={"no_deal.credibility": [0.1, 0.6]})[2]
    monkeypatch.setattr(NegotiationModel, "run", refuse)
    rows = run_one(run)

    assert rows.run == {
        "run_id": 2,
        "point_id": 1,
        "replication": 0,
        "seed_key": run.seed,
        "status": "failed",
        "error": "the tariff is 700 %",
        "no_deal.credibility": 0.6,
    }
    assert (rows.offers, rows.agents) == ([], [])


def test_failed_runs_do_not_stop_the_others(monkeypatch):
    play = NegotiationModel.run
    first, second = runs_of()

    def refuse_first(self):
        if self.seed == first.seed:
            raise NegsimError("no")
        return play(self)

    monkeypatch.setattr(NegotiationModel, "run", refuse_first)

    assert [rows.run["status"] for rows in run_all([first, second])] == ["failed", "ok"]


def test_a_bug_is_a_failed_run_and_the_others_go_on(monkeypatch):
    def stumble(self, record):
        raise ZeroDivisionError("float division\nby zero")

    bad, good = runs_of(metrics=["joint_gain"])
    with monkeypatch.context() as patch:
        patch.setattr(JointGain, "measure", stumble)
        failed = run_one(bad)
    told = run_all([bad, good])

    assert failed.run["status"] == "failed"
    assert failed.run["error"] == "ZeroDivisionError: float division by zero"
    assert "in stumble" in failed.traceback
    assert [rows.run["status"] for rows in told] == ["ok", "ok"]
    assert [rows.traceback for rows in told] == ["", ""]


def test_progress_is_told_of_every_run():
    told = []
    rows = list(run_all(runs_of(), told.append))

    assert told == rows


def test_runs_and_rows_survive_pickling(logged):
    run, rows = logged

    assert pickle.loads(pickle.dumps(run)) == run
    assert pickle.loads(pickle.dumps(rows)) == rows
    assert run_one(pickle.loads(pickle.dumps(run))) == rows
