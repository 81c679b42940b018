"""The HTML of a page: one file without scripts, fonts or addresses, that prints well."""

import re
from collections.abc import Sequence
from html import escape

import pandas as pd

from negsim.report.figures.labels import heading
from negsim.report.page.section import Section
from negsim.report.words import Words

MOST_ROWS = 60
"""Rows of a table that stand in the page; the others are in the tables on disk."""
PATH = re.compile(r"[\w]+(\.[a-z_]\w*)+|[\d-]+")
"""What stays as it is in a table: the dotted path of a setting, a date."""
CSS = """
:root { color-scheme: light }
body { font: 16px/1.5 "DejaVu Sans", Verdana, sans-serif; color: #222; background: #fff; margin: 0 auto;
  max-width: 44rem; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem }
h2 { font-size: 1.2rem; margin: 0 0 .4rem }
header, section { border-bottom: 1px solid #d7dbe2; padding: 1.4rem 0; break-inside: avoid }
.lead { font-size: 1.05rem }
p { margin: .4rem 0 }
nav a { color: #00507f; margin-right: .9rem; white-space: nowrap }
nav { font-size: .9rem; line-height: 1.9 }
figure { margin: .8rem 0 }
svg { display: block; width: 100%; max-width: 40rem; height: auto }
details { font-size: .85rem }
summary { cursor: pointer; color: #00507f }
.scroll { overflow-x: auto }
table { border-collapse: collapse; font-size: .8rem; margin: .5rem 0 }
td, th { border-bottom: 1px solid #e3e6eb; padding: .15rem .6rem .15rem 0; text-align: left;
  vertical-align: top }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
pre { background: #f4f5f7; font-size: .75rem; padding: .5rem; overflow-x: auto; white-space: pre-wrap;
  overflow-wrap: anywhere }
ol.key { font-size: .8rem; columns: 2; column-gap: 2.2rem; margin: .4rem 0; padding-left: 1.6rem }
@media (max-width: 36rem) { ol.key { columns: 1 } }
@media print { body { font-size: 10.5pt; max-width: none; padding: 0 } nav { display: none }
  svg { max-width: 13.5cm } details[open] { break-inside: auto } summary { color: #222 }
  @page { margin: 16mm } }
"""


def document(title: str, lead: Sequence[str], sections: Sequence[Section], tail: str, words: Words) -> str:
    """Return the whole page.

    Parameters
    ----------
    lead : paragraphs below the title
    tail : the last section, as HTML
    """
    links = "".join(f'<a href="#{one.key}">{escape(one.title)}</a> ' for one in sections)
    paragraphs = "".join(f'<p class="lead">{escape(text)}</p>' for text in lead if text)
    return (
        f'<!doctype html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{escape(title)}</h1>\n{paragraphs}\n<nav>{links}"
        f'<a href="#provenance">{escape(words("Where this comes from"))}</a></nav>\n</header>\n<main>\n'
        + "\n".join(_section(one, words) for one in sections)
        + f"\n{tail}\n</main>\n</body>\n</html>\n"
    )


def _section(one: Section, words: Words) -> str:
    key = "".join(f"<li>{escape(note)}</li>" for note in one.notes)
    notes = f'<ol class="key">{key}</ol>' if key else ""
    return (
        f'<section id="{one.key}">\n<h2>{escape(one.title)}</h2>\n<p>{escape(one.reading)}</p>\n'
        f"<figure>{one.figure}</figure>{notes}\n<details><summary>{escape(words('The numbers'))}</summary>\n"
        f'<div class="scroll">{html_table(one.table, words)}</div>\n'
        f"<p>{escape(words('Recompute “{shown}” in the result folder:', shown=one.check.shown))}</p>\n"
        f"<pre>{escape(one.check.code)}</pre>\n</details>\n</section>"
    )


def html_table(table: pd.DataFrame, words: Words) -> str:
    """Return a table; numbers with four digits that count, long ones cut with a note."""
    numeric = [pd.api.types.is_numeric_dtype(table[name]) for name in table.columns]
    kind = [' class="n"' if number else "" for number in numeric]
    head = "".join(
        f'<th scope="col"{k}>{escape(heading(name, words))}</th>'
        for name, k in zip(table.columns, kind, strict=True)
    )
    rows = []
    for values in table.head(MOST_ROWS).itertuples(index=False):
        cells = (f"<td{k}>{escape(_cell(value, words))}</td>" for value, k in zip(values, kind, strict=True))
        rows.append(f"<tr>{''.join(cells)}</tr>")
    more = len(table) - MOST_ROWS
    note = f"<p>{escape(words('{n} more rows are in the tables.', n=more))}</p>" if more > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{note}"


def _cell(value: object, words: Words) -> str:
    if isinstance(value, bool):
        return words("yes") if value else words("no")
    if isinstance(value, float):
        return "" if value != value else words.number(value, ".4g")
    if isinstance(value, str):
        return value if PATH.fullmatch(value) else heading(value, words)
    return "" if value is None else str(value)
