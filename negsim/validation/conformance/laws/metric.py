"""What every metric promises."""

from functools import cache

from negsim.experiment.metrics.contract import Metric
from negsim.registry import Entry
from negsim.talks.record import RunRecord
from negsim.validation.conformance.law import Law, example, holds
from negsim.validation.conformance.worlds import mini, play

WALKS_AWAY = {"bidding": {"type": "scripted", "moves": ["walk_away"]}}


@cache
def finished_runs() -> dict[str, RunRecord]:
    """Return talks that end in agreement, by the deadline and by walking away, by name of their end."""
    parties = list(mini().parties)
    hardliners: dict[str, object] = {f"parties.{party}.strategy": "hardliner" for party in parties}
    changes: tuple[dict[str, object], ...] = ({}, hardliners, {f"parties.{parties[-1]}.strategy": WALKS_AWAY})
    records = [play(change) for change in changes]
    return {record.end_state: record for record in records}


def has_a_unit_and_a_direction(entry: Entry) -> None:
    """It has a unit, says which direction is better, and documents what it measures."""
    metric = example(entry)
    holds(isinstance(metric, Metric), f"{type(metric).__name__} must derive from Metric")
    holds(metric.unit, "it needs a unit")
    known = ("higher", "lower", "none")
    holds(metric.better in known, f"better must be one of {', '.join(known)}, got '{metric.better}'")
    holds(type(metric).measure.__doc__, "measure needs a docstring")


def measures_one_number_however_talks_end(entry: Entry) -> None:
    """Its measure of a run is one number, not infinite and the same when asked twice; 0 or 1 if a rate."""
    metric = example(entry)
    for end, record in finished_runs().items():
        number, again = metric.measure(record), metric.measure(record)
        holds(type(number) is float, f"where talks are {end} it measures {number!r}, which is no float")
        holds(abs(number) != float("inf"), f"where talks are {end} it measures {number}")
        same = number == again or (number != number and again != again)
        holds(same, f"asked twice of the same run it measures {number} and then {again}")
        rate = metric.unit != "share of runs" or number in (0.0, 1.0)
        holds(rate, f"as a share of runs it must be 0 or 1 in each, got {number} where talks are {end}")


LAWS: tuple[Law, ...] = (has_a_unit_and_a_direction, measures_one_number_however_talks_end)
