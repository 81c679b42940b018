"""Two utility functions played from Python, and what is refused in a sentence."""

import numpy as np
import pytest

import negsim
from negsim.bargaining.mechanisms.alternating_offers import AlternatingOffers
from negsim.bargaining.play import play, utility_function
from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.errors import NegsimError
from negsim.interop import negmas
from negsim.registry import names
from tests.playing import PIE, strategy

ISSUES = {"price": [10, 20, 30], "delivery": ["week", "month"]}
SELLER = utility_function([[0.0, 0.1], [0.4, 0.5], [0.9, 1.0]], ISSUES, reservation=0.2)
BUYER = utility_function([[1.0, 0.7], [0.6, 0.3], [0.2, 0.0]], ISSUES, reservation=0.1)
TWO = {"seller": SELLER, "buyer": BUYER}


def test_a_table_tells_every_move_with_both_utilities():
    played = play(TWO, ["linear", "linear"], rounds=4)
    table = played.table

    assert list(table) == [
        *("round", "party", "move", "price", "delivery", "u_seller", "u_buyer", "target", "why")
    ]
    assert len(table) == len(played.state.history)
    first = table.iloc[0]
    # 1 - t of the way from .2 to 1 at t = 1/5 is .84: the least that meets it is .9
    assert (first["round"], first["party"], first["move"]) == (1, "seller", "offer")
    assert (first["price"], first["delivery"], first["u_seller"], first["u_buyer"]) == (
        "30",
        "week",
        0.9,
        0.2,
    )
    last = table.iloc[-1]
    assert last["move"] == "accept"
    assert played.agreement == {"price": last["price"], "delivery": last["delivery"]}
    assert played.gains == {"seller": last["u_seller"], "buyer": last["u_buyer"]}
    assert played.rounds == last["round"]


def test_without_agreement_nobody_gets_more_than_the_reservation_value():
    played = play(TWO, ["hardliner", "hardliner"], rounds=2)

    assert (played.end_state, played.agreement, played.rounds) == ("expired", None, 2)
    assert played.gains == {"seller": 0.2, "buyer": 0.1}


def test_waiting_costs_what_the_factors_say():
    # the seller asks for .9, the buyer is refused once and once refuses: three offers, two of them in vain
    played = play(TWO, ["linear", {"type": "scripted", "moves": [0, "accept"]}], rounds=9)
    offers = (played.table["move"] == "offer").sum()
    assert (played.end_state, offers) == ("agreed", 3)

    # gains over .2 and .1 after two refusals
    expected = {
        "seller": 0.2 + 0.5**2 * (played.gains["seller"] - 0.2),
        "buyer": 0.1 + 0.9**2 * (played.gains["buyer"] - 0.1),
    }
    assert played.discounted({"seller": 0.5, "buyer": 0.9}) == pytest.approx(expected)
    assert played.discounted({"seller": 1, "buyer": 1}) == pytest.approx(played.gains)


def test_no_agreement_is_not_discounted():
    played = play(TWO, ["hardliner", "hardliner"], rounds=2)

    assert played.discounted({"seller": 0.5, "buyer": 0.5}) == {"seller": 0.2, "buyer": 0.1}


@pytest.mark.parametrize(
    ("factors", "sentence"),
    [
        ({"seller": 0.9}, "factors: must have one for each party, got none for buyer"),
        ({"seller": 0.9, "byer": 0.9}, "factors: unknown party 'byer'. Did you mean 'buyer'"),
        ({"seller": 0.9, "buyer": 0}, "factors.buyer: must be above 0 and at most 1, got 0"),
        ({"seller": 1.1, "buyer": 1}, "factors.seller: must be above 0 and at most 1, got 1.1"),
        ({"seller": float("nan"), "buyer": 1}, "factors.seller: must be above 0 and at most 1, got nan"),
    ],
)
def test_factors_that_are_none_are_refused(factors, sentence):
    with pytest.raises(NegsimError, match=sentence):
        play(TWO, ["hardliner", "hardliner"], rounds=1).discounted(factors)


