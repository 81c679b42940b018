"""How offers moved: round by round in one group, and from the first to the last in every group."""

from collections.abc import Mapping, Sequence

from negsim.classroom.views.figures.svg import (
    DASHED,
    GRID,
    INK,
    LEFT,
    RIGHT,
    SIZE,
    ZERO,
    Pair,
    line,
    polyline,
    svg,
    text,
)
from negsim.politics.countries import Country, country

ROW = 25
Offers = Mapping[str, Sequence[tuple[int, float]]]
"""Side -> (round, own points) of every offer that it made."""


def path_figure(made: Offers, rounds: int) -> str:
    """Return how the offers of both sides moved: round against own points of the side that made them.

    Parameters
    ----------
    rounds : rounds until the deadline, for a group without offers
    """
    height = 260
    low, high = _range([value for offers in made.values() for _, value in offers])
    last = max([number for offers in made.values() for number, _ in offers] or [rounds])

    def x(number: int) -> float:
        return round(LEFT + 8 + (number - 1) / max(1, last - 1) * (SIZE - LEFT - RIGHT - 16), 1)

    def y(value: float) -> float:
        return round(height - 48 - (value - low) / (high - low) * (height - 84), 1)

    parts = []
    for mark in (0, 50, 100):
        colour, dash = (GRID, "") if mark else (ZERO, DASHED)
        parts.append(line((LEFT, y(mark)), (SIZE - RIGHT, y(mark)), colour, dash))
        parts.append(text((LEFT - 6, y(mark) + 5), str(mark), more='text-anchor="end"'))
    for number in dict.fromkeys((1, (1 + last) // 2, last)):
        parts.append(text((x(number), height - 26), str(number), more='text-anchor="middle"'))
    parts.append(text((SIZE / 2, height - 6), "round", more='text-anchor="middle"'))
    for position, (side, offers) in enumerate(made.items()):
        spots, colour = [(x(number), y(value)) for number, value in offers], country(side).colour
        parts += [polyline(spots, colour, 2), *(_spot(spot, colour, position) for spot in spots)]
        parts.append(_key(country(side), LEFT + 8, position))
    title = "How the offers moved, round by round, in the points of the side that made them"
    return svg(parts, title, height)


def concession_figure(groups: Mapping[int, Offers]) -> str:
    """Return from where to where each side of each group moved: a hollow first and a full last offer.

    Parameters
    ----------
    groups : number of the group -> its offers
    """
    low, high = _range([v for made in groups.values() for o in made.values() for _, v in (*o[:1], *o[-1:])])
    height = 34 + ROW * len(groups) + 40

    def x(value: float) -> float:
        return round(LEFT + (value - low) / (high - low) * (SIZE - LEFT - RIGHT - 8), 1)

    foot = height - 38
    parts = []
    for mark in range(-400, 401, 50):
        if low <= mark <= high:
            parts.append(line((x(mark), 26), (x(mark), foot), GRID if mark else ZERO))
            shown = str(mark).replace("-", "−")
            parts.append(text((x(mark), foot + 16), shown, more='text-anchor="middle"'))
    parts.append(text((SIZE / 2, height - 4), "own points", more='text-anchor="middle"'))
    sides = next(iter(groups.values()), {})
    parts += [_key(country(side), LEFT, position) for position, side in enumerate(sides)]
    for row, (group, made) in enumerate(groups.items()):
        middle = 26 + ROW * (row + 0.5)
        parts.append(text((LEFT - 12, middle + 5), str(group), INK, 'text-anchor="end"'))
        for position, (side, offers) in enumerate(made.items()):
            if offers:
                y = round(middle + (position - 0.5) * 10, 1)
                first, last = (x(offers[0][1]), y), (x(offers[-1][1]), y)
                parts += _moved(first, last, country(side).colour, position)
    return svg(parts, "First and last offer of each side of each group, in its own points", height)


def _range(values: Sequence[float]) -> Pair:
    """Return the ends of a scale on which no deal, the best outcome and all these points lie."""
    return min([0.0, *values]), max([100.0, *values])


def _key(side: Country, left: float, position: int) -> str:
    shape = "■" if position else "●"
    return text((left + 190 * position, 16), f"{shape} {side.name}", side.colour)


def _moved(first: Pair, last: Pair, colour: str, position: int) -> list[str]:
    way = line(first, last, colour, 'stroke-width="2"')
    return [way, _spot(first, colour, position, "#fff"), _spot(last, colour, position)]


def _spot(spot: Pair, colour: str, position: int, fill: str = "") -> str:
    """Return a disc for the first side, a square for the second."""
    x, y = spot
    paint = f'fill="{fill or colour}" stroke="{colour}" stroke-width="1.5"'
    if position:
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" {paint}/>'
    return f'<circle cx="{x}" cy="{y}" r="4" {paint}/>'
