"""The explorer in a real Chromium, on a laptop and on a phone."""

import pytest

from tests.classroom.served import slack

pytestmark = pytest.mark.server
SIZES = {"laptop": {"width": 1366, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def visit(chromium, address):
    opened = []

    def go(query="", size="laptop", scheme="light"):
        context = chromium.new_context(viewport=SIZES[size], color_scheme=scheme)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.set_default_timeout(15_000 * slack())
        page.goto(f"{address}/{query}")
        page.wait_for_selector("figure svg .end")
        opened.append(context)
        return page

    yield go
    for context in opened:
        context.close()


def slide(page, path, value):
    page.locator(f"[id='k-{path}']").evaluate(
        "(input, value) => { input.value = value; input.dispatchEvent(new Event('input')); }",
        str(value),
    )


def test_a_slider_moves_the_picture_the_address_and_both_files(visit):
    page = visit()
    before = page.locator("figcaption b").inner_text()

    slide(page, "no_deal.credibility", 0.8)
    page.wait_for_function(
        "before => document.querySelector('figcaption b').textContent !== before", arg=before
    )

    assert "no_deal.credibility=0.8" in page.url
    assert "no_deal.credibility=0.8" in page.locator("#yaml").get_attribute("href")
    again = visit("?" + page.url.split("?")[1])
    assert again.locator("figcaption b").inner_text() == page.locator("figcaption b").inner_text()
    assert page.complaints == []


def test_a_click_in_the_picture_says_who_objects(visit):
    page = visit()
    chosen = page.locator(".outcome p").nth(1).inner_text()
    box = page.locator("figure").bounding_box()  # the drawing in it is square, and replaced as talks come

    page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["width"] * 0.66)
    page.wait_for_function(
        "old => document.querySelectorAll('.outcome p')[1].textContent !== old", arg=chosen
    )

    assert "at=" in page.url
    assert page.locator(".people .against").count() > 0


def test_an_outcome_can_be_put_together_by_keyboard(visit):
    page = visit()
    pick = page.locator(".levels select").first
    pick.focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_function("() => location.search.includes('at=')")

    assert page.evaluate("document.activeElement.tagName") == "SELECT"


def test_two_settings_stand_side_by_side_and_only_one_is_turned(visit):
    page = visit()
    page.click("#two")
    page.wait_for_selector("#setting-b figure svg .end")
    left = page.locator("#setting-a figcaption b").inner_text()

    slide(page, "no_deal.in_force", 0.1)
    page.wait_for_function(
        "left => document.querySelector('#setting-b figcaption b')?.textContent !== left", arg=left
    )

    assert page.locator("#setting-a figcaption b").inner_text() == left
    assert "b.no_deal.in_force=0.1" in page.url
    assert "two=1" in page.url


def test_the_tour_leads_through_six_steps_and_ends(visit):
    page = visit()
    page.click("#begin")
    for step in range(1, 7):
        page.wait_for_selector(f"#step >> text={step} of 6")
        page.click("#next")

    assert page.locator("#tour").is_hidden()
    assert page.complaints == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "?tour=1&no_deal.in_force=0.1", "?two=1&b.no_deal.in_force=0.1"])
def test_axe_finds_nothing(visit, size, scheme, query):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = visit(query, size, scheme)
    if size == "phone":
        page.click("#sheet")

    found = axe.Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


def test_a_phone_shows_picture_and_sliders_together_without_sideways_scroll(visit):
    page = visit(size="phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#sheet")

    box = page.locator("aside").bounding_box()

    assert box["y"] > 0.5 * 844
    assert page.locator("figure svg").bounding_box()["y"] < box["y"]


def test_a_server_that_is_gone_is_said(visit, address):
    page = visit()
    page.route("**/answer?*", lambda route: route.abort())
    slide(page, "no_deal.credibility", 0.9)
    page.wait_for_selector("#refusal:not([hidden])")

    assert "is it still running" in page.locator("#refusal").inner_text()
