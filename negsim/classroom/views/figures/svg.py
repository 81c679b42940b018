"""What the pictures of a debrief are made of: SVG without script and style attribute."""

from collections.abc import Sequence
from html import escape

SIZE, LEFT, BOTTOM, TOP, RIGHT = 440, 54, 52, 14, 14
FONT = 14
DEAL, INK, QUIET = "#e8a33d", "#222222", "#9fa9b8"
GRID, ZERO = "#e3e6eb", "#8b95a3"
DASHED = 'stroke-dasharray="4 3"'

Pair = tuple[float, float]


def svg(parts: Sequence[str], title: str, height: float) -> str:
    """Return a picture of the usual width."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {height}" role="img" '
        f'font-family="sans-serif" font-size="{FONT}"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )


def text(at: Pair, words: str, colour: str = "#555", more: str = "") -> str:
    """Return a text that starts, ends or is centred at a place."""
    return f'<text x="{at[0]}" y="{at[1]}" fill="{colour}" {more}>{escape(words)}</text>'


def line(start: Pair, end: Pair, colour: str, more: str = "") -> str:
    """Return a line between two places."""
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{x1}" x2="{x2}" y1="{y1}" y2="{y2}" stroke="{colour}" {more}/>'


def polyline(spots: Sequence[Pair], colour: str, width: float) -> str:
    """Return a line through places."""
    through = " ".join(f"{x},{y}" for x, y in spots)
    return f'<polyline points="{through}" fill="none" stroke="{colour}" stroke-width="{width:g}"/>'
