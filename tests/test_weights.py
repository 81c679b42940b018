"""How the weights are chosen: every constraint told apart, the walk, the way back, the spread."""

import numpy as np
import pandas as pd
import pytest

from experiments.weights.constraints import CONSTRAINTS, US, VIETNAM, Facts, accepts, failed, ground
from experiments.weights.search import (
    HERE,
    first_accepted,
    in_steps,
    main,
    nearest_round,
    rounded,
    spread,
    walk,
)
from negsim.forecast.draw import Prior, prior
from negsim.politics.blocs import Weight, ensemble, weight_table
from negsim.rng import stream
from negsim.talks.solution import solve
from tests.scenarios import scenario

BY_NAME = {constraint.name: constraint for constraint in CONSTRAINTS}
GROUND = ground()
DEFAULT = Facts(GROUND, {})


def term(party, name, value):
    return {(party, "term", name): value}


EDGES = [
    ("a1", (0.19,), (0.18,)),
    ("a1", (0.26,), (0.27,)),
    ("a2", (0.3,), (0.29,)),
    ("a2", (1.5,), (1.51,)),
    ("a3", (1.0, 2.0), (1.0, 1.99)),
    ("b1", (0.1,), (0.09,)),
    ("b1", (0.6,), (0.61,)),
    ("b2", (2.0,), (1.99,)),
    ("b3", (0.3, 0.31), (0.3, 0.3)),
    ("c", (0.3,), (0.29,)),
    ("c", (2.0,), (2.01,)),
    ("cp", (0.01, 0.01), (0.01, 0.0)),
    ("cp", (0.01, 0.01), (0.0, 0.01)),
    ("d", (-0.8, 1.5), (-0.79, 1.5)),
    ("d", (-0.8, 1.5), (-0.8, 1.49)),
    ("h", (-0.01,), (0.0,)),
    ("e", (0.5, 0.39), (0.5, 0.4)),
    ("f1", (0.05,), (0.04,)),
    ("f1", (0.40,), (0.41,)),
    ("f2", (30,), (29,)),
    ("f3", (0.95,), (0.951,)),
    ("f4", (4,), (3,)),
    ("g", ("15 %",), ("10 %",)),
    ("g", ("20 %",), ("",)),
    ("r1", (0.4, 0.9), (0.39, 0.9)),
    ("r1", (0.4, 0.9), (0.4, 0.91)),
    ("r2", (0.5, 0.5), (0.49, 0.5)),
    ("r2", (0.5, 0.5), (0.5, 0.49)),
]


@pytest.mark.parametrize(("name", "inside", "outside"), EDGES)
def test_where_a_constraint_ends(name, inside, outside):
    assert BY_NAME[name].holds(*inside)
    assert not BY_NAME[name].holds(*outside)


MOVES = {
    "a1": term(US, "price", 0.7),
    "a2": term(US, "deficit", 2.0),
    "a3": term(VIETNAM, "exports", 0.01) | term(VIETNAM, "jobs", 0.01),
    "b1": term(VIETNAM, "certainty", 0.6),
    "b2": term(VIETNAM, "certainty", -2.0),
    "b3": term(VIETNAM, "certainty", 3.0),
    "c": term(US, "access", 2.0),
    "cp": term(VIETNAM, "certainty", 0.4),
    "d": term(US, "access", 6.0),
    "e": term(VIETNAM, "certainty", 4.0),
    "f1": term(VIETNAM, "certainty", 4.0),
    "f2": term(VIETNAM, "certainty", 0.3),
    "f3": term(VIETNAM, "strategic", 0.0),
    "f4": {},
    "g": term(US, "precedent", 0.0),
    "h": term(US, "precedent", 0.0),
    "r1": {(US, "acquiescence", "threshold"): 5.0},
    "r2": {(VIETNAM, "quorum", "quorum"): 1.0},
}


@pytest.mark.parametrize("name", BY_NAME)
def test_weights_decide_whether_a_constraint_holds(name):
    if name != "f4":
        assert BY_NAME[name].met(DEFAULT)
    assert name in failed(Facts(GROUND, MOVES[name]))


