import pandas as pd
import pytest

import negsim
from negsim.analysis.levels import level_metrics, shares, with_shares
from negsim.errors import ConfigError

RUNS = pd.DataFrame(
    {
        "agreed": [True, True, False, True],
        "issue_tariff": ["20 %", "10 %", None, "20 %"],
        "level_tariff": [0.2, 0.1, None, 0.2],
        "issue_access": ["all", "none", None, "all"],
    }
)


def test_shares_are_of_agreements_and_of_issues_without_numbers():
    table = shares(RUNS)

    assert list(table.columns) == ["share_access_all", "share_access_none"]
    assert table["share_access_all"].mean() == pytest.approx(2 / 3)
    assert table["share_access_all"].isna().tolist() == [False, False, True, False]
    assert level_metrics(RUNS) == ["level_tariff"]
    assert level_metrics(RUNS, ["level_tariff"]) == []
    assert "share_access_all" in with_shares(RUNS, ["share_access_all"])
    assert with_shares(RUNS, ["u_us"]) is RUNS


@pytest.fixture(scope="module")
def results():
    return negsim.run(
        {
            "name": "levels",
            "scenario": "mini",
            "factors": {"parties.us.strategy": ["hardliner", "linear"]},
            "replications": 6,
            "seed": 1,
            "metrics": ["level_tariff", "agreement_rate"],
        }
    )


def test_the_summary_has_the_mean_tariff_and_the_shares(results):
    agreed, row = results.runs[results.runs["point_id"] == 1], results.points.iloc[1]

    assert row["level_tariff_mean"] == pytest.approx(agreed["level_tariff"].mean())
    assert row["share_access_all_mean"] == pytest.approx((agreed["issue_access"] == "all").mean())
    assert list(results.runs.columns).count("level_tariff") == 1


def test_levels_are_metrics_one_may_ask_for(results):
    assert results.summary()["level_tariff_mean"].notna().any()
    found = negsim.compare(results, metrics=["level_tariff", "share_access_all"], replays=0)

    assert found.table["metric"].tolist() == ["level_tariff", "share_access_all"]


def test_the_level_of_another_issue_is_refused():
    asked = {"scenario": "mini", "metrics": ["level_tarif"]}
    with pytest.raises(ConfigError, match="metrics: level_tarif: unknown issue with numbers 'tarif'"):
        negsim.run(asked)
    with pytest.raises(ConfigError, match="unknown issue with numbers 'access'"):
        negsim.run({"scenario": "mini", "metrics": ["level_access"]})
