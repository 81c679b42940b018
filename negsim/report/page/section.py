"""What a section of the page is made of."""

from dataclasses import dataclass, field, replace

import pandas as pd

READ = 'pd.read_parquet("'
"""How the code of a check begins to read a table."""


@dataclass(frozen=True)
class Check:
    """How a reader recomputes a number of the sentence.

    Attributes
    ----------
    code : one line of pandas, run in the result folder
    value : what it gives
    shown : how the sentence writes it
    """

    code: str
    value: float
    shown: str


@dataclass(frozen=True)
class Section:
    """One figure with what it says and where it comes from.

    Attributes
    ----------
    key : short name, also its place in the page
    reading : one or two sentences made from its numbers
    figure : an SVG element
    table : the numbers that are drawn
    check : how to recompute a number of the sentence
    notes : lines of a key below the figure
    """

    key: str
    title: str
    reading: str
    figure: str
    table: pd.DataFrame
    check: Check
    notes: tuple[str, ...] = field(default=())

    def named(self, title: str, key: str, folder: str = ".") -> "Section":
        """Return the same section under another title and key, whose tables lie in another folder.

        Ids within its figure follow.
        """
        figure = self.figure.replace(f'"{self.key}-', f'"{key}-').replace(f"#{self.key}-", f"#{key}-")
        code = self.check.code if folder == "." else self.check.code.replace(READ, f"{READ}{folder}/")
        return replace(self, title=title, key=key, figure=figure, check=replace(self.check, code=code))
