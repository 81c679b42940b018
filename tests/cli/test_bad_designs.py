"""Designs that cannot be meant are refused in one sentence, before anything runs and without a trace."""

import pytest

from negsim.experiment.run import Player
from tests.commands import negsim, tree

GRID = "factors: {no_deal.credibility: [0.1, 0.5]}\n"
RANGE = "factors: {no_deal.credibility: {low: 0.1, high: 0.5}}\n"
THREE = "design: {type: random, points: 3}\n"
HUGE = "".join(f"  parties.us.terms.{name}.weight: {list(range(100))}\n" for name in "abcdef")


def factor(text):
    return f"factors: {{no_deal.credibility: {text}}}\n"


BAD = {
    "no levels": (factor("[]"), "factors.no_deal.credibility: must be a list of at least one level"),
    "nothing": (factor(""), "factors.no_deal.credibility: must be a list of at least one level"),
    "no range": (factor("{}") + THREE, "has no levels; list them, or give a range {low, high}"),
    "unknown path": ("factors: {no_deal.credibilty: [0.1]}\n", "Did you mean 'credibility'?"),
    "unknown key": (GRID + "replication: 3\n", "unknown key 'replication'. Did you mean 'replications'?"),
    "unknown key of a factor": (
        factor("{lo: 0.1, high: 0.5}") + THREE,
        "unknown key 'lo'. Did you mean 'low'",
    ),
    "unknown design": (GRID + "design: gird\n", "unknown design 'gird'. Did you mean 'grid'?"),
    "unknown key of a design": (RANGE + "design: {type: random, point: 3}\n", "unknown key 'point'"),
    "nan": (factor("{low: .nan, high: 0.5}") + THREE, "low: must be a number, got nan"),
    "infinite": (factor("{low: 0.1, high: .inf}") + THREE, "high: must be a number, got inf"),
    "a level that is nan": (factor("[0.1, .nan]"), "must be a number >= 0 and <= 1 (probability), got nan"),
    "1e12 points": (RANGE + "design: {type: random, points: 1000000000000}\n", "at most 10,000,000"),
    "2^40 points": (RANGE + f"design: {{type: sobol, points: {2**40}}}\n", "at most 10,000,000"),
    "1e12 combinations": (f"factors:\n{HUGE}", "100,000,000,000,000 runs are asked for"),
    "1e12 replications": (GRID + "replications: 1000000000000\n", "2,000,000,000,000 runs are asked for"),
    "low above high": (factor("{low: 0.6, high: 0.5}") + THREE, "low: must be below high, got 0.6 and 0.5"),
    "out of range": (factor("{low: 0.6, high: 1.5}") + THREE, "must be a number >= 0 and <= 1"),
    "a range in a grid": (RANGE, "a grid needs levels, got the range 0.1 to 0.5"),
    "a factor twice": ("factors:\n  time.ticks: [3]\n  time.ticks: [4]\n", "'time.ticks' appears twice"),
    "a level twice": (factor("[0.1, 0.1]"), "has a level twice"),
    "a factor undone": (
        "factors: {no_deal.credibility: [0.1], no_deal: [{credibility: 0.3}]}\n",
        "this factor undoes factor no_deal.credibility",
    ),
    "constraint on nothing": (GRID + "constraints: [no_deal.credibilty > 0.1]\n", "unknown factor"),
    "constraint that is code": (GRID + "constraints: [__import__('os')]\n", "must compare two factors"),
    "constraint nobody meets": (GRID + "constraints: [no_deal.credibility > 1]\n", "no point meets"),
    "constraint on words": (
        "factors: {parties.us.strategy: [boulware]}\nconstraints: [parties.us.strategy > 1]\n",
        "only numbers can be compared",
    ),
    "constraint on a whole design": (
        "factors: {no_deal.credibility: {low: 0.1, high: 0.5}, no_deal.threatened: {low: 0.1, high: 0.5}}\n"
        "design: {type: saltelli, base_points: 8}\nconstraints: [no_deal.credibility > 0.2]\n",
        "is analysed as a whole",
    ),
    "unknown role": (factor("{levels: [0.1], role: leaver}"), "must be one of lever, uncertainty"),
    "only a role": (factor("{role: lever}"), "has no levels"),
    "roles as keys": (GRID + "levers: {time.ticks: [3]}\n", "unknown key 'levers'"),
    "levels and a range": (factor("{levels: [0.1], low: 0.2, high: 0.3}"), "unknown key 'low'"),
    "negative n": (RANGE + "design: {type: random, points: -4}\n", "whole number >= 1, got -4"),
    "n zero": (RANGE + "design: {type: latin_hypercube, points: 0}\n", "whole number >= 1, got 0"),
    "half a point": (RANGE + "design: {type: random, points: 2.5}\n", "whole number >= 1, got 2.5"),
    "negative replications": (GRID + "replications: -1\n", "whole number >= 1, got -1"),
    "until without a metric": (GRID + "until: {half_width: 0.1}\n", "the key 'metric' is missing"),
    "until without a target": (GRID + "until: {metric: gain0_us}\n", "the key 'half_width' is missing"),
    "until nan": (GRID + "until: {metric: gain0_us, half_width: .nan}\n", "must be a number > 0, got nan"),
    "until something else": (
        GRID + "until: {metric: joint_gain, half_width: 0.1}\n",
        "until.metric: unknown",
    ),
    "until max below min": (
        GRID + "until: {metric: gain0_us, half_width: 0.1, min: 50, max: 20}\n",
        "until.max: must be at least min (50), got 20",
    ),
    "until and replications": (
        GRID + "replications: 7\nuntil: {metric: gain0_us, half_width: 0.1}\n",
        "is 7, but until.max is 2000; give one of them",
    ),
    "unknown metric": (GRID + "metrics: [gain_usa]\n", "unknown metric 'gain_usa'. Did you mean 'gain_us'?"),
    "no power of 2": (RANGE + "design: {type: saltelli, base_points: 10}\n", "nearest are 8 and 16"),
    "no factor": ("design: {type: saltelli, base_points: 8}\n", "this design needs at least one"),
    "one factor": (RANGE + "design: {type: fast, curve_points: 65}\n", "at least two factors, got 1"),
    "odd levels": (RANGE + "design: {type: morris, levels: 3}\n", "must be an even number, got 3"),
    "no such file": ("design: {type: csv, file: no.csv}\n", "no.csv cannot be read"),
    "no rows": ("design: {type: list, points: []}\n", "must have at least one point, got none"),
    "ragged rows": (
        "design: {type: list, points: [{time.ticks: 3}, {time.tick: 3}]}\n",
        "[1]: unknown path 'time.tick'. Did you mean 'time.ticks'?",
    ),
    "a list of factors": ("factors: [no_deal.credibility]\n", "must be a mapping of keys to values"),
    "what is logged": ("factors: {log.offers: [none, all]}\n", "it cannot be a factor"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("how", [[], ["--dry-run"]], ids=["run", "dry run"])
def test_bad_designs_are_refused_before_anything_runs(tmp_path, monkeypatch, case, how):
    text, expected = BAD[case]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.yaml").write_text(f"name: bad\nscenario: mini\n{text}")
    before, played = tree(tmp_path), []
    play = Player.play
    monkeypatch.setattr(Player, "play", lambda self, run: played.append(run) or play(self, run))
    said = negsim("run", "bad.yaml", *how)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("negsim: bad.yaml: ")
    assert said.err.count("\n") == 1
    assert expected in said.err
    assert not played
    assert tree(tmp_path) == before
