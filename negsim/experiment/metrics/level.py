"""The level agreed on in an issue with numbers, as the agreed tariff."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from negsim.errors import ConfigError
from negsim.experiment.metrics.contract import Metric
from negsim.registry import family, register, unknown
from negsim.settings.field import setting
from negsim.talks.record import RunRecord

PREFIX = "level_"


@register("metric", "level")
@dataclass(frozen=True)
class Level(Metric):
    """Number of the level agreed on in an issue, in the issue's unit; nan without an agreement.

    `level_<issue>` names it for an issue, as `level_tariff`.
    """

    issue: str = setting("tariff", help="which issue; its levels must be numbers", word=True)
    unit: ClassVar[str] = "unit of the issue"

    def measure(self, record: RunRecord) -> float:
        """Return the number."""
        if record.agreement is None:
            return float("nan")
        levels = zip(record.space.issues, record.space.levels(record.agreement), strict=True)
        return next((i.numbers[at] for i, at in levels if i.name == self.issue and i.numbers), float("nan"))


family("metric", PREFIX, Level, "issue")


def refuse_other_issues(metrics: Collection[str], numeric: Collection[str]) -> None:
    """Refuse the first metric that is the level of no issue with numbers.

    Parameters
    ----------
    numeric : names of the issues whose levels are numbers
    """
    for name in metrics:
        issue = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and issue not in numeric:
            raise ConfigError(f"metrics: {name}: {unknown('issue with numbers', issue, numeric)}")
