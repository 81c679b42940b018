"""A student's page in a real Chromium: what happened is seen, and what a click means is said before it."""

from tests.classroom.visit import Visit, choose, my_turn


def seen(page, selector):
    """Return whether an element lies wholly or from its top within the screen, below the bar that stays."""
    bar = page.locator("#bar").bounding_box()
    box = page.locator(selector).bounding_box()
    return bar["y"] + bar["height"] - 1 <= box["y"] < 844 - 40


def test_a_failed_vote_and_an_agreement_are_brought_before_both_students_eyes(chromium, served):
    visit = Visit(chromium, served, scenario="quiet", rounds="20")
    us, vietnam = visit.begin()
    titles = [vietnam.title(), us.title()]
    for page in (us, vietnam):
        page.evaluate("scrollTo(0, 99999)")
    choose(vietnam, 0, 5)
    vietnam.click("#send")
    vietnam.click("#yes")
    my_turn(us)
    titles.append(us.title())
    us.click("#accept")
    us.click("#yes")
    for page in (us, vietnam):
        page.wait_for_selector("#failed:not([hidden])")
        page.wait_for_timeout(300)
    failed = [(seen(page, "#failed"), page.locator("#failed").inner_text()) for page in (us, vietnam)]
    my_turn(vietnam)
    vietnam.evaluate("scrollTo(0, 99999)")
    vietnam.click("#walk")
    vietnam.click("#yes")
    for page in (us, vietnam):
        page.wait_for_selector("#ended:not([hidden])")
        page.wait_for_timeout(300)

    assert titles == ["Your turn · Trade talks", "Trade talks", "Your turn · Trade talks"]
    assert [where for where, _ in failed] == [True, True]
    assert all("pass without moves; then the talks go on." in text for _, text in failed)
    assert "rounds 1 to 3" in us.locator("#history").inner_text()
    assert "Vietnam walks away" in us.locator("#history").inner_text()
    assert [seen(page, "#ended") for page in (us, vietnam)] == [True, True]
    assert us.title() == "The talks are over · Trade talks"
    assert visit.complaints == []


def test_what_a_decision_means_is_said_before_the_click(chromium, served):
    visit = Visit(chromium, served, rounds="1")
    us, vietnam = visit.begin()
    choose(vietnam, 0, 0)
    opening = vietnam.locator("#guard").inner_text()
    choose(vietnam, 0, 5)
    bad = vietnam.locator("#guard").inner_text()
    vietnam.click("#send")
    asked = vietnam.locator("#question").inner_text()
    vietnam.click("#no")
    choose(vietnam, 0, 0)
    vietnam.click("#send")
    my_turn(us)
    choose(us, 0, 5)
    last = us.locator("#guard").inner_text()
    us.click("#accept")
    accepting = us.locator("#question").inner_text()
    us.click("#no")
    us.click("#send")
    ending = us.locator("#question").inner_text()

    assert "This is your last offer: the talks end without a deal if it is refused." in opening
    assert "worth less than no deal" not in opening
    assert "Your draft is worth less than no deal to you." in bad
    assert "worth less than no deal" in asked
    assert "This is the last offer: the talks end without a deal if you do not accept it." in last
    assert "Their offer is worth less than no deal to you." in last
    assert "worth less than no deal" in accepting
    assert "nobody is left to answer" in ending
    assert visit.complaints == []


def test_the_odds_at_home_of_what_is_on_the_table_stand_beside_accept(chromium, served):
    visit = Visit(chromium, served, scenario="us_vietnam_2025", rounds="20")
    us, vietnam = visit.begin()
    vietnam.click("#send")
    my_turn(us)
    us.wait_for_selector("#guard >> text=Chance that your side ratifies their offer:")
    us.wait_for_selector("#guard >> text=Chance that your side ratifies your draft:")
    buttons = us.locator("#send").bounding_box()["y"]
    words = us.locator("#guard").bounding_box()["y"]
    us.click("#accept")

    assert buttons < words  # what comes late must not move the buttons under a finger
    assert "Chance that your side ratifies their offer" in us.locator("#question").inner_text()
    assert visit.complaints == []


def test_sound_is_off_until_it_is_wished_and_remembered(chromium, served):
    visit = Visit(chromium, served)
    us, vietnam = visit.join()
    visit.pages = [us, vietnam]
    visit.do("advance")
    visit.do("advance")
    my_turn(vietnam)
    us.evaluate("() => { window.rung = []; navigator.vibrate = (x) => window.rung.push(x); }")
    vietnam.click("#send")
    my_turn(us)
    silent = us.evaluate("window.rung.length")
    us.click("#bell")
    us.click("#send")
    my_turn(vietnam)
    vietnam.click("#send")
    my_turn(us)
    loud = us.evaluate("window.rung.length")
    us.reload()
    us.wait_for_selector("#bell:not([hidden])")

    assert silent == 0
    assert loud == 2  # when it was switched on, and at the next turn
    assert us.locator("#bell").get_attribute("aria-pressed") == "true"
    assert visit.complaints == []
