"""negsim report: results as one page to read, print and hand over."""

from pathlib import Path

import click


@click.command("report")
@click.argument("folders", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="DIR ...")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where the page is written.  [default: report.html, or report.vi.html, in the first DIR]",
)
@click.option("--lang", "language", default="en", show_default=True, help="Language of the page: en or vi.")
def command(folders: tuple[Path, ...], out: Path | None, language: str) -> None:
    """Write the results in DIR as one HTML page: figures, what they say, and where each number comes from.

    Of several folders the page is a comparison, each pair of them, second against first.

    The page needs no network and runs no script; it can be mailed and printed. The same folder always gives
    the same page. Below each figure stand its numbers, and the line of pandas that computes them again.

    \b
    Examples:
      negsim report results/us_vietnam_2025/*
      negsim report results/baseline/* -o baseline.html
      negsim report results/baseline/* --lang vi
    """
    from negsim.engine.finished import load
    from negsim.files import whole
    from negsim.report.page.report import report
    from negsim.report.words import SOURCE, Words

    if out is not None and out.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError(f"--out: a page is a file that ends in .html, got {str(out)!r}")
    words = Words(language)
    page = report(*(load(folder) for folder in folders), words=words)
    path = out or folders[0] / ("report.html" if language == SOURCE else f"report.{language}.html")
    with whole(path) as scratch:
        scratch.write_text(page, encoding="utf-8", newline="\n")
    click.echo(f"Written: {path}")
