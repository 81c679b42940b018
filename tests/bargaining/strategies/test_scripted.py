import numpy as np
import pytest

from negsim.bargaining.move import Accept, Offer, WalkAway
from negsim.bargaining.strategies.scripted import Scripted
from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.errors import ConfigError
from tests.playing import play, strategy, talk, utility_of, view_of
from tests.scenarios import model

UTILITY = utility_of([0.0, 0.5, 1.0], reservation=0.4)
LAST = TimeDependent(0.0)


def act(moves, **moment):
    return strategy(Scripted(moves, LAST)).act(view_of(UTILITY, **moment))


def test_makes_its_moves_in_order_then_bargains():
    rule = Scripted(moves=(3, {"i0": "v4"}, 5), then=LAST)

    assert play(rule, "hardliner", rounds=5)[::2] == [3, 4, 5, 10, 10]


def test_accepts_and_walks_away_when_the_script_says_so():
    assert act(("accept",), received=[1]) == Accept()
    assert act(("walk_away",)) == WalkAway()
    assert talk("linear", Scripted(moves=(1, "accept")), rounds=9).end_state == "agreed"


def test_an_offer_is_made_even_if_the_one_on_the_table_is_better():
    assert act((1,), received=[2]) == Offer(1)


def test_an_offer_may_be_worth_less_than_no_deal_but_an_accept_may_not():
    assert act((0,)) == Offer(0)
    assert act(("accept",), received=[0]) == Offer(2)


def test_nothing_to_accept_lets_the_next_rule_move():
    assert act(("accept",)) == Offer(2)


def test_red_lines_bind_the_script():
    assert act((1,), permitted=np.array([True, False, True])) == Offer(2)


def test_an_offer_need_not_be_what_anybody_would_ratify():
    nothing = np.zeros(3, dtype=bool)

    assert act((1,), admissible=nothing, acceptable=nothing) == Offer(1)


def test_a_script_is_really_played_in_the_default_talks():
    script = [{"tariff": "0 %", "access": "all"}, {"tariff": "46 %"}]
    rule = {"bidding": {"type": "scripted", "moves": script}}
    talks = model("quiet", parties__us__strategy=rule)
    talks.run()
    moves = [record.entry.move for record in talks.offers if record.entry.party == "us"]
    grand, worse = (talks.space.describe(move.outcome) for move in moves[:2])

    assert (grand["tariff"], grand["access"]) == ("0 %", "all")
    assert (worse["tariff"], worse["access"]) == ("46 %", "none")
    assert talks.parties["us"].initial.value(moves[0].outcome) < talks.parties["us"].initial.reservation
    assert [move.why for move in moves[:2]] == ["scripted", "scripted"]


def test_a_word_that_is_no_move_is_refused():
    with pytest.raises(ConfigError, match=r"moves\[0\].*'agree'"):
        act(("agree",))
