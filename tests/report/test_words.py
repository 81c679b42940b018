import ast
import re
import string
from datetime import date
from pathlib import Path

import pytest

import negsim
from negsim.bargaining.mechanism import BROKEN_DOWN
from negsim.bargaining.mechanisms.framework_then_detail import SIGNED
from negsim.economy.load import load_trade_data
from negsim.errors import ResultError
from negsim.files import packaged_rows
from negsim.registry import entries
from negsim.report.figures.frontier import POINTS
from negsim.report.figures.labels import BY_PARTY, PARTS
from negsim.report.figures.sensitivity import BARS
from negsim.report.words import NUMBER, SOURCE, Words, catalogue, languages, parsed
from negsim.talks.aftermath import AFTERWARDS, LOOKS
from tests.scenarios import scenario

HOME = Path(negsim.__file__).parent
IN_TABLES = (
    *(message for _, message in BY_PARTY),
    *(name for name, _ in POINTS.values()),
    *(name for bars in BARS.values() for *_, name in bars),
    *("no deal, at the start", "not agreed"),
    *PARTS.values(),
)
"""Messages that stand in a table and are translated where it is read."""
TRANSLATIONS = [language for language in languages() if language != SOURCE]


def messages():
    """Return every message of the report: what `words` is called with."""
    found = set(IN_TABLES)
    for path in (HOME / "report").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("words", "self")
            ):
                match node.args:
                    case [ast.Constant(value=str(message))]:
                        found.add(message)
    return found


def names():
    """Return the names of the model that a page may show: issues, levels, sectors, groups, events."""
    found = {row["group"] for row in packaged_rows("politics", "groups")}
    data = load_trade_data("us_vietnam_2024")
    found |= {
        *AFTERWARDS,
        *SIGNED.values(),
        "framework",
        "leak",
        "pledge",
        "suspended",
        "ratification_failed",
    }
    found |= {BROKEN_DOWN.kind, *(f"realised after {ticks} ticks" for ticks in LOOKS)}
    found |= {*data.sectors, *data.export_groups, *(entry.name for entry in entries("event"))}
    for made in map(scenario, ("mini", "us_vietnam_2025", "historical")):
        found |= {bloc.name for side in made.parties for bloc in made.blocs(side)}
        for issue in made.world.space.issues:
            found |= {issue.name, *issue.labels}
    found |= {entry.factory.news for entry in entries("conduct")} - {""}
    plain = {name.replace("_", " ") for name in found}
    return {NUMBER.sub("{n}", name, count=1) for name in plain} - {"{n} %"}


def places(message):
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_message_is_translated(language):
    translated = catalogue(language)

    assert (messages() | names()) - {m for m, text in translated.items() if text} == set()


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_placeholders_agree(language):
    assert {m: t for m, t in catalogue(language).items() if places(m) != places(t)} == {}


def test_vietnamese_is_written_with_its_marks():
    marked = re.compile(r"[\u00c0-\u1ef9]")
    text = " ".join(catalogue("vi").values())

    assert len(marked.findall(text)) > len(text) / 10


def test_english_is_the_source():
    words = Words()

    assert words("Offers over rounds") == "Offers over rounds"
    assert words.money(7.94) == "US$ 7.9 bn"
    assert words.change(-7.94) == "−US$ 7.9 bn"
    assert words.percent(0.615, 1) == "61.5\N{NO-BREAK SPACE}%"
    assert words.day(date(2026, 4, 29)) == "29 April 2026"
    assert words.listing(["a", "b", "c"]) == "a, b and c"


def test_vietnamese_has_its_own_numbers_dates_and_names():
    words = Words("vi")

    assert words("The deficit") == "Thâm hụt thương mại"
    assert words.money(1234.5, ",.1f") == "1.234,5 tỷ US$"
    assert words.day(date(2026, 4, 29)) == "29/4/2026"
    assert words.name("status_quo") == "nguyên trạng"
    assert words.name("$15 bn") == "15 tỷ US$"
    assert words.name("a level of my own") == "a level of my own"
    assert words.country("us") == "Hoa Kỳ"


def test_a_catalogue_is_read_with_its_long_lines():
    text = 'msgid ""\nmsgstr "Language: xx\\n"\n\n# note\nmsgid ""\n"one "\n"{n}"\nmsgstr "một {n} \\"x\\""\n'

    assert dict(parsed(text)) == {"one {n}": 'một {n} "x"'}


def test_an_unknown_language_is_refused():
    with pytest.raises(ResultError, match=r"unknown language 'de'. Known: en, vi"):
        Words("de")
