"""Who stood in the way first, and what the talks lost their time to."""

from negsim.bargaining.move import Offer
from negsim.talks.obstacles import CAUSES, first_blocker, main_cause
from tests.scenarios import model, play, scenario

NAME = "quiet"
FOLLOWED = {"implementation__ticks": 1}
STUBBORN = {f"parties__{side}__strategy": "hardliner" for side in ("us", "vietnam")}


def delays(**changes):
    (record,) = play(scenario(NAME, **FOLLOWED, **changes), [1])
    return record


def test_every_tick_without_agreement_has_one_cause():
    record = delays()

    assert record.agreement is not None
    assert len(record.delays) == record.ticks - 1
    assert set(record.delays) <= set(CAUSES)


def test_hard_bargaining_alone_is_tactics():
    assert set(delays(**STUBBORN).delays) == {"tactics"}


def test_a_day_still_to_come_is_a_deadline_until_it_has_passed():
    threat = {"deadline": {"type": "deadline", "at": 5, "slip": 1, "extensions": 0}}
    record = delays(**STUBBORN, events=threat)

    assert record.delays[:6] == ("deadline",) * 5 + ("tactics",)


def test_a_ruling_delays_only_those_who_would_sign_if_there_were_none():
    """The US concedes early to a Vietnam that hopes for a ruling; if it does not wait, it is tactics."""
    ruling = {"court": {"type": "court", "window": [6, 6], "chance": 0.5, "odds": {"vietnam": 0.9}}}
    sides = {"parties__us__strategy": "conceder", "parties__vietnam__strategy": "hardliner"}
    indifferent = delays(**sides, events=ruling)
    waiting = delays(**sides, events=ruling, parties__vietnam__patience={"waiting": 1.0})

    assert set(indifferent.delays) == {"tactics"}
    assert set(waiting.delays[:6]) >= {"court"}
    assert "court" not in waiting.delays[6:]


def test_a_failed_vote_costs_its_pause_and_names_the_bloc_with_most_say():
    talks = model(NAME, 0, **FOLLOWED, parties__us__ratification__threshold=0.2)
    for seed in range(30):
        talks.reset(seed, log=True)
        if (record := talks.run()).ratification_failures:
            break
    failed = next(e.move for e in talks.state.history if getattr(e.move, "kind", "") == "ratification_failed")
    side, _, against = failed.detail.partition(": ")

    assert "ratification" in record.delays
    assert record.first_blocker.startswith(f"{side}: ")
    say = {bloc.name: bloc.weight for bloc in talks.parties[side].home.members}
    assert say[record.first_blocker.partition(": ")[2]] == max(say[name] for name in against.split(", "))


def test_a_red_line_blocks_the_last_offer():
    lines = {"parties__vietnam__red_lines": {"tariff": [0.10, 0.15, 0.20, 0.25, 0.46]}}
    talks = model("mini", 1, **FOLLOWED, **STUBBORN, **lines)
    record = talks.run()
    last = [e for e in talks.state.history if isinstance(e.move, Offer) and e.party == "us"][-1]

    assert talks.space.describe(last.move.outcome)["tariff"] != "0 %"
    assert record.first_blocker == "vietnam"


def test_nobody_blocks_what_all_could_sign():
    talks = model("mini", 1, **FOLLOWED)
    talks.run()

    assert talks.state.agreement is not None
    assert first_blocker(talks) == ""


def test_the_largest_share_names_the_delay():
    assert main_cause(["tactics", "court", "court"]) == "court"
    assert main_cause(["tactics", "court"]) == "court"
    assert main_cause([]) == ""
