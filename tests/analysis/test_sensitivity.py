import numpy as np
import pandas as pd
import pytest

from negsim.analysis.results import Results
from negsim.analysis.sensitivity import indices, ranked, sensitivity
from negsim.errors import ResultError
from negsim.experiment.designs.factor import Range
from negsim.experiment.designs.fast import Fast
from negsim.experiment.designs.morris import Morris
from negsim.experiment.designs.saltelli import Saltelli
from negsim.experiment.experiment import make_experiment
from negsim.experiment.tables import design_table
from negsim.rng import stream
from negsim.settings import yaml_file
from negsim.settings.reader import Place

FACTORS = {name: Range(-np.pi, np.pi) for name in ("x1", "x2", "x3")}
NAN = float("nan")


def ishigami(x1, x2, x3):
    return np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)


def laid_out(design, factors=FACTORS):
    sample = design.sample(factors, str, stream(1, "design"))
    return pd.DataFrame(sample.extra), list(sample.codes.values())


def estimated(method, design, function=ishigami, settings=None):
    extra, columns = laid_out(design)
    return indices(method, extra, function(*columns), list(FACTORS), settings or {})[0].set_index("factor")


# Ishigami & Homma (1990), a = 7, b = .1, by hand: V = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2 = 13.845,
# V1 = (1 + b pi^4/5)^2 / 2 = 4.346, V2 = a^2/8 = 6.125, V13 = b^2 pi^8 (1/18 - 1/50) = 3.374
FIRST = [0.3139, 0.4424, 0.0]
TOTAL = [0.5576, 0.4424, 0.2437]


def test_sobol_indices_of_the_ishigami_function():
    found = estimated("saltelli", Saltelli(4096))

    assert found["first_order"].tolist() == pytest.approx(FIRST, abs=0.01)
    assert found["total"].tolist() == pytest.approx(TOTAL, abs=0.01)
    for name, truth in (("first_order", FIRST), ("total", TOTAL)):
        assert (found[f"{name}_low"] <= truth).all()
        assert (truth <= found[f"{name}_high"]).all()
        assert (found[f"{name}_high"] - found[f"{name}_low"]).max() < 0.12


def test_intervals_of_a_small_design_are_wider():
    small, large = (estimated("saltelli", Saltelli(n)) for n in (64, 1024))

    assert ((small["total_high"] - small["total_low"]) > (large["total_high"] - large["total_low"])).all()


def test_fast_indices_of_the_ishigami_function():
    found = estimated("fast", Fast(4097), settings={"harmonics": 4})

    assert found["first_order"].tolist() == pytest.approx(FIRST, abs=0.03)
    assert found["total"].tolist() == pytest.approx(TOTAL, abs=0.06)
    assert list(found.columns) == ["first_order", "total"]


def test_effects_of_a_linear_function_are_its_slopes_over_the_range():
    found = estimated("morris", Morris(10), lambda x1, x2, x3: 3 * x1 - 2 * x2)

    expected = np.array([3.0, -2.0, 0.0]) * 2 * np.pi
    assert found["mu"].tolist() == pytest.approx(expected.tolist())
    assert found["mu_star"].tolist() == pytest.approx(abs(expected).tolist())
    assert found["mu_star_low"].tolist() == pytest.approx(abs(expected).tolist())
    assert found["sigma"].tolist() == pytest.approx([0, 0, 0], abs=1e-9)


def test_effects_are_those_of_salib():
    from SALib.analyze import morris

    extra, columns = laid_out(Morris(50))
    problem = {"num_vars": 3, "names": list(FACTORS), "bounds": [[0, 1]] * 3, "groups": None}
    unit = np.stack(columns, axis=1) / (2 * np.pi) + 0.5
    theirs = morris.analyze(problem, unit, ishigami(*columns))
    ours = indices("morris", extra, ishigami(*columns), list(FACTORS), {})[0]

    assert ours["mu_star"].tolist() == pytest.approx(list(theirs["mu_star"]))
    assert ours["sigma"].tolist() == pytest.approx(list(theirs["sigma"]))


def test_points_without_a_number_take_their_base_point_with_them():
    extra, columns = laid_out(Saltelli(64))
    means = ishigami(*columns)
    hole = means.copy()
    hole[6] = NAN
    table, left_out = indices("saltelli", extra, hole, list(FACTORS), {})
    keep = np.arange(len(means)) // 5 != 1
    kept = extra[keep].reset_index(drop=True)
    without, none = indices("saltelli", kept, means[keep], list(FACTORS), {})

    assert (left_out, none) == (1, 0)
    assert table.equals(without)


