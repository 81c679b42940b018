"""When a point has enough replications: the stopping rule of an experiment."""

from collections.abc import Sequence
from dataclasses import dataclass

from negsim.errors import ConfigError
from negsim.registry import unknown
from negsim.settings.field import setting
from negsim.settings.reader import Place, build


@dataclass(frozen=True)
class StoppingRule:
    """Replications go on until a metric's 95 % interval is narrow enough, at each point."""

    metric: str = setting(help="one of the experiment's metrics")
    half_width: float = setting(gt=0, help="half the width of the interval to reach")
    min: int = setting(50, ge=2, help="replications before the interval is looked at")
    max: int = setting(2000, ge=2, help="replications after which a point ends in any case")

    def __post_init__(self) -> None:
        if self.max < self.min:
            raise ConfigError(f"max: must be at least min ({self.min}), got {self.max}")


def make_stopping_rule(raw: object, metrics: Sequence[str], place: Place) -> StoppingRule | None:
    """Return the stopping rule that a mapping describes, or None where there is none.

    Raises
    ------
    ConfigError : if it cannot be used.
    """
    if raw is None:
        return None
    rule = build(StoppingRule, raw, place)
    if rule.metric not in metrics:
        raise ConfigError(
            f"{place.key('metric')}: {unknown('metric of this experiment', rule.metric, metrics)}"
        )
    return rule


def check_replications(replications: int, until: StoppingRule | None, place: Place) -> None:
    """Refuse a number of replications that a stopping rule contradicts."""
    if until and replications != until.max:
        raise ConfigError(
            f"{place.key('replications')}: is {replications}, but until.max is {until.max}; give one of them"
        )
