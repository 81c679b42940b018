"""Issues that can be negotiated as a whole or in parts, each with its share of the whole."""

from abc import abstractmethod
from collections.abc import Mapping
from functools import cache

import numpy as np

from negsim.arrays import Array
from negsim.errors import ConfigError
from negsim.files import packaged_rows
from negsim.world.rule import IssueRule

ALL = "all"
"""What the setting `part` says where one issue is the whole."""


@cache
def shares(whole: str) -> Mapping[str, float]:
    """Return part -> its share of the weight of a whole; the shares of `parts.csv` sum to one exactly."""
    return {
        row["part"]: float(row["share"]) for row in packaged_rows("world", "parts") if row["whole"] == whole
    }


class PartedIssue(IssueRule):
    """An issue about a whole, the first feature in `provides`, or about one of its parts, the others."""

    @property
    @abstractmethod
    def negotiated(self) -> tuple[str, float | None]:
        """What of the whole is negotiated, or `ALL`, and its share of the whole; None: that of the table."""

    def __post_init__(self) -> None:
        """Refuse a share of what is the whole."""
        part, share = self.negotiated
        if part == ALL and share is not None:
            raise ConfigError("share: is 1 where one issue is the whole; name a part or drop it")

    @property
    def effects(self) -> tuple[object, ...]:
        """The parts that are negotiated: each in one issue."""
        part, _ = self.negotiated
        return tuple(shares(self._whole)) if part == ALL else (part,)

    @property
    def weighs(self) -> Mapping[str, float]:
        """The share of the whole that is negotiated here."""
        part, share = self.negotiated
        known = 1.0 if part == ALL else shares(self._whole)[part]
        return {self._whole: known if share is None else share}

    @property
    def _whole(self) -> str:
        return next(iter(self.provides))

    def reached(self, extent: Array) -> dict[str, Array]:
        """Return features: how far the whole goes, and how far each of its parts does.

        Parameters
        ----------
        extent : how far this issue goes, 0 to 1, any shape

        Notes
        -----
        The features of the parts of one whole add up, so all parts at an extent are the whole at that extent.
        """
        elsewhere, (part, _) = np.zeros((1,) * extent.ndim), self.negotiated
        parts = {name: extent if part in (ALL, name) else elsewhere for name in shares(self._whole)}
        return {self._whole: self.weighs[self._whole] * extent, **parts}
