"""Every figure on a table small enough to check by hand: its axes and its sentence agree with the numbers."""

from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text

from negsim.analysis.sensitivity import Noise, Sensitivity
from negsim.report.figures import (
    calendar,
    comparison,
    deficit,
    distributions,
    frontier,
    issues,
    lobbying,
    offers,
    sectors,
    sensitivity,
    support,
    sweep,
)
from negsim.report.figures.style import svg
from negsim.report.words import ENGLISH, Words, languages

RUNS = pd.DataFrame(
    {
        "status": "ok",
        "agreed": [True, True, True, False],
        "point_id": [0, 0, 1, 1],
        "seed_key": [1, 2, 1, 2],
        "strategy": ["boulware", "boulware", "conceder", "conceder"],
        "threat": [0.1, 0.6, 0.1, 0.6],
        "issue_tariff": ["10 %", "20 %", "10 %", None],
        "issue_access": ["all", "all", "all", None],
        "gain0_us": [1.0, 2.0, 3.0, 6.0],
        "us_deficit_usd_bn": [100.0, 110.0, 120.0, 130.0],
        "deficit_realised_13_usd_bn": [101.0, 112.0, 123.0, np.nan],
        "pareto_distance": [0.0, 0.0, 0.03, 0.1],
        "nash_distance": [0.1, 0.2, 0.3, 0.9],
        "u0_us": [1.0, 1.0, 2.0, 0.0],
        "u0_vietnam": [3.0, 3.0, 2.0, 0.0],
    }
)
OFFERS = pd.DataFrame(
    {
        "run_id": 7,
        "round": [1, 1, 2, 2, 2],
        "date": ["2025-04-02", "2025-04-02", "2025-04-16", "2025-04-16", "2025-04-16"],
        "party": ["vietnam", "us", None, "vietnam", "us"],
        "move": ["offer", "offer", "leak", "offer", "accept"],
        "issue_tariff": ["0 %", "46 %", None, "20 %", "20 %"],
        "u_us": [-1.0, 2.0, None, 1.0, 1.0],
        "u_vietnam": [3.0, -2.0, None, 0.5, 0.5],
        "why": [
            "its own best",
            "its own best",
            "a paper in us prints what vietnam offers: tariff 0 %",
            "",
            "",
        ],
    }
)
DAYS = [date(2025, 4, 2), date(2025, 4, 16)]
TICKS = pd.DataFrame(
    {"date": DAYS, "in_force": [0.1, 0.2], "margin_us": [np.nan, 0.25], "margin_vietnam": [np.nan, -0.5]}
)
GROUPS = pd.DataFrame(
    {
        "side": ["us", "vietnam"],
        "group": ["exporters", "soe_farms"],
        "gain": [1.0, -1.0],
        "support": [0.9, 0.1],
        "vote": ["for", "against"],
    }
)
INFLUENCE = pd.DataFrame(
    {
        "date": DAYS * 2,
        "side": ["us", "us", "vietnam", "vietnam"],
        "group": ["exporters", "exporters", "soe_farms", "soe_farms"],
        "influence": [1.0, 1.5, 1.0, 0.75],
    }
)
SALES = pd.DataFrame(
    {
        "exporter": ["vietnam", "vietnam", "us"],
        "sector": ["footwear", "seafood", "aircraft"],
        "without": [10.0, 5.0, 1.0],
        "agreed": [12.0, 4.5, 1.0],
        "change": [2.0, -0.5, 0.0],
    }
)
PLACES = pd.DataFrame(
    {
        "kind": ["frontier", "frontier", "no deal", "nash"],
        "u_us": [3.0, 0.0, 0.5, 2.0],
        "u_vietnam": [0.0, 3.0, 0.5, 2.0],
    }
)
INDICES = pd.DataFrame(
    {"factor": ["a.threat", "a.patience"], "total": [0.7, 0.2], "total_low": [0.6, 0.1],
     "total_high": [0.8, 0.3], "first_order": [0.5, 0.1], "first_order_low": [0.4, 0.0],
     "first_order_high": [0.6, 0.2]}
)  # fmt: skip
DIFFERENCES = pd.DataFrame(
    {
        "metric": ["gain0_us", "percent_tariff"],
        "difference": [1.5, -2.0],
        "low": [1.0, -5.0],
        "high": [2.0, 1.0],
        "verdict": ["differs", "within noise"],
        "n_needed": pd.array([None, 120], dtype="Int64"),
    }
)
AGENTS = pd.DataFrame(
    {
        "agent": ["us", "vietnam", "import_competing_unions", "apparel exporters (Vietnam)", "US importer 1"],
        "type": ["USGovernment", "VietnamGovernment", "InterestGroup", "Exporter", "Firm"],
        "difference": [0.5, -0.2, 0.0, 1.5, -2.5],
        "low": [0.1, -0.4, 0.0, 1.0, float("nan")],
        "high": [0.9, 0.0, 0.0, 2.0, float("nan")],
        "n": [8, 8, 8, 8, 1],
    }
)
PARTINGS = pd.DataFrame({"round": [3.0, 3.0, 12.0, float("nan")]})


