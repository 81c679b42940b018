"""The model's own forecast: talks played from a cut on, each under a vector of weights of its own."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from typing import Any

from negsim.agents.interest_group import InterestGroupSettings
from negsim.experiment.experiment import Experiment, make_experiment
from negsim.forecast.baselines import ACCESS, TARIFF, Cut
from negsim.forecast.constraints import known_by
from negsim.forecast.draw import drawn
from negsim.forecast.ending import Ending
from negsim.forecast.worlds import SOURCE, world_data
from negsim.politics.blocs import Key
from negsim.politics.countries import sides
from negsim.rng import stream
from negsim.settings.reader import Place
from negsim.talks.scenario import Scenario

DEFICIT = f"{sides()[0]}_deficit_usd_bn"


def vectors(cut: Cut, draws: int, seed: int) -> list[dict[Key, float]]:
    """Return vectors of weights that meet what could be asked on the day of the cut."""
    chance = stream(seed, "backtest", cut.day.isoformat())
    return list(islice(drawn(cut.ground, known_by(cut.day), chance), draws))


def place_of(talks: Scenario, key: Key) -> str:
    """Return the dotted path at which a scenario says what the table of weights says of a number."""
    party, kind, name = key
    if kind == "term":
        return f"parties.{party}.terms.{name}.weight"
    if kind != "faction":
        return f"parties.{party}.ratification.{name}"
    groups = {
        spec.settings.side: agent
        for agent, spec in talks.agents.items()
        if isinstance(spec.settings, InterestGroupSettings)
    }
    return f"agents.{groups[party]}.members.{name}.threshold"


def experiment_of(cut: Cut, drawn: Iterable[Mapping[Key, float]], seed: int) -> Experiment:
    """Return the experiment that plays a cut's talks once under each vector, each with luck of its own."""
    points = [{place_of(cut.talks, key): value for key, value in vector.items()} for vector in drawn]
    data = {
        "name": cut.talks.name,
        "scenario": {**world_data(cut.day), "log": {"offers": "none", "agents": "none"}},
        "design": {"type": "list", "points": points},
        "replications": 1,
        "seed": seed,
        "common_random_numbers": False,
        "metrics": ["agreement_rate", DEFICIT],
    }
    return make_experiment(data, Place(f"{SOURCE}: {cut.day}"))


def endings(cut: Cut, rows: Iterable[Mapping[str, Any]]) -> list[Ending]:
    """Return how the talks of a cut ended, in the order of their draws; runs that failed are left out."""
    return [_ending(cut, row) for row in rows if row["status"] == "ok"]


def _ending(cut: Cut, row: Mapping[str, Any]) -> Ending:
    agreed, day = bool(row["agreed"]), date.fromisoformat(row["date"])
    change = cut.deficit_change(row[DEFICIT], day)
    if not isinstance(row["framework"], str):
        return Ending(deficit_change=change)
    text = dict(part.split(" ", 1) for part in row["framework"].split(", "))
    space = cut.talks.world.space
    issue = space.issues[space.axis(TARIFF)]
    return Ending(
        date.fromisoformat(row["framework_date"]),
        day if agreed else None,
        issue.numbers[issue.level(text[TARIFF])],
        text[ACCESS],
        row["issue_exemptions"] if agreed else None,
        change,
    )
