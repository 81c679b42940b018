"""The contract of a rule of conduct: what firms know, what they keep, and what comes back of it.

A rule reads public facts (`News`) and what a firm is (`Ground`), and changes its own columns of `Books`, each
row by that row alone. So the same law moves a thousand firms, or one.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np

from negsim.arrays import Array, Rows

WEEKS_A_YEAR = 52.0


@dataclass(frozen=True)
class News:
    """Public facts of a day; rates are added reciprocal rates on the partner, fractions of customs value.

    Attributes
    ----------
    weeks : length of the tick that begins
    rate, threat : in force, and threatened
    offered : rate in the text last made public; the one in force if there is none
    sign : 1 if an agreement has come nearer since the last tick, 0 if it is less likely now, None: neither
    credibility : odds that a threat is carried out, as the public has it
    due : weeks until the threat may be carried out
    strike, fallback, ruling_in : odds that a court strikes the rate, what holds then, weeks until the ruling
        on average; odds of 0 where none is awaited
    moved : whether rates, the law or demand are other ones than a tick ago; always in the first
    """

    weeks: float
    rate: float
    threat: float
    offered: float
    sign: float | None = None
    credibility: float = 0.0
    due: float = 0.0
    strike: float = 0.0
    fallback: float = 0.0
    ruling_in: float = 0.0
    moved: bool = True

    def share(self, weekly: float) -> float:
        """Return what a share a week comes to in this tick: 1 - (1 - share)^weeks."""
        return weekly if self.weeks == 1.0 else float(1.0 - (1.0 - weekly) ** self.weeks)


@dataclass(eq=False)
class Ground:
    """What the firms are, and the world they stand in; one entry a firm, but for the numbers at the end.

    Attributes
    ----------
    sector : row of the sector
    out : 1 for a firm that sells from the partner's country, 0 for one that buys
    small : 1 for a domestic small or medium firm
    third : 1 for a plant whose owners sit in the country that its inputs come from
    invested : 1 for a buyer that makes goods in the partner's country
    margin : annual profit over sales
    taxed : share of the sector's goods that pays the reciprocal rate
    sigma : elasticity of substitution between suppliers of the sector
    storable : share of the sector's goods that can be shipped weeks ahead
    rerouted : share of the flow that was goods of third countries at the start
    rivals : added rate that rivals in the sector pay, mean by their sales, fraction
    jobs : thousand jobs at the start
    sales : sales to the side that sets the tariff at the start, $bn a year; of buyers, purchases
    peers : added rate of the countries that compete for plants, mean, fraction
    dearest : highest added rate of another source, fraction
    detection : share of rerouted goods that ordinary checks find
    penalty : rate on goods found to be rerouted, fraction
    """

    sector: Rows
    out: Array
    small: Array
    third: Array
    invested: Array
    margin: Array
    taxed: Array
    sigma: Array
    storable: Array
    rerouted: Array
    rivals: Array
    jobs: Array
    sales: Array
    peers: float
    dearest: float
    detection: float
    penalty: float

    def row(self, at: int) -> "Ground":
        """Return one firm's part."""
        return Ground(**{f.name: _one(getattr(self, f.name), at) for f in fields(self)})


@dataclass(eq=False)
class Books:
    """What firms keep from tick to tick, one entry a firm. All shares lie in [0, 1] but `ahead`.

    Attributes
    ----------
    hope : belief that an agreement comes
    expected : reciprocal rate reckoned with, fraction
    absorbed : part of the tariff that the seller bears, fraction of customs value
    shelf : share of the tariff that a buyer's prices carry
    pull : what its price makes buyers ask of it against rivals, 1 where all charge the same
    orders : sales that buyers ask for, $bn a year
    ahead : shipments ahead of sales, fraction of sales; negative while the stock is sold
    stock : goods shipped ahead and not yet sold, weeks of sales
    elsewhere : share sold in other markets
    moved : share of production moved to another country
    evading : share of goods of third countries in the flow
    entered : capacity that investors have added, share of the firm's own
    skill : what its margin has gained by learning from investors, fraction of sales
    earnings : profit before fixed costs, $bn a year
    cash : $bn
    alive : 1, or 0 after it has given up
    stake : what it has at stake in the talks against the start, factor
    """

    hope: Array
    expected: Array
    absorbed: Array
    shelf: Array
    pull: Array
    orders: Array
    ahead: Array
    stock: Array
    elsewhere: Array
    moved: Array
    evading: Array
    entered: Array
    skill: Array
    earnings: Array
    cash: Array
    alive: Array
    stake: Array

    ONES: ClassVar[frozenset[str]] = frozenset({"shelf", "pull", "alive", "stake"})

    @classmethod
    def blank(cls, firms: int) -> "Books":
        """Return the books of firms that have done nothing yet."""
        return cls(**{f.name: np.full(firms, float(f.name in cls.ONES)) for f in fields(cls)})

    def row(self, at: int) -> "Books":
        """Return one firm's part: what is written there stands in the columns."""
        return Books(**{f.name: _one(getattr(self, f.name), at) for f in fields(self)})

    def clear(self) -> None:
        """Set everything to what it is before firms have done anything."""
        for f in fields(self):
            getattr(self, f.name)[:] = float(f.name in self.ONES)


