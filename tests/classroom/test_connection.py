"""Connections that are lost without a word, that say nothing, or that are many."""

import signal
import socket
import sys
import time

import pytest

from negsim.classroom.web.address import LOOPBACK
from negsim.classroom.web.patience import REQUEST_SECONDS
from negsim.classroom.web.serve import listen
from tests.classroom.served import slack
from tests.classroom.visit import Visit, my_turn

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals and limits")


@posix
def test_a_server_that_hangs_is_noticed_within_five_seconds(chromium, served):
    visit = Visit(chromium, served)
    _us, vietnam = visit.begin()
    board = visit.teacher_page(chromium)
    board.wait_for_selector("#rows tr")
    served.process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    vietnam.wait_for_selector("#offline:not([hidden])", timeout=20_000 * slack())
    board.wait_for_selector("#offline:not([hidden])", timeout=20_000 * slack())
    noticed = time.monotonic() - began
    vietnam.click("#send")
    vietnam.wait_for_selector("#refusal >> text=No answer from the classroom", timeout=20_000 * slack())
    served.process.send_signal(signal.SIGCONT)
    began = time.monotonic()
    vietnam.wait_for_selector("#offline", state="hidden", timeout=20_000 * slack())
    board.wait_for_selector("#offline", state="hidden", timeout=20_000 * slack())
    back = time.monotonic() - began
    if vietnam.locator("#send").is_enabled():  # what was sent into the void, unless it came through after all
        vietnam.click("#send")
    vietnam.wait_for_selector("#history li")

    assert noticed < 5.0 * slack()
    assert back < 5.0 * slack()
    assert vietnam.locator("#history li").count() == 1


def test_a_quiet_class_shows_no_banner(chromium, served):
    visit = Visit(chromium, served)
    us, vietnam = visit.begin()
    seen = "() => { window.lost = 0; new MutationObserver(() => { window.lost += !byId('offline').hidden; })"
    for page in (us, vietnam):
        page.evaluate(f"{seen}.observe(byId('offline'), {{ attributes: true }}); }}")
    us.wait_for_timeout(7_000)

    assert [page.evaluate("window.lost") for page in (us, vietnam)] == [0, 0]
    my_turn(vietnam)


def raw(served, text=b""):
    one = socket.create_connection(("127.0.0.1", served.port), timeout=5)
    one.sendall(text)
    return one


def test_connections_that_say_nothing_or_say_it_slowly_are_ended(served):
    head = f"POST /join HTTP/1.1\r\nhost: 127.0.0.1:{served.port}\r\n".encode()
    form = b"content-type: application/x-www-form-urlencoded\r\ncontent-length: 50\r\n\r\ncode="
    silent, slow, body = raw(served), raw(served, head), raw(served, head + form)
    began, answers = time.monotonic(), {}
    while len(answers) < 3 and time.monotonic() - began < 3 * REQUEST_SECONDS:
        for name, one in (("silent", silent), ("slow", slow), ("body", body)):
            if name in answers:
                continue
            one.settimeout(0.2)
            try:
                answers[name] = one.recv(4096)
            except TimeoutError:
                if name == "slow":
                    one.sendall(b"x")  # a byte now and then gives no more time
            except ConnectionError:
                answers[name] = b""
    for one in (silent, slow, body):
        one.close()

    assert answers["silent"] == b""
    assert not answers["slow"].startswith(b"HTTP/1.1 2")
    assert answers["body"].startswith(b"HTTP/1.1 408")
    assert time.monotonic() - began < (REQUEST_SECONDS + 3) * slack()


LOW = "from resource import *; setrlimit(RLIMIT_NOFILE, (64, getrlimit(RLIMIT_NOFILE)[1])); "


@posix
def test_a_low_limit_of_open_files_is_raised(served):
    teacher = served.teacher()
    _home, code = served.new_class(teacher)
    cookie = served.join(code, "Ann").cookies["seat"]
    served.stop()
    served.start(LOW)
    ask = f"GET /seat/events HTTP/1.1\r\nhost: 127.0.0.1:{served.port}\r\ncookie: seat={cookie}\r\n\r\n"
    streams = [raw(served, ask.encode()) for _ in range(100)]
    heads = [one.recv(12) for one in streams]
    for one in streams:
        one.close()

    assert heads == [b"HTTP/1.1 200"] * 100


def test_who_comes_before_the_server_runs_waits_for_it():
    with listen(LOOPBACK, 0) as bound:
        socket.create_connection(bound.getsockname(), timeout=5).close()