def test_a_point_without_a_number_takes_the_steps_to_and_from_it_and_no_others():
    extra, columns = laid_out(Morris(30))
    means = ishigami(*columns)
    hole = means.copy()
    hole[5] = NAN  # the second trajectory is points 4 to 7: its first two steps have no number
    whole, none = indices("morris", extra, means, list(FACTORS), {})
    table, left_out = indices("morris", extra, hole, list(FACTORS), {})
    last = list(FACTORS).index(extra["moved"][7])
    before, after = ([*found[["mu_star", "mu", "sigma"]].iloc[last]] for found in (whole, table))
    keep = np.arange(len(means)) // 4 != 1
    without = indices("morris", extra[keep].reset_index(drop=True), means[keep], list(FACTORS), {})[0]
    others = [at for at in range(3) if at != last]

    assert (left_out, none) == (2, 0)
    assert before == pytest.approx(after)
    assert table["mu_star"][others].tolist() == pytest.approx(without["mu_star"][others].tolist())


@pytest.mark.parametrize(
    ("method", "design"), [("saltelli", Saltelli(4)), ("morris", Morris(4)), ("fast", Fast(65))]
)
def test_nothing_is_said_where_there_are_no_numbers(method, design):
    extra, columns = laid_out(design)

    with pytest.raises(ResultError):
        indices(method, extra, np.full(len(columns[0]), NAN), list(FACTORS), {})


def folder(path, design, rows):
    """Write the files of a result folder that the analysis reads, with one row a run."""
    factors = {
        "no_deal.credibility": {"low": 0.1, "high": 0.6},
        "no_deal.in_force": {"low": 0.1, "high": 0.3},
    }
    data = {"scenario": "mini", "seed": 1, "factors": factors, "design": design, "metrics": ["joint_gain"]}
    asked = make_experiment(data, Place("e.yaml"))
    path.mkdir(exist_ok=True)
    design_table(asked).to_pandas()
    import pyarrow.parquet as pq

    pq.write_table(design_table(asked), path / "design.parquet")
    (path / "config.yaml").write_text(yaml_file.dump(asked.resolved()))
    pd.DataFrame(rows(asked)).to_parquet(path / "runs.parquet")
    return Results(path)


def known_effect(replications, noise):
    def rows(asked):
        for point in range(asked.n_points):
            odds, rate = (value for _, value in asked.point(point).factors)
            for r in range(replications):
                luck = noise * (-1 if r % 2 else 1)
                yield {
                    "point_id": point,
                    "replication": r,
                    "status": "ok",
                    "joint_gain": 10 * odds + rate + luck,
                }

    return lambda asked: list(rows(asked))


def test_indices_of_a_result_folder_with_the_noise_of_its_replications(tmp_path):
    found = sensitivity(
        folder(tmp_path / "e", {"type": "saltelli", "base_points": 64}, known_effect(4, 0.5)), "joint_gain"
    )

    # variances 10^2 .5^2/12 and .2^2/12: shares .998 and .0016; each point has values -+ .5: variance 1/3
    assert found.table["total"].tolist() == pytest.approx([0.998, 0.0016], abs=0.06)
    assert found.noise.within == pytest.approx(1 / 3)
    assert found.noise.of_means == pytest.approx(1 / 12 / found.noise.between)
    assert found.noise.ratio == pytest.approx(1 / 3 / found.noise.between)
    assert (found.points, found.left_out) == (256, 0)
    assert ranked(found).table["factor"][0] == "no_deal.credibility"


def test_one_replication_says_nothing_of_noise(tmp_path):
    found = sensitivity(folder(tmp_path / "e", {"type": "morris"}, known_effect(1, 0)), "joint_gain")

    assert np.isnan(found.noise.within)
    assert found.table["mu_star"].tolist() == pytest.approx([5.0, 0.2])


@pytest.mark.parametrize(
    ("design", "rows", "metric", "expected"),
    [
        (
            {"type": "morris"},
            known_effect(1, 0),
            "join_gain",
            "unknown column 'join_gain'. Did you mean 'joint_gain'?",
        ),
        (
            {"type": "morris"},
            lambda asked: [{"point_id": 0, "status": "ok", "joint_gain": 1.0}],
            "joint_gain",
            "joint_gain is the same at every point",
        ),
    ],
)
def test_what_cannot_be_analysed_is_refused(tmp_path, design, rows, metric, expected):
    results = folder(tmp_path / "e", design, rows)

    with pytest.raises(ResultError) as caught:
        sensitivity(results, metric)

    assert expected in str(caught.value)
