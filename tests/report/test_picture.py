import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pandas as pd
import pytest

from negsim.experiment.experiment import load_experiment, make_experiment
from negsim.experiment.run import run_all, run_one
from negsim.report.picture import draw, typical_run
from negsim.settings.reader import Place


def played(*settings, replications=3, **changes):
    data = {"scenario": "mini", "name": "e", "replications": replications, "seed": 1, **changes}
    asked = make_experiment(data, Place("e.yaml"), settings)
    runs = pd.DataFrame([rows.run for rows in run_all(asked.runs())])
    return asked, runs


def picture(asked, runs, path, number=0):
    run = list(asked.runs())[number]
    draw(asked, runs, run, run.talks.scenario, path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def talks():
    return played()


def test_both_formats_are_written(talks, tmp_path):
    png = picture(*talks, tmp_path / "figure.png")
    svg = picture(*talks, tmp_path / "figure.svg")

    assert png.startswith(b"\x89PNG\r\n")
    assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"


def test_the_same_talks_give_the_same_picture(talks, tmp_path):
    first, again = (picture(*talks, tmp_path / name) for name in ("a.svg", "b.svg"))

    assert first == again
    assert picture(*talks, tmp_path / "c.svg", number=1) != first
    assert b"<dc:date>" not in first


def axes_of(monkeypatch, asked, runs, tmp_path, number=0):
    """Return the axes of a picture."""
    kept = []
    monkeypatch.setattr("negsim.report.picture.Figure.savefig", lambda figure, *_, **__: kept.append(figure))
    run = list(asked.runs())[number]
    draw(asked, runs, run, run.talks.scenario, tmp_path / "x.svg")
    return kept[0].axes[0]


def texts_of(monkeypatch, asked, runs, tmp_path, number=0):
    """Return the words of a picture: title and legend."""
    axes = axes_of(monkeypatch, asked, runs, tmp_path, number)
    legend = [text.get_text() for text in axes.get_legend().get_texts()]
    return axes.get_title(loc="left"), legend


def test_the_words_of_a_picture(talks, tmp_path, monkeypatch):
    asked, runs = talks
    title, legend = texts_of(monkeypatch, asked, runs, tmp_path)
    row = runs.iloc[0]
    log = run_one(replace(next(asked.runs()), log=True)).offers
    of_us, of_vietnam = (
        sum(m["move"] == "offer" and m["party"] == p for m in log) for p in ("us", "vietnam")
    )

    levels = (f"{name} {row[f'issue_{name}']}" for name in ("tariff", "access", "origin"))

    assert title == f"e, run 0\n{' · '.join(levels)}"
    assert legend == [
        "54 possible outcomes",
        "Pareto frontier",
        "Nash point",
        "Kalai-Smorodinsky point",
        f"{of_us} offers of the US",
        f"{of_vietnam} offers of Vietnam",
        "agreements of 3 of 3 runs",
        "agreement of this run",
    ]


def test_a_picture_of_talks_that_failed(tmp_path, monkeypatch):
    hard = ("parties.us.strategy=hardliner", "parties.vietnam.strategy=hardliner")
    asked, runs = played(*hard)
    title, legend = texts_of(monkeypatch, asked, runs, tmp_path)

    assert title == "e, run 0\nno agreement"
    assert legend[-2:] == ["12 offers of the US", "12 offers of Vietnam"]


def test_the_title_names_the_design_point(tmp_path, monkeypatch):
    factors = {"parties.us.strategy": ["linear", "boulware"], "no_deal.credibility": [0.1]}
    asked, runs = played(factors=factors, replications=1)
    title, _ = texts_of(monkeypatch, asked, runs, tmp_path, number=1)

    assert title.splitlines()[0] == "e, run 1, strategy boulware, credibility 0.1"


def test_a_space_too_large_to_list_is_drawn_without_its_outcomes(talks, tmp_path, monkeypatch):
    monkeypatch.setattr("negsim.report.picture.NegotiationModel.bargain", None)
    _, legend = texts_of(monkeypatch, *talks, tmp_path)

    assert legend[0].endswith("offers of the US")


def agreed(*gains):
    rows = [
        {"run_id": 10 + i, "agreed": True, "gain0_us": a, "gain0_vietnam": b}
        for i, (a, b) in enumerate(gains)
    ]
    return pd.DataFrame(rows)


def test_the_typical_run_is_nearest_to_the_median_gains():
    assert typical_run(agreed((0, 0), (1, 5), (9, 9))) == 11
    assert typical_run(agreed((0, 0), (2, 2), (3, 3), (4, 4), (9, 9))) == 12
    assert typical_run(agreed((1, 1), (1, 1))) == 10


def test_without_agreement_the_first_run_is_typical():
    runs = agreed((0, 0), (1, 1))
    runs["agreed"] = [False, False]

    assert typical_run(runs) == 10


def test_failed_runs_are_not_typical():
    runs = agreed((0, 0), (1, 1))
    runs["agreed"] = [None, True]

    assert typical_run(runs) == 11


def test_packaged_scenarios_have_a_picture(tmp_path):
    asked = load_experiment("quiet", replications=1)
    runs = pd.DataFrame([rows.run for rows in run_all(asked.runs())])

    assert len(picture(asked, runs, tmp_path / "figure.svg")) > 20_000


@pytest.mark.long
def test_everything_is_drawn_in_the_tables_of_the_start(tmp_path, monkeypatch):
    """Pledges and lobbying move utilities during the talks; frontier and offers must stay comparable."""
    pledges = [
        f"parties.{side}.politics.{key}_probability=1"
        for side in ("us", "vietnam")
        for key in ("pledge", "leak")
    ]
    asked, runs = played(*pledges, "no_deal.credibility=0.9")
    axes = axes_of(monkeypatch, asked, runs, tmp_path)
    possible, agreements = (points.get_offsets().data.tolist() for points in axes.collections)
    drawn = {line.get_label(): line.get_xydata().tolist() for line in axes.lines}
    offers = [points for label, points in drawn.items() if " offers of " in label]

    assert runs["u_us"].tolist() != runs["u0_us"].tolist()
    assert agreements == runs.loc[runs["agreed"], ["u0_us", "u0_vietnam"]].to_numpy().tolist()
    assert len(offers) == 2
    for points in [*offers, agreements, drawn["agreement of this run"]]:
        assert points
        assert all(point in possible for point in points)
