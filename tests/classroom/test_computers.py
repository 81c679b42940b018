"""Computer delegations: take-over and back, and strategies that misbehave."""

import sys
import time
from dataclasses import dataclass
from threading import Event as Signal

import pytest

from negsim.bargaining.move import Accept, Offer, Wait
from negsim.bargaining.strategy import Strategy
from negsim.classroom.actions import computer
from negsim.classroom.actions.computer import think
from negsim.classroom.actions.ticker import look
from negsim.classroom.state.group import Group
from negsim.classroom.state.person import PERSON
from tests.classroom.classes import until


def test_a_student_against_a_computer_gets_answers(make_class):
    class_ = make_class(computers={"vietnam": "conceder"})
    ann = class_.start("Ann")[0]
    until(lambda: ann.view()["turn"] == "me")
    ann.offer(3, 1, 1)
    until(lambda: ann.view()["turn"] == "me" or ann.view()["phase"] == "closed")

    assert {line["by"] for line in ann.view()["history"] if line["who"] == "them"} == {"computer"}


def test_a_computer_takes_a_vacated_seat_and_the_student_takes_it_back(make_class):
    class_ = make_class(takeover_seconds=5)
    us, vietnam = class_.pair()
    seat = class_.state.seats[class_.state.groups[1].players["vietnam"].seat]
    us_seat = class_.state.seats[class_.state.groups[1].players["us"].seat]
    us_seat.present = 1  # the other student's page is open
    seat.seen_at = class_.server.now() - 4
    look(class_.server)
    assert vietnam.view()["mine"]
    seat.seen_at = class_.server.now() - 6
    look(class_.server)
    until(lambda: us.view()["turn"] == "me")
    refused = vietnam.offer()
    us.offer(4, 2, 2)
    until(lambda: us.view()["turn"] == "me")
    back = vietnam.send("take_back")
    us.offer(3, 1, 1)
    own = vietnam.offer(2, 1, 1)
    history = us.view()["history"]

    assert not any(player["kind"] == "x" for player in [us.view()["partner"]])
    assert refused.status_code == 409
    assert "take your seat back" in refused.json()["error"]
    assert (back.status_code, own.status_code) == (200, 200)
    assert [line["by"] for line in history if line["who"] == "them"] == ["computer", "computer", "person"]
    assert [e.actor for e in class_.events() if e.kind == "seat_replaced"] == ["clock", "person"]


def test_the_instructor_gives_a_seat_to_a_computer_and_back(make_class):
    class_ = make_class()
    us, vietnam = class_.pair()
    seat = class_.state.groups[1].players["vietnam"].seat
    class_.seat("computer", group=1, side="vietnam", strategy="boulware")
    until(lambda: us.view()["turn"] == "me")
    class_.seat("person", group=1, side="vietnam")

    assert vietnam.view()["mine"]
    assert class_.state.groups[1].players["vietnam"].seat == seat
    assert class_.seat("computer", group=1, side="vietnam", strategy="bolware").status_code == 422
    assert (
        "Did you mean 'boulware'" in class_.seat("computer", group=1, side="vietnam", strategy="bolware").text
    )
    assert class_.seat("person", group=7, side="vietnam").status_code == 404


@dataclass(frozen=True)
class Raises(Strategy):
    def act(self, view):
        raise ZeroDivisionError


@dataclass(frozen=True)
class Leaves(Strategy):
    def act(self, view):
        sys.exit(0)


@dataclass(frozen=True)
class Rubbish(Strategy):
    def act(self, view):
        return "an offer"


@dataclass(frozen=True)
class Illegal(Strategy):
    def act(self, view):
        return Offer(10**9)


@dataclass(frozen=True)
class Unreal(Strategy):
    def act(self, view):
        return Offer("free trade")


@dataclass(frozen=True)
class Waits(Strategy):
    def act(self, view):
        return Wait()


@dataclass(frozen=True)
class AcceptsNothing(Strategy):
    def act(self, view):
        return Accept()


@dataclass(frozen=True)
class Slow(Strategy):
    def act(self, view):
        time.sleep(1.0)
        return Accept()


BROKEN = {
    Raises: "failed: ZeroDivisionError",
    Leaves: "failed: SystemExit",
    Rubbish: "made no legal move",
    Illegal: "made no legal move",
    Unreal: "made no legal move",
    Waits: "made no legal move",
    AcceptsNothing: "made no legal move",
    Slow: "took longer than 0.2 s",
}


@pytest.mark.parametrize("broken", BROKEN, ids=lambda kind: kind.__name__)
def test_a_group_goes_on_when_its_computer_fails_and_the_instructor_is_told(make_class, monkeypatch, broken):
    class_ = make_class(think_seconds=0.2)
    bad = broken(PERSON.bidding, PERSON.acceptance, PERSON.opponent_model)
    monkeypatch.setattr(Group, "strategy", lambda self, party: None if self.players[party].is_person else bad)
    ann = class_.start("Ann")[0]
    until(lambda: ann.view()["turn"] == "me")
    ann.offer(4, 2, 2)
    until(lambda: ann.view()["turn"] == "me" or ann.view()["phase"] == "closed")
    history = ann.view()["history"]
    theirs = [line["levels"] for line in history if line["who"] == "them" and line["kind"] == "offered"]

    assert theirs
    assert theirs[0] == theirs[-1]
    assert any(BROKEN[broken] in alert for alert in class_.board()["groups"][0]["alerts"])


def test_think_time_keeps_other_groups_free(make_class, monkeypatch):
    class_ = make_class(think_seconds=1.5, pairing="list", listed="Ann, Bao\nChi")
    slow = Slow(PERSON.bidding, PERSON.acceptance, PERSON.opponent_model)
    monkeypatch.setattr(
        Group, "strategy", lambda self, party: None if self.players[party].is_person else slow
    )
    _us, vietnam, _chi = class_.start("Ann", "Bao", "Chi")
    began = time.monotonic()
    vietnam.offer()

    assert time.monotonic() - began < 0.8


@pytest.mark.parametrize("meanwhile", ["take_back", "pause"])
def test_a_thought_comes_too_late_when_the_student_is_back_or_the_clock_is_paused(
    make_class, monkeypatch, meanwhile
):
    class_ = make_class()
    _us, vietnam = class_.pair()
    group = class_.state.groups[1]
    thinking, go_on = Signal(), Signal()

    def think_long(*what):
        thinking.set()
        go_on.wait(10)
        return think(*what)

    monkeypatch.setattr(computer, "think", think_long)
    class_.seat("computer", group=1, side="vietnam", strategy="boulware")
    assert thinking.wait(10)
    answer = vietnam.send("take_back") if meanwhile == "take_back" else class_.do("pause")
    go_on.set()
    class_.server._thinkers.shutdown(wait=True)

    assert answer.status_code == 200
    assert group.history == []
