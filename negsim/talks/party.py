"""YAML -> how a party bargains: its strategy, terms, ratification, politics and red lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from negsim.agents.government import Government, GovernmentSettings
from negsim.bargaining.strategy import Strategy
from negsim.errors import ConfigError
from negsim.politics.blocs import ensemble
from negsim.politics.home_front import PoliticsSettings
from negsim.registry import name_of, unknown
from negsim.settings.frozen import FrozenMapping
from negsim.settings.reader import Place, build, entry_and_settings, leaf, mapping, plain, plugin, word

KEYS = ("type", "strategy", "terms", "ratification", "politics", "red_lines")


@dataclass(frozen=True)
class PartySpec:
    """A government at the table: its agent class and settings."""

    cls: type[Government]
    settings: GovernmentSettings


def make_party(name: str, raw: object, place: Place, vector: int = 0) -> PartySpec:
    """Return the party that a mapping describes.

    Parameters
    ----------
    vector : which weight vector of the ensemble gives the default weights
    """
    entry, settings = entry_and_settings("agent", raw, place)
    cls: Any = entry.factory
    if not (isinstance(cls, type) and issubclass(cls, Government)):
        raise ConfigError(f"{place.key('type')}: '{entry.name}' is not a government and cannot negotiate")
    if cls.side not in ("", name):
        raise ConfigError(f"{place.key('type')}: '{entry.name}' cannot sit in the seat of {name}")
    for key in settings:
        if key not in KEYS:
            raise ConfigError(f"{place.blaming(place.key(key))}: {unknown('key', key, KEYS)}")
    if "strategy" not in settings:
        raise ConfigError(f"{place}: the key 'strategy' is missing: how does this party bargain?")
    strategy = make_strategy(settings.pop("strategy"), place.key("strategy"))
    terms = _terms(_default_terms(cls, name, vector), settings.pop("terms", {}), place.key("terms"))
    rule = settings.pop("ratification", cls.default_ratification)
    made = GovernmentSettings(
        strategy=strategy,
        terms=terms,
        ratification=plugin("ratification", rule, place.key("ratification")),
        politics=build(PoliticsSettings, settings.pop("politics", {}), place.key("politics")),
        red_lines=_red_lines(settings.pop("red_lines", {}), place.key("red_lines")),
    )
    return PartySpec(cls, made)


def _red_lines(raw: object, place: Place) -> Mapping[str, tuple[float | str, ...]]:
    return FrozenMapping(
        {
            name: leaf(tuple[float | str, ...], levels, place.key(name))
            for name, levels in mapping(raw, place).items()
        }
    )


def make_strategy(raw: object, place: Place) -> Strategy:
    """Return a strategy from a preset's name or a mapping of bidding, acceptance and opponent model."""
    if isinstance(raw, str):
        raw = {"bidding": raw}
    data = mapping(raw, place)
    known = ("bidding", "acceptance", "opponent_model")
    for key in data:
        if key not in known:
            raise ConfigError(f"{place.blaming(place.key(key))}: {unknown('key', key, known)}")
    if "bidding" not in data:
        raise ConfigError(f"{place}: the key 'bidding' is missing: which offers does the party make?")
    bidding = plugin("strategy", data["bidding"], place.key("bidding"))
    model = data.get("opponent_model", bidding.default_opponent_model)
    return Strategy(
        bidding,
        plugin("acceptance", data.get("acceptance", bidding.default_acceptance), place.key("acceptance")),
        plugin("opponent_model", model, place.key("opponent_model")),
    )


def _terms(defaults: dict[str, Any], raw: object, place: Place) -> Mapping[str, Any]:
    """Merge a party's terms over its defaults: a mapping changes or adds a term, null removes one."""
    merged = dict(defaults)
    for name, value in mapping(raw, place).items():
        word(name, place.key(name))
        if value is None and name not in merged:
            raise ConfigError(f"{place}: {unknown('term', name, merged)}")
        if value is None:
            del merged[name]
        elif name in merged and isinstance(value, Mapping) and "type" not in value:
            merged[name] = {**merged[name], **value}
        elif name not in merged and isinstance(value, Mapping) and "type" not in value:
            raise ConfigError(f"{place}: {unknown('term', name, merged)}; a new term needs a 'type'")
        else:
            merged[name] = value
    return FrozenMapping({name: plugin("term", value, place.key(name)) for name, value in merged.items()})


def resolved_party(spec: PartySpec) -> dict[str, Any]:
    """Return a party as plain data with every default filled in; terms that were removed are null."""
    settings = spec.settings
    removed = dict.fromkeys(name for name in spec.cls.default_terms() if name not in settings.terms)
    return {
        "type": name_of(spec.cls),
        "strategy": {
            "bidding": plain(settings.strategy.bidding),
            "acceptance": plain(settings.strategy.acceptance),
            "opponent_model": plain(settings.strategy.opponent_model),
        },
        "terms": {**plain(settings.terms), **removed},
        "ratification": plain(settings.ratification),
        "politics": plain(settings.politics),
        "red_lines": plain(settings.red_lines),
    }


def _default_terms(cls: type[Government], party: str, vector: int) -> dict[str, Any]:
    """Return the default terms of a government, weighted by a vector of the ensemble."""
    weights = ensemble()[vector]
    return {
        name: {**term, "weight": weights[party, name]} if (party, name) in weights else term
        for name, term in cls.default_terms().items()
    }