def test_breakdown_is_a_line_of_the_table():
    rules = {"type": "alternating_offers", "breakdown": 1.0}
    played = play(TWO, ["hardliner", "hardliner"], mechanism=rules)

    assert (played.end_state, played.rounds) == ("broken_down", 1)
    assert played.table["move"].tolist() == ["offer", "offer", "broken down"]
    assert played.table["why"].iloc[-1] == "the talks break down over a refused offer"
    assert played.gains == {"seller": 0.2, "buyer": 0.1}
    refused("play: mechanism.breakdown: .*got 1.5", mechanism={**rules, "breakdown": 1.5})


def test_backward_induction_divides_a_pie_as_rubinstein_does():
    share = np.arange(1001) / 1000
    pie = {"a": utility_function(share, reservation=0), "b": utility_function(1 - share, reservation=0)}
    patient = {"type": "spe", "discount": 0.9, "other_discount": 0.8}
    hasty = {"type": "spe", "discount": 0.8, "other_discount": 0.9}

    # (1 - .8) / (1 - .72) = .7142857, less than .001 / .28 apart
    assert play(pie, [patient, hasty], rounds=50).gains["a"] == pytest.approx(0.7142857, abs=0.0036)


def test_walking_away_is_a_move_without_an_outcome():
    hopeless = utility_function([0.0, 1.0], reservation=5.0)
    table = play({"a": hopeless, "b": [1.0, 0.0]}, ["linear", "linear"]).table

    assert table["move"].tolist() == ["walk away"]
    assert table["u_a"].isna().all()


@pytest.mark.parametrize("name", names("strategy"))
def test_every_registered_strategy_plays(name):
    asked = {"type": name, "opening": {"price": "20"}} if name == "zero_for_zero" else name

    assert play(TWO, [asked, "linear"], rounds=5).end_state in ("agreed", "expired", "walked_away")


def test_strategies_are_names_mappings_rules_or_whole():
    same = ["conceder", {"type": "time_dependent", "e": 4.0}, TimeDependent(4.0), strategy("conceder")]
    tables = [play(TWO, [asked, "boulware"], rounds=7).table for asked in same]

    assert all(table.equals(tables[0]) for table in tables)


def test_the_opener_and_the_mechanism_can_be_chosen():
    opened = play(TWO, ["linear", "linear"], opener="buyer")
    ruled = play(TWO, ["linear", "linear"], mechanism={"type": "alternating_offers", "first": "buyer"})
    made = play(TWO, ["linear", "linear"], mechanism=AlternatingOffers(first="buyer"))

    assert opened.table["party"][0] == "buyer"
    assert list(opened.table)[5:7] == ["u_seller", "u_buyer"]
    assert opened.table.equals(ruled.table)
    assert opened.table.equals(made.table)


def test_chance_is_seeded():
    tables = [play(TWO, ["random_walker"] * 2, rounds=5, seed=seed).table for seed in (1, 1, 2)]

    assert tables[0].equals(tables[1])
    assert not tables[0].equals(tables[2])


def test_arrays_alone_name_their_issues():
    played = negsim.play({"a": PIE[0], "b": PIE[1]}, ["linear", "linear"], rounds=4)

    assert played.agreement == {"issue1": "4"}
    assert negsim.utility_function([1.0]).value(0) == 1.0


def test_levels_that_are_numbers_are_numbers():
    assert SELLER.space.issues[0].numbers == (10.0, 20.0, 30.0)
    assert SELLER.space.issues[1].numbers == ()


def refused(match, utilities=TWO, strategies=("linear", "linear"), **settings):
    with pytest.raises(NegsimError, match=match) as caught:
        play(utilities, strategies, **settings)
    assert "\n" not in str(caught.value)


