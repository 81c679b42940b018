"""What each side may propose and accept today: red lines, its own win-set, the other's as believed."""

from collections.abc import Mapping

import numpy as np

from negsim.arrays import Array, Mask
from negsim.errors import ConfigError
from negsim.politics.home_front import HomeFront
from negsim.registry import unknown
from negsim.settings.frozen import FrozenMapping
from negsim.world.world import World

RedLines = Mapping[str, tuple[float | str, ...]]
"""Issue -> forbidden levels, by value or label."""


class WinSets:
    """The admissible and acceptable outcomes of both parties: the same masks until a margin is crossed.

    None stands for all outcomes. Spaces too large to list have no such filters.

    Parameters
    ----------
    homes : side -> its politics at home, two of them
    lines : side -> issue -> levels that its red lines forbid
    world : consequences of outcomes
    """

    def __init__(self, homes: Mapping[str, HomeFront], lines: Mapping[str, RedLines], world: World) -> None:
        self._red = {name: red_lines(forbidden, world) for name, forbidden in lines.items()}
        one, two = homes.items()
        self._looks = {name: world.space.enumerable and home.matters for name, home in homes.items()}
        self._sides = ((*one, two[1]), (*two, one[1]))
        self.reset()

    def reset(self) -> None:
        """Begin a run: nothing is computed yet."""
        self._seen: dict[str, tuple[int, int, bool]] = {}
        self._admissible: dict[str, Mask | None] = {}
        self._acceptable: dict[str, Mask | None] = {}

    def admissible(self, name: str) -> Mask | None:
        """Return the outcomes a party may propose."""
        return self._admissible.get(name)

    def acceptable(self, name: str) -> Mask | None:
        """Return the outcomes a party may accept."""
        return self._acceptable.get(name)

    def permitted(self, name: str) -> Mask | None:
        """Return the outcomes that cross none of a party's red lines, whoever would ratify them."""
        return self._red[name]

    def abroad(self, name: str) -> Array | None:
        """Return the odds that the other side ratifies each outcome, as a party believes, shape (n,)."""
        other = next(other for side, _, other in self._sides if side == name)
        return other.believed_odds() if other.world.space.enumerable else None

    def refresh(self) -> None:
        """Compute again what demands that crossed a margin have changed; other sets stay the same objects."""
        for name, home, other in self._sides:
            own = home.win_set() if self._looks[name] else None
            theirs = other.believed() if self._looks[other.side] else None
            seen = (
                home.own.number if own is not None else 0,
                other.seen.number if theirs is not None else 0,
                other.revealed,
            )
            if seen != self._seen.get(name):
                self._seen[name] = seen
                self._acceptable[name] = both(self._red[name], own)
                self._admissible[name] = both(self._acceptable[name], theirs)


def both(one: Mask | None, other: Mask | None) -> Mask | None:
    """Return where both masks hold; None is everywhere."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def red_lines(lines: RedLines, world: World) -> Mask | None:
    """Return the outcomes that cross none of a party's red lines, or None if it has none.

    Raises
    ------
    ConfigError : for an issue or level that does not exist, or a space too large to list.
    """
    crossed: RedLines = FrozenMapping({name: tuple(levels) for name, levels in lines.items() if levels})
    if not crossed:
        return None
    if not world.space.enumerable:
        raise ConfigError("this outcome space is too large to be filtered; drop levels or red lines")
    return world.remember(_allowed, crossed)


def _allowed(world: World, lines: RedLines) -> Mask:
    space = world.space
    allowed = np.ones(space.shape, dtype=bool)
    known = [issue.name for issue in space.issues]
    for name, levels in lines.items():
        if name not in known:
            raise ConfigError(unknown("issue", name, known))
        axis = space.axis(name)
        for level in levels:
            allowed[(slice(None),) * axis + (space.issues[axis].level(level),)] = False
    if not allowed.any():
        raise ConfigError("every outcome is forbidden; drop a level")
    flat = allowed.ravel()
    flat.setflags(write=False)
    return flat
