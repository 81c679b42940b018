"""Issues: what is negotiated, one thing each, with its levels."""

from dataclasses import dataclass

from negsim.errors import ConfigError
from negsim.registry import unknown


@dataclass(frozen=True)
class Issue:
    """One thing negotiated: its levels and the level that holds without a deal.

    Parameters
    ----------
    name : the word used in YAML, tables and transcripts
    labels : one short text a level, in order
    numbers : value of each level in `unit`, or empty for an issue that is not numeric
    unit : unit of `numbers`
    no_deal_level : index of the level that holds without an agreement
    ordered : whether a level lies between its neighbours; numeric issues are ordered anyway
    """

    name: str
    labels: tuple[str, ...]
    numbers: tuple[float, ...] = ()
    unit: str = ""
    no_deal_level: int = 0
    ordered: bool = False

    @property
    def size(self) -> int:
        """Number of levels."""
        return len(self.labels)

    @property
    def places(self) -> tuple[float, ...]:
        """Where each level lies between the lowest (0) and the highest (1); empty where levels have no order.

        Numeric levels lie where their numbers do, others at even steps.
        """
        known = self.numbers or (tuple(float(level) for level in range(self.size)) if self.ordered else ())
        if not known:
            return ()
        low, span = min(known), max(known) - min(known)
        return tuple((number - low) / (span or 1.0) for number in known)

    def level(self, wanted: float | str) -> int:
        """Return the level with this label or number.

        Raises
        ------
        ConfigError : if there is none.
        """
        values: tuple[float | str, ...] = self.labels if isinstance(wanted, str) else self.numbers
        if wanted in values:
            return values.index(wanted)
        known = [f"{x:g}" for x in self.numbers] if values is self.numbers and values else self.labels
        raise ConfigError(unknown(f"level of issue '{self.name}'", wanted, known))
