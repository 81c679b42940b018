"""What the explorer shows is what the model says."""

import numpy as np
import pytest

from negsim.errors import NegsimError
from negsim.experiment.experiment import load_experiment
from negsim.explore.experiment import as_experiment
from negsim.explore.instrument import GRID, HIGH, LOW, Instrument
from negsim.explore.knobs import CONFIGURED
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import load_scenario, varied
from negsim.talks.solution import solve

TURNED = {"no_deal.credibility": 0.7, "parties.us.terms.deficit.weight": 1.5}


def test_the_answer_is_the_solved_bargain_of_the_changed_scenario(instrument):
    answer = instrument.answer(TURNED)
    solution = solve(varied(load_scenario("us_vietnam_2025"), list(TURNED.items()), "test"))

    assert answer["zone"] == solution.bargain.zone.mean()
    assert [row[2] for row in answer["frontier"]] == solution.bargain.frontier.tolist()
    assert answer["marks"]["Nash"][2] == solution.bargain.nash
    assert answer["ratified"]["both"] == pytest.approx(solution.share(solution.ratified_by_all), abs=1e-4)


def test_each_cell_names_an_outcome_that_lies_in_it_and_who_ratifies_it(instrument):
    cloud = instrument.answer({})["cloud"]
    solution = solve(instrument.base)
    first, second = solution.bargain.points
    us, vietnam = solution.ratified.values()
    step = (HIGH - LOW) / GRID
    for cell, outcome, ratified in zip(cloud["cells"], cloud["outcomes"], cloud["ratified"], strict=True):
        row, column = divmod(cell, GRID)
        assert LOW + column * step <= first[outcome] <= LOW + (column + 1) * step
        assert LOW + row * step <= second[outcome] <= LOW + (row + 1) * step
        assert ratified == us[outcome] + 2 * vietnam[outcome]
    inside = np.mean((first >= LOW) & (first < HIGH) & (second >= LOW) & (second < HIGH))
    assert cloud["beyond"] == pytest.approx(1 - inside, abs=1e-4)


def test_a_cell_that_both_would_ratify_is_shown_as_such(instrument):
    """A cell holds several outcomes; the one that passes in both countries stands for it."""
    cloud, solution = instrument.answer({})["cloud"], solve(instrument.base)
    first, second = (np.floor((p - LOW) / (HIGH - LOW) * GRID) for p in solution.bargain.points)
    both = solution.ratified_by_all
    shown = dict(zip(cloud["cells"], cloud["ratified"], strict=True))
    inside = both & (first >= 0) & (first < GRID) & (second >= 0) & (second < GRID)
    for cell in (second * GRID + first)[inside].astype(int).tolist():
        assert shown[cell] == 3


def test_the_talks_are_those_of_the_model(small):
    told = list(small.talks({}, 3, 11))
    model = NegotiationModel(small.base, 0)
    for number, line in enumerate(told):
        model.reset(11 + number)
        record = model.run()
        assert (line["end"], line["round"]) == (record.end_state, record.rounds)
        assert (line["at"] and line["at"][2]) == record.agreement


def test_the_verdict_is_on_the_outcome_asked_for(small):
    verdict = small.answer({}, 7)["verdict"]

    assert verdict["outcome"] == 7
    assert verdict["levels"] == small.base.world.space.describe(7)
    assert set(verdict["home"]) == set(small.base.parties)


def test_without_a_zone_there_is_no_point_of_theory_and_a_sentence_says_so(small):
    answer = small.answer({"parties.us.terms.deficit.weight": 0.0, "no_deal.in_force": 0.0})

    assert answer["zone"] == 0 or answer["marks"]
    if answer["zone"] == 0:
        assert answer["reading"].startswith("None of 54 outcomes")


def test_a_vector_of_weights_is_shown_on_the_sliders(instrument):
    weights = instrument.answer({"weights": 3})["weights"]
    terms = instrument.scenario({"weights": 3}).parties["us"].settings.terms

    assert weights["parties.us.terms.deficit.weight"] == terms["deficit"].weight
    assert set(weights) <= {*instrument.knobs, *weights}


def test_what_is_kept_as_yaml_is_the_scenario_that_was_seen(instrument, tmp_path):
    path = tmp_path / "kept.yaml"
    path.write_text(instrument.as_yaml({**TURNED, "parties.us.strategy": "boulware"}), encoding="utf-8")

    kept = load_scenario(str(path))
    seen = instrument.scenario({**TURNED, "parties.us.strategy": "boulware"})

    assert (kept.no_deal, kept.parties) == (seen.no_deal, seen.parties)


@pytest.mark.parametrize(
    ("first", "second", "design", "points"),
    [
        ({"no_deal.credibility": 0.5}, {}, "grid", 2),
        ({}, {"no_deal.credibility": 0.5, "no_deal.in_force": 0.1}, "grid", 4),
        ({"parties.us.strategy": "boulware"}, {}, "grid", 2),
    ],
)
def test_what_was_turned_becomes_an_experiment(small, tmp_path, first, second, design, points):
    path = tmp_path / "experiment.yaml"
    path.write_text(as_experiment(small, first, second), encoding="utf-8")

    experiment = load_experiment(str(path))

    assert experiment.question.factors.keys() == {*first, *second}
    assert experiment.n_points == points


def test_many_changes_are_tried_one_at_a_time(instrument, tmp_path):
    turned = {f"parties.us.terms.{name}.weight": 0.1 for name in ("deficit", "access", "reform", "origin")}
    path = tmp_path / "experiment.yaml"
    path.write_text(as_experiment(instrument, turned, {}), encoding="utf-8")

    assert load_experiment(str(path)).n_points == 5


def test_nothing_turned_is_no_experiment(small):
    with pytest.raises(NegsimError, match="nothing has been turned"):
        as_experiment(small, {}, {"parties.us.strategy": CONFIGURED})


def test_a_scenario_of_one_s_own_is_written_into_the_experiment(tmp_path):
    base = load_scenario("mini", ("no_deal.credibility=0.9",))
    own = Instrument(base, str(tmp_path / "own.yaml"))
    path = tmp_path / "experiment.yaml"
    path.write_text(as_experiment(own, {"no_deal.in_force": 0.1}, {}), encoding="utf-8")

    assert load_experiment(str(path)).base.no_deal.credibility == 0.9


def test_only_strategies_that_can_play_these_talks_are_offered(instrument):
    choices = instrument.knobs["parties.us.strategy"].choices

    assert "boulware" in choices
    for name in choices:
        instrument.scenario({"parties.us.strategy": name})
