import pickle

import pytest

from negsim.bargaining.move import Accept, Entry, Offer
from negsim.bargaining.transcript import Transcript, Window


def offers(*outcomes):
    return [Entry(i // 2, "ab"[i % 2], Offer(outcome)) for i, outcome in enumerate(outcomes)]


def grown(*entries):
    transcript = Transcript()
    for entry in entries:
        transcript = transcript.plus(entry)
    return transcript


def test_a_transcript_grows_and_the_shorter_one_stays():
    first, second = offers(3, 5)
    before = grown(first)
    after = before.plus(second)

    assert (len(before), before) == (1, (first,))
    assert (len(after), after) == (2, (first, second))
    assert after[-1] is second
    assert after[:1] == (first,)
    assert before[-1] is first


def test_two_futures_of_one_past_do_not_meet():
    first, second, other = *offers(3, 5), Entry(0, "b", Accept())
    past = grown(first)
    one, two = past.plus(second), past.plus(other)

    assert one == (first, second)
    assert two == (first, other)
    assert one.received_by("a") == (5,)
    assert two.received_by("a") == ()


def test_nothing_is_copied_as_it_grows():
    past = grown(*offers(*range(10)))

    assert past.plus(offers(1)[0])._items is past._items


def test_offers_are_told_apart_by_who_made_them_and_when():
    entries = [*offers(3, 5, 3, 7), Entry(2, None, Accept())]
    past, whole = grown(*entries[:3]), grown(*entries)

    assert whole.sent_by("a") == whole.received_by("b") == (3, 3)
    assert whole.received_by("a") == (5, 7)
    assert past.received_by("a") == (5,)


def test_an_older_window_does_not_see_what_was_read_later():
    past = grown(*offers(3, 5))
    later = past.plus(offers(1, 2, 9)[2])

    assert later.sent_by("a") == (3, 9)
    assert past.sent_by("a") == (3,)


def test_a_window_reads_like_a_tuple():
    window = Window([1, 2, 3, 4], 3)

    assert list(window) == list(reversed(window))[::-1] == [1, 2, 3]
    assert window[::2] == (1, 3)
    assert (3 in window, 4 in window) == (True, False)
    assert repr(window) == "(1, 2, 3)"
    assert hash(window) == hash((1, 2, 3))
    assert window != [1, 2, 3]
    with pytest.raises(IndexError):
        window[3]


def test_a_transcript_can_be_pickled_and_goes_on():
    past = pickle.loads(pickle.dumps(grown(*offers(3, 5))))

    assert past.plus(offers(1, 2, 9)[2]).sent_by("a") == (3, 9)
