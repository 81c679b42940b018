"""Students' and instructor's pages in a real Chromium."""

import json
import time

import pytest

from tests.classroom.served import slack
from tests.classroom.visit import Visit, choose, draft, my_turn


def test_a_whole_negotiation_by_two_phones(chromium, served):
    visit = Visit(chromium, served)
    us, vietnam = visit.begin()
    choose(vietnam, 0, 1)
    choose(vietnam, 1, 2)
    vietnam.wait_for_selector("#feedback >> text=US deficit with Vietnam")
    vietnam.click("#send")
    my_turn(us)
    tags = us.locator(".issue").nth(0).locator(".pill").nth(1).inner_text()
    us.click("#copy")
    copied = draft(us)
    choose(us, 0, 3)
    us.click("#send")
    us.wait_for_selector("#history li:nth-child(2)")
    differences = us.locator("#history").inner_text()
    my_turn(vietnam)
    vietnam.click("#accept")
    vietnam.click("#yes")
    for page in (us, vietnam):
        page.wait_for_selector("text=You have an agreement.")
    visit.do("advance")
    us.click("text=My debrief")
    us.wait_for_selector("text=Left on the table")

    assert "them" in tags
    assert copied == [1, 2, 0]
    assert "Vietnam offers" in differences
    assert "You offer" in differences
    assert visit.complaints == []
    assert {url.split("/")[2] for url in visit.asked} == {served.address.split("/")[2]}


def test_the_page_s_value_of_an_offer_is_the_simulator_s(chromium, tmp_path):
    """1,000 random offers of both sides; the long tables of `detailed` are rounded."""
    import numpy as np

    from negsim.classroom.views.points import points, table
    from negsim.classroom.web.pages import HERE, json_text
    from negsim.talks.model import NegotiationModel
    from negsim.talks.scenario import load_scenario

    page = chromium.new_page()
    page.set_content("<p>")
    page.add_script_tag(content=(HERE / "static" / "value.js").read_text())
    for name, off in (("mini", 1e-9), ("us_vietnam_2025", 1e-9), ("detailed", 0.11)):
        model = NegotiationModel(load_scenario(name), 3)
        chance = np.random.default_rng(1)
        for side in ("us", "vietnam"):
            offers = chance.integers(model.space.n, size=1000).tolist()
            levels = [list(model.space.levels(offer)) for offer in offers]
            sent = json.loads(json_text({"table": table(model, side), "levels": levels}))
            shown = page.evaluate(
                "({table, levels}) => levels.map((l) => [rawValue(table, l), pointsOf(table, l)])", sent
            )
            utility = model.parties[side].utility

            assert off > 0.1 or [raw for raw, _ in shown] == [utility.value(offer) for offer in offers]
            assert [p for _, p in shown] == pytest.approx([points(model, side, o) for o in offers], abs=off)


def test_a_name_that_is_a_script_stays_text(chromium, served):
    visit = Visit(chromium, served)
    dialogs = []
    name = "</script><img src=/x onerror=alert(1)>"
    visit.pages[0].on("dialog", lambda dialog: dialogs.append(dialog.message))
    visit.join(name, "Bao")
    board = visit.open(chromium)
    board.on("dialog", lambda dialog: dialogs.append(dialog.message))
    board.goto(f"{served.address}/teach")
    board.fill("input[name=token]", served.token)
    board.click("button")
    board.goto(served.address + visit.home)
    board.wait_for_selector(f"#inlobby >> text={name}")

    assert dialogs == []
    assert not any(url.endswith("/x") for url in visit.asked)
    assert visit.complaints == []


def test_a_reload_in_every_phase_shows_the_same_page_history_and_draft(chromium, served):
    visit = Visit(chromium, served)
    us, vietnam = visit.join()
    me = us.locator("#pseudonym").inner_text()
    us.reload()
    us.wait_for_selector("#lobby:not([hidden])")
    lobby = us.locator("#pseudonym").inner_text()
    visit.do("advance")
    us.wait_for_selector("#brieftime:not([hidden])")
    us.wait_for_selector(".issue")
    choose(us, 0, 4)
    us.reload()
    us.wait_for_selector("#brieftime:not([hidden])")
    brief = draft(us)
    visit.do("advance")
    my_turn(vietnam)
    choose(vietnam, 2, 1)
    vietnam.click("#send")
    my_turn(us)
    choose(us, 1, 1)
    us.reload()
    my_turn(us)
    talks, history = draft(us), us.locator("#history li").count()
    us.click("#walk")
    us.click("#yes")
    us.wait_for_selector("#ended:not([hidden])")
    us.reload()
    us.wait_for_selector("#ended:not([hidden])")
    ended = us.locator("#history li").count()
    visit.do("advance")
    us.wait_for_selector("text=My debrief")
    us.reload()
    us.wait_for_selector("text=My debrief")

    assert lobby == me
    assert brief == [4, 0, 0]
    assert talks == [4, 1, 0]
    assert history == 1
    assert ended == us.locator("#history li").count() == 2


