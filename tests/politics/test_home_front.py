"""Politics at home: what would be ratified, what others believe of it, and what a refusal does."""

from dataclasses import replace

import numpy as np
import pytest

from negsim.bargaining.issue import Issue
from negsim.bargaining.move import Accept, Offer, Reject, WorldEvent
from negsim.politics.pledge import level_pledge
from tests.scenarios import FRAMEWORK, LEAKY, level_table, model, outcome, ratifies

CALM = {"mood_sigma": 0, "belief_error": 0, "pledge_probability": 0, "leak_probability": 0}
HARD = {"type": "acquiescence", "threshold": 50.0}


def calm(**settings):
    """Return the default talks without moods, errors, pledges and leaks."""
    politics = {f"parties__{side}__politics": CALM for side in ("us", "vietnam")}
    return model("quiet", **{**politics, **settings})


TALKS = calm()
US, VIETNAM = TALKS.parties.values()
BOTH = (US.start_utility.values() >= 0) & (VIETNAM.start_utility.values() >= 0)


def test_the_framework_passes_in_both_capitals():
    at = outcome(TALKS.world, **FRAMEWORK)

    assert US.home.margin(at) == pytest.approx(0.452 - 0.30, abs=0.001)
    assert VIETNAM.home.vote(at, 0) == (True, ["soe_farms"])
    assert US.home.vote(at, 0)[1] == ["voters_swing"]  # a little dearer, by .011


def test_zero_for_zero_fails_in_washington():
    at = outcome(TALKS.world, tariff="0 %", access="all")

    assert US.home.margin(at) == pytest.approx(-0.282 - 0.30, abs=0.001)
    assert not ratifies(US.home, at)
    assert ratifies(VIETNAM.home, at)


def test_how_much_of_the_zone_of_agreement_is_ratified():
    us, vietnam = (party.home.win_set()[BOTH] for party in (US, VIETNAM))
    frontier = [at for at in US.start_utility.frontier(VIETNAM.start_utility) if BOTH[at]]

    assert us.mean() == pytest.approx(0.71, abs=0.005)
    assert vietnam.mean() == pytest.approx(0.73, abs=0.005)
    assert (us & vietnam).mean() == pytest.approx(0.502, abs=0.005)
    assert US.home.win_set()[frontier].mean() == 1.0
    assert VIETNAM.home.win_set()[frontier].mean() == pytest.approx(0.64, abs=0.005)


def test_without_moods_and_errors_everybody_knows():
    for party in (US, VIETNAM):
        assert (party.home.believed() == party.home.win_set()).all()


def test_a_win_set_is_what_the_margins_say():
    for party in (US, VIETNAM):
        some = range(0, TALKS.space.n, 977)

        assert [bool(party.home.win_set()[at]) for at in some] == [ratifies(party.home, at) for at in some]


def test_moods_are_drawn_for_every_run():
    one, again, other = (model("quiet", seed=s).parties["vietnam"].home.moods for s in (1, 1, 2))

    assert one.tolist() == again.tolist()
    assert one.tolist() != other.tolist()
    assert len(one) == 5


def test_moods_spread_as_set():
    talks, moods = model(), []
    for seed in range(60):
        talks.reset(seed)
        moods.append(talks.parties["us"].home.moods)

    assert np.std(moods) == pytest.approx(0.15, abs=0.02)


def test_good_moods_make_more_ratifiable():
    home = calm(seed=2).parties["vietnam"].home
    before = home.win_set().sum()
    home.moods, home._own = np.full(5, 0.3), None

    assert home.win_set().sum() > before


def test_parties_offer_and_accept_what_can_be_ratified():
    own, theirs = (party.home.win_set() for party in (US, VIETNAM))
    TALKS.win_sets.refresh()

    assert (TALKS.win_sets.acceptable("us") == own).all()
    assert (TALKS.win_sets.admissible("us") == own & theirs).all()
    assert (TALKS.view("vietnam").admissible == own & theirs).all()


def test_red_lines_forbid_by_value_and_by_label():
    talks = calm(parties__us__red_lines={"tariff": [0, "10 %"], "access": ["none"]})
    talks.win_sets.refresh()
    levels = level_table(talks.space)[talks.win_sets.acceptable("us")]
    run = talks.run()

    assert set(levels[:, 0]) == {2, 3, 4, 5}
    assert set(levels[:, 2]) == {1, 2}
    assert run.agreement is None or talks.space.describe(run.agreement)["access"] != "none"


def test_a_refusal_reopens_the_talks_after_a_pause():
    talks = calm(
        parties__us__ratification=HARD | {"filters": False},
        parties__us__politics__standing_memory=1,
        parties__vietnam__ratification="automatic",
    )
    talks.open_tick()
    talks.submit(Offer(outcome(talks.world, **FRAMEWORK)))
    talks.submit(Accept())
    event = talks.state.history[-1]

    assert (talks.state.agreement, talks.state.ended) == (None, False)
    assert isinstance(event.move, WorldEvent)
    assert event.move.kind == "ratification_failed"
    assert event.party is None
    assert talks.failures == 1
    assert talks.cool_off == 2
    assert talks.parties["us"].home.revealed
    assert talks.parties["us"].home.raised_demands == pytest.approx(0.05)
    talks.talk()
    assert talks.state.history[-1] == event  # nobody moves during the pause