def path_of_7():
    return offers.offers_of(OFFERS, 7)


def drawn(words=ENGLISH):
    """Return every figure on its table."""
    place = ["u_us", "u_vietnam"]
    ends = RUNS[["u0_us", "u0_vietnam"]].set_axis(place, axis=1)
    swept = sweep.sweep_table(RUNS, "strategy", ["gain0_us"])
    return {
        "issues": issues.issues_figure(issues.issues_table(RUNS), words),
        "offers": offers.offers_figure(path_of_7(), words),
        "calendar": calendar.calendar_figure(
            calendar.calendar_table(OFFERS, 7, "tariff"), TICKS, 20.0, words
        ),
        "frontier": frontier.frontier_figure(PLACES, path_of_7().dropna(), ends, PLACES[place], words),
        "sectors": sectors.sectors_figure(SALES, words),
        "deficit": deficit.deficit_figure(deficit.deficit_table(RUNS, 105.0), words),
        "lobbying": lobbying.lobbying_figure(INFLUENCE, words),
        "support": support.support_figure(TICKS, GROUPS, words),
        "distributions": distributions.distributions_figure(RUNS, ["gain0_us", "us_deficit_usd_bn"], words),
        "sweep": sweep.sweep_figure(swept, ["gain0_us"], "strategy", words),
        "heat": sweep.heat_figure(
            sweep.heat_table(RUNS, "strategy", "threat", "gain0_us"),
            ("strategy", "threat"),
            "gain0_us",
            words,
        ),
        "sensitivity": sensitivity.sensitivity_figure(
            [Sensitivity("gain0_us", "saltelli", INDICES, Noise(1.0, 2.0, 0.1), 8)], words
        ),
        "comparison": comparison.comparison_figure(DIFFERENCES, words),
        "agents": comparison.agents_figure(AGENTS, words),
        "partings": comparison.partings_figure(PARTINGS, words),
    }


@pytest.fixture(scope="module")
def figures():
    return drawn()


NAMES = (
    "issues", "offers", "calendar", "frontier", "sectors", "deficit", "lobbying", "support", "distributions",
    "sweep", "heat", "sensitivity", "comparison", "agents", "partings",
)  # fmt: skip


def unseen(figure):
    """Return the labels of ticks that lie outside of their axis, which are not drawn."""
    found = set()
    for axes in figure.findobj(Axes):
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            found |= {id(t.label1) for t in axis.get_major_ticks() if not low <= t.get_loc() <= high}
    return found


@pytest.fixture(scope="module", params=languages())
def translated(request):
    return drawn(Words(request.param))


@pytest.mark.parametrize("name", NAMES)
def test_no_letters_lie_over_others_or_outside(translated, name):
    figure = translated[name]
    figure.draw_without_rendering()
    renderer, hidden = figure.canvas.get_renderer(), unseen(figure)
    texts = [
        t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip() and id(t) not in hidden
    ]
    boxes = [(t.get_text(), t.get_window_extent(renderer).padded(-1)) for t in texts]
    width, height = figure.bbox.width + 2, figure.bbox.height + 2

    assert len(boxes) > 3
    assert {(a, b) for (a, one), (b, other) in combinations(boxes, 2) if one.overlaps(other)} == set()
    assert [t for t, x in boxes if min(x.x0, x.y0) < -2 or x.x1 > width or x.y1 > height] == []


@pytest.mark.long
def test_the_same_table_gives_the_same_svg():
    first, again = ({name: svg(figure, name, "a <b>") for name, figure in drawn().items()} for _ in range(2))

    assert first == again
    assert all("<title>a &lt;b&gt;</title>" in text for text in first.values())


def lines(axes):
    return [np.column_stack(line.get_data()).tolist() for line in axes.lines]