def test_pages_recover_by_themselves_after_the_server_was_killed(chromium, served):
    visit = Visit(chromium, served)
    us, vietnam = visit.begin()
    vietnam.click("#send")
    my_turn(us)
    choose(us, 0, 2)
    choose(us, 2, 2)
    served.kill()
    us.wait_for_selector("#offline:not([hidden])", timeout=3000 * slack())
    choose(us, 1, 1)  # the draft goes on without a server
    us.click("#send")
    us.wait_for_selector("#refusal:not([hidden])")
    served.start()
    began = time.monotonic()
    us.wait_for_selector("#offline", state="hidden", timeout=5000 * slack())
    my_turn(us)
    recovered = time.monotonic() - began
    kept = draft(us)
    us.click("#send")
    my_turn(vietnam)
    vietnam.wait_for_selector("#history li:nth-child(2)")

    assert recovered < 5.0 * slack()
    assert kept == [2, 1, 2]


@pytest.mark.parametrize("scenario", ["mini", "us_vietnam_2025", "detailed"])
def test_a_cold_seat_page_is_small_and_asks_nobody_else(chromium, served, scenario):
    visit = Visit(chromium, served, scenario=scenario)
    us, _vietnam = visit.begin()
    fresh = visit.open(chromium)
    fresh.context.add_cookies(us.context.cookies())
    session = fresh.context.new_cdp_session(fresh)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    received, streamed = [], []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    session.on("Network.eventSourceMessageReceived", lambda event: streamed.append(len(event["data"])))
    fresh.goto(f"{served.address}/seat")
    fresh.wait_for_selector("#table:not([hidden])")
    fresh.wait_for_selector("#feedback:not([hidden])")

    assert fresh.locator(".issue").count() == {"mini": 3, "us_vietnam_2025": 9, "detailed": 17}[scenario]
    assert fresh.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert len(received) >= 7  # the page, its style, four scripts, the model's answer
    assert len(streamed) >= 1
    assert 8_000 < sum(received) + sum(streamed) <= 40_000
    assert visit.complaints == []
    assert {url.split("/")[2] for url in visit.asked} == {served.address.split("/")[2]}


def test_every_page_obeys_its_own_policy_and_fits_a_phone(chromium, served):
    visit = Visit(chromium, served)
    us, vietnam = visit.begin()
    vietnam.click("#send")
    my_turn(us)
    us.click("#accept")
    us.click("#yes")
    us.wait_for_selector("#ended:not([hidden])")
    visit.do("advance")
    board = visit.open(chromium)
    board.goto(f"{served.address}/teach")
    board.fill("input[name=token]", served.token)
    board.click("button")
    own = ["/", "/seat", "/seat/brief", "/seat/debrief"]
    theirs = ["/teach", "/teach/new", visit.home, *(visit.home + p for p in ("/screen", "/debrief", "/g/1"))]
    wide = {}
    for page, paths in ((us, own), (board, theirs)):
        for path in paths:
            page.goto(served.address + path)
            page.wait_for_timeout(200)
            wide[path] = page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert {path: more for path, more in wide.items() if more > 0} == {}
    assert visit.complaints == []
    assert {url.split("/")[2] for url in visit.asked} == {served.address.split("/")[2]}


def test_a_student_moved_to_the_other_side_sees_that_side_s_values(chromium, served):
    visit = Visit(chromium, served)
    visit.begin()
    visit.pages = [visit.open(chromium)]
    (late,) = visit.join("Chi")
    visit.do("admit")
    late.wait_for_selector("#country >> text=United States")
    late.wait_for_selector("#table:not([hidden])")
    before = late.evaluate("[place, pointsOf(table, [0, 0, 0])]")
    seat = visit.teacher.get(f"{visit.home}/view").json()["groups"][1]["sides"]["us"]["seat"]
    move = {"seat": seat, "group": "2", "side": "vietnam"}
    assert visit.teacher.post(f"{visit.home}/seat/move", json=move).status_code == 200
    late.wait_for_selector("#country >> text=Vietnam")
    late.wait_for_selector("#table:not([hidden])")
    after = late.evaluate("[place, pointsOf(table, [0, 0, 0])]")
    own = late.evaluate(
        "fetch('/seat/table').then((r) => r.json()).then((f) => pointsOf(f.table, [0, 0, 0]))"
    )

    assert (before[0], after[0]) == ("us 2", "vietnam 2")
    assert after[1] == own != before[1]
    assert visit.complaints == []


def test_the_board_asks_before_it_closes_talks_and_skips_nothing(chromium, served):
    visit = Visit(chromium, served)
    visit.join()
    board = visit.teacher_page(chromium)
    asked, answers = [], [False, True, True]

    def answer(dialog):
        asked.append(dialog.message)
        dialog.accept() if answers[len(asked) - 1] else dialog.dismiss()

    board.on("dialog", answer)
    board.evaluate("Promise.all([act('advance'), act('advance')])")  # a double click
    doubled = visit.teacher.get(f"{visit.home}/view").json()["phase"]
    board.click("text=Start the talks")
    board.wait_for_selector("text=Close the talks")
    board.click("#advance")
    kept = visit.teacher.get(f"{visit.home}/view").json()["phase"]
    board.click("#advance")
    board.wait_for_selector("text=Open the debrief")
    board.click("#advance")
    board.wait_for_selector("text=Debrief is open")

    assert doubled == "brief"
    assert kept == "talks"
    assert [text.split("?")[0] for text in asked] == ["Close the talks of all groups"] * 2 + [
        "Open the debrief"
    ]
