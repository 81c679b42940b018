"""What an instructor decides when a class is made."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from math import ceil
from typing import Any

from negsim.bargaining.strategy import Strategy
from negsim.classroom.state.pseudonym import name
from negsim.classroom.state.refusal import Refused
from negsim.errors import NegsimError
from negsim.politics.countries import sides
from negsim.settings import yaml_file
from negsim.settings.build import build, plain
from negsim.settings.paths import packaged, packaged_names
from negsim.settings.reader import Place
from negsim.talks.scenario import load_scenario

PAIRINGS = ("arrival", "random", "list", "computer")
MINUTES = (0.05, 240.0)
MAX_ROUNDS = 200
MAX_COMPUTER_GROUPS = 20
MOST_STUDENTS = 400
SPARE = 0.1
"""By what share more students than announced may join unasked."""


@dataclass(frozen=True)
class ClassSettings:
    """Everything that decides a class beside who comes.

    Attributes
    ----------
    title : what students see
    scenario : packaged name
    size : how many students are expected
    pairing : arrival, random, list or computer (everybody meets a computer)
    listed : for a list: one pair of names a line
    computers : side -> strategy of a computer delegation: a registered name or a mapping; default: the
        scenario's
    computer_groups : groups in which two computers negotiate, for comparison
    rounds : rounds until the deadline; None: the scenario's
    brief_minutes, talks_minutes : length of the phases; None: until the instructor goes on
    takeover_seconds : after how long away a computer takes a seat; 0: only the instructor decides
    chat : whether the two sides can write to each other
    keep_days : after how many days names and chat are erased
    """

    title: str = "Trade talks"
    scenario: str = "us_vietnam_2025"
    size: int = 40
    pairing: str = "arrival"
    listed: str = ""
    computers: Mapping[str, Any] = field(default_factory=dict)
    computer_groups: int = 0
    rounds: int | None = None
    brief_minutes: float | None = 10.0
    talks_minutes: float | None = 40.0
    takeover_seconds: int = 0
    chat: bool = True
    keep_days: int = 30

    def text(self) -> str:
        """Return the settings as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> "ClassSettings":
        """Return the settings that `text` made."""
        return cls(**json.loads(text))

    @property
    def capacity(self) -> int:
        """How many students may join before the instructor has to let them in."""
        return ceil((1.0 + SPARE) * self.size - 1e-9)

    def minutes(self, phase: str) -> float | None:
        """Return the length of a phase."""
        return {"brief": self.brief_minutes, "talks": self.talks_minutes}.get(phase)


def scenarios() -> list[str]:
    """Return the packaged scenarios."""
    home = packaged("configs")
    return [found for found, path in packaged_names().items() if path.parent == home]


def from_form(form: Mapping[str, str]) -> ClassSettings:
    """Return the settings that a filled-in form asks for.

    Raises
    ------
    Refused : with the first field that cannot be used.
    """
    chosen = form.get("scenario", ClassSettings.scenario)
    if chosen not in scenarios():
        raise Refused(422, f"There is no packaged scenario of that name; there are {', '.join(scenarios())}.")
    pairing = form.get("pairing", "arrival")
    if pairing not in PAIRINGS:
        raise Refused(422, f"Pairing is one of {', '.join(PAIRINGS)}.")
    return ClassSettings(
        title=name(form.get("title") or "Trade talks"),
        scenario=chosen,
        size=int(_number(form, "size", 40, 1, MOST_STUDENTS) or 40),
        pairing=pairing,
        listed=form.get("listed", "")[:20_000],
        computers={side: made for side in sides() if (made := strategy(form.get(f"computer_{side}", "")))},
        computer_groups=int(_number(form, "computer_groups", 0, 0, MAX_COMPUTER_GROUPS) or 0),
        rounds=_whole(_number(form, "rounds", None, 1, MAX_ROUNDS)),
        brief_minutes=_number(form, "brief_minutes", None, *MINUTES),
        talks_minutes=_number(form, "talks_minutes", None, *MINUTES),
        takeover_seconds=int(_number(form, "takeover_seconds", 0, 0, 3600) or 0),
        chat=form.get("chat", "on") in ("on", "true", "1"),
        keep_days=int(_number(form, "keep_days", 30, 1, 3650) or 30),
    )


def strategy(text: str) -> Any:
    """Return a strategy as plain data from what was typed, a registered name or a YAML mapping, or None."""
    if not text.strip():
        return None
    try:
        raw = yaml_file.parse(text, "strategy")
        build(Strategy, raw, Place("strategy"))
    except NegsimError as error:
        raise Refused(422, f"This is no strategy: {' '.join(str(error).split())}") from error
    return raw


def scenario_text(settings: ClassSettings) -> str:
    """Return the scenario of a class, resolved, as YAML text: what the class plays whatever changes later."""
    changes = (f"time.ticks={settings.rounds}",) if settings.rounds else ()
    if settings.rounds:
        changes = (*changes, "time.rounds_per_tick=1")
    return yaml_file.dump(plain(load_scenario(settings.scenario, changes).resolved()))


def _number(
    form: Mapping[str, str], key: str, default: float | None, low: float, high: float
) -> float | None:
    text = form.get(key, "").strip()
    if not text:
        return default
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise Refused(422, f"{key.replace('_', ' ').capitalize()} must be a number from {low:g} to {high:g}.")
    return value


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
