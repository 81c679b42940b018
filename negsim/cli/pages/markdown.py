"""Tables in Markdown, for the reference pages."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table."""
    return [*table_rows([head]), f"|{'---|' * len(head)}", *table_rows(rows)]


def table_rows(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table without its head."""
    return [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