def test_issues_are_shares_of_agreements():
    table = issues.issues_table(RUNS, {"tariff": ["0 %", "10 %", "20 %"]})

    assert table["share"].tolist() == [0.0, pytest.approx(2 / 3), pytest.approx(1 / 3), 1.0]
    assert issues.issues_reading(table) == (
        "Commonest for tariff: 10 %, in 67\N{NO-BREAK SPACE}% of agreements. Always settled alike: access."
    )


def test_offers_are_drawn_where_they_are(figures):
    upper, lower = figures["offers"].axes

    assert lines(upper) == [[[1, 2.0]], [[1, -1.0], [2, 1.0]], [[2, 1.0]]]
    assert lines(lower)[2] == [[2, 0.5]]
    assert offers.offers_reading(path_of_7()) == (
        "3 offers are made, and the last is accepted. In its own utility, the first and the last offer go: "
        "Vietnam from 3.00 to 0.50; the US from 2.00 to 2.00."
    )


def test_the_calendar_is_in_per_cent_and_names_events_briefly(figures):
    table = calendar.calendar_table(OFFERS, 7, "tariff")
    (axes,) = figures["calendar"].axes
    rates = [list(line.get_ydata()) for line in axes.lines]

    assert rates[:4] == [[10.0, 20.0], [0.0, 20.0], [46.0], [20.0]]
    assert calendar.event_days(table) == {DAYS[1]: ["a paper in us prints what vietnam offers"]}
    assert calendar.calendar_reading(table, 20.0).replace("\N{NO-BREAK SPACE}", " ") == (
        "Vietnam opens at 0 % and ends at 20 %. The US opens at 46 % and ends at 46 %. They agree on 20 %. "
        "One thing happens meanwhile."
    )


def test_the_frontier_says_how_far_agreements_lie(figures):
    (axes,) = figures["frontier"].axes

    assert [[3.0, 0.0], [0.0, 3.0]] in lines(axes)
    assert [[2.0, 2.0]] in lines(axes)
    assert frontier.frontier_reading(RUNS).replace("\N{NO-BREAK SPACE}", " ") == (
        "In the mean agreements lie 0.010 from the frontier and 0.200 from the Nash point, where each side's "
        "whole range is 1; 67 % lie on the frontier."
    )


def test_sectors_gain_and_lose(figures):
    widths = [[bar.get_width() for bar in axes.patches] for axes in figures["sectors"].axes]

    assert widths == [[0.0], [-0.5, 2.0]]
    assert sectors.sectors_reading(SALES) == (
        "Exports of the US change by +US$ 0.0 bn; exports of Vietnam change by +US$ 1.5 bn, "
        "most in footwear (+2.0)."
    )


def test_deficits_are_those_of_agreements(figures):
    table = deficit.deficit_table(RUNS, 105.0)

    assert table[["deficit", "runs", "mean"]].to_numpy().tolist() == [
        ["no deal, at the start", 1, 105.0], ["not agreed", 1, 130.0], ["agreed", 3, 110.0],
        ["realised after 13 ticks", 3, 112.0],
    ]  # fmt: skip
    assert deficit.deficit_reading(table) == (
        "With an agreement the deficit is US$ 110.0 bn in the mean, +US$ 5.0 bn against no deal in the world "
        "at the start. Runs without agreement end at US$ 130.0 bn. Realised after 13 ticks US$ 112.0 bn."
    )


def test_lobbying_tells_the_most_and_the_last(figures):
    assert lines(figures["lobbying"].axes[0])[0][-1][1] == 1.5
    assert lobbying.lobbying_reading(lobbying.lobbying_table(INFLUENCE)) == (
        "Exporters lobby most: they come to count 1.50 times what they count at the start, 1.50 at the end."
    )


def test_support_is_told_against_the_threshold():
    assert support.support_reading(TICKS, GROUPS) == (
        "Margin at home of what was last on the table, 0 at even odds: the US +0.25; Vietnam −0.50. "
        "1 of 2 groups are for the agreement."
    )


def test_who_ratifies_everything_has_no_margin():
    ticks = TICKS.assign(margin_us=[np.nan, *[np.inf] * (len(TICKS) - 1)])
    decided = support.decided_at_home(ticks)

    assert [name for name in decided if name.startswith("margin_")] == ["margin_vietnam"]
    assert "inf" not in support.support_reading(decided, GROUPS)


