"""What can be turned: sliders and choices over a scenario's settings, with the range each may take."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from negsim.classroom.views import wording as words
from negsim.errors import NegsimError
from negsim.files import packaged_rows
from negsim.politics.blocs import ensemble, weight_table
from negsim.politics.countries import country
from negsim.registry import names
from negsim.settings.paths import set_path, value_at
from negsim.talks.scenario import Scenario, varied

Value = float | str
CONFIGURED = "as configured"
"""Choice of a strategy that stands for the one of the scenario, with all its settings."""
WEIGHT_STEP = 0.05
DECIMALS = 4
"""Of a number that a slider is set to."""


@dataclass(frozen=True)
class Knob:
    """One setting that can be turned.

    Attributes
    ----------
    path : dotted path of the setting
    group, label : where it stands and how it is called
    value : what the scenario has
    low, high, step : range of a slider; equal for a choice
    shown : how a number is written: percent or number
    choices : what may be chosen; empty for a slider
    """

    path: str
    group: str
    label: str
    value: Value
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    shown: str = "number"
    choices: tuple[str, ...] = ()


def knobs_of(scenario: Scenario) -> dict[str, Knob]:
    """Return path -> knob: those of the table that the scenario has, strategies, elasticities, weights."""
    resolved = scenario.resolved()
    found = [*_sliders(resolved), *_choices(scenario, resolved), *_weights(scenario, resolved)]
    return {knob.path: knob for knob in found}


def _sliders(resolved: Mapping[str, Any]) -> Iterator[Knob]:
    for row in packaged_rows("explore", "knobs"):
        value = value_at(resolved, row["path"])
        if isinstance(value, int | float):
            low, high = min(float(row["low"]), value), max(float(row["high"]), value)
            yield Knob(
                row["path"], row["group"], row["label"], value, low, high, float(row["step"]), row["shown"]
            )


def _choices(scenario: Scenario, resolved: Mapping[str, Any]) -> Iterator[Knob]:
    for party in scenario.parties:
        path, label = f"parties.{party}.strategy", f"{country(party).short}: strategy"
        usable = tuple(_usable(scenario, path))
        yield Knob(path, "Strategies", label, CONFIGURED, choices=(CONFIGURED, *usable))
    sets = ("short_run", "medium_run", "long_run")
    if (chosen := value_at(resolved, "economy.elasticities")) in sets:
        yield Knob("economy.elasticities", "Trade", "Elasticities of demand", chosen, choices=sets)


def _usable(scenario: Scenario, path: str) -> Iterator[str]:
    """Yield the strategies that need no settings of their own and can play these talks."""
    for name in names("strategy"):
        with suppress(NegsimError):
            varied(scenario, [(path, name)], scenario.name)
            yield name


def _weights(scenario: Scenario, resolved: Mapping[str, Any]) -> Iterator[Knob]:
    if (
        varied(scenario, [("weights", 1 - min(1, scenario.weights))], scenario.name).parties
        != scenario.parties
    ):
        most = len(ensemble()) - 1
        yield Knob("weights", "Weights", "Vector of the ensemble", scenario.weights, 0, most, 1)
    table = weight_table()
    for party, spec in resolved["parties"].items():
        group = f"What {country(party).short_in_a_sentence} wants"
        for term, settings in spec["terms"].items():
            ranged = table.get((party, "term", term))
            if settings is not None and ranged is not None:
                value = float(settings["weight"])
                low, high = min(0.0, value), max(ranged.high, value)
                label = words.label(term)
                yield Knob(
                    f"parties.{party}.terms.{term}.weight", group, label, value, low, high, WEIGHT_STEP
                )


def with_changes(raw: Any, changes: Mapping[str, Value], source: str) -> Any:
    """Return plain data of a scenario with changes made."""
    for path, value in changes.items():
        raw = set_path(raw, path, value, source)
    return raw
