import io
import re

import pytest
from rich.console import Console

import negsim
from negsim.errors import DomainError
from negsim.experiment.experiment import make_experiment
from negsim.report.screen import show
from negsim.settings.reader import Place
from negsim.settings.yaml_file import dump
from negsim.talks.model import NegotiationModel

FACTORS = {"parties.us.strategy": ["boulware", "conceder"], "no_deal.credibility": [0.1, 0.6]}


def experiment(tmp_path, **changes):
    """Write an experiment and return its path and itself."""
    data = {"name": "e", "scenario": "mini", "replications": 3, "seed": 1, **changes}
    path = tmp_path / "e.yaml"
    path.write_text(dump(data))
    return path, make_experiment(data, Place("e.yaml"))


def shown(tmp_path, width=80, settings=None, **changes):
    path, asked = experiment(tmp_path, **changes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("negsim.report.finish.draw", lambda *picture: None)
        results = negsim.run(path, settings=settings)
    return printed(results, asked, width), results


def printed(results, asked, width):
    console = Console(width=width, record=True, markup=False, file=io.StringIO())
    show(results, asked, results.points, console)
    return [line.rstrip() for line in console.export_text().splitlines()]


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    return shown(tmp_path_factory.mktemp("story"), metrics=["agreement_rate", "joint_gain"])


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return shown(
        tmp_path_factory.mktemp("table"), factors=FACTORS, metrics=["agreement_rate", "nash_distance"]
    )


def test_one_point_is_told_as_a_story(story):
    lines, _ = story
    text = "\n".join(lines)

    assert lines[0] == "What they agree on"
    assert lines[1].split() == [
        "issue",
        *["agreed", "level", "mean", "how", "often", "each", "level", "is", "agreed"],
    ]
    assert [line.split()[0] for line in lines[2:5]] == ["tariff", "access", "origin"]
    assert "What an agreement brings, billion US dollars a year" in lines
    assert "Who wins and loses: sales to the US in the commonest agreement" in lines
    assert re.search(r"^They need \d+ rounds \(median\); the agreement comes on \d+ \w+ 20\d\d", text, re.M)
    assert "3 of 3 negotiations end in agreement: 100.0% (95 % interval 43.9% to 100.0%)." in lines


def test_means_and_intervals_are_those_of_the_summary(story):
    lines, results = story
    summary = results.points.iloc[0]
    row = next(line for line in lines if line.startswith("joint_gain, scaled utility"))
    deficit = next(line for line in lines if line.startswith("US deficit"))

    assert row.split()[-4:] == [
        f"{summary['joint_gain_mean']:.3g}",
        f"{summary['joint_gain_low']:.3g}",
        "to",
        f"{summary['joint_gain_high']:.3g}",
    ]
    assert f"{results.runs['us_deficit_usd_bn'].mean():.1f}" in deficit
    assert deficit.split()[-1] == "107.7"  # without a deal, at the rate in force


def test_every_sector_is_listed_from_winner_to_loser(story):
    lines, _ = story
    start = lines.index("Who wins and loses: sales to the US in the commonest agreement") + 2
    changes = [float(re.search(r"[+-]\d+\.\d\d", line)[0]) for line in lines[start : start + 17]]

    assert len(changes) == 17
    assert changes == sorted(changes, reverse=True)
    assert lines[start + 17].startswith("This one agreement (67% of all) brings +")
    assert "all agreements in the mean" in lines[start + 17]


def test_the_mean_tariff_stands_beside_the_commonest(story):
    lines, results = story
    (row,) = (line for line in lines if line.startswith("tariff"))

    assert f" {results.runs['level_tariff'].mean():.1%} " in row


def test_several_points_are_a_table(table):
    lines, _ = table
    rows = lines[3:7]

    assert lines[0] == "e: 4 points x 3 replications"
    assert lines[1].split() + lines[2].split() == [
        *("agreement_", "nash_"),
        *("strategy", "credibility", "rate", "distance", "level_tariff"),
    ]
    assert [row.split()[:2] for row in rows] == [
        ["boulware", "0.1"],
        ["boulware", "0.6"],
        ["conceder", "0.1"],
        ["conceder", "0.6"],
    ]
    assert lines[7] == "means with 95 % intervals"
    assert not [line for line in lines if line.startswith("What")]  # a mixture of points is nobody's story


def test_cells_are_means_with_half_their_interval_and_rates_with_theirs(table):
    lines, results = table
    for line, (_, row) in zip(lines[3:7], results.points.iterrows(), strict=True):
        mean, half = row["nash_distance_mean"], (row["nash_distance_high"] - row["nash_distance_low"]) / 2
        digits = len(line.split()[-4].partition(".")[2])

        assert line.split()[-6:-3] == [f"{mean:.{digits}f}", "±", f"{half:.{digits}f}"]
        assert line.split()[2] == f"{row['agreement_rate_mean']:.0%}"
        assert line.split()[3] == "(44-100)"  # Wilson's for 3 of 3


def test_metrics_that_do_not_fit_are_named_below(tmp_path):
    asked = {
        "factors": FACTORS,
        "metrics": ["agreement_rate", "gain0_us", "gain0_vietnam", "u_us", "u_vietnam"],
    }
    narrow, results = shown(tmp_path, 50, **asked)
    wide = printed(results, experiment(tmp_path, **asked)[1], 120)

    assert "means with 95 % intervals; in summary.csv: gain0_vietnam, u_us, u_vietnam" in " ".join(narrow)
    assert "means with 95 % intervals" in wide
    assert max(map(len, narrow)) <= 50


def test_sampled_levels_are_short_and_a_sample_is_analysed(tmp_path):
    odds = {"low": 0.1, "high": 0.9}
    design = {"type": "latin_hypercube", "points": 12}
    lines, results = shown(
        tmp_path, factors={"no_deal.credibility": odds}, design=design, metrics=["gain0_us"]
    )
    text = "\n".join(lines)

    assert lines[0] == "e: 12 points x 3 replications"
    assert lines[1].split() == ["over", "all", "points", "mean", "sd", "5", "%", "95", "%"]
    assert "What moves gain0_us (regression, 12 points)" in lines
    assert not re.search(r"\d\.\d{5}", text)
    means = results.runs.groupby("point_id")["gain0_us"].mean()
    assert lines[2].split()[:2] == ["gain0_us", f"{means.mean():.3g}"]


def test_a_sample_too_small_to_analyse_says_so(tmp_path):
    odds = {"low": 0.1, "high": 0.9}
    design = {"type": "random", "points": 3}
    asked = {"factors": {"no_deal.credibility": odds}, "design": design, "metrics": ["gain0_us"]}
    lines, _ = shown(tmp_path, **asked)

    assert "are too few for 1 coefficients" in " ".join(lines)


def test_long_levels_are_folded(tmp_path):
    strategy = {
        "bidding": {"type": "time_dependent", "e": 0.123},
        "acceptance": {"type": "ac_next", "a": 1.1},
    }
    lines, _ = shown(
        tmp_path, factors={"parties.us.strategy": ["linear", strategy]}, metrics=["agreement_rate"]
    )

    assert [line.split()[1] for line in lines if line.startswith("linear")] == ["100%"]
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(tmp_path, width):
    lines, _ = shown(
        tmp_path, width, factors=FACTORS, metrics=["agreement_rate", "gain0_us", "us_deficit_usd_bn"]
    )

    assert max(map(len, lines)) <= width
    assert "…" not in "".join(lines)


def test_one_replication_has_no_interval(tmp_path):
    lines, _ = shown(tmp_path, factors=FACTORS, replications=1, metrics=["joint_gain", "agreement_rate"])

    assert "±" not in "".join(lines)
    assert "nan" not in "".join(lines)


def test_no_agreement_at_all(tmp_path):
    hard = {"parties.us.strategy": "hardliner", "parties.vietnam.strategy": "hardliner"}
    lines, _ = shown(tmp_path, settings=hard)

    assert lines == [
        "0 of 3 negotiations end in agreement: 0.0% (95 % interval 0.0% to 56.1%).",
        "  3 expired",
    ]


def test_points_with_other_issues_and_levels(tmp_path):
    lines, _ = shown(
        tmp_path,
        factors={"issues.tariff.levels": [[0.0, 0.2], [0.1, 0.3, 0.46]]},
        metrics=["agreement_rate"],
    )

    assert lines[0] == "e: 2 points x 3 replications"
    assert "[0.0,0.2]" in "".join(lines)


def test_every_run_failed(tmp_path, monkeypatch):
    def refuse(self):
        raise DomainError("the tariff is 700 %")

    monkeypatch.setattr(NegotiationModel, "run", refuse)
    lines, results = shown(tmp_path)

    assert set(results.runs["status"]) == {"failed"}
    assert lines == ["Every run failed; the reasons are in failures.jsonl."]


def test_a_long_design_is_cut_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("negsim.report.screen.MOST_POINTS", 2)
    levels = [0.1, 0.2, 0.3, 0.4]
    lines, _ = shown(
        tmp_path, factors={"no_deal.credibility": levels}, replications=1, metrics=["agreement_rate"]
    )

    assert [line.split()[0] for line in lines[3:5]] == ["0.1", "0.2"]
    assert lines[5] == "means with 95 % intervals; in summary.csv: 2 more points"


def test_the_summary_a_screen_reads_may_have_gaps(tmp_path):
    hard = {"bidding": "hardliner"}
    lines, _ = shown(
        tmp_path,
        factors={"parties.vietnam.strategy": [hard, "linear"]},
        metrics=["rounds_to_agreement"],
    )

    assert [line.split()[-1] for line in lines if line.startswith("bidding")] == ["-"]