@pytest.mark.parametrize(("events", "said"), [
    ({}, "They agree"), ({0: "a"}, "One thing happens meanwhile."),
    ({0: "a", 1: "b"}, "2 things happen meanwhile, on one day."),
    ({0: "a", 2: "b"}, "2 things happen meanwhile, on 2 days."),
])  # fmt: skip
def test_events_are_counted_in_words(events, said):
    days = [date(2025, 11, 3), date(2025, 11, 3), date(2025, 11, 10)]
    table = pd.DataFrame({
        "date": days, "party": "us", "rate": np.nan,
        "move": ["event" if n in events else "wait" for n in range(3)],
        "event": [events.get(n) for n in range(3)],
    })  # fmt: skip

    assert said in calendar.calendar_reading(table, 20.0)


def test_mappings_are_named_by_what_they_are():
    runs = RUNS.assign(strategy=['{"type":"conceder"}', "linear"] * (len(RUNS) // 2))
    heat = sweep.heat_table(runs, "strategy", "strategy", "gain0_us")

    assert list(sweep.sweep_table(runs, "strategy", ["gain0_us"])["level"]) == ["conceder", "linear"]
    assert [*heat.index, *heat.columns] == ["conceder", "linear", "conceder", "linear"]


def test_distributions_count_every_run(figures):
    table = distributions.distributions_table(RUNS, ["gain0_us"])
    counted = sum(bar.get_height() for bar in figures["distributions"].axes[0].patches)

    assert counted == len(RUNS)
    assert table["mean"].tolist() == [3.0]
    assert distributions.distributions_reading(table).startswith(
        "Gain over no deal, the US: 3.00 in the mean; nine runs in ten lie between 1.15 and 5.55."
    )


def test_a_sweep_shows_the_means_of_its_levels(figures):
    table = sweep.sweep_table(RUNS, "strategy", ["gain0_us"])

    assert lines(figures["sweep"].axes[0])[0] == [[0, 1.5], [1, 4.5]]
    assert sweep.sweep_reading(table, "gain0_us", "strategy").startswith(
        "Gain over no deal, the US is lowest at strategy boulware (1.5) and highest at conceder (4.5)."
    )


def test_many_values_of_a_factor_are_put_into_groups():
    runs = pd.DataFrame({"x": np.linspace(0.0, 1.0, 80)})

    assert sweep.levels_of(runs, "x").value_counts().tolist() == [10] * 8
    assert sweep.levels_of(runs.round(1), "x").nunique() == 11


def test_the_heat_map_has_the_mean_of_every_cell(figures):
    table = sweep.heat_table(RUNS, "strategy", "threat", "gain0_us")
    cells = [text.get_text() for text in figures["heat"].axes[0].texts]

    assert cells == ["1", "2", "3", "6"]
    assert sweep.heat_reading(table, ("strategy", "threat"), "gain0_us") == (
        "Gain over no deal, the US is highest, 6, at strategy conceder and threat 0.6."
    )


def test_a_comparison_tells_noise_from_difference(figures):
    assert [axes.lines[0].get_markerfacecolor() == "white" for axes in figures["comparison"].axes] == [
        False,
        True,
    ]
    assert comparison.comparison_reading(DIFFERENCES) == (
        "The second differs from the first: gain over no deal, the US +1.5 (+1 to +2). "
        "Within noise: tariff agreed, %. About 120 replications would settle tariff agreed, %."
    )


def test_an_interval_beside_zero_is_noise_if_the_correction_says_so():
    """One of many metrics has such an interval by chance alone."""
    corrected = DIFFERENCES.assign(verdict="within noise", n_needed=pd.NA)

    assert comparison.comparison_reading(corrected).startswith("Within noise: gain over no deal, the US;")


def test_who_gains_and_loses_most_is_said(figures):
    assert comparison.agents_reading(AGENTS) == (
        "Played again, in 8 replications that agreed: 2 gain, 2 lose. "
        "Most gains apparel exporters (Vietnam) (+1.50). Most loses US importer 1 (−2.50)."
    )
    shown = [text.get_text() for text in figures["agents"].axes[0].get_yticklabels()]
    assert shown[-2:] == ["Vietnam", "the US"]


def test_where_pairs_part_is_counted(figures):
    assert [bar.get_height() for bar in figures["partings"].axes[0].patches] == [2, 1]
    assert comparison.partings_reading(PARTINGS) == (
        "3 of 4 pairs with the same luck part, half of them by round 3."
    )
    same = PARTINGS.assign(round=float("nan"))
    assert comparison.partings_reading(same) == (
        "All 4 pairs with the same luck are the same, move for move."
    )


def test_sensitivity_bars_are_the_indices(figures):
    widths = [bar.get_width() for bar in figures["sensitivity"].axes[0].patches]

    assert widths == [0.7, 0.2, 0.5, 0.1]