def test_the_default_meets_everything_that_is_required():
    assert accepts(DEFAULT)
    assert failed(DEFAULT) == ["f4"]
    assert [c.name for c in CONSTRAINTS if not c.required] == ["f4"]


@pytest.mark.parametrize("vector", [0, 11])
def test_the_ground_gives_the_bargain_of_the_scenario(vector):
    """The study's short cut, terms times weights, against the way the talks go."""
    solution = solve(scenario("quiet", weights=vector, no_deal__credibility=0, no_deal__resolve=0))
    facts = Facts(GROUND, ensemble()[vector])

    odd = facts.calm.zone != solution.bargain.zone
    assert np.abs(np.stack(facts.calm.gains)[:, odd]).min(axis=0) == pytest.approx(0.0, abs=1e-8)  # rounding
    assert odd.sum() < 5
    assert facts.calm.nash == solution.bargain.nash
    assert len(facts.calm.frontier) == len(solution.bargain.frontier)
    for party in (US, VIETNAM):
        assert facts.ratified(party) == pytest.approx(solution.share(solution.ratified[party]), abs=1e-3)
        gains = solution.bargain.utilities[party] - solution.bargain.no_deal[party]
        assert facts.calm.utilities[party] == pytest.approx(gains, abs=1e-6)


# the search, on a box of two numbers

ROWS = {
    ("us", "term", "a"): Weight(1.0, 0.25, 4.0, "", "", True),
    ("us", "term", "b"): Weight(0.0, -1.0, 1.0, "", "", True),
}
BOX = Prior(ROWS)
A, B = ROWS


def big(vector):
    return vector[A] >= 1.33


def test_shares_of_a_range_are_log_where_it_is_positive():
    assert BOX.shares({A: 1.0, B: 0.0}) == pytest.approx([0.5, 0.5])
    assert BOX.vector([0.75, 0.25]) == pytest.approx({A: 2.0, B: -0.5})
    assert BOX.distance({A: 2.0, B: 0.0}, BOX.centre) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("key", "value", "step", "result"),
    [(A, 1.33, 0.05, 1.35), (A, 0.017, 0.01, 0.02), (("us", "quorum", "slope"), 8.4, 0.05, 8.0)],
)
def test_round_numbers(key, value, step, result):
    assert rounded(key, value, step) == result
    assert in_steps({key: value}, step) == {key: result}


def test_a_walk_stays_in_the_box_and_among_what_is_accepted():
    stood = list(walk(BOX, {A: 2.0, B: 0.0}, big, 500, stream(1, "test")))
    places = np.array(stood)

    assert ((places >= 0) & (places <= 1)).all()
    assert all(big(BOX.vector(shares)) for shares in stood)
    assert len({tuple(place) for place in places}) > 100
    assert places[:, 1].min() < 0.1 < 0.9 < places[:, 1].max()


def test_a_vector_that_meets_all_stays():
    assert nearest_round(BOX, [np.array([0.9, 0.9])], lambda vector: True) == BOX.centre


def test_the_nearest_round_vector_is_led_back_where_nothing_is_asked():
    accepted = [BOX.shares({A: 3.0, B: 0.7}), BOX.shares({A: 1.34, B: -0.6})]

    assert nearest_round(BOX, accepted, big) == {A: 1.35, B: 0.0}
    assert nearest_round(BOX, [], big) is None


def test_a_rounded_vector_is_tested_again():
    def narrow(vector):
        return 1.33 <= vector[A] <= 1.34

    assert nearest_round(BOX, [BOX.shares({A: 1.335, B: 0.0})], narrow) is None


def test_blind_draws_find_a_start_or_say_so():
    found = first_accepted(BOX, big, 100, stream(1, "test"))

    assert found is not None
    assert big(BOX.vector(found))
    assert first_accepted(BOX, lambda vector: False, 100, stream(1, "test")) is None
    assert (first_accepted(BOX, lambda vector: True, 0, stream(1, "test")) == [0.5, 0.5]).all()


def test_the_spread_takes_the_farthest_that_passes():
    pool = [BOX.shares({A: a, B: b}) for a, b in [(2.0, 0.1), (4.0, 1.0), (1.0, 0.0), (0.25, -1.0)]]

    chosen = spread(BOX, BOX.centre, pool, 3, lambda vector: vector[B] >= 0)

    assert chosen == [BOX.centre, {A: 4.0, B: 1.0}, {A: 2.0, B: 0.1}]
    assert spread(BOX, BOX.centre, [BOX.shares(BOX.centre)], 3, big) == [BOX.centre]


