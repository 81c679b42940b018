"""What a scenario says of a party."""

from collections.abc import Mapping
from dataclasses import dataclass

from negsim.bargaining.strategy import Strategy
from negsim.politics.patience import Patience
from negsim.politics.ratification.contract import Ratification
from negsim.politics.settings import PoliticsSettings
from negsim.politics.terms.contract import Term
from negsim.politics.types import Wants, type_names
from negsim.settings.field import setting


@dataclass(frozen=True)
class GovernmentSettings:
    """What a party brings to the table."""

    strategy: Strategy = setting(help="bidding rule, acceptance condition and opponent model, or a preset")
    terms: Mapping[str, Term] = setting(
        help="utility terms: name -> type, weight and settings", plugin="term"
    )
    ratification: Ratification = setting(help="what it takes at home to say yes", plugin="ratification")
    politics: PoliticsSettings = setting(PoliticsSettings(), help="how politics at home moves")
    red_lines: Mapping[str, tuple[float | str, ...]] = setting(
        {}, help="issue -> levels this party never offers or accepts, by value or label"
    )
    patience: Patience = setting(
        Patience(), help="what time costs it, what it has elsewhere, and whether it waits for a ruling"
    )
    true_type: str | None = setting(
        None,
        choices=type_names,
        help="what it really wants, which the other side does not know: some of its terms weigh more or less "
        "(`negsim/politics/data/types.csv`, assumptions); null: as its terms say",
    )

    @property
    def wants(self) -> Wants:
        """What it wants, with its true type."""
        return Wants(self.terms, self.true_type)
