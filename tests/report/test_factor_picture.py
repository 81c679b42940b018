import numpy as np
import pytest

import negsim
from negsim.analysis.summary import summary
from negsim.experiment.experiment import make_experiment
from negsim.report.factor_picture import draw_factors
from negsim.settings.reader import Place

RULES = ["boulware", "linear", "conceder"]
BASE = {"name": "e", "scenario": "mini", "replications": 3, "seed": 1}
BASE |= {"metrics": ["gain0_us", "agreement_rate"]}


def drawn(monkeypatch, tmp_path, factors, **changes):
    """Return the runs of an experiment and the axes of its picture."""
    data = {**BASE, "factors": factors, **changes}
    monkeypatch.setattr("negsim.report.finish.draw_factors", lambda *_: None)
    runs, kept = negsim.run(data).runs, []
    monkeypatch.setattr(
        "negsim.report.factor_picture.Figure.savefig", lambda figure, *_, **__: kept.append(figure)
    )
    draw_factors(make_experiment(data, Place("e")), runs, tmp_path / "x.svg")
    return runs, [axes for axes in kept[0].axes if axes.get_visible()]


def test_one_factor_is_drawn_as_means_with_intervals(monkeypatch, tmp_path):
    runs, axes = drawn(monkeypatch, tmp_path, {"parties.us.strategy": RULES})
    table = summary(runs, ["parties.us.strategy"], ["gain0_us"])
    (bars,) = axes[0].containers

    assert [a.get_title(loc="left") for a in axes] == [
        "gain0_us, party's utility",
        "agreement_rate",
        "level_tariff",
    ]
    assert bars.lines[0].get_ydata().tolist() == table["gain0_us_mean"].tolist()
    ends = np.array([segment[:, 1] for segment in bars.lines[2][0].get_segments()])
    assert ends[:, 0] == pytest.approx(table["gain0_us_low"].to_numpy())
    assert ends[:, 1] == pytest.approx(table["gain0_us_high"].to_numpy())
    assert [label.get_text() for label in axes[0].get_xticklabels()] == RULES


def test_two_factors_are_drawn_as_heat_maps_whose_cells_are_the_means(monkeypatch, tmp_path):
    factors = {"parties.us.strategy": RULES, "no_deal.credibility": [0.6, 0.1]}
    runs, axes = drawn(monkeypatch, tmp_path, factors)
    means = runs.groupby(["parties.us.strategy", "no_deal.credibility"])["gain0_us"].mean()
    image = np.asarray(axes[0].images[0].get_array())

    for row, rule in enumerate(RULES):
        for column, odds in enumerate((0.1, 0.6)):  # numbers ascend
            assert image[row, column] == pytest.approx(means[rule, odds])
    assert [text.get_text() for text in axes[0].texts][:2] == [f"{v:.3g}" for v in image[0]]
    assert (axes[0].get_xlabel(), axes[0].get_ylabel()) == ("credibility", "strategy")


def test_more_factors_are_drawn_one_at_a_time(monkeypatch, tmp_path):
    factors = {
        "parties.us.strategy": ["linear", "boulware"],
        "no_deal.credibility": [0.1, 0.6],
        "time.ticks": [6, 12],
    }
    runs, axes = drawn(monkeypatch, tmp_path, factors, replications=2)

    assert len(axes) == 3 * 3
    assert [a.get_xlabel() for a in axes[:3]] == ["strategy", "credibility", "ticks"]
    assert axes[2].containers[0].lines[0].get_ydata() == pytest.approx(
        runs.groupby("time.ticks")["gain0_us"].mean().to_numpy()
    )


def test_ranges_are_drawn_point_by_point(monkeypatch, tmp_path):
    factors = {"no_deal.credibility": {"low": 0.1, "high": 0.6}}
    design = {"type": "latin_hypercube", "points": 6}
    runs, axes = drawn(monkeypatch, tmp_path, factors, design=design)
    points = runs.groupby("point_id")["gain0_us"].mean()

    assert sorted(axes[0].lines[0].get_ydata()) == pytest.approx(sorted(points))


@pytest.mark.long
def test_an_experiment_s_folder_has_this_picture_and_the_same_one_again(tmp_path):
    data = {**BASE, "factors": {"parties.us.strategy": RULES}, "replications": 2}
    first, again = (negsim.run(data, out=tmp_path / name).path / "figure.svg" for name in "ab")

    assert first.read_bytes() == again.read_bytes()
