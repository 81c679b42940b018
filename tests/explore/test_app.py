"""The pages of the explorer, asked over HTTP without a browser."""

import gzip
import json
import ssl

import httpx
import pytest

from negsim.explore.app import HERE

PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def client(address):
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with httpx.Client(base_url=address, trust_env=False, timeout=60, verify=trust) as client:
        yield client


def test_the_first_page_is_small(client):
    page = client.get("/", headers=PAGE)
    static = sum(len(gzip.compress(path.read_bytes())) for path in (HERE / "static").iterdir())
    first = client.get("/answer")

    assert page.status_code == 200
    assert len(gzip.compress(page.content)) + static + len(gzip.compress(first.content)) < 60_000


def test_the_page_asks_nobody_else(client):
    for path in (HERE / "static").iterdir():
        assert "http" not in path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert client.get("/", headers=PAGE).headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    "query",
    [
        "no_deal.credibility=2",
        "no_deal.credibility=" + "9" * 7000,
        "x=" + "y" * 9000,
        "&".join(f"a{i}=1" for i in range(300)),
        "at=99999999",
        "at=tariff:nothing",
        "tour=7",
        "tour=-1",
        "two=2",
        "%00=%ff",
        "<script>alert(1)</script>=1",
        "parties.us.strategy=../../etc/passwd",
        "no_deal.in_force=1e309",
    ],
)
def test_a_hostile_address_gets_one_sentence(client, query):
    page = client.get(f"/?{query}", headers=PAGE)

    assert page.status_code == 422
    assert "<script>" not in page.text
    assert "Traceback" not in page.text
    assert page.text.count("<p>") == 2
    said = client.get(f"/?{query}").json()["error"]
    assert "\n" not in said
    assert len(said) < 600


def test_settings_that_cannot_be_played_together_are_refused(client):
    """A threat below the rate in force is no threat."""
    answer = client.get("/answer?no_deal.threatened=0.1&no_deal.in_force=0.5")

    assert answer.status_code in (200, 422)
    assert "error" in answer.json() or "cloud" in answer.json()


def test_other_hosts_and_other_paths_are_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/../secret").status_code == 404
    assert client.post("/answer").status_code == 404


def test_talks_come_one_line_at_a_time(client):
    lines = client.get("/talks?n=3&seed=5").text.splitlines()

    assert len(lines) == 3
    assert {"end", "at", "levels", "day", "round"} == json.loads(lines[0]).keys()
    assert client.get("/talks?n=501").status_code == 422


def test_files_are_offered_under_their_names(client):
    scenario = client.get("/scenario.yaml?no_deal.credibility=0.5")
    experiment = client.get("/experiment.yaml?no_deal.credibility=0.5")

    assert "credibility: 0.5" in scenario.text
    assert "scenario.yaml" in scenario.headers["content-disposition"]
    assert "no_deal.credibility" in experiment.text
    assert client.get("/experiment.yaml").status_code == 422