def test_every_vote_is_a_new_draw():
    """The framework passes in Washington with odds of .77: a second vote on it may end otherwise."""
    at = outcome(TALKS.world, **FRAMEWORK)
    votes = [US.home.vote(at, attempt)[0] for attempt in range(60)]

    assert 0.6 < np.mean(votes) < 0.9
    assert votes == [US.home.vote(at, attempt)[0] for attempt in range(60)]


def test_talks_that_only_fail_at_home_say_so():
    talks = calm(
        parties__us__ratification=HARD | {"filters": False},
        parties__us__strategy="conceder",
        parties__vietnam__ratification="automatic",
        parties__vietnam__strategy="conceder",
        time__ticks=6,
    )
    record = talks.run()

    assert (record.end_state, record.agreement) == ("ratification_failed", None)
    assert record.ratification_failures >= 1


def test_a_side_that_believes_nothing_ratifiable_walks_away():
    record = calm(parties__us__ratification=HARD).run()

    assert record.end_state == "walked_away"
    assert record.rounds == 1


# standing


def test_news_of_good_deals_raises_standing_and_bad_deals_raise_thresholds():
    talks = calm(**LEAKY)
    us, vietnam = talks.parties.values()
    for rate in ("46 %", "25 %"):
        talks.submit(Offer(outcome(talks.world, tariff=rate, reform="binding", access="all")))
        talks.open_tick()
        talks.submit(Reject())

    assert vietnam.standing < 0.6
    assert vietnam.home.raised_demands == pytest.approx(0.5 * (0.6 - vietnam.standing), abs=1e-3)
    assert vietnam.home.raised_demands > 0.01
    assert us.initial_standing == 0.45


def test_standing_by_hand():
    talks = calm(**LEAKY)
    us = talks.parties["us"]
    talks.submit(Offer(outcome(talks.world)))
    talks.open_tick()

    assert us.standing == pytest.approx(0.45)  # no change in trade, no asymmetry
    assert us.home.raised_demands == 0.0


# pledges


def test_a_pledge_costs_below_it_and_nothing_above():
    talks = calm(parties__us__politics__pledge_form="utility")
    us = talks.parties["us"]
    us.make_pledge(talks.view("us"))
    plain, pledged = us.start_utility.values(), us.utility.values()
    short = plain < us.pledge.promised

    assert us.pledge.promised == pytest.approx(talks.view("us").utility.kink[0])
    assert (pledged[~short] == plain[~short]).all()
    assert pledged[short] == pytest.approx(
        plain[short] - 0.25 * (us.pledge.promised - plain[short]), abs=1e-9
    )
    assert (np.argsort(pledged, kind="stable") == np.argsort(plain, kind="stable")).all()


@pytest.mark.parametrize("form", ["issue", "utility"])
def test_reasons_of_a_pledged_government_add_up_too(form):
    talks = calm(parties__us__politics__pledge_form=form)
    us = talks.parties["us"]
    us.make_pledge(talks.view("us"))
    low = outcome(talks.world, tariff="0 %")

    assert us.parts(low)["public pledge"] < -0.5
    assert sum(us.parts(low).values()) == pytest.approx(us.utility.value(low), abs=2.0**-20)
    assert us.opinion(low).gain == pytest.approx(us.utility.value(low) - us.no_deal_now, abs=2.0**-20)
    assert us.parts(None)["public pledge"] == 0.0


def test_only_the_highest_pledge_binds():
    talks = model("quiet", parties__us__politics={**CALM, "pledge_probability": 1, "pledge_form": "utility"})
    us = talks.parties["us"]
    pledges, targets = [], []
    while talks.running:
        talks.open_tick()
        targets.append(us.settings.strategy.bidding.target(talks.view("us")))
        pledges.append(us.pledge.promised)
        talks.talk()
        talks.close_tick()

    assert pledges == sorted(pledges)
    assert targets[-1] < pledges[-1]


def events(talks):
    return [(e.round, e.party, e.move) for e in talks.state.history if isinstance(e.move, WorldEvent)]


def test_a_pledge_is_public():
    talks = model("quiet", parties__us__politics={**CALM, "pledge_probability": 1, "pledge_form": "utility"})
    talks.win_sets.refresh()
    target = talks.parties["us"].settings.strategy.bidding.target(talks.view("us"))
    talks.open_tick()
    said = f"us pledges not to settle for less than {target:+.2f} in its own utility"

    assert events(talks) == [(0, None, WorldEvent("pledge", f"{said}; to fall short would cost it at home"))]
    assert [talks.view(side).news for side in ("us", "vietnam")] == [
        (f"pledge: {said}; to fall short would cost it at home",)
    ] * 2
    talks.reset(1)
    assert talks.news == ()


