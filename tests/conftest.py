"""Settings of all tests."""

import pytest
from hypothesis import settings

from negsim import registry

settings.register_profile("negsim", deadline=None)  # a slow machine is no wrong result
settings.load_profile("negsim")

SERVERS = {"served", "chromium"}
"""Fixtures that start servers or browsers: a test that asks for one is marked, unasked."""


def pytest_collection_modifyitems(items):
    for item in items:
        if SERVERS & set(item.fixturenames):
            item.add_marker("server")


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    """Let every test register what it likes: the next one starts from the packaged plug-ins again."""
    for kind in registry.FOLDERS:
        registry.names(kind)
    monkeypatch.setattr(registry, "_entries", dict(registry._entries))
