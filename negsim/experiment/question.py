"""What an experiment asks, as it is written in YAML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from negsim.errors import ConfigError
from negsim.experiment.designs.contract import Design
from negsim.experiment.metrics.trade import TRADE_COLUMNS
from negsim.experiment.stopping import StoppingRule
from negsim.politics.countries import sides
from negsim.registry import unknown
from negsim.settings.field import Status, setting

DEFAULT_REPLICATIONS = 100
DEFAULT_SEED = 20250402
DEFAULT_METRICS = ("agreement_rate", *(f"gain0_{party}" for party in sides()), TRADE_COLUMNS["deficit"])


@dataclass(frozen=True, kw_only=True)
class Question:
    """A scenario, factors, the points at which it is played, and what to measure."""

    setting_status: ClassVar[Status] = "design"

    name: str = setting("", help="name of the experiment; default: the scenario's", word=True)
    description: str = setting("", help="the question, in a sentence; default: the scenario's description")
    scenario: Any = setting(help="which talks are played: a packaged name, a path, or a scenario written out")
    factors: Mapping[str, Any] = setting(
        {}, help="dotted path into the scenario -> list of levels, or a range {low, high, scale, integer}"
    )
    design: Design = setting(plugin="design", follows=lambda read: "grid", help="how points are chosen")
    constraints: tuple[str, ...] = setting((), help="comparisons that every point meets, as 'a.b >= c.d'")
    seed: int = setting(DEFAULT_SEED, ge=0, lt=2**63, unit="", help="root of all chance")
    common_random_numbers: bool = setting(
        True, help="whether one replication has the same luck at every point"
    )
    until: StoppingRule | None = setting(None, help="stopping rule, or null to play all replications")
    replications: int = setting(
        ge=1,
        unit="",
        follows=lambda read: read["until"].max if read["until"] else DEFAULT_REPLICATIONS,
        help=f"runs of each point; default: {DEFAULT_REPLICATIONS}, or the most that `until` allows",
    )
    metrics: tuple[str, ...] = setting(DEFAULT_METRICS, plugin="metric", help="what is measured of each run")

    def __post_init__(self) -> None:
        """Refuse metrics named twice, and a stopping rule that does not fit."""
        if len(set(self.metrics)) != len(self.metrics):
            raise ConfigError(f"metrics: a metric is named twice in {list(self.metrics)}")
        if not self.until:
            return
        if self.until.metric not in self.metrics:
            known = unknown("metric of this experiment", self.until.metric, self.metrics)
            raise ConfigError(f"until.metric: {known}")
        if self.replications != self.until.max:
            raise ConfigError(
                f"replications: is {self.replications}, but until.max is {self.until.max}; give one of them"
            )
