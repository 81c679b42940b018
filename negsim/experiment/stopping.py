"""When a point has enough replications: the stopping rule of an experiment."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.errors import ConfigError
from negsim.settings.field import Status, setting


@dataclass(frozen=True)
class StoppingRule:
    """Replications go on until a metric's 95 % interval is narrow enough, at each point."""

    setting_status: ClassVar[Status] = "design"

    metric: str = setting(help="one of the experiment's metrics")
    half_width: float = setting(gt=0, unit="", help="half the width of the interval to reach")
    min: int = setting(50, ge=2, unit="", help="replications before the interval is looked at")
    max: int = setting(2000, ge=2, unit="", help="replications after which a point ends in any case")

    def __post_init__(self) -> None:
        if self.max < self.min:
            raise ConfigError(f"max: must be at least min ({self.min}), got {self.max}")