def test_the_search_writes_its_tables(tmp_path):
    box = prior()

    assert main(["--draws", "480", "--seed", "3", "--out", str(tmp_path)]) == 0
    vectors = pd.read_csv(tmp_path / "ensemble.csv")
    accepted = pd.read_csv(tmp_path / "accepted.csv")
    assert set(pd.read_csv(tmp_path / "verdict.csv")["constraint"]) == set(BY_NAME)
    assert len(accepted) == len(box.rows)
    assert (accepted["accepted_5"] >= accepted["low"] - 1e-9).all()
    for _, rows in vectors.groupby("vector"):
        vector = {
            (r.party, r.kind, r.name_): r.weight for r in rows.rename(columns={"name": "name_"}).itertuples()
        }
        assert box.holds(vector)
        assert accepts(Facts(GROUND, vector))


@pytest.mark.parametrize(("option", "value"), [("--draws", "10"), ("--seed", "-1"), ("--out", "nowhere")])
def test_a_bad_option_is_refused_in_a_sentence(option, value, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([option, value])

    assert stopped.value.code == 2
    assert f"{option}: " in capsys.readouterr().err


# what is published


def test_the_verdict_is_that_of_the_default():
    table = pd.read_csv(HERE / "verdict.csv").set_index("constraint")

    assert {name for name in table.index if table["holds"][name] == "no"} == set(failed(DEFAULT))
    assert set(table.index) == set(BY_NAME)


@pytest.mark.parametrize("number", range(24))
def test_every_vector_that_ships_meets_what_is_required(number):
    vector = ensemble()[number]

    assert prior().holds(vector)
    assert accepts(Facts(GROUND, vector))


def test_the_page_prints_what_was_found():
    page = (HERE.parents[1] / "docs/explanation/weights.md").read_text(encoding="utf-8")
    facts = [Facts(GROUND, vector) for vector in ensemble()]
    nash = pd.DataFrame([GROUND.space.describe(f.calm.nash) for f in facts])
    counts = {issue: nash[issue].value_counts() for issue in nash}
    zone, us, vietnam = (
        [100 * ask(f) for f in facts]
        for ask in (lambda f: f.share(f.calm.zone), lambda f: f.ratified(US), lambda f: f.ratified(VIETNAM))
    )

    assert f"holds {min(zone):.0f} to {max(zone):.0f} % of outcomes" in page
    assert f"ratifies {min(us):.0f} to {max(us):.0f} % of it" in page
    assert f"factions {min(vietnam):.0f} to {max(vietnam):.0f} %" in page
    assert f"20 % in {counts['tariff']['20 %']} of 24 vectors and 15 % in {counts['tariff']['15 %']}" in page
    assert "broad list in {broad} and the annex in {annex}".format(**counts["exemptions"]) in page
    assert "all {all}, selective {selective}, none {none}".format(**counts["access"]) in page
    assert "binding {binding}, none {none}".format(**counts["reform"]) in page
    assert (
        "$15 bn in {} and $5 bn in {}".format(*(counts["purchases"][x] for x in ("$15 bn", "$5 bn"))) in page
    )
    for row in pd.read_csv(HERE / "accepted.csv").itertuples():
        assert f"{row.accepted_5:g} to {row.accepted_95:g} | {row.share_of_range:.2f} |" in page
    for row in pd.read_csv(HERE / "verdict.csv").itertuples():
        assert f"| {row.constraint} | {row.text} | {row.value} | {row.holds}" in page


def test_every_drawn_number_has_a_range_around_its_value():
    table = weight_table()

    assert all(row.low <= row.value <= row.high for row in table.values())
    assert {key for key, row in table.items() if row.drawn} == set(ensemble()[0])


def test_the_box_ends_at_its_ranges():
    assert BOX.holds({A: 4.0, B: -1.0})
    assert not BOX.holds({A: 5.0, B: 0.0})
    assert not BOX.holds({A: 1.0, B: 1.5})
