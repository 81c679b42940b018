"""Who belongs to which group, and which firms sell what: the tables of the constituents."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


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


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("negsim.agents") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def sectors() -> Mapping[str, Sector]:
    """Return Vietnamese sector -> the group it lobbies through, its exposure and its ownership."""
    return {
        row["sector"]: Sector(row["group"], row["anti_dumping"] == "1", float(row["sme_share"]))
        for row in _rows("sectors.csv")
    }


@cache
def products() -> Mapping[str, Product]:
    """Return US product group -> the group it lobbies through and its share of announced purchases."""
    return {
        row["product"]: Product(row["group"], float(row["purchase_share"])) for row in _rows("products.csv")
    }
