"""Who belongs to which group, and which firms sell what: the tables of the constituents."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from negsim.errors import UnknownName
from negsim.files import packaged_rows
from negsim.registry import unknown

T = TypeVar("T")


@dataclass(frozen=True)
class Sector:
    """A Vietnamese export sector seen by politics."""

    group: str
    anti_dumping: bool
    sme_share: float


@dataclass(frozen=True)
class Product:
    """A group of US export products seen by politics."""

    group: str
    purchase_share: float


def sector(name: str) -> Sector:
    """Return what politics sees in a Vietnamese sector.

    Raises
    ------
    UnknownName : if `sectors.csv` has no such sector.
    """
    return find("sector", name, sectors())


def product(name: str) -> Product:
    """Return what politics sees in a US product group.

    Raises
    ------
    UnknownName : if `products.csv` has no such group.
    """
    return find("product group", name, products())


def find(what: str, name: str, table: Mapping[str, T]) -> T:
    """Return the row of a table of politics; raises `UnknownName` if it has none of that name."""
    if name not in table:
        raise UnknownName(f"agents/data: {unknown(what, name, table)}")
    return table[name]


@cache
def sectors() -> Mapping[str, Sector]:
    """Return Vietnamese sector -> the group it lobbies through, its exposure and its ownership."""
    return {
        row["sector"]: Sector(row["group"], row["anti_dumping"] == "1", float(row["sme_share"]))
        for row in packaged_rows("agents", "sectors")
    }


@cache
def products() -> Mapping[str, Product]:
    """Return US product group -> the group it lobbies through and its share of additional purchases."""
    return {
        row["product"]: Product(row["group"], float(row["purchase_share"]))
        for row in packaged_rows("agents", "products")
    }
