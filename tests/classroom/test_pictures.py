"""What is drawn and said: places of labels, where groups without a deal stand, words instead of names."""

import re
from itertools import combinations

import pytest

from negsim.classroom.views.figures.frontier import FrontierPicture, frontier_figure
from negsim.classroom.views.figures.issues import LevelCount, issues_figure
from negsim.classroom.views.figures.offers import concession_figure
from negsim.classroom.views.figures.svg import SIZE
from negsim.classroom.views.home_front import verdicts
from negsim.classroom.views.wording import change_in_words, whole, words
from negsim.politics.countries import country
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import load_scenario

LABEL = re.compile(
    r'<text x="([\d.]+)" y="([\d.]+)" fill="#222222" text-anchor="middle" stroke[^>]*>([^<]+)<'
)
SIDES = [country("us"), country("vietnam")]
MARKS = [("Nash point", (40.0, 40.0)), ("Kalai-Smorodinsky point", (42.0, 39.0))]


def labels(figure):
    return [(float(x), float(y), text) for x, y, text in LABEL.findall(figure)]


def test_labels_of_crowded_groups_do_not_hide_each_other():
    groups = [(number, (30.0 + 4 * number, 42.0 - 2 * number)) for number in range(1, 8)]
    drawn = labels(frontier_figure(FrontierPicture(SIDES, [(0.0, 60.0), (60.0, 20.0)], [], MARKS, groups)))

    assert len(drawn) == 9
    for (x, y, text), (u, v, other) in combinations(drawn, 2):
        apart = abs(x - u) >= 3.5 * (len(text) + len(other)) or abs(y - v) >= 12
        assert apart, (text, other)


def test_groups_at_one_place_share_a_dot_and_those_without_a_deal_stand_at_zero():
    figure = frontier_figure(
        FrontierPicture(
            SIDES, [(0.0, 60.0), (60.0, 0.0)], [], [], [(1, (30.0, 30.0)), (4, (30.0, 30.0))], [2, 3]
        )
    )
    zero = next(line for line in re.findall(r'<line [^>]*stroke="#1f5a99"[^>]*>', figure))
    x = re.search(r'x1="([\d.]+)"', zero)[1]

    assert [text for _, _, text in labels(figure)] == ["1, 4", "no deal: 2, 3"]
    assert f'<circle cx="{x}"' in figure.split("group 1, 4")[1]


@pytest.mark.parametrize("name", ["mini", "us_vietnam_2025"])
def test_no_outcome_lies_over_the_frontier(name):
    """Brute force: nothing that both prefer to no deal is better for both than a point of the frontier."""
    bargain = load_scenario(name).bargain
    us, vietnam = bargain.points
    inside = [i for i in range(len(us)) if us[i] >= 0 and vietnam[i] >= 0]
    best = {
        i
        for i in inside
        if not ((us > us[i]) & (vietnam >= vietnam[i])).any()
        and not ((us >= us[i]) & (vietnam > vietnam[i])).any()
    }

    assert {bargain.points_at(i) for i in best} == {bargain.points_at(int(i)) for i in bargain.frontier}


def test_pictures_stay_inside_and_show_every_group():
    rows = {n: {"us": [(1, 90.0), (5, -20.0)], "vietnam": []} for n in (1, 2)}
    levels = [LevelCount("10 %", 2, nash=True), LevelCount("a very long label indeed", 0, nash=False)]
    for figure in (concession_figure(rows), issues_figure({"tariff": levels}, 2)):
        places = [float(x) for x in re.findall(r' (?:x|cx|x1|x2)="([\d.-]+)"', figure)]

        assert min(places) >= 0
        assert max(places) <= SIZE
    assert concession_figure(rows).count('fill="#fff" stroke="#1f5a99"') == 2
    assert 'fill-opacity="1.00" stroke="#222222"' in issues_figure({"tariff": levels}, 2)


def test_every_name_of_the_packaged_worlds_is_written_for_people():
    for name in ("mini", "us_vietnam_2025"):
        model = NegotiationModel(load_scenario(name), 1)
        for side in ("us", "vietnam"):
            for outcome in range(0, model.space.n, model.space.n // 9):
                told = verdicts(model, side, outcome)
                judges = [*told.groups, *told.winners, *told.losers]
                text = str([(one.name, one.reason) for one in judges])

                assert "_" not in text
                assert not re.search(r"[+-]0\.\d", text)


def test_words_for_names_changes_and_points():
    assert words("SME 5, solar_pv") == "SME 5, solar panels"
    assert change_in_words("consumer_cost", -0.3) == "cheaper imports"
    assert change_in_words("my_own_feature", 0.3) == "more my own feature"
    assert [whole(x) for x in (-3.6, -0.4, 12.2)] == ["−4", "0", "12"]


def test_parties_are_written_as_the_table_of_countries_has_them_or_by_their_own_name():
    assert (country("us").name, country("us").in_a_sentence) == ("United States", "the United States")
    assert country("new_zealand").in_a_sentence == "New zealand"


def test_a_group_that_gains_too_little_says_so():
    model = NegotiationModel(load_scenario("us_vietnam_2025"), 1)
    endings = {
        g.reason.rpartition("; ")[2]: (g.approves, g.gain >= 0)
        for outcome in range(0, model.space.n, 97)
        for side in ("us", "vietnam")
        for g in verdicts(model, side, outcome).groups
        if "; " in g.reason
    }

    assert endings["that is not enough"] == (False, True)
    assert endings["bearable"] == (True, False)
