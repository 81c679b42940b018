"""Everything that is asked of the model holds, and each check can fail."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from negsim.agents.conduct.relocation import Relocation
from negsim.bargaining.acceptance.ac_impatient import AcceptImpatient
from negsim.bargaining.acceptance.ac_next import AcceptNext
from negsim.bargaining.bargain import Bargain
from negsim.bargaining.play import Played
from negsim.bargaining.strategies import coherence, logroll, spe, time_dependent
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.view import PartyView
from negsim.economy import trade
from negsim.politics import outlook
from negsim.politics.home_front import HomeFront
from negsim.politics.patience import Patience
from negsim.politics.ratification.uniform import Uniform
from negsim.validation import gsim
from negsim.validation.check import Check, Direction, Measured, Verdict, exact, measured, verdict
from negsim.validation.economy import published
from negsim.validation.facts import paired
from negsim.validation.screen import asked
from negsim.validation.table import CHECKS, chosen
from negsim.validation.theory import lobbies, waiting
from negsim.validation.theory import trade as theory_trade
from tests.commands import negsim

BY_ID = {check.id: check for check in CHECKS}
MARKS = {
    row["id"]: row["kind"]
    for row in csv.DictReader(Path(__file__).with_name("marks.csv").read_text(encoding="utf-8").splitlines())
}
"""What each row of theory and facts was marked as before anything was checked."""


def cases():
    """Return all checks; those that play talks by the hundred are marked so."""
    return [pytest.param(c, id=c.id, marks=[pytest.mark.long] if c.long else []) for c in CHECKS]


@pytest.mark.parametrize("check", cases())
def test_what_is_asked_of_the_model_holds(check):
    found = verdict(check)

    assert {label: str(found.got.get(label)) for label in check.expected if not found.holds(label)} == {} or (
        found.passed is None
    )
    assert found.passed is (None if check.kind == "not applicable" else True)


def test_every_row_is_there_once():
    ids = [check.id for check in CHECKS]

    assert len(set(ids)) == len(ids)
    assert {f"T{n}" for n in range(1, 27)} | {f"S{n}" for n in range(1, 12)} == set(MARKS) <= set(ids)


def test_kinds_are_as_marked_before_the_work_or_not_applicable():
    later = {check.id: check.kind for check in CHECKS if check.id in MARKS and check.kind != MARKS[check.id]}

    assert set(later.values()) <= {"not applicable"}
    assert len([check for check in CHECKS if check.kind == "not applicable"]) <= 6


def test_what_is_not_applicable_says_why_and_never_passes():
    check = Check("X1", "x", "not applicable", {"x": 1.0}, 0.0, "", None, "because")

    assert verdict(check).passed is None
    assert verdict(check).plain()["passed"] is None
    for check in CHECKS:
        assert (check.run is None) == (check.kind == "not applicable")
        assert check.run or check.note


def wrong(check: Check, label: str):
    """Return a number that misses what is expected by more than is allowed."""
    asked = check.expected[label]
    if isinstance(asked, Direction):
        return exact(asked.than + (-1.0 if asked.sign.startswith(">") else 1.0))
    return asked + 2 * check.tolerance_of(label) + 1e-9


@pytest.mark.parametrize("check", [check for check in CHECKS if check.run], ids=lambda check: check.id)
def test_one_wrong_number_fails_a_check(check):
    right = {
        label: exact(asked.than + (1.0 if asked.sign.startswith(">") else -1.0))
        if isinstance(asked, Direction)
        else asked
        for label, asked in check.expected.items()
    }

    assert Verdict(check, right).passed
    for label in check.expected:
        assert Verdict(check, {**right, label: wrong(check, label)}).passed is False
        assert Verdict(check, {**right, label: float("nan")}).passed is False
        assert Verdict(check, {k: v for k, v in right.items() if k != label}).passed is False


@pytest.mark.parametrize(
    ("sign", "holds"),
    [
        (">", [True, False, False]),
        (">=", [True, True, False]),
        ("<", [False, False, True]),
        ("<=", [False, True, True]),
    ],
)
def test_a_direction_is_judged_by_the_interval(sign, holds):
    check = Check("X1", "x", "engine", {"x": Direction(sign)}, None, "", dict)
    found = [Measured(1, 0.5, 1.5, 9), Measured(0.1, -0.5, 0.7, 9), Measured(-1, -1.5, -0.5, 9)]

    assert [Verdict(check, {"x": one}).passed for one in found] == holds


def test_measured_leaves_out_what_is_not_known():
    found = measured(np.array([1.0, np.nan, 3.0]))

    assert (found.mean, found.n) == (2.0, 2)
    assert found.low < 2.0 < found.high


# a wrong engine fails


def conceding_at_once(view, *_, **__):
    return view.floor


def conceding_evenly(view, *_, **__):
    return view.floor + (1.0 - view.t) * (view.best - view.floor)


def twice_as_hasty(self, factors, discounted=Played.discounted):
    return discounted(self, {name: factor**2 for name, factor in factors.items()})


def swapped(outcomes, players, *rest, solve=spe.solve):
    one, two = players
    return solve(outcomes, (replace(one, discount=two.discount), replace(two, discount=one.discount)), *rest)


MUTANTS = {
    "T1": (spe, "solve", swapped),
    "T2": (spe, "solve", swapped),
    "T3": (spe, "solve", swapped),
    "T4": (spe, "solve", swapped),
    "T5": (spe, "solve", swapped),
    "T6": (Bargain, "nash", Bargain.utilitarian),
    "T7": (Bargain, "kalai_smorodinsky", Bargain.utilitarian),
    "T8": (Bargain, "nash", Bargain.utilitarian),
    "T9": (spe.Player, "after_refusal", lambda self, gain, risk: self.discount**2 * gain),
    "T10": (spe.Player, "after_refusal", lambda self, gain, risk: self.discount * gain),
    "T11": (spe.Player, "least", lambda self, need, ties: int(np.searchsorted(self.gains, need - 1e-12))),
    "T12": (AcceptImpatient, "accepts", AcceptNext().accepts),
    "T13": (AcceptNext, "accepts", lambda *_: True),
    "T14": (Played, "discounted", lambda self, factors: self.gains),
    "T15": (Played, "discounted", twice_as_hasty),
    "T16": (Uniform, "odds", lambda self, margins: np.ones_like(margins)),
    "T17": (spe.Player, "after_refusal", lambda self, gain, risk: 0.5 * gain),
    "T18": (UtilityFunction, "pledged", lambda self, pledge, slope: self),
    "T19": (
        waiting,
        "value_of_waiting",
        lambda now, struck, stands, odds, later: odds * struck + (1 - odds) * stands,
    ),
    "T20": (lobbies, "influence", lambda efforts, before, weight: np.ones_like(efforts)),
    "T21": (trade, "consumer_surplus", lambda log_price, kappa, use: -0.5 * use * log_price),
    "T22": (lobbies.Lobbies, "efforts", lambda self, gains: np.array([gains.sum() ** 2])),
    "T23": (Relocation, "option", 1.86),
    "T24": (Bargain, "nash", Bargain.egalitarian),
    "T25": (time_dependent, "aspiration", lambda view, *_: 1.0 - view.t**3),
    "T26": (theory_trade, "tested", lambda belief, strength, carried_out: (belief - 0.01, strength + 1)),
    "I2": (Bargain, "nash", Bargain.utilitarian),
    "I4": (Bargain, "nash", Bargain.kalai_smorodinsky),
    "E1": (gsim, "_clearing_prices", lambda *_: np.zeros(4)),
    "E2": (trade, "log_demand_level", lambda log_import, log_price, nest: 0.9 * log_import),
    "E4": (trade, "log_demand_level", lambda log_import, log_price, nest: 0.9 * log_import),
    "E5": (published, "predicted_changes", lambda data: {name: i for i, name in enumerate(data.sectors)}),
    "S1": (logroll, "aspiration", conceding_at_once),
    "S2": (time_dependent, "aspiration", conceding_evenly),
    "S3": (PartyView, "elapsed", PartyView.t),
    "S4": (Patience, "reservation", lambda self, no_deal, elsewhere=None, wait=None: no_deal),
    "S5": (spe.Player, "after_refusal", lambda self, gain, risk: self.discount**2 * gain),
    "S6": (HomeFront, "raised_demands", -10.0),
    "S7": (Bargain, "nash", property(lambda self: int(self.gains[0].argmax()))),
    "S9": (outlook, "tested", lambda belief, strength, carried_out: (min(1.0, belief + 0.1), strength + 1)),
    "P1": (logroll, "aspiration", conceding_at_once),
    "P3": (coherence, "settled", lambda view: [False] * len(view.space.shape)),
    "S11": (trade, "fold_others", lambda market, rate, fold=trade.fold_others: fold(market, 0 * rate)),
}
"""Check -> what is broken: where, which name, by what."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] if BY_ID[name].long else []) for name in MUTANTS]
)
def test_a_wrong_engine_fails(name, monkeypatch, request):
    where, attribute, broken = MUTANTS[name]
    paired._played.cache_clear()
    request.addfinalizer(paired._played.cache_clear)
    if isinstance(where, type) and isinstance(broken, type(Bargain.nash)):
        broken = property(broken.func)
    monkeypatch.setattr(where, attribute, broken)

    assert verdict(BY_ID[name]).passed is False


