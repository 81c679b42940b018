import re

import pytest

from negsim.model import NegotiationModel
from negsim.report.transcript import transcript
from negsim.scenario import load_scenario

NUMBER = r"[+-]\d+\.\d\d"
WORTH = rf"    worth {NUMBER} to (the US|Vietnam), {NUMBER} to (the US|Vietnam); "
HEADLINE = re.compile(r"Round (\d+), (\d+ \w+ 20\d\d)\. (United States|Vietnam) (.+)")
OBJECTIONS = re.compile(
    rf"    objections in (the US|Vietnam): [a-z ]+ \({NUMBER}(: .+)?\)(; .+)?( and \d+ more)?"
)


def tell(*settings, seed=1):
    model = NegotiationModel(load_scenario("mini", settings), seed, log=True)
    model.run()
    return model, list(transcript(model))


@pytest.fixture(scope="module")
def agreed():
    return tell()


def test_the_opening_says_who_talks_about_what(agreed):
    _, lines = agreed

    assert lines[0].startswith("mini: Three issues and 54 outcomes")
    assert lines[1] == (
        "54 outcomes, 12 rounds from 2025-10-27 to 2026-01-19; "
        "without a deal 20% is in force, 46% is threatened."
    )
    for line, who in zip(lines[2:4], ("United States", "Vietnam"), strict=True):
        assert re.fullmatch(
            rf"{who}: bargains by time dependent \(e 1\.0\); believes in the threat with \d+%; "
            rf"no deal is worth {NUMBER} to it\.",
            line,
        )
    assert lines[4] == ""


def test_every_move_has_a_headline_and_its_worth(agreed):
    model, lines = agreed
    moves = [index for index, line in enumerate(lines) if line.startswith("Round ")]
    told = [HEADLINE.fullmatch(lines[index]).groups() for index in moves]

    assert len(moves) == len(model.offers)
    assert [int(number) for number, *_ in told] == [record.entry.round + 1 for record in model.offers]
    assert told[0][1:3] == ("27 October 2025", "Vietnam")
    assert told[1][1:3] == ("27 October 2025", "United States")
    assert told[2][1:3] == ("3 November 2025", "Vietnam")
    for index in moves:
        assert lines[index - 1] == ""
        assert re.match(WORTH, lines[index + 1])


def test_each_line_is_of_a_known_kind(agreed):
    _, lines = agreed
    ending = next(index for index, line in enumerate(lines) if line.startswith("Agreement in round"))
    for line in lines[4:ending]:
        assert line == "" or HEADLINE.fullmatch(line) or re.match(WORTH, line) or OBJECTIONS.fullmatch(line)


def test_first_offers_are_told_whole_later_ones_by_what_changed(agreed):
    _, lines = agreed
    headlines = [line.partition(". ")[2] for line in lines if line.startswith("Round ")]

    assert re.fullmatch(r"Vietnam opens: tariff .+ %, access \w+, origin [\w ]+", headlines[0])
    assert re.fullmatch(r"United States opens: tariff .+ %, access \w+, origin [\w ]+", headlines[1])
    assert not [line for line in headlines[2:] if "opens" in line]
    for line in headlines[2:-1]:
        assert re.fullmatch(r"[\w ]+ (repeats its offer\.|offers: \w+ [\w %]+ -> [\w %]+(, .+)?)", line)
    assert headlines[-1] in ("Vietnam accepts.", "United States accepts.")


def test_the_ending_says_who_gained_what_and_why(agreed):
    model, lines = agreed
    record = model.record()
    terms = ", ".join(f"{issue} {label}" for issue, label in model.space.describe(record.agreement).items())

    assert lines[-5:-2] == [
        f"Agreement in round {record.rounds}: {terms}.",
        f"United States gains {record.parties['us'].gain:+.2f} over no deal.",
        f"Vietnam gains {record.parties['vietnam'].gain:+.2f} over no deal.",
    ]
    assert re.fullmatch(r"What moved the US: .+\.", lines[-2])
    assert re.fullmatch(r"What moved Vietnam: .+\.", lines[-1])


def test_talks_without_agreement():
    _, lines = tell("parties.us.strategy=hardliner", "parties.vietnam.strategy=hardliner")

    assert "Vietnam repeats its offer." in lines[lines.index("") :][1] + "".join(lines)
    assert lines[-3] == "No agreement: expired after 12 rounds."
    assert lines[-2].startswith("United States gains ")
    assert not [line for line in lines if line.startswith("What moved")]


def test_walking_away():
    _, lines = tell("parties.us.strategy={bidding: {type: scripted, moves: [walk_away]}}")

    assert "Round 1, 27 October 2025. United States walks away." in lines
    assert lines[-3] == "No agreement: walked away after 1 rounds."


def test_a_repeated_offer_names_no_objections_again():
    _, lines = tell("parties.us.strategy=hardliner", "parties.vietnam.strategy=hardliner")
    repeats = [index for index, line in enumerate(lines) if line.endswith("repeats its offer.")]

    assert repeats
    assert all(lines[index + 2] == "" for index in repeats)


def test_the_worth_of_an_offer_is_that_of_the_log(agreed):
    model, lines = agreed
    worths = [line for line in lines if re.match(WORTH, line)]
    for line, record in zip(worths, model.offers, strict=True):
        assert f"{record.utilities['us']:+.2f} to the US" in line
        assert f"{record.utilities['vietnam']:+.2f} to Vietnam" in line
