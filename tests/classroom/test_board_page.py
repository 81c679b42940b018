"""The instructor's board in a real Chromium: it changes under the hand without taking anything from it."""

from tests.classroom.visit import Visit


def test_a_click_half_done_and_the_focus_survive_news(chromium, served):
    visit = Visit(chromium, served)
    _us, vietnam = visit.begin()
    board = visit.teacher_page(chromium)
    pause = board.locator("#rows button", has_text="Pause")
    board.evaluate("window.kept = document.querySelector('#rows tr')")
    pause.hover()
    board.mouse.down()
    vietnam.click("#send")
    board.wait_for_selector("#rows >> text=1 offer")
    board.mouse.up()
    board.wait_for_selector("#rows button >> text=Resume")
    clicked = visit.teacher.get(f"{visit.home}/view").json()["groups"][0]["paused"]
    board.locator("#rows button", has_text="Resume").focus()
    vietnam.fill("#text", "Hello")
    vietnam.click("#say button")
    board.wait_for_selector("#rows >> text=1 message")
    focused = board.evaluate("document.activeElement.textContent")
    board.keyboard.press("Enter")
    board.wait_for_selector("#rows button >> text=Pause")

    assert clicked
    assert focused == "Resume"
    assert board.evaluate("window.kept === document.querySelector('#rows tr')")
    assert visit.complaints == []


def test_a_rejoin_code_is_shown_only_to_who_asked_for_one(chromium, served):
    visit = Visit(chromium, served)
    visit.begin()
    board = visit.teacher_page(chromium)
    board.fill("#seatform [name=group]", "1")
    said = {}
    for command in ("computer", "person", "code", "kick"):
        board.evaluate("byId('answer').textContent = ''")
        board.click(f"#seatform [data-seat={command}]")
        board.wait_for_selector("#answer:not(:empty)")
        said[command] = board.inner_text("#answer")
    seat = visit.teacher.get(f"{visit.home}/view").json()["groups"][0]["sides"]["us"]["seat"]
    fresh = visit.teacher.post(f"{visit.home}/seat/code", json={"seat": seat}).json()["rejoin"]

    assert [said[name] for name in ("computer", "person", "kick")] == ["Done."] * 3
    assert said["code"].startswith("New rejoin code: ")
    assert visit.code not in " ".join(said.values())
    assert served.client().post("/rejoin", data={"code": fresh}).url.path == "/seat"
