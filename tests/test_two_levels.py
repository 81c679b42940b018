"""The game at two levels: what a side cannot get through at home it cannot give away abroad."""

from collections import Counter
from functools import cache
from typing import Any

import numpy as np
import pytest

from negsim.bargaining.move import Accept, Offer, WorldEvent
from negsim.registry import names
from negsim.talks.model import NegotiationModel
from negsim.talks.record import RunRecord
from tests.scenarios import FRAMEWORK, LEAKY, model, outcome, play, scenario

pytestmark = pytest.mark.long

NAME = "quiet"
SIDES = ("us", "vietnam")
NOBODY_LOOKS = {"filters": False}
KNOWN = {"mood_sigma": 0, "belief_error": 0}


@cache
def runs(many: int, settings: tuple[tuple[str, Any], ...] = ()) -> list[RunRecord]:
    return play(scenario(NAME, **dict(settings)), range(many))


def refused_by(record: RunRecord) -> list[str]:
    """Return the sides that refused an agreement, in order."""
    moves = [offer.entry.move for offer in record.offers]
    events = [m for m in moves if isinstance(m, WorldEvent) and m.kind == "ratification_failed"]
    return [event.detail.partition(": ")[0] for event in events]


def agreed(records: list[RunRecord], issue: str) -> Counter[str]:
    """Return the levels of an issue in the agreements."""
    return Counter(
        record.space.describe(record.agreement)[issue] for record in records if record.agreement is not None
    )


# constraints move terms


def test_if_every_faction_must_agree_the_market_opens_less():
    usual, strict = runs(40), runs(40, (("parties__vietnam__ratification__quorum", 1.0),))
    open_usual, open_strict = (agreed(records, "access") for records in (usual, strict))

    assert open_usual["all"] / open_usual.total() > 0.7
    assert open_strict["all"] / open_strict.total() < 0.3
    assert min(open_usual.total(), open_strict.total()) > 30


def test_if_the_united_states_ask_for_more_at_home_the_rate_stays_high():
    usual, strict = runs(40), runs(40, (("parties__us__ratification__threshold", 0.6),))
    rates = [agreed(records, "tariff") for records in (usual, strict)]
    relief = [found["15 %"] / found.total() for found in rates]

    assert relief[0] > 0.2 > 0.1 > relief[1]
    assert rates[1]["25 %"] > rates[0]["25 %"] == 0


# involuntary defection


def test_a_vote_that_is_a_gamble_loses_agreements():
    """In the United States odds are logistic in the margin: the steeper, the surer the vote."""
    gamble, certain = (runs(30, (("parties__us__ratification__slope", slope),)) for slope in (2, 1e6))

    assert sum(record.ratification_failures > 0 for record in gamble) >= 4
    assert {side for record in gamble for side in refused_by(record)} == {"us"}
    assert sum(record.ratification_failures for record in certain) == 0


def test_a_government_that_knows_its_factions_signs_nothing_they_refuse():
    """Moods are unknown to the other side, not to the own one; a quorum is a count, not a gamble."""
    for politics in (KNOWN, {}, {"mood_sigma": 0.5, "belief_error": 2}):
        records = runs(
            12,
            (
                ("parties__us__ratification", "automatic"),
                *((f"parties__vietnam__politics__{key}", value) for key, value in politics.items()),
            ),
        )

        assert [side for record in records for side in refused_by(record)] == []


def test_a_government_that_does_not_look_signs_what_its_factions_refuse():
    records = runs(
        40,
        (
            ("parties__us__ratification", "automatic"),
            ("parties__vietnam__ratification__filters", False),
        ),
    )

    assert sum("vietnam" in refused_by(record) for record in records) >= 3


def test_with_everything_known_nothing_signed_is_lost():
    settings = [("parties__us__ratification__slope", 1e6)]
    settings += [
        (f"parties__{side}__politics__{key}", value) for side in SIDES for key, value in KNOWN.items()
    ]
    records = runs(20, tuple(settings))

    assert sum(record.ratification_failures for record in records) == 0
    assert sum(record.agreement is not None for record in records) >= 18


def test_what_the_other_side_can_ratify_is_misjudged():
    """With an error offers are made that the other side could never ratify; without one hardly any."""
    wasted = {}
    for error in (0.0, 3.0):
        records = runs(12, (("parties__vietnam__politics__belief_error", error),))
        offers = [
            o for r in records for o in r.offers if isinstance(o.entry.move, Offer) and o.entry.party == "us"
        ]
        wasted[error] = np.mean([not offer.ratifiable["vietnam"] for offer in offers])

    assert wasted[0.0] < wasted[3.0]


# a refusal


