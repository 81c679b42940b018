"""Issues: what is negotiated, one thing each, with its levels."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Issue:
    """One thing negotiated: its ordered levels and the level that holds without a deal.

    Parameters
    ----------
    name : the word used in YAML, tables and transcripts
    labels : one short text a level, in order
    numbers : value of each level in `unit`, or empty for an issue that is not numeric
    unit : unit of `numbers`
    no_deal_level : index of the level that holds without an agreement
    """

    name: str
    labels: tuple[str, ...]
    numbers: tuple[float, ...] = ()
    unit: str = ""
    no_deal_level: int = 0

    @property
    def size(self) -> int:
        """Number of levels."""
        return len(self.labels)
