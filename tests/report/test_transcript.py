import re

import pytest

from negsim.bargaining.move import Accept, Offer
from negsim.politics.home_front import HomeFront
from negsim.report.transcript import STEPS, transcript
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import load_scenario
from tests.scenarios import model

NUMBER = r"[+-]\d+\.\d\d"
WORTH = rf"    worth {NUMBER} to (the US|Vietnam), {NUMBER} to (the US|Vietnam); "
HEADLINE = re.compile(r"Round (\d+), (\d+ \w+ 20\d\d)\. (United States|Vietnam) (.+)")
LEVEL = r"[\w %$.]+"
FAVOUR = r"(for (the US|Vietnam|both)|against (the US|Vietnam|both)|the same to both)"
MOVED = rf"\w+ {LEVEL} -> {LEVEL} \({FAVOUR}\)"
STEP = re.compile(rf"(United States|Vietnam) ({'|'.join(STEPS.values())})( in a trade)?: {MOVED}(, {MOVED})*")
OBJECTOR = rf"[\w ,()-]+ \({NUMBER}: [\w, ]+ {NUMBER}\)"
OBJECTIONS = re.compile(
    rf"    objections in (the US|Vietnam): {OBJECTOR}(; {OBJECTOR}){{0,2}}( and \d+ more)?"
)
HARD = (
    "parties.us.strategy=hardliner",
    "parties.vietnam.strategy=hardliner",
)


def tell(*settings, seed=1):
    secret = tuple(f"parties.{side}.politics.leak_probability=0" for side in ("us", "vietnam"))
    model = NegotiationModel(load_scenario("mini", (*secret, *settings)), seed, log=True)
    model.run()
    return model, list(transcript(model))


@pytest.fixture(scope="module")
def agreed():
    return tell()


