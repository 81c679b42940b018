"""Fixtures of the classroom's tests; they are skipped where its packages are not installed."""

import os
import shutil

import pytest

pytest.importorskip("starlette")
pytest.importorskip("httpx")
CHROMIUM = os.environ.get("CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)


@pytest.fixture(scope="module")
def chromium():
    """Return a real browser."""
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install it, or set CHROMIUM to its path")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def make_class(tmp_path):
    """Return a function that makes a class in a folder of its own."""
    from tests.classroom.classes import LiveClass

    made = []

    def make(**settings):
        made.append(LiveClass(tmp_path / f"data{len(made)}", **settings))
        return made[-1]

    yield make
    for one in made:
        one.server.listeners.closing = True
        one.server._thinkers.shutdown(wait=True, cancel_futures=True)
        one.server.store.close()


@pytest.fixture
def served(tmp_path):
    """Return a real server in a process of its own."""
    from tests.classroom.served import Served

    server = Served(tmp_path / "data")
    yield server
    server.end()