def refused(**settings: Any) -> NegotiationModel:
    """Return talks whose first agreement has just been refused in Vietnam, which did not look."""
    talks = model(
        NAME,
        parties__us__ratification="automatic",
        parties__vietnam__ratification={"type": "quorum", "quorum": 1.0, **NOBODY_LOOKS},
        **settings,
    )
    talks.open_tick()
    talks.submit(Offer(outcome(talks.world, **FRAMEWORK)))
    talks.submit(Accept())
    assert talks.failures == 1
    return talks


@pytest.mark.parametrize("rounds_per_tick", [1, 3])
@pytest.mark.parametrize("pause", [0, 1, 2, 5])
def test_the_talks_pause_as_long_as_they_are_told_to(pause, rounds_per_tick):
    talks = refused(
        parties__us__politics={"pledge_probability": 0},
        parties__vietnam__politics={"cool_off_ticks": pause, "pledge_probability": 0},
        time__rounds_per_tick=rounds_per_tick,
    )
    talks.talk()
    talks.close_tick()
    for _ in range(pause):
        talks.step()
    quiet = talks.offers[3:]
    talks.step()
    first = talks.offers[3 + len(quiet)]

    if pause:  # what is left of the day of the vote, and whole days after it
        assert [offer.entry.round for offer in quiet] == list(range((pause + 1) * rounds_per_tick))
        assert {offer.entry.move.kind for offer in quiet} == {"suspended"}
        assert (first.tick, first.entry.round) == (pause + 1, (pause + 1) * rounds_per_tick)
    else:
        assert all(isinstance(offer.entry.move, Offer | Accept) for offer in quiet)
        assert quiet[0].tick == 0
    assert all(offer.tick == offer.entry.round // rounds_per_tick for offer in talks.offers)


def test_an_agreement_refused_on_the_last_day_ends_the_talks():
    talks = refused(time__ticks=1)
    talks.close_tick()

    assert (talks.running, talks.state.ended, talks.state.end_state) == (False, True, "expired")
    assert talks.record().end_state == "ratification_failed"


def test_a_refusal_shows_the_other_side_where_the_threshold_is():
    talks = refused(
        parties__vietnam__politics={"mood_sigma": 0.5, "belief_error": 2, "failure_penalty": 0.05}
    )
    home = talks.parties["vietnam"].home

    assert home.revealed
    assert (home.believed() == home.win_set()).all()
    home.revealed = False
    assert (home.believed() != home.win_set()).any()


def test_a_refusal_makes_everybody_more_demanding():
    talks = refused(parties__vietnam__politics={"failure_penalty": 0.2})
    home, at = talks.parties["vietnam"].home, outcome(talks.world, **FRAMEWORK)
    after = home.margin(at)
    home.failures = 0

    assert home.margin(at) - after == pytest.approx(0.2)


def test_a_refusal_is_told_with_those_who_were_against():
    event = refused(parties__vietnam__politics=KNOWN).state.history[-1].move

    assert event == WorldEvent("ratification_failed", "vietnam: soe_farms")


def test_talks_with_refusals_replay_to_the_same_state():
    settings = (("parties__us__ratification__slope", 2),)
    here = NegotiationModel(scenario(NAME, **dict(settings)))
    kinds: set[str] = set()
    for seed in range(30):
        here.reset(seed)
        here.run()
        start = here.scenario.mechanism.start(here.space, here.parties, here.scenario.time.rounds)
        kinds |= {e.move.kind for e in here.state.history if isinstance(e.move, WorldEvent)}

        assert here.scenario.mechanism.replay(start, here.state.history) == here.state
    assert kinds == {"ratification_failed", "suspended", "pledge", "leak"}


def test_an_end_is_named_after_what_caused_it():
    ends = {record.end_state: record for record in runs(30, (("parties__us__ratification__slope", 2),))}
    lost = ends["ratification_failed"]

    assert lost.agreement is None
    assert lost.ratification_failures >= 1
    assert lost.trade == scenario(NAME).world.trade_totals(None)
    assert ends["agreed"].agreement is not None
    assert {record.end_state for record in runs(40) if not record.ratification_failures} <= {
        "agreed",
        "expired",
        "walked_away",
    }


# red lines

LINES = {
    "us": {"tariff": [0, "10 %"], "strategic": ["full"]},
    "vietnam": {"access": ["all"], "purchases": [15]},
}


@pytest.mark.parametrize("strategy", names("strategy"))
def test_nobody_crosses_its_own_red_lines(strategy):
    talks = scenario(
        NAME,
        parties__us__strategy=strategy,
        parties__vietnam__strategy=strategy,
        parties__us__red_lines=LINES["us"],
        parties__vietnam__red_lines=LINES["vietnam"],
        time__ticks=20,
    )
    for record in play(talks, (1, 2)):
        for offer in record.offers:
            if isinstance(offer.entry.move, Offer):
                labels = record.space.describe(offer.entry.move.outcome)
                assert not crossed(labels, offer.entry.party)
        if record.agreement is not None:
            labels = record.space.describe(record.agreement)
            assert not crossed(labels, "us")
            assert not crossed(labels, "vietnam")


def crossed(labels: dict[str, str], party: str) -> bool:
    if party == "us":
        return labels["tariff"] in ("0 %", "10 %") or labels["strategic"] == "full"
    return labels["access"] == "all" or labels["purchases"] == "$15 bn"


def test_an_offer_across_a_red_line_is_not_accepted():
    talks = model(NAME, parties__us__red_lines={"tariff": [0.20]}, parties__us__strategy="conceder")
    talks.open_tick()
    talks.submit(Offer(outcome(talks.world, access="all", purchases="$15 bn", reform="binding")))
    talks.talk()

    assert talks.state.end_state is None
    assert isinstance(talks.state.history[1].move, Offer)
    assert talks.space.describe(talks.state.history[1].move.outcome)["tariff"] != "20 %"


# standing


def test_news_moves_approval_and_legitimacy_as_computed_by_hand():
    talks = model(NAME, **LEAKY)
    deal = outcome(talks.world, tariff="46 %", access="all", reform="binding", purchases="$5 bn")
    talks.submit(Offer(deal))
    talks.open_tick()
    us, vietnam = talks.parties.values()
    now, then = talks.world.trade_totals(None), talks.world.trade_totals(deal)
    cut = 1 - then["deficit"] / now["deficit"]
    dearer = -then["consumer_surplus"] / now["sales"]
    # five concessions of Vietnam, of which full access, a third of the purchases and reform: (1 + 1/3 + 1)/5;
    # the US takes instead of giving, 1.3 at most: -1.3/3
    lopsided = (1 + 1 / 3 + 1) / 5 + 1.3 / 3
    growth = np.log(then["sales"] / now["sales"])
    data = talks.world.data
    jobs = talks.world.consequences(deal).features["jobs"] / (data.employment_thousand @ data.dependence)
    approval = 0.9 * 0.45 + 0.1 * (0.45 + cut - dearer + 0.3 * lopsided)
    legitimacy = 0.9 * 0.60 + 0.1 * (0.60 + growth + jobs - 0.3 * lopsided)

    assert us.standing == pytest.approx(approval)
    assert vietnam.standing == pytest.approx(legitimacy)
    assert us.home.raised_demands == pytest.approx(0.5 * (0.45 - approval))
    assert vietnam.home.raised_demands == pytest.approx(0.5 * (0.60 - legitimacy))
    assert us.home.raised_demands < 0 < vietnam.home.raised_demands


def test_nothing_on_the_table_is_no_news():
    talks = model(NAME, **LEAKY)
    talks.open_tick()

    assert [party.standing for party in talks.parties.values()] == [0.45, 0.60]


def test_a_failed_vote_costs_standing_and_makes_the_text_public():
    """Vietnam's legitimacy moves a tenth of the way to what the text is worth, then a tenth of .3 down."""
    talks = refused(parties__us__politics__leak_probability=0)
    vietnam, text = talks.parties["vietnam"], talks.public
    settles = vietnam.standing_target(talks.world.consequences(text))

    assert text == outcome(talks.world, **FRAMEWORK)
    assert vietnam.standing == pytest.approx(0.9 * 0.60 + 0.1 * settles - 0.1 * 0.3)
    assert talks.parties["us"].standing == pytest.approx(
        0.9 * 0.45 + 0.1 * talks.parties["us"].standing_target(talks.world.consequences(text))
    )
    assert talks.parties["us"].influence
    assert refused(parties__vietnam__politics__standing_failure=0).parties[
        "vietnam"
    ].standing == pytest.approx(0.9 * 0.60 + 0.1 * settles)


def test_a_pledge_is_applauded():
    talks = model(NAME)
    us = talks.parties["us"]
    us.make_pledge(talks.view("us"))

    assert us.standing == pytest.approx(0.45 + 0.1 * 0.1)
    assert us.home.raised_demands == pytest.approx(-0.5 * 0.01)


@pytest.mark.parametrize(("party", "standing"), [("us", 0.3), ("vietnam", 0.9)])
def test_standing_at_the_start_is_a_setting(party, standing):
    talks = model(NAME, **{f"parties__{party}__politics__standing": standing})

    assert talks.parties[party].standing == talks.parties[party].initial_standing == standing
    assert talks.parties[party].home.raised_demands == 0.0
