"""`negsim explore`: a page for this machine, until it is stopped."""

import signal
import ssl
import subprocess
import time

import httpx
import pytest

from tests.commands import START, negsim

pytestmark = pytest.mark.server


def served(folder, *words):
    """Start the explorer and return its process and its address."""
    process = subprocess.Popen(
        [*START, "explore", *words, "--port", "0", "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
    )
    line = process.stdout.readline()
    assert line.startswith("Explorer:"), line + process.communicate()[0]
    return process, line.split()[1]


def ended(process):
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=30)[0]
    return process.returncode, said


def ask(link, accept="text/html"):
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx.get(link, headers={"accept": accept}, trust_env=False, timeout=60, verify=trust)


def test_it_serves_the_page_of_a_scenario_and_ends_on_ctrl_c(tmp_path):
    process, link = served(tmp_path, "mini", "--set", "no_deal.credibility=0.8")
    try:
        page = ask(link)
        assert "<title>Explorer: mini</title>" in page.text
        assert '"value": 0.8' in page.text or '"value":0.8' in page.text
    finally:
        began = time.monotonic()
        code, said = ended(process)
    assert code in (0, 130, -signal.SIGINT)
    assert "Traceback" not in said
    assert time.monotonic() - began < 30


def test_a_result_folder_is_explored_with_its_own_settings(tmp_path):
    run = ("run", "mini", "--replications", "2", "--set", "no_deal.credibility=0.8", "--quiet")
    process, link = served(tmp_path, negsim(*run, "--out", tmp_path).out.strip())
    try:
        answer = ask(f"{link}answer", "application/json").json()
        assert answer["zone"] > 0
        assert '"path":"no_deal.credibility"' in ask(link).text.replace(": ", ":")
    finally:
        ended(process)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nothing",), "nothing"),
        (("mini", "--set", "no_deal.credibility=7"), "no_deal.credibility"),
    ],
)
def test_what_cannot_be_explored_is_refused_in_a_sentence(words, sentence):
    said = negsim("explore", *words, "--port", "0", "--no-browser")

    assert said.code == 2
    assert sentence in said.err
    assert "Traceback" not in said.err