def test_only_pledges_that_bind_more_are_told():
    talks = calm(parties__us__politics={**CALM, "pledge_probability": 1, "pledge_form": "utility"})
    us, pledges = talks.parties["us"], []
    while talks.running:
        talks.step()
        pledges.append(us.pledge.promised)
    told = [event.detail for *_, event in events(talks) if event.kind == "pledge"]

    assert len(told) == len(set(pledges)) >= 1
    assert f"less than {pledges[-1]:+.2f} in" in told[-1]
    assert not us.make_pledge(talks.view("us")) or us.pledge.promised > pledges[-1]


def test_a_higher_pledge_is_told_again():
    talks = calm(parties__us__politics__pledge_form="utility")
    us = talks.parties["us"]
    first = us.make_pledge(talks.view("us"))
    again = us.make_pledge(talks.view("us"))
    us.pledge = replace(us.pledge, promised=us.pledge.promised - 1.0)

    assert "pledges not to settle for less" in first
    assert again == ""
    assert "pledges more: not to settle for less" in us.make_pledge(talks.view("us"))


def test_a_pledge_changes_neither_turn_nor_rounds():
    always = {f"parties__{side}__politics__pledge_probability": 1 for side in ("us", "vietnam")}
    talks = model("quiet", **always)
    talks.open_tick()

    assert len(events(talks)) == 2
    assert talks.record().rounds == 0
    assert (talks.state.round, talks.state.turn, talks.on_the_table) == (0, 0, None)
    record = talks.run()
    assert record.rounds == max(offer.entry.round for offer in record.offers) + 1
    state = talks.scenario.mechanism.start(talks.space, talks.parties, talks.scenario.time.rounds)
    for entry in talks.state.history:
        state = talks.scenario.mechanism.apply(state, entry.move)
    assert state == talks.state


def test_failed_votes_and_pauses_are_news_too():
    talks = calm(parties__us__ratification=HARD | {"filters": False})
    talks.submit(Offer(outcome(talks.world, **FRAMEWORK)))
    talks.submit(Accept())
    talks.open_tick()
    talks.close_tick()

    assert {text.partition(":")[0] for text in talks.news} == {"ratification_failed", "suspended"}


def test_governments_that_pledge_nothing_pay_nothing():
    talks = calm()
    talks.run()

    assert [party.pledge for party in talks.parties.values()] == [None, None]
    assert [party.utility.kink for party in talks.parties.values()] == [None, None]


def test_a_pledge_on_an_issue_is_what_a_newspaper_prints():
    """The US cares most for the rate: 0, 10 and 15 % are worth -3.8, -1.3 and -.5 to it."""
    talks = calm(parties__us__politics={**CALM, "pledge_probability": 1})
    talks.open_tick()
    us = talks.parties["us"]
    floor = us.pledge.words.removeprefix("no tariff below ")
    level = talks.space.issues[0].level(floor)

    assert talks.space.issues[int(us.importance.argmax())].name == "tariff"
    assert events(talks) == [
        (
            0,
            None,
            WorldEvent("pledge", f"us pledges no tariff below {floor}; to fall short would cost it at home"),
        )
    ]
    assert 0 < level < 5
    assert us.pledge.costs[level:] == (0.0,) * (6 - level)
    assert all(cost > 0 for cost in us.pledge.costs[:level])


def test_only_the_issue_pledged_on_costs():
    talks = calm()
    us = talks.parties["us"]
    us.make_pledge(talks.view("us"))
    worth = us.start_utility.marginals()[0]
    lost = us.start_utility.values() - us.utility.values()
    rate = level_table(talks.space)[:, 0]
    level = us.pledge.costs.index(0.0)

    assert lost[rate == 0] == pytest.approx(0.25 * (worth[level] - worth[0]), abs=1e-6)
    assert not lost[rate >= level].any()


def test_the_higher_the_target_the_higher_the_level_pledged():
    """Worth 0, 1, 2, 1.5: the last level is beyond the best one, so that nobody pledges against it."""
    issue, worth = Issue("tariff", ("a", "b", "c", "d"), (0.0, 1.0, 2.0, 3.0)), np.array([0.0, 1.0, 2.0, 1.5])
    said = [
        level_pledge(0, issue, worth, share, 1.0, floor=True, own=(3,)) for share in (0.0, 0.4, 0.7, 0.9, 1.0)
    ]

    assert [p and p.words for p in said] == [
        None,
        "no tariff below b",
        "no tariff below c",
        "no tariff below c",
        "no tariff below c",
    ]
    assert said[-1].costs == (2.0, 1.0, 0.0, 0.0)


def test_a_ceiling_and_words_without_numbers():
    issue = Issue("access", ("none", "selective", "all"))

    assert (
        level_pledge(2, issue, np.array([1.0, 0.6, 0.0]), 0.5, 0.25, floor=False, own=(0,)).words
        == "no more than selective on access"
    )
    assert (
        level_pledge(2, issue, np.array([0.0, 0.6, 1.0]), 0.5, 0.25, floor=True, own=(2,)).words
        == "no less than selective on access"
    )
    assert level_pledge(2, issue, np.zeros(3), 0.5, 0.25, floor=True, own=(2,)) is None
