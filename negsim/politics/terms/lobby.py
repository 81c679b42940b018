"""The pressure of interest groups on their government."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from negsim.politics.terms.contract import Term
from negsim.registry import register
from negsim.world.features import Addends, Features


@register("term", "lobby")
@dataclass(frozen=True)
class Lobby(Term):
    """What the groups at home gain, each with its say, without the certainty that any deal brings.

    References
    ----------
    Grossman & Helpman (1994), Protection for Sale: a government maximises weighted group welfare.
    """

    removed: ClassVar = {
        **Term.removed,
        "side": "the groups are those of the party that has the term",
    }

    def value(self, features: Features) -> Mapping[str, Addends]:
        """Return what every bloc gains."""
        return features.blocs
