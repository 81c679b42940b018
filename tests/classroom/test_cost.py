"""What a class costs: work that does not grow with the talks, memory that is given back."""

import weakref

from negsim.classroom.actions.ticker import look
from negsim.classroom.views import seat
from negsim.talks.offer_log import OfferLog
from tests.classroom.classes import Browser


def test_a_move_values_no_earlier_move_and_a_view_no_line_twice(make_class, monkeypatch):
    class_ = make_class(rounds=60)
    us, vietnam = class_.pair()
    for number in range(10):
        vietnam.offer(number % 6, 0, 0)
        us.offer(5, 1, 1)
    us.view()
    valued, points = [], seat.points
    monkeypatch.setattr(OfferLog, "steps", lambda self, start=0: valued.append(start) or [])
    monkeypatch.setattr(seat, "points", lambda *about: valued.append(about) or points(*about))
    vietnam.offer(1, 1, 1)
    lines = [line["n"] for _ in range(5) for line in us.view()["history"]]

    assert len(valued) <= 1
    assert lines == list(range(1, 22)) * 5


def test_a_class_that_is_over_leaves_memory_and_wakes_when_somebody_asks(make_class, monkeypatch):
    class_ = make_class()
    us, vietnam = class_.pair()
    vietnam.offer(1, 1, 1)
    us.accept()
    class_.do("advance")
    before = us.get("/seat/debrief").text
    rejoin, gone = us.view()["rejoin"], weakref.ref(class_.state.groups[1].model)
    class_id, class_.state = class_.state.id, None
    look(class_.server)
    early = list(class_.server.classes)
    now = class_.server.now
    monkeypatch.setattr(class_.server, "now", lambda: now() + 61)
    look(class_.server)
    asleep, listed = list(class_.server.asleep), class_.teacher.get("/teach").text

    assert (early, asleep, list(class_.server.classes)) == ([class_id], [class_id], [])
    assert gone() is None
    assert class_.code in listed
    assert Browser(class_.app).form("/rejoin", code=rejoin).status_code == 303
    assert us.get("/seat/debrief").text == before
    assert list(class_.server.classes) == [class_id]


def test_a_class_that_runs_or_is_looked_at_does_not_sleep(make_class, monkeypatch):
    class_ = make_class()
    class_.pair()
    now = class_.server.now
    monkeypatch.setattr(class_.server, "now", lambda: now() + 1000)
    look(class_.server)
    running = list(class_.server.asleep)
    class_.do("end")
    monkeypatch.setattr(class_.server.listeners, "has", lambda class_id: True)
    monkeypatch.setattr(class_.server, "now", lambda: now() + 5000)
    look(class_.server)

    assert (running, list(class_.server.asleep)) == ([], [])


def test_names_of_a_sleeping_class_are_erased_in_time(make_class, monkeypatch):
    class_ = make_class(keep_days=1)
    class_.pair()
    class_.do("end")
    now = class_.server.now
    monkeypatch.setattr(class_.server, "now", lambda: now() + 100)
    look(class_.server)
    asleep = list(class_.server.asleep)
    monkeypatch.setattr(class_.server, "now", lambda: now() + 2 * 86_400)
    look(class_.server)

    assert asleep == [class_.state.id]
    assert class_.server.store.names(class_.state.id) == {}
