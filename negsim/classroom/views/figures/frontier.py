"""The picture of the bargain: words beside colours, and each label where it hides least."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from negsim.classroom.views.figures.svg import (
    BOTTOM,
    DASHED,
    DEAL,
    FONT,
    INK,
    LEFT,
    QUIET,
    RIGHT,
    SIZE,
    TOP,
    Pair,
    line,
    polyline,
    svg,
    text,
)
from negsim.politics.countries import Country

FINE = "#eef0f3"
MOST_NUMBERS = 6
"""More groups than this at one place are counted, not listed."""
ROUND = ((1, 0), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1), (0, -1.2), (0, 1.2))
"""Directions in which a label may stand from its place, the best first."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Scale:
    """From points to pixels; both axes have the same length."""

    low: Pair
    high: Pair

    def x(self, value: float) -> float:
        """Return the horizontal position."""
        share = (value - self.low[0]) / (self.high[0] - self.low[0])
        return round(LEFT + share * (SIZE - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        """Return the vertical position."""
        share = (value - self.low[1]) / (self.high[1] - self.low[1])
        return round(SIZE - BOTTOM - share * (SIZE - BOTTOM - TOP), 1)

    def at(self, place: Pair) -> Pair:
        """Return the position of a pair of points."""
        return self.x(place[0]), self.y(place[1])


def scale_of(points: Sequence[Pair]) -> Scale:
    """Return a scale in which all these points and the no-deal point lie, with a margin."""
    columns = list(zip(*[*points, (0.0, 0.0), (60.0, 60.0)], strict=True))
    low = tuple(min(column) for column in columns)
    high = tuple(max(column) for column in columns)
    margin = [0.08 * (h - w) for w, h in zip(low, high, strict=True)]
    return Scale((low[0] - margin[0], low[1] - margin[1]), (high[0] + margin[0], high[1] + margin[1]))


@dataclass(frozen=True)
class FrontierPicture:
    """What the picture shows, in points of the two sides.

    Attributes
    ----------
    sides : the first side's points lie across, the second's upwards
    frontier : points of the frontier in order
    simulated : simulated agreements and how often each occurred
    marks : name and place of bargaining points
    groups : number and place of every agreement
    without : numbers of the groups that ended without one
    mine : group that is marked
    """

    sides: Sequence[Country]
    frontier: Sequence[Pair]
    simulated: Sequence[tuple[Pair, int]]
    marks: Sequence[tuple[str, Pair | None]]
    groups: Sequence[tuple[int, Pair]]
    without: Sequence[int] = ()
    mine: int | None = None


def frontier_figure(shown: FrontierPicture) -> str:
    """Return the picture: frontier, simulated agreements, bargaining points, where the groups ended."""
    marks = [(name, point) for name, point in shown.marks if point is not None]
    scale = scale_of(
        [
            *shown.frontier,
            *[p for _, p in shown.groups],
            *[p for _, p in marks],
            *[p for p, _ in shown.simulated],
        ]
    )
    parts = [_axes(scale, shown.sides)]
    parts += [_dot(scale, place, min(8.0, 2.0 + count**0.5 / 2), QUIET) for place, count in shown.simulated]
    parts.append(polyline([scale.at(place) for place in shown.frontier], INK, 1.5))
    parts += [
        f'<circle cx="{scale.x(a)}" cy="{scale.y(b)}" r="2.2" fill="{INK}"/>' for a, b in shown.frontier
    ]
    parts += [_mark(scale, name, place) for name, place in marks]
    ends = _ends(shown)
    for place, numbers, agreed in ends:
        parts.append(_disc(scale.at(place), numbers, DEAL if agreed else "#fff", own=shown.mine in numbers))
    labels = [(scale.at(place), _numbers(numbers, agreed=agreed), True) for place, numbers, agreed in ends]
    labels += [(scale.at(place), name.split()[0], False) for name, place in marks]
    line_boxes = [_around(scale.at(p), 2, 2) for p in shown.frontier]
    parts += _labels(labels, line_boxes)
    return svg(
        parts, "Points of the two sides: the frontier, simulated agreements and where the groups ended", SIZE
    )


def _axes(scale: Scale, sides: Sequence[Country]) -> str:
    right, bottom = SIZE - RIGHT, SIZE - BOTTOM
    frame = f'<rect x="{LEFT}" y="{TOP}" width="{right - LEFT}" height="{bottom - TOP}" '
    drawn = [f'{frame}fill="#fff" stroke="#d7dbe2"/>']
    step = 20 if max(scale.high[i] - scale.low[i] for i in (0, 1)) < 160 else 50
    for value in range(-400, 401, step):
        shown = str(value).replace("-", "−")
        if scale.low[0] <= value <= scale.high[0]:
            x = scale.x(value)
            drawn.append(line((x, TOP), (x, bottom), FINE))
            drawn.append(text((x, bottom + 17), shown, more='text-anchor="middle"'))
        if scale.low[1] <= value <= scale.high[1]:
            y = scale.y(value)
            drawn.append(line((LEFT, y), (right, y), FINE))
            drawn.append(text((LEFT - 6, y + 5), shown, more='text-anchor="end"'))
    x, y = scale.at((0.0, 0.0))
    across, upwards = sides
    drawn.append(line((x, TOP), (x, bottom), across.colour, DASHED))
    drawn.append(line((LEFT, y), (right, y), upwards.colour, DASHED))
    middle = (TOP + bottom) / 2
    drawn.append(_title(((LEFT + right) / 2, SIZE - 12), across))
    drawn.append(_title((14, middle), upwards, f'transform="rotate(-90 14 {middle})"'))
    return "".join(drawn)


def _title(at: Pair, side: Country, turned: str = "") -> str:
    return text(at, f"points of {side.in_a_sentence}", side.colour, f'text-anchor="middle" {turned}')


def _dot(scale: Scale, place: Pair, radius: float, colour: str) -> str:
    x, y = scale.at(place)
    return f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="{colour}" fill-opacity="0.55"/>'


def _mark(scale: Scale, name: str, place: Pair) -> str:
    x, y = scale.at(place)
    kind, shape = (
        ("path", f'd="M{x} {y - 9}L{x + 8} {y + 6}L{x - 8} {y + 6}Z"')
        if name.startswith("Nash")
        else ("rect", f'x="{x - 7}" y="{y - 7}" width="14" height="14"')
    )
    stroke = f'fill="none" stroke="{INK}" stroke-width="1.8"'
    return f"<{kind} {shape} {stroke}><title>{escape(name)}</title></{kind}>"


def _ends(shown: FrontierPicture) -> list[tuple[Pair, list[int], bool]]:
    """Return where groups ended, which ones, and whether they agreed; one entry a place."""
    places: dict[Pair, list[int]] = {}
    for number, place in shown.groups:
        places.setdefault(place, []).append(number)
    ends = [(place, numbers, True) for place, numbers in places.items()]
    return [*ends, *([((0.0, 0.0), list(shown.without), False)] if shown.without else [])]


def _disc(at: Pair, numbers: Sequence[int], fill: str, *, own: bool) -> str:
    ring = f'stroke="{INK}" stroke-width="{3 if own else 1}"'
    named = ", ".join(str(number) for number in numbers)
    return (
        f'<circle cx="{at[0]}" cy="{at[1]}" r="7" fill="{fill}" {ring}><title>group {named}</title></circle>'
    )


def _numbers(numbers: Sequence[int], *, agreed: bool) -> str:
    shown = ", ".join(str(number) for number in numbers[:MOST_NUMBERS])
    more = f" +{len(numbers) - MOST_NUMBERS}" if len(numbers) > MOST_NUMBERS else ""
    return ("" if agreed else "no deal: ") + shown + more


def _labels(labels: Sequence[tuple[Pair, str, bool]], taken: Sequence[Box]) -> list[str]:
    """Write each label beside its place where it hides least of what is there."""
    boxes = [*taken, *[_around(at, 9, 9) for at, _, _ in labels]]
    drawn = []
    for (x, y), words, strong in labels:
        half = 0.29 * FONT * len(words) + 2
        spots = [
            (x + dx * (half + 10 * far), y + dy * 16 * far, 15 * far)
            for far in (1.0, 1.6, 2.4)
            for dx, dy in ROUND
        ]
        best = min(spots, key=lambda spot: spot[2] + _hidden(_around(spot[:2], half, 8), boxes))[:2]
        boxes.append(_around(best, half, 8))
        halo = 'text-anchor="middle" stroke="#fff" stroke-width="3" paint-order="stroke"'
        weight = ' font-weight="bold"' if strong else ""
        drawn.append(text((round(best[0], 1), round(best[1] + 5, 1)), words, INK, halo + weight))
    return drawn


def _around(at: Pair, half_width: float, half_height: float) -> Box:
    return at[0] - half_width, at[1] - half_height, at[0] + half_width, at[1] + half_height


def _hidden(box: Box, others: Sequence[Box]) -> float:
    """Return how much of other boxes a box hides; leaving the picture counts more."""
    frame = (LEFT, TOP, SIZE - RIGHT, SIZE - BOTTOM)
    inside = _overlap(box, frame)
    outside = (box[2] - box[0]) * (box[3] - box[1]) - inside
    return 10.0 * outside + sum(_overlap(box, other) for other in others)


def _overlap(a: Box, b: Box) -> float:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, width) * max(0.0, height)
