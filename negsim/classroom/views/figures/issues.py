"""Which levels were agreed: the darker, the more groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from negsim.classroom.views.figures.svg import FONT, INK, SIZE, svg, text

SHADE = "#1f5a99"


@dataclass(frozen=True)
class LevelCount:
    """How many groups agreed on a level, and whether it is that of the Nash point."""

    label: str
    count: int
    nash: bool


def issues_figure(issues: Mapping[str, Sequence[LevelCount]], agreed: int) -> str:
    """Return how many groups agreed on each level of each issue.

    Parameters
    ----------
    agreed : number of agreements
    """
    parts, y = [], 4.0
    for issue, levels in issues.items():
        parts.append(text((0, y + 14), issue.capitalize(), INK, 'font-weight="bold"'))
        width = (SIZE - 2) / len(levels)
        for number, level in enumerate(levels):
            parts.append(_cell(1 + number * width, y + 20, width - 3, level, agreed))
        y += 62.0
    return svg(parts, "How many groups agreed on each level of each issue", y)


def _cell(x: float, y: float, width: float, level: LevelCount, agreed: int) -> str:
    share = level.count / agreed if agreed else 0.0
    colour = "#fff" if share > 0.55 else INK
    frame = f'stroke="{INK}" stroke-width="2"' if level.nash else 'stroke="#c3c9d2"'
    middle = round(x + width / 2, 1)
    small = f'text-anchor="middle" font-size="{_fit(level.label, width)}"'
    box = f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="36" rx="4"'
    return (
        f'{box} fill="#fff"/>{box} fill="{SHADE}" fill-opacity="{share:.2f}" {frame}/>'
        + text((middle, y + 15), level.label, colour, small)
        + text((middle, y + 31), str(level.count), colour, 'text-anchor="middle" font-weight="bold"')
    )


def _fit(label: str, width: float) -> float:
    return round(min(FONT - 1, width / (0.56 * max(1, len(label)))), 1)
