"""Properties of whole talks: I1, I5, I6 and I8."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from negsim.arrays import Mask
from negsim.rng import derive_seed
from negsim.talks.model import NegotiationModel
from negsim.talks.record import RunRecord
from negsim.talks.scenario import Scenario
from negsim.validation.check import Check, Direction, Got, exact
from negsim.validation.worlds import DEFAULT, SEED, packaged, records, world

RUNS = 12


def same_seed() -> Mapping[str, Got]:
    """Return how many runs of the default world are not the same again, in another order and alone."""
    scenario = packaged(DEFAULT)
    seeds = [derive_seed(SEED, "validation", number) for number in range(RUNS)]
    one, two = _histories(scenario, seeds), _histories(scenario, seeds[::-1])[::-1]
    alone = [_histories(scenario, [seed])[0] for seed in seeds[:3]]
    return {
        "in another order": float(sum(a != b for a, b in zip(one, two, strict=True))),
        "alone": float(sum(a != b for a, b in zip(one, alone, strict=False))),
    }


def _histories(scenario: Scenario, seeds: list[int]) -> list[str]:
    """Return the transcripts of some runs of one model, as text."""
    model, found = NegotiationModel(scenario), []
    for seed in seeds:
        model.reset(seed, log=True)
        model.run()
        found.append(repr(list(model.state.history)))
    return found


def tighter() -> Mapping[str, Got]:
    """Return how many outcomes enter a win-set as more is asked at home, over runs with the same luck."""
    base = packaged("quiet")
    first, second = base.parties
    asked = {
        first: ("threshold", (0.0, 0.1, 0.3, 0.6)),
        second: ("quorum", (0.5, 0.65, 0.8, 1.0)),
    }
    found: dict[str, Got] = {}
    for name, (key, values) in asked.items():
        masks = [_win_sets(name, f"parties.{name}.ratification.{key}", value) for value in values]
        entered = sum(int((after & ~before).sum()) for before, after in pairwise(masks))
        found[f"outcomes that enter, {key}"] = float(entered)
        found[f"outcomes that leave, {key}"] = exact((masks[0] & ~masks[-1]).sum())
    return found


def _win_sets(name: str, path: str, value: float) -> Mask:
    """Return the win-sets of a side at the start of some runs, one row a run."""
    model, masks = NegotiationModel(world("quiet", {path: value})), []
    for number in range(5):
        model.reset(derive_seed(SEED, "validation", number))
        masks.append(model.parties[name].home.win_set().copy())
    return np.array(masks)


SWITCHED_OFF = (
    "a leader that never overrides",
    "patience of 1",
    "waiting for no ruling",
    "an option worth nothing",
    "a breakdown that never comes",
    "nothing followed",
)


def _neutral() -> dict[str, dict[str, Any]]:
    """Return mechanisms at the value that switches them off, by setting of the quiet world."""
    first, second = packaged("quiet").parties
    return {
        "a leader that never overrides": {
            "events": {"leader": {"type": "override", "party": first, "chance": 0}}
        },
        "patience of 1": {f"parties.{name}.patience": {"discount": 1.0} for name in (first, second)},
        "waiting for no ruling": {f"parties.{name}.patience": {"waiting": 1.0} for name in (first, second)},
        "an option worth nothing": {f"parties.{second}.patience": {"outside_option": -1e6}},
        "a breakdown that never comes": {"mechanism.breakdown": 0.0},
        "nothing followed": {"implementation.ticks": 0},
    }


def nesting() -> Mapping[str, Got]:
    """Return how many runs of the quiet world end otherwise with a mechanism that is switched off."""
    plain = [_end(record) for record in records(packaged("quiet"), RUNS)]
    return {
        label: float(
            sum(a != _end(b) for a, b in zip(plain, records(world("quiet", settings), RUNS), strict=True))
        )
        for label, settings in _neutral().items()
    }


def _end(record: RunRecord) -> tuple[Any, ...]:
    """Return what a run ended in, to the last bit."""
    gains = tuple((party.gain, party.initial_gain) for party in record.parties.values())
    return record.end_state, record.agreement, record.rounds, gains, len(record.offers)


def nobody_loses() -> Mapping[str, Got]:
    """Return in how many agreements of the default world somebody gets less than no deal is worth."""
    runs = [record for record in records(packaged(DEFAULT), 4 * RUNS) if record.agreement is not None]
    below = [min(party.gain for party in record.parties.values()) < -1e-9 for record in runs]
    return {"below no deal": float(sum(below)), "agreements": exact(len(runs))}


CHECKS = (
    Check(
        "I1",
        "the same seed is the same talks",
        "engine",
        {"in another order": 0.0, "alone": 0.0},
        0.0,
        f"transcripts of {RUNS} runs that differ",
        same_seed,
        long=True,
    ),
    Check(
        "I5",
        "who asks for more at home can carry no more",
        "engine",
        {
            "outcomes that enter, threshold": 0.0,
            "outcomes that leave, threshold": Direction(">"),
            "outcomes that enter, quorum": 0.0,
            "outcomes that leave, quorum": Direction(">"),
        },
        0.0,
        "Tsebelis (2002); win-sets of five runs at four values each",
        tighter,
    ),
    Check(
        "I6",
        "what is switched off does nothing",
        "engine",
        dict.fromkeys(SWITCHED_OFF, 0.0),
        0.0,
        f"runs of {RUNS} that end otherwise",
        nesting,
        long=True,
    ),
    Check(
        "I8",
        "nobody signs what is worth less than no deal",
        "engine",
        {"below no deal": 0.0, "agreements": Direction(">", 10)},
        0.0,
        f"agreements in {4 * RUNS} runs",
        nobody_loses,
        long=True,
    ),
)
