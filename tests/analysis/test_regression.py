import numpy as np
import pandas as pd
import pytest

import negsim
from negsim.analysis.regression import regression
from negsim.errors import ResultError

NAN = float("nan")


def sample(n=400, seed=1):
    rng = np.random.Generator(np.random.PCG64(seed))
    return pd.DataFrame({"a": rng.normal(size=n), "b": rng.normal(size=n), "c": rng.normal(size=n)})


def test_coefficients_of_a_line_are_known():
    # y = 3a - 4b with independent unit variances: sd 5, so the coefficients are .6, -.8 and 0, all explained
    design = sample(4000)
    table, left_out = regression(design, (3 * design["a"] - 4 * design["b"]).to_numpy(), ["a", "b", "c"], {})

    assert left_out == 0
    assert table["src"].tolist() == pytest.approx([0.6, -0.8, 0.0], abs=0.03)
    assert table["r_squared"].tolist() == pytest.approx([1.0] * 3)
    assert table["prcc"].abs().tolist()[:2] == pytest.approx([0.93, 0.96], abs=0.03)


def test_ranks_see_what_is_monotonic_but_far_from_linear():
    design = sample()
    table, _ = regression(design, np.exp(4 * design["a"]).to_numpy(), ["a", "b", "c"], {})

    assert table["prcc"][0] == pytest.approx(1.0, abs=1e-6)
    assert table["rank_r_squared"][0] > 0.99 > 0.6 > table["r_squared"][0]


def test_partial_correlations_are_those_of_the_residuals():
    design = sample(200)
    y = (design["a"] + 0.5 * design["b"] + np.sin(5 * design["c"])).to_numpy()
    table, _ = regression(design, y, ["a", "b", "c"], {})
    ranks = np.column_stack([np.argsort(np.argsort(design[name])) for name in "abc"])
    target, others = np.argsort(np.argsort(y)).astype(float), np.column_stack([np.ones(200), ranks[:, 1:]])
    both = ranks[:, 0].astype(float), target
    left = [v - others @ np.linalg.lstsq(others, v, rcond=None)[0] for v in both]

    assert table["prcc"][0] == pytest.approx(np.corrcoef(*left)[0, 1])


def test_intervals_hold_the_truth_and_narrow_with_points():
    widths = {}
    for n in (60, 2000):
        design = sample(n, seed=3)
        noise = np.random.Generator(np.random.PCG64(9)).normal(size=n) * 5
        y = 3 * design["a"] - 4 * design["b"] + noise
        row = regression(design, y.to_numpy(), ["a", "b", "c"], {})[0].iloc[0]
        widths[n] = row["src_high"] - row["src_low"]

        assert row["src_low"] < 3 / np.sqrt(50) < row["src_high"]
    assert widths[2000] < widths[60] / 3


def test_words_are_a_row_a_level_against_the_others():
    design = pd.DataFrame({"rule": ["x", "y", "z"] * 20})
    y = design["rule"].map({"x": 0.0, "y": 1.0, "z": 1.0}) + np.linspace(0, 0.1, 60)
    table, _ = regression(design, y.to_numpy(), ["rule"], {})

    assert table["factor"].tolist() == ["rule=y", "rule=z"]
    assert table["src"][0] == pytest.approx(table["src"][1], abs=0.02)


def test_points_without_a_number_are_left_out():
    design = sample(50)
    y = design["a"].to_numpy().copy()
    y[:5] = NAN
    table, left_out = regression(design, y, ["a", "b", "c"], {})

    assert left_out == 5
    assert table["src"][0] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("design", "y", "expected"),
    [
        (sample(5), np.arange(5.0), "5 points with a number are too few for 3 coefficients: take at least 6"),
        (sample(20), np.ones(20), "the same at every point"),
        (sample(20).assign(c=lambda d: d["a"] * 2), np.arange(20.0), "move together or stay"),
        (sample(20).assign(c=1.0), np.arange(20.0), "move together or stay"),
    ],
)
def test_what_cannot_be_told_apart_is_refused(design, y, expected):
    with pytest.raises(ResultError, match=expected):
        regression(design, y, ["a", "b", "c"], {})


@pytest.mark.long
def test_a_latin_hypercube_is_analysed():
    found = negsim.sensitivity(
        negsim.run(
            {
                "name": "sample",
                "scenario": "mini",
                "factors": {
                    "no_deal.credibility": {"low": 0.1, "high": 0.9},
                    "parties.us.strategy": ["boulware", "conceder"],
                },
                "design": {"type": "latin_hypercube", "points": 24},
                "replications": 2,
                "seed": 1,
                "metrics": ["gain0_vietnam"],
            }
        )
    )
    rows = found.set_index(["metric", "factor"])

    assert set(found["method"]) == {"regression"}
    assert set(found["metric"]) == {"gain0_vietnam", "level_tariff"}
    # who believes more in the threat expects less without a deal, and gains more by one
    assert rows.loc[("gain0_vietnam", "no_deal.credibility"), "src_low"] > 0
