"""What a class costs: work that does not grow with the talks, memory that is given back."""

from negsim.classroom.views import seat
from negsim.talks.offer_log import OfferLog


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
