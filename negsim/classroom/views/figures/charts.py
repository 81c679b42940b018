"""The other pictures of the debrief: how offers moved, what each group conceded, which levels were agreed."""

from collections.abc import Mapping, Sequence
from typing import Any

from negsim.classroom.views.figures.figure import FONT, INK, LEFT, RIGHT, SIZE, US, VIETNAM, Pair, svg, text

ROW = 25
SIDES = (("us", "United States", US), ("vietnam", "Vietnam", VIETNAM))


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
        return round(LEFT + 8 + (number - 1) / max(1, last - 1) * (SIZE - LEFT - RIGHT - 16), 1)

    def y(value: float) -> float:
        return round(height - 48 - (value - low) / (high - low) * (height - 84), 1)

    parts = []
    for mark in (0, 50, 100):
        dash = ' stroke-dasharray="4 3"' if mark == 0 else ""
        colour = "#8b95a3" if mark == 0 else "#e3e6eb"
        parts.append(
            f'<line x1="{LEFT}" x2="{SIZE - RIGHT}" y1="{y(mark)}" y2="{y(mark)}" stroke="{colour}"{dash}/>'
        )
        parts.append(text((LEFT - 6, y(mark) + 5), str(mark), more='text-anchor="end"'))
    for number in dict.fromkeys((1, (1 + last) // 2, last)):
        parts.append(text((x(number), height - 26), str(number), more='text-anchor="middle"'))
    parts.append(text((SIZE / 2, height - 6), "round", more='text-anchor="middle"'))
    for position, (name, colour, offers) in enumerate(sides):
        spots = [(x(number), y(value)) for number, value in offers]
        parts += _trace(spots, colour, round_=position == 0)
        shape = "●" if position == 0 else "■"
        parts.append(text((LEFT + 8 + 190 * position, 16), f"{shape} {name}", colour))
    return svg(
        parts, "How the offers moved, round by round, in the points of the side that made them", height
    )


def _trace(spots: Sequence[Pair], colour: str, *, round_: bool) -> list[str]:
    """Draw a line through the offers of one side, with a disc or a square for each."""
    line = " ".join(f"{x},{y}" for x, y in spots)
    drawn = [f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>']
    return [*drawn, *(_spot(spot, colour, round_=round_) for spot in spots)]


def _spot(spot: Pair, colour: str, *, round_: bool, fill: str = "") -> str:
    x, y = spot
    paint = f'fill="{fill or colour}" stroke="{colour}" stroke-width="1.5"'
    if round_:
        return f'<circle cx="{x}" cy="{y}" r="4" {paint}/>'
    return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" {paint}/>'


def concession_figure(groups: Sequence[Mapping[str, Any]]) -> str:
    """Return from where to where each side of each group moved: a hollow first and a full last offer.

    Parameters
    ----------
    groups : rows of the debrief, with `group`, `first` and `last` own points by side
    """
    values = [g[k][side] for g in groups for k in ("first", "last") for side, _, _ in SIDES]
    known: list[float] = [value for value in values if value is not None]
    low, high = min([0.0, *known]), max([100.0, *known])
    height = 34 + ROW * len(groups) + 40

    def x(value: float) -> float:
        return round(LEFT + (value - low) / (high - low) * (SIZE - LEFT - RIGHT - 8), 1)

    foot = height - 38
    parts = []
    for mark in range(-400, 401, 50):
        if low <= mark <= high:
            colour = "#8b95a3" if mark == 0 else "#e3e6eb"
            parts.append(f'<line x1="{x(mark)}" x2="{x(mark)}" y1="26" y2="{foot}" stroke="{colour}"/>')
            shown = str(mark).replace("-", "−")
            parts.append(text((x(mark), foot + 16), shown, more='text-anchor="middle"'))
    parts.append(text((SIZE / 2, height - 4), "own points", more='text-anchor="middle"'))
    for position, (_, name, colour) in enumerate(SIDES):
        parts.append(text((LEFT + 190 * position, 16), f"{'●' if position == 0 else '■'} {name}", colour))
    for row, group in enumerate(groups):
        middle = 26 + ROW * (row + 0.5)
        parts.append(text((LEFT - 12, middle + 5), str(group["group"]), INK, 'text-anchor="end"'))
        for position, (side, _, colour) in enumerate(SIDES):
            first, last = group["first"][side], group["last"][side]
            if first is None or last is None:
                continue
            y = round(middle + (position - 0.5) * 10, 1)
            parts.append(
                f'<line x1="{x(first)}" x2="{x(last)}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="2"/>'
            )
            parts.append(_spot((x(first), y), colour, round_=position == 0, fill="#fff"))
            parts.append(_spot((x(last), y), colour, round_=position == 0))
    return svg(parts, "First and last offer of each side of each group, in its own points", height)


def issues_figure(issues: Sequence[Mapping[str, Any]], agreed: int) -> str:
    """Return how many groups agreed on each level of each issue: the darker, the more.

    Parameters
    ----------
    issues : `issue` and `levels` with `label`, `count` and `nash`
    agreed : number of agreements
    """
    parts, y = [], 4.0
    for row in issues:
        parts.append(text((0, y + 14), str(row["issue"]).capitalize(), INK, 'font-weight="bold"'))
        width = (SIZE - 2) / len(row["levels"])
        for number, level in enumerate(row["levels"]):
            parts.append(_cell(1 + number * width, y + 20, width - 3, level, agreed))
        y += 62.0
    return svg(parts, "How many groups agreed on each level of each issue", y)


def _cell(x: float, y: float, width: float, level: Mapping[str, Any], agreed: int) -> str:
    share = level["count"] / agreed if agreed else 0.0
    colour = "#fff" if share > 0.55 else INK
    frame = f'stroke="{INK}" stroke-width="2"' if level["nash"] else 'stroke="#c3c9d2"'
    middle = round(x + width / 2, 1)
    small = f'text-anchor="middle" font-size="{_fit(str(level["label"]), width)}"'
    box = f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="36" rx="4" fill="{US}" '
    return (
        f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="36" rx="4" fill="#fff"/>'
        f'{box}fill-opacity="{share:.2f}" {frame}/>'
        + text((middle, y + 15), str(level["label"]), colour, small)
        + text((middle, y + 31), str(level["count"]), colour, 'text-anchor="middle" font-weight="bold"')
    )


def _fit(label: str, width: float) -> float:
    return round(min(FONT - 1, width / (0.56 * max(1, len(label)))), 1)
