"""Groups are made of their members: what these gain from every outcome, by tables made once a world.

A constituent's utility is linear in what an outcome does to its sector, its product group and a few features
of politics. So that of a group's members is one product of two matrices: how much they have of each of these
drivers, drawn and moved in every run, and the drivers at every joint level of the issues they depend on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from negsim.agents.contract import Constituent
from negsim.agents.law import RETAIL_PASS_THROUGH, Interests
from negsim.arrays import Array, Rows
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.utility.blocks import from_addends
from negsim.bargaining.utility.weighted import WeightedTables
from negsim.politics.group_features import Membership
from negsim.world.world import World

SECTORS = ("exporter_surplus", "duty_bill", "home_surplus")
"""Drivers by sector, and then one by product group of home exports."""
FEATURES = ("added_purchases", "licences", "market_economy", "deal", "origin")


@dataclass(frozen=True, eq=False)
class Seats:
    """Where the constituents of a model sit: group of each, and the cell of each of its nine interests.

    The cells are those of a table groups by drivers; the last two columns are fear and what is nobody's. The
    groups of a side stand side by side.
    """

    groups: tuple[tuple[str, str], ...]
    sides: Mapping[str, slice]
    group: Rows
    cells: Rows
    columns: int


def seats_of(agents: Sequence[Constituent], mine: Interests, world: World) -> Seats:
    """Return where constituents sit: groups side by side, each side's in the order in which they come."""
    groups = tuple(sorted(dict.fromkeys((agent.side, agent.group) for agent in agents), key=itemgetter(0)))
    owners = [side for side, _ in groups]
    sides = {side: slice(owners.index(side), owners.index(side) + owners.count(side)) for side in owners}
    number = {group: at for at, group in enumerate(groups)}
    group = np.array([number[agent.side, agent.group] for agent in agents], dtype=np.intp)
    sectors, products = len(world.data.sectors), len(world.data.export_groups)
    single = len(SECTORS) * sectors + products
    columns = single + len(FEATURES) + 2
    by_sector = [np.where(mine.sector < 0, columns - 1, at * sectors + mine.sector) for at in range(3)]
    by_product = np.where(mine.product < 0, columns - 1, len(SECTORS) * sectors + mine.product)
    ones = [np.full(group.size, single + at) for at in range(len(FEATURES) + 1)]
    ones[1] = np.where(mine.importing > 0.0, ones[1], ones[2])  # licences, or market-economy status
    del ones[2]
    cells = np.concatenate([group * columns + column for column in (*by_sector, by_product, *ones)])
    return Seats(groups, sides, group, cells, columns)


def loadings(mine: Interests, seats: Seats) -> Array:
    """Return how much the members of each group have of each driver, shape (groups, columns).

    Members count by annual profit. So the dollars they gain are set against all their profits, as those of
    one firm that owned them all; and what they feel besides is a mean by profit.
    """
    total = np.bincount(seats.group, mine.profit, len(seats.groups))
    owned = mine.share / total[seats.group]
    weight = mine.profit / total[seats.group]
    earned = mine.extra_margin / total[seats.group]
    values = (
        owned * mine.exporting,
        -owned * mine.importing * (1.0 - RETAIL_PASS_THROUGH),
        owned * mine.competing,
        earned * mine.share,
        earned * mine.purchase_share,
        weight * mine.strategic,
        weight * mine.certainty,
        -weight * mine.origin_cost,
        weight * mine.retaliation,
    )
    size = len(seats.groups) * seats.columns
    found = np.bincount(seats.cells, np.concatenate(values), size).reshape(-1, seats.columns)
    return np.asarray(found, dtype=float)


def memberships(mine: Interests, seats: Seats, world: World) -> dict[str, Membership]:
    """Return side -> what the members of each of its groups gain from every outcome of a world."""
    drivers, having = world.remember(_drivers), loadings(mine, seats)
    gained = [having[:, :-2] @ table for table in drivers.tables]
    found = {}
    for side, rows in seats.sides.items():
        tables = tuple([table[rows] for table in gained])
        groups = tuple([group for _, group in seats.groups[rows]])
        values = WeightedTables(world.space, groups, drivers.axes, tables, drivers.conditioning)
        found[side] = Membership(world, groups, values, having[rows, -2])
    return found


def _drivers(world: World) -> WeightedTables:
    """Return what members' gains depend on, against no deal now, for every outcome of a world."""
    situation, features = world.outcomes
    without = world.consequences(None)
    arrays = [
        getattr(situation, name) - getattr(without.situation, name) for name in (*SECTORS, "home_exports")
    ]
    arrays += [(features[name] - without.features[name])[..., None] for name in FEATURES]
    names = tuple(str(at) for at in range(sum(array.shape[-1] for array in arrays)))
    return wide_tables(world.space, names, arrays, world.conditioning)


def wide_tables(
    space: OutcomeSpace, names: tuple[str, ...], arrays: Sequence[Array], conditioning: int | None
) -> WeightedTables:
    """Return tables of many terms that come in a few arrays with a last axis, one entry a term."""
    layout = from_addends(space, [array[..., 0] for array in arrays], conditioning=conditioning)
    tables = [np.zeros((len(names), block.table.size)) for block in layout.blocks]
    first = 0
    for array in arrays:
        depends = {axis for axis, size in enumerate(array.shape[:-1]) if size > 1}
        home = next(at for at, block in enumerate(layout.blocks) if depends <= set(block.axes))
        axes, last = layout.blocks[home].axes, array.shape[-1]
        shape = [space.shape[axis] if axis in axes else 1 for axis in range(len(space.shape))]
        tables[home][first : first + last] = np.broadcast_to(array, (*shape, last)).reshape(-1, last).T
        first += last
    return WeightedTables(
        space, names, tuple(block.axes for block in layout.blocks), tuple(tables), conditioning
    )


def group_parts(parts: Mapping[str, Sequence[float]], mine: Interests, rows: Rows) -> dict[str, float]:
    """Return the utility of some constituents by reason, each weighed by its annual profit."""
    weight = mine.profit[rows] / mine.profit[rows].sum()
    return {name: float(weight @ np.asarray(values)[rows]) for name, values in parts.items()}
