"""The tables of `docs/how-to/validate.md`: `python -m negsim.validation.page` writes them anew.

What stands above them in the page stays.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from negsim.files import write
from negsim.validation.check import Verdict, verdict
from negsim.validation.screen import asked, number, tally
from negsim.validation.table import CHECKS

PAGE = Path("docs/how-to/validate.md")
HEAD = "## What comes out"
WORD = {True: "pass", False: "**fail**", None: "n/a"}


def tables(verdicts: Sequence[Verdict]) -> str:
    """Return what comes out of all checks, and their sources, as Markdown."""
    lines = [
        HEAD,
        "",
        f"{len(verdicts)} checks: {tally(verdicts)}. `python -m negsim.validation.page` writes the tables "
        "anew.",
        "",
        "| id | result | kind | number | expected | got | |",
        "|---|---|---|---|---|---|---|",
        *(line for v in verdicts for line in _rows(v)),
        "",
        "## Sources and notes",
        "",
        *(
            f"- **{v.check.id}**: {'. '.join(filter(None, (v.check.source, v.check.note)))}."
            for v in verdicts
        ),
    ]
    return "\n".join(lines) + "\n"


def _rows(found: Verdict) -> Iterator[str]:
    """Yield one row a number; those that are reported and not asked for come last."""
    check = found.check
    head: tuple[str, ...] = (check.id, check.title, check.kind)
    for label in [*check.expected, *(label for label in found.got if label not in check.expected)]:
        wanted = asked(found, label) if label in check.expected else "reported"
        last = WORD[found.passed] if head[0] else ""
        yield f"| {' | '.join((*head, label, wanted, number(found.got.get(label)), last))} |"
        head = ("", "", "")


def main() -> None:
    """Run all checks and write the page."""
    above = PAGE.read_text(encoding="utf-8").partition(HEAD)[0]
    write(PAGE, above + tables([verdict(check) for check in CHECKS]))


if __name__ == "__main__":
    main()