def logistic(x: Array | float) -> Array:
    """Return 1 / (1 + exp(-x))."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def _one(column: Any, at: int) -> Any:
    return column[at : at + 1] if isinstance(column, np.ndarray) else column


@dataclass(frozen=True)
class Totals:
    """What the firms of a run have come to, all together.

    Attributes
    ----------
    here : sold on the market of the side that sets the tariff, $bn a year
    away : sold elsewhere instead, $bn a year
    ahead : shipped ahead of sales, $bn a year; negative while the stock is sold
    made : made in the partner's country, $bn a year: here + away + ahead
    passed : goods of third countries in the flow beyond those of the start, $bn a year
    rerouted, rerouted_at_start : share of goods of third countries in the flow
    deficit : balance of the tick at an annual rate, as customs count it, $bn a year
    deficit_at_start : the same in the first tick before firms have done anything
    duties : duty over purchases of the buyers, fraction
    shelf : share of the tariff in shop prices
    jobs, lost, created : thousand; jobs + lost = those of the start + created
    jobs_at_start : thousand, of all sectors
    exits : firms that have given up
    moved : share of production moved to other countries
    surge_peak : largest surge of shipments over sales in any tick so far
    """

    here: float = 0.0
    away: float = 0.0
    ahead: float = 0.0
    made: float = 0.0
    passed: float = 0.0
    rerouted: float = 0.0
    rerouted_at_start: float = 0.0
    deficit: float = 0.0
    deficit_at_start: float = 0.0
    duties: float = 0.0
    shelf: float = 0.0
    jobs: float = 0.0
    lost: float = 0.0
    created: float = 0.0
    jobs_at_start: float = 0.0
    exits: int = 0
    moved: float = 0.0
    surge_peak: float = 0.0

    @property
    def surge(self) -> float:
        """Shipments ahead of sales over sales."""
        return self.ahead / self.here if self.here else 0.0

    @property
    def share_elsewhere(self) -> float:
        """Share of what is sold that is sold elsewhere."""
        return self.away / (self.here + self.away) if self.here + self.away else 0.0


class Echo(NamedTuple):
    """What comes back to a government from its firms, a number that it takes in by steps.

    Attributes
    ----------
    side : whose government: that of the side that sets the tariff, or of its partner
    what : `living` for what people at home feel of it (a share; standing falls by it), or the topic of the
        terms that count so many times more or less (a factor)
    value : the number today
    at_rest : the number while firms have done nothing
    step : the government takes in another number only if it lies at least so far from the last
    """

    side: Literal["home", "partner"]
    what: str
    value: float
    at_rest: float
    step: float


@dataclass(frozen=True)
class Rule(ABC):
    """One thing that firms do: a frozen dataclass of settings, and a law over columns."""

    writes: ClassVar[tuple[str, ...]] = ()
    """The columns of `Books` that are this rule's to change."""
    news: ClassVar[str] = ""
    """What its news are called in a transcript; empty: nothing is printed."""
    newsworthy: ClassVar[float] = 0.0
    """Size from which the press prints it; again when it has doubled, or has been below half of that."""

    def begin(self, books: Books, ground: Ground, chance: np.random.Generator) -> None:
        """Set its columns at the start of a run, with luck of its own; nothing by default."""
        return None

    @abstractmethod
    def act(self, books: Books, ground: Ground, news: News) -> None:
        """Change its columns in place for one tick, each row by that row alone."""

    def echoes(self, totals: Totals) -> Iterable[Echo]:
        """Return what comes back to governments of it; nothing by default."""
        return ()

    def size(self, totals: Totals) -> float:
        """Return how large what the press looks at has become."""
        return 0.0

    def line(self, totals: Totals) -> str:
        """Return the line that a newspaper prints of it, without a full stop."""
        return ""