# the command


def test_the_command_prints_every_number_and_where_it_is_from():
    said = negsim("validate", "--only", "t1,T11")

    assert (said.code, said.err) == (0, "")
    assert "T1   Rubinstein's alternating offers" in said.out
    assert "expected 0.7142857 +- 3.6e-05     got 0.71429" in said.out
    assert "Rubinstein (1982): x1 = (1 - d2) / (1 - d1 d2)" in said.out
    assert "2 checks in" in said.out
    assert "2 pass, 0 fail, 0 not applicable" in said.out


def test_as_json_it_is_a_list_of_rows():
    said = negsim("validate", "--only", "T11", "--json")
    (ultimatum,) = json.loads(said.out)

    assert {"id", "title", "kind", "expected", "got", "tolerance", "passed", "source"} <= set(ultimatum)
    assert (ultimatum["id"], ultimatum["kind"], ultimatum["passed"]) == ("T11", "engine", True)
    assert ultimatum["got"] == ultimatum["expected"] == {"x1, ties accepted": 1.0, "x1, ties refused": 0.98}
    assert set(ultimatum["tolerance"].values()) == {1e-12}


def test_a_failed_check_is_the_exit_code(monkeypatch):
    monkeypatch.setattr(spe, "solve", swapped)
    said = negsim("validate", "--only", "T1")

    assert said.code == 1
    assert "FAIL" in said.out
    assert "1 fail (T1)" in said.out


def test_unknown_checks_are_refused_in_a_sentence():
    said = negsim("validate", "--only", "T99")

    assert said.code == 2
    assert said.err.startswith("negsim: unknown check 'T99'. Did you mean 'T9'?")


def test_quick_leaves_out_what_takes_long():
    assert [check for check in chosen(quick=True) if check.long] == []
    assert set(chosen(quick=True)) < set(CHECKS)


def test_the_page_has_every_number_that_is_asked_for():
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "validate.md").read_text(encoding="utf-8")

    assert f"\n{len(CHECKS)} checks: {len(CHECKS)} pass, 0 fail, 0 not applicable. " in page
    for check in CHECKS:
        assert f"| {check.id} | {check.title} | {check.kind} |" in page
        for label in check.expected:
            assert f"| {label} | {asked(Verdict(check, {}), label)} |" in page