def test_what_cannot_be_played_is_refused_in_a_sentence():
    refused(r"utilities.a: must be finite numbers, got nan", {"a": [0.0, np.nan], "b": [1.0, 0.0]})
    refused(r"utilities.b: must be finite numbers, got inf", {"a": [0.0, 1.0], "b": [np.inf, 0.0]})
    refused(r"utilities.a: must be an array of numbers, got \['x'", {"a": ["x", "y"], "b": [1.0, 0.0]})
    refused(r"utilities.a: must be an array of at least one utility", {"a": [], "b": [1.0, 0.0]})
    refused(
        r"reservation value must be a number or -inf, got nan",
        {**TWO, "buyer": utility_function([[1.0, 0.7], [0.6, 0.3], [0.2, 0.0]], ISSUES, reservation=np.nan)},
    )
    refused(r"same outcomes; a: issue1 \(2\), b: issue1 \(3\)", {"a": [0, 1], "b": [0, 1, 2]})
    refused(r"utilities: must map two names to utilities, got", {"a": [0, 1]})
    refused(r"utilities: must map two names to utilities, got", [PIE[0], PIE[1]])


@pytest.mark.parametrize("rounds", [0, -1, 2.5, "4", True, float("nan")])
def test_rounds_that_cannot_be_counted_are_refused(rounds):
    refused(r"rounds: must be a whole number from 1, got ", rounds=rounds)
    with pytest.raises(NegsimError, match="rounds: must be a whole number from 1"):
        negmas.play(PIE, rounds=rounds)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("bolware", r"play: strategies.seller.type: unknown strategy 'bolware'. Did you mean 'boulware'"),
        ({"type": "logroll", "e": -1}, r"play: strategies.seller.e: .*got -1"),
        (TimeDependent(-1.0), r"play: strategies.seller.e: .*got -1"),
        (strategy(TimeDependent(-1.0)), r"play: strategies.seller.e: .*got -1"),
        ({"type": "scripted", "moves": [99]}, r"strategies.seller: moves\[0\]: must be .*got 99"),
        (7, r"play: strategies.seller: .*got 7"),
    ],
)
def test_bad_strategies_are_refused(asked, sentence):
    refused(sentence, strategies=[asked, "linear"])


def test_there_is_one_strategy_a_party():
    refused(r"strategies: must be two, one a party, got 'linear'", strategies="linear")
    refused(r"strategies: must be two", strategies=["linear"])


def test_bad_openers_seeds_and_mechanisms_are_refused():
    refused(r"opener: unknown party 'sellr'. Did you mean 'seller'", opener="sellr")
    refused(r"seed: must be a whole number from 0, got -1", seed=-1)
    refused(r"play: mechanism.type: unknown mechanism 'auction'", mechanism="auction")
    refused(r"mechanism.first: unknown party 'me'", mechanism={"type": "alternating_offers", "first": "me"})


def test_bad_issues_are_refused():
    for issues, sentence in [
        ({"price": [1, 2, 3]}, r"the issues have 3 levels, got utilities of shape \(2,\)"),
        ({"price": [1, 1]}, r"issues.price: every level needs a name of its own"),
        ({"price": "ab"}, r"issues.price: must be a list of levels, got 'ab'"),
        ({"round": [1, 2]}, r"issues: 'round' is a column of the table of moves"),
    ]:
        with pytest.raises(NegsimError, match=sentence):
            utility_function([0.0, 1.0], issues)


def test_the_profile_of_negmas_refuses_the_same():
    for bad, sentence in [
        ({"strategies": (-1.0, "linear")}, "a concession exponent must be a number from 0, got -1.0"),
        ({"opener": 2}, "opener: must be 0 or 1"),
        ({"opener": -1}, "opener: must be 0 or 1"),
        ({"reservations": (float("nan"), 0.0)}, "reservation value must be a number or -inf, got nan"),
    ]:
        with pytest.raises(NegsimError, match=sentence):
            negmas.play(PIE, **bad)
    with pytest.raises(NegsimError, match=r"utilities.0: must be finite numbers, got nan"):
        negmas.play(([0.0, float("nan")], [1.0, 0.0]))
