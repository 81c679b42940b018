"""Figures of the debrief as hand-made SVG: square, words beside colours, no script, no style attribute."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

SIZE, LEFT, BOTTOM, TOP, RIGHT = 560, 64, 56, 18, 18
US, VIETNAM, DEAL, INK, QUIET = "#1f5a99", "#b0122a", "#e8a33d", "#222222", "#b9c0cb"


@dataclass(frozen=True)
class Scale:
    """From points to pixels; both axes have the same length."""

    low: tuple[float, float]
    high: tuple[float, float]

    def x(self, value: float) -> float:
        """Return the horizontal position."""
        share = (value - self.low[0]) / (self.high[0] - self.low[0])
        return round(LEFT + share * (SIZE - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        """Return the vertical position."""
        share = (value - self.low[1]) / (self.high[1] - self.low[1])
        return round(SIZE - BOTTOM - share * (SIZE - BOTTOM - TOP), 1)


Pair = tuple[float, float]


def scale_of(points: Sequence[Pair]) -> Scale:
    """Return a scale in which all these points and the no-deal point lie, with a margin."""
    columns = list(zip(*[*points, (0.0, 0.0), (60.0, 60.0)], strict=True))
    low = tuple(min(column) for column in columns)
    high = tuple(max(column) for column in columns)
    margin = [0.06 * (h - w) for w, h in zip(low, high, strict=True)]
    return Scale((low[0] - margin[0], low[1] - margin[1]), (high[0] + margin[0], high[1] + margin[1]))


def frontier_figure(
    frontier: Sequence[Pair],
    cloud: Sequence[tuple[Pair, int]],
    marks: Sequence[tuple[str, Pair | None]],
    groups: Sequence[tuple[int, Pair]],
    mine: int | None = None,
) -> str:
    """Return the picture of the bargain: frontier, simulated agreements, bargaining points, the groups.

    Parameters
    ----------
    frontier : points of the frontier in order
    cloud : simulated agreements and how often each occurred
    marks : name and place of bargaining points
    groups : number and place of every agreement; groups without one are left out
    mine : group that is marked
    """
    known = [point for _, point in marks if point is not None]
    scale = scale_of([*frontier, *[p for _, p in groups], *known, *[p for p, _ in cloud]])
    parts = [_axes(scale)]
    parts += [_dot(scale, place, min(9.0, 2.0 + count**0.5 / 2), QUIET, 0.55) for place, count in cloud]
    line = " ".join(f"{scale.x(a)},{scale.y(b)}" for a, b in frontier)
    parts.append(f'<polyline points="{line}" fill="none" stroke="{INK}" stroke-width="1.5"/>')
    parts += [_dot(scale, place, 2.4, INK, 1.0) for place in frontier]
    parts += [_mark(scale, name, place) for name, place in marks if place is not None]
    parts += _groups(scale, groups, mine)
    return _svg(
        parts, "Points of the two sides: the frontier, simulated agreements and the groups' agreements"
    )


def _svg(parts: Sequence[str], title: str, height: int = SIZE) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {height}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )


def _axes(scale: Scale) -> str:
    right, bottom = SIZE - RIGHT, SIZE - BOTTOM
    lines = [
        f'<rect x="{LEFT}" y="{TOP}" width="{right - LEFT}" height="{bottom - TOP}" '
        'fill="#fff" stroke="#d7dbe2"/>'
    ]
    for value in range(-400, 401, 20):
        if scale.low[0] <= value <= scale.high[0]:
            x = scale.x(value)
            lines.append(f'<text x="{x}" y="{bottom + 18}" text-anchor="middle" fill="#555">{value}</text>')
        if scale.low[1] <= value <= scale.high[1]:
            y = scale.y(value)
            lines.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end" fill="#555">{value}</text>')
    x, y = scale.x(0.0), scale.y(0.0)
    dash = 'stroke-dasharray="3 3"'
    lines.append(f'<line x1="{x}" x2="{x}" y1="{TOP}" y2="{bottom}" stroke="{US}" {dash}/>')
    lines.append(f'<line x1="{LEFT}" x2="{right}" y1="{y}" y2="{y}" stroke="{VIETNAM}" {dash}/>')
    middle = (LEFT + right) / 2
    lines.append(
        f'<text x="{middle}" y="{SIZE - 14}" text-anchor="middle" fill="{US}">'
        "points of the United States</text>"
    )
    place = (TOP + bottom) / 2
    lines.append(
        f'<text x="16" y="{place}" text-anchor="middle" fill="{VIETNAM}" transform="rotate(-90 16 {place})">'
        "points of Vietnam</text>"
    )
    return "".join(lines)


def _dot(scale: Scale, place: Pair, radius: float, colour: str, opacity: float) -> str:
    x, y = scale.x(place[0]), scale.y(place[1])
    return f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="{colour}" fill-opacity="{opacity}"/>'


def _mark(scale: Scale, name: str, place: Pair) -> str:
    x, y = scale.x(place[0]), scale.y(place[1])
    shape = (
        f'<path d="M{x} {y - 9}L{x + 8} {y + 6}L{x - 8} {y + 6}Z"'
        if name.startswith("Nash")
        else f'<rect x="{x - 7}" y="{y - 7}" width="14" height="14"'
    )
    return f'{shape} fill="none" stroke="{INK}" stroke-width="1.8"><title>{escape(name)}</title>' + (
        "</path>" if shape.startswith("<path") else "</rect>"
    )


def _groups(scale: Scale, groups: Sequence[tuple[int, Pair]], mine: int | None) -> list[str]:
    """Draw one disc a place, with the numbers of all groups that agreed on it."""
    places: dict[Pair, list[int]] = {}
    for number, place in groups:
        places.setdefault(place, []).append(number)
    drawn = []
    for place, numbers in places.items():
        x, y = scale.x(place[0]), scale.y(place[1])
        own = mine in numbers
        ring = f'stroke="{INK}" stroke-width="{3 if own else 1}"'
        label = ", ".join(str(number) for number in numbers)
        anchor, at = ("end", x - 11) if x > SIZE * 0.75 else ("start", x + 11)
        drawn.append(
            f'<circle cx="{x}" cy="{y}" r="8" fill="{DEAL}" {ring}><title>group {label}</title></circle>'
        )
        drawn.append(
            f'<text x="{at}" y="{y + 5}" text-anchor="{anchor}" '
            f'font-weight="bold" fill="{INK}">{label}</text>'
        )
    return drawn


def path_figure(sides: Sequence[tuple[str, str, Sequence[tuple[int, float]]]], rounds: int) -> str:
    """Return how the offers of both sides moved: round against own points of the side that made them.

    Parameters
    ----------
    sides : name, colour and (round, points) of every offer
    """
    height = 260
    everything = [value for _, _, offers in sides for _, value in offers] or [0.0]
    low, high = min(0.0, *everything), max(100.0, *everything)
    last = max([number for _, _, offers in sides for number, _ in offers] or [rounds])

    def x(number: int) -> float:
        return round(LEFT + (number - 1) / max(1, last - 1) * (SIZE - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        return round(height - 44 - (value - low) / (high - low) * (height - 62), 1)

    parts = [
        f'<line x1="{LEFT}" x2="{SIZE - RIGHT}" y1="{y(0.0)}" y2="{y(0.0)}" '
        'stroke="#999" stroke-dasharray="3 3"/>'
    ]
    for mark in (0, 50, 100):
        parts.append(f'<text x="{LEFT - 8}" y="{y(mark) + 4}" text-anchor="end" fill="#555">{mark}</text>')
    for number in dict.fromkeys((1, (1 + last) // 2, last)):
        parts.append(
            f'<text x="{x(number)}" y="{height - 24}" text-anchor="middle" fill="#555">{number}</text>'
        )
    parts.append(f'<text x="{SIZE / 2}" y="{height - 6}" text-anchor="middle" fill="#555">round</text>')
    for position, (name, colour, offers) in enumerate(sides):
        parts += _offers([(x(number), y(value)) for number, value in offers], colour, round_=position == 0)
        shape = "●" if position == 0 else "■"
        parts.append(
            f'<text x="{LEFT + 8 + 230 * position}" y="14" fill="{colour}">'
            f"{shape} {escape(name)}, own points</text>"
        )
    return _svg(parts, "How the offers moved, round by round", height)


def _offers(spots: Sequence[Pair], colour: str, *, round_: bool) -> list[str]:
    """Draw a line through the offers of one side, with a disc or a square for each."""
    line = " ".join(f"{x},{y}" for x, y in spots)
    drawn = [f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>']
    for x, y in spots:
        disc = f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>'
        square = f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>'
        drawn.append(disc if round_ else square)
    return drawn