def test_the_opening_says_who_talks_about_what(agreed):
    _, lines = agreed

    assert lines[0].startswith("mini: Three issues and 54 outcomes")
    assert lines[1] == (
        "54 outcomes, 12 rounds from 27 October 2025 to 19 January 2026; "
        "without a deal 20% is in force, 46% is threatened."
    )
    threat = r"(means|does not mean) its threat", r"believes in the threat with \d+%"
    for line, who, thinks in zip(lines[2:4], ("United States", "Vietnam"), threat, strict=True):
        assert re.fullmatch(
            rf"{who}: bargains by time dependent \(e 1\.0, anchor start\); {thinks}; "
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
    known = [HEADLINE, re.compile(f"{WORTH}.*"), OBJECTIONS, re.compile(r"Rounds? .+: both sides repeat.*|")]
    for line in lines[4:ending]:
        assert any(kind.fullmatch(line) for kind in known), line


def test_first_offers_are_told_whole_later_ones_by_what_changed(agreed):
    _, lines = agreed
    headlines = [line.partition(". ")[2] for line in lines if line.startswith("Round ")]

    assert re.fullmatch(r"Vietnam opens: tariff .+ %, access \w+, origin [\w ]+", headlines[0])
    assert re.fullmatch(r"United States opens: tariff .+ %, access \w+, origin [\w ]+", headlines[1])
    assert not [line for line in headlines[2:] if "opens" in line]
    for line in headlines[2:-1]:
        assert line.endswith(" repeats its offer.") or STEP.fullmatch(line), line
    assert headlines[-1] in ("Vietnam accepts.", "United States accepts.")


def test_the_ending_says_who_gained_what(agreed):
    model, lines = agreed
    record = model.record()
    terms = ", ".join(f"{issue} {label}" for issue, label in model.space.describe(record.agreement).items())
    ending = lines.index(f"Agreement in round {record.rounds}: {terms}.")

    assert lines[ending + 1 : ending + 4] == [
        f"United States gains {record.parties['us'].gain:+.2f} over no deal.",
        f"Vietnam gains {record.parties['vietnam'].gain:+.2f} over no deal.",
        "",
    ]


def test_the_ending_says_what_everybody_makes_of_it(agreed):
    model, lines = agreed
    us = model.parties["us"].opinion(model.state.agreement)
    gains = [agent.opinion(model.state.agreement).gain for agent in model.population.agents]
    losers = sum(gain < 0 for gain in gains)
    winners = len(gains) - losers

    start = lines.index("What they make of the agreement:")
    assert lines[start + 1] == f"    United States: {us.gain:+.2f} ({us.reason})"
    for group in model.groups:
        opinion = group.opinion(model.state.agreement)
        name = group.name.replace("_", " ")
        assert f"    {name}: {opinion.gain:+.2f} ({opinion.reason})" in lines[start + 3 :]
    counted = f"    of {len(gains)} exporters and firms {winners} gain, {losers} lose (--agents names them)"
    assert [line for line in lines[start:] if "hurt most" not in line][-1] == counted
    for side, words in (("us", "the US"), ("vietnam", "Vietnam")):
        judged = [
            (a.opinion(model.state.agreement).gain, a.name) for a in model.population.agents if a.side == side
        ]
        gain, name = min(judged)
        told = [line for line in lines if line.startswith(f"    hurt most in {words}: {name} {gain:+.2f} (")]
        assert len(told) == (gain < 0)
    assert re.fullmatch(rf"    Vietnam: {NUMBER} \(.+ {NUMBER}, .+ {NUMBER}, .+ {NUMBER}\)", lines[start + 2])


def test_every_agent_can_have_a_line(agreed):
    model, lines = agreed
    more = list(transcript(model, every_agent=True))
    extra = more[len(lines) - 1 :]

    assert more[: len(lines) - 1] == lines[:-1]
    assert len(extra) == len(model.population.agents)
    assert all(re.match(rf"    [\w ,()-]+: {NUMBER} \(", line) for line in extra)


def test_talks_without_agreement():
    model, lines = tell(*HARD)

    assert "Rounds 2 to 12: both sides repeat their offers." in lines
    assert "No agreement: expired after 12 rounds." in lines
    for name, party in (("United States", "us"), ("Vietnam", "vietnam")):
        now, expected = model.parties[party].no_deal_now, model.parties[party].reservation
        assert (
            f"{name} stays at the rate in force, worth {now:+.2f} to it; "
            f"it had expected {expected:+.2f} without a deal."
        ) in lines
    assert not [line for line in lines if " gains " in line]
    assert "What they make of the last offer:" in lines
    assert len([line for line in lines if line.startswith("Round ")]) == 2


def test_walking_away():
    _, lines = tell("parties.us.strategy={bidding: {type: scripted, moves: [walk_away]}}")

    assert "Round 1, 27 October 2025. United States walks away." in lines
    assert "No agreement: walked away after 1 round." in lines


def test_walking_away_before_anything_is_on_the_table():
    _, lines = tell("parties.vietnam.strategy={bidding: {type: scripted, moves: [walk_away]}}")
    at = lines.index("Round 1, 27 October 2025. Vietnam walks away.")

    assert lines[at + 1] == "    scripted"
    assert lines[-1].startswith("Vietnam stays at ")  # there is no offer of which anybody could make anything


def test_failed_ratification_is_told():
    must_all_agree = ("parties.us.ratification={type: acquiescence, threshold: 50, filters: false}",)
    model, lines = tell(*must_all_agree)
    failures = [line for line in lines if "Ratification fails in the US; against: " in line]

    assert failures
    assert len(failures) == model.failures
    assert "The talks pause after a failed ratification." in " ".join(lines)
    assert any(re.match(r"No agreement: ratification failed after \d+ rounds\.", line) for line in lines)


@pytest.mark.parametrize(
    ("against", "line"),
    [
        ([], "Ratification fails in the US, though no group is against."),
        (["unions", "voters"], "Ratification fails in the US; against: unions, voters."),
    ],
)
def test_a_vote_may_fail_with_nobody_against(monkeypatch, against, line):
    monkeypatch.setattr(HomeFront, "vote", lambda *_: (False, against))
    _, lines = tell("parties.us.strategy=conceder", "parties.vietnam.strategy=conceder")

    assert any(told.endswith(line) for told in lines)


def test_the_worth_of_an_offer_is_that_of_the_log():
    model, lines = tell("parties.us.strategy=conceder", "parties.vietnam.strategy=conceder")
    worths = [line for line in lines if re.match(WORTH, line)]
    told = {
        (f"{r.utilities['us']:+.2f}", f"{r.utilities['vietnam']:+.2f}") for r in model.offers if r.utilities
    }

    assert {(w.split()[1], w.split()[5]) for w in worths} == told


def test_talks_that_end_in_a_failed_vote_have_verdicts_too():
    """A vote that fails leaves nothing on the table, and here the pause lasts to the end."""
    talks = model(
        "quiet",
        parties__us__ratification={"type": "acquiescence", "threshold": 50, "filters": False},
        parties__us__politics__cool_off_ticks=1000,
    )
    talks.submit(Offer(300, 0.0))
    talks.submit(Accept())
    talks.run()
    lines = list(transcript(talks))
    offers = [e.move.outcome for e in talks.state.history if isinstance(e.move, Offer)]
    at = lines.index("What they make of the last offer:")

    assert (talks.state.agreement, talks.on_the_table) == (None, None)
    assert lines[at + 1].startswith(
        f"    United States: {talks.parties['us'].opinion(offers[-1]).gain:+.2f} ("
    )


def test_leaks_are_told_as_a_paper_prints_them():
    model, lines = tell(*(f"parties.{side}.politics.leak_probability=1" for side in ("us", "vietnam")))
    told = [
        line for line in lines if "A paper in the US prints what Vietnam offers: tariff 0 %, access" in line
    ]

    assert told
    assert len([line for line in lines if "A paper in " in line]) == len(model.news)


def test_worth_is_told_before_and_after_a_pledge():
    model, lines = tell("parties.us.politics={pledge_probability: 1, pledge_cost: 2}")
    logged = next(record for record in model.offers if record.unpledged)
    before, after = logged.unpledged["us"], logged.utilities["us"]

    assert before > after
    assert any(f"{before:+.2f} to the US, after its pledge {after:+.2f}" in line for line in lines)


def test_pledges_are_told():
    model, lines = tell("parties.us.politics.pledge_probability=1")
    promise = model.news[0].removeprefix("pledge: us ")
    told = [line for line in lines if "pledges" in line]

    assert told[0] == f"Round 1, 27 October 2025. United States {promise}."
    assert len(told) == len(model.news)


def test_a_step_says_what_it_is_in_whose_favour_and_why():
    talks = NegotiationModel(load_scenario("quiet"), 1, log=True)
    talks.run()
    lines = list(transcript(talks))
    taken = [record for record in talks.offers if record.step]
    told = [line.partition(". ")[2] for line in lines if STEP.fullmatch(line.partition(". ")[2])]
    whys = [line.partition(": ")[2] for line in lines if line.startswith("    worth") and "aims at" in line]

    assert {record.step for record in taken} >= {"concession", "unfortunate"}
    assert len(told) == sum(record.entry.move.why != "keeps its offer" for record in taken)
    assert sum("in a trade: " in line for line in told) > 0
    assert sum(why.startswith(("gives ", "asks for ")) for why in whys) == len(told)
    assert not [why for why in whys if "its own best" in why and "seems" in why]


def test_an_offer_that_changes_the_own_best_is_no_choice():
    """Where nothing else meets the target, the other side was not asked."""
    talks = NegotiationModel(load_scenario("quiet"), 1, log=True)
    talks.run()
    bests = [r.entry.move for r in talks.offers if "its own best" in getattr(r.entry.move, "why", "")]

    assert bests
    assert not [move for move in bests if "the other side" in move.why]


def test_events_are_told_in_the_words_of_a_newspaper():
    rise = '{"rise": {"type": "tariff_in_force", "at": 2, "rate": 0.46}}'
    _, lines = tell(f"events={rise}")

    assert (
        "Round 3, 10 November 2025. A reciprocal rate of 46 % is in force from today; it was 20 %." in lines
    )


def test_an_awaited_ruling_is_told_with_the_odds_of_both_sides():
    court = '{"ruling": {"type": "court", "window": [3, 9], "chance": 0.5, "odds": {"us": 0.4}}}'
    _, lines = tell(f"events={court}")

    assert (
        "A court rules on the tariffs between 17 November 2025 and 29 December 2025; "
        "odds of a strike: the US 40%, Vietnam 50%."
    ) in lines


def test_the_window_of_a_ruling_is_told_by_its_dates():
    """Not by the first days of the weeks in which those dates are noticed, 8 December and 6 July."""
    court = '{"ruling": {"type": "court", "window": [2025-12-02, 2026-06-30], "chance": 0.5}}'
    _, lines = tell(f"events={court}")

    assert any("between 2 December 2025 and 30 June 2026; odds" in line for line in lines)


def test_what_becomes_of_a_deal_is_dated_without_a_round():
    _, lines = tell("implementation.ticks=26")

    assert any(re.fullmatch(r"\d+ \w+ 20\d\d\. The agreement is in force\.", line) for line in lines)
