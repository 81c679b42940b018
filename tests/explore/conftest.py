import pytest

from negsim.explore.instrument import Instrument
from negsim.explore.serve import start
from negsim.talks.scenario import load_scenario
from tests.classroom.conftest import chromium  # noqa: F401 - a fixture


@pytest.fixture(scope="session")
def instrument():
    return Instrument(load_scenario("us_vietnam_2025"), "us_vietnam_2025")


@pytest.fixture(scope="session")
def small():
    return Instrument(load_scenario("mini"), "mini")


@pytest.fixture(scope="session")
def address(instrument):
    link, stop = start(instrument)
    yield link
    stop()
