"""Every state of the page has an address: what was turned, on either side, and the outcome looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite

from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.errors import ConfigError
from negsim.explore.knobs import CONFIGURED, DECIMALS, Knob, Value
from negsim.registry import show, unknown
from negsim.settings.reader import Place, refused_at

OTHER = "b."
"""Before a path: the change belongs to the second of two settings side by side."""
MOST_PAIRS = 200
OWN = ("at", "two", "tour", "n", "seed")
"""Words of an address that are no settings: outcome, second setting shown, step of the tour, talks, luck."""


@dataclass(frozen=True)
class Address:
    """One state of the page.

    Attributes
    ----------
    first, second : path -> value that was turned, in either of the two settings
    words : what else the address says
    """

    first: Mapping[str, Value]
    second: Mapping[str, Value] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def number(self, name: str, default: int, high: int) -> int:
        """Return a whole number of the address between 0 and `high`.

        Raises
        ------
        ConfigError : for anything else.
        """
        text = self.words.get(name, str(default))
        if not text.isascii() or not text.isdecimal() or len(text) > 10 or int(text) > high:
            raise ConfigError(f"{name}: must be a whole number from 0 to {high}, got {show(text)}")
        return int(text)


def read(pairs: Iterable[tuple[str, str]], knobs: Mapping[str, Knob]) -> Address:
    """Return what an address asks for.

    Raises
    ------
    ConfigError : for a name that is neither setting nor word, and a value that is not allowed; in a sentence.
    """
    first: dict[str, Value] = {}
    second: dict[str, Value] = {}
    words: dict[str, str] = {}
    for number, (name, text) in enumerate(pairs):
        if number >= MOST_PAIRS:
            raise ConfigError(f"the address holds more than {MOST_PAIRS} settings")
        if name in OWN:
            words[name] = text
            continue
        path = name.removeprefix(OTHER)
        if path not in knobs:
            raise ConfigError(unknown("setting", path, [*knobs, *OWN]))
        value = _value(knobs[path], text)
        if value != knobs[path].value:
            (second if name.startswith(OTHER) else first)[path] = value
    return Address(first, second, words)


def _value(knob: Knob, text: str) -> Value:
    if knob.choices:
        if text not in knob.choices:
            raise ConfigError(f"{knob.path}: {unknown('choice', text, knob.choices)}")
        return text
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or not knob.low <= value <= knob.high:
        raise ConfigError(
            f"{knob.path}: must be a number from {knob.low:g} to {knob.high:g}, got {show(text)}"
        )
    return int(value) if knob.step == 1 and value == int(value) else round(value, DECIMALS)


def settings_of(changes: Mapping[str, Value]) -> dict[str, Value]:
    """Return the changes that a scenario can be told; a strategy as configured is none."""
    return {path: value for path, value in changes.items() if value != CONFIGURED}


def outcome_of(text: str, space: OutcomeSpace) -> Outcome:
    """Return the outcome that an address names: its number, or ``issue:level`` parts joined by ``;``.

    Issues that are left out are at the level of no deal.

    Raises
    ------
    ConfigError : if there is no such outcome.
    """
    if text.isascii() and text.isdecimal() and len(text) < 10:
        if int(text) >= space.n:
            raise ConfigError(f"at: there are {space.n:,} outcomes, got {show(text)}")
        return int(text)
    labels = dict(part.partition(":")[::2] for part in text.split(";"))
    known = [issue.name for issue in space.issues]
    for name in labels:
        if name not in known:
            raise ConfigError(f"at: {unknown('issue', name, known)}")
    with refused_at(Place("at")):
        return space.outcome(labels)
