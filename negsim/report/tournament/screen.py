"""What a person reads of a tournament on the terminal."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from negsim.analysis.tournament.game import SEARCHED, Equilibrium, best
from negsim.analysis.tournament.payoffs import Tournament
from negsim.arrays import Array
from negsim.politics.countries import pair, sides

MOST_EQUILIBRIA = 12
"""Equilibria that are shown; all are on disk."""
EXTINCT = 0.005
"""Share of a population below which an entry is not named."""
NOTES = (
    "Gain: mean over all opponents, as a share of the role's largest. Exploitable: what best replies to an",
    "entry gain more than it does in their place.",
)


def show_tournament(found: Tournament) -> None:
    """Print the matrices of gains and agreement, what each entry is worth, equilibria and replicators."""
    console = Console(highlight=False, markup=False)
    first, second = pair()
    for role, country in enumerate((first, second)):
        gains = found.gains[role]
        marked = [[f"{gain:.2f}{'*' if star else ' '}" for gain, star in zip(*row, strict=True)]
                  for row in zip(gains, best(gains, role), strict=True)]  # fmt: skip
        console.print(f"Mean gain of {country.in_a_sentence} (* best reply)", style="bold")
        console.print(_matrix(found.entries, marked))
    console.print("Rate agreed", style="bold")
    rates = [[f"{rate:.0%} " for rate in row] for row in found.matrix("agreed_mean")]
    console.print(_matrix(found.entries, rates))
    console.print(f"{first.short} plays rows, {second.short} columns. {_widths(found)}", style="dim")
    console.print("\nEntries, roles rotating", style="bold")
    console.print(_entries(found))
    console.print(" ".join(NOTES), style="dim")
    console.print("\nEquilibria", style="bold")
    for line in _equilibria(found):
        console.print(line)
    if len(found.resampled):
        console.print("Resamples: how often it stays one if replications are drawn again.", style="dim")
    console.print("\nReplicators", style="bold")
    console.print(f"From equal shares to {_mix(found.shares[-1], found.entries)}.")


def _matrix(entries: Sequence[str], cells: Sequence[Sequence[str]]) -> Table:
    """Return a table whose columns have the numbers of the entries, which the rows name."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for number in range(1, len(entries) + 1):
        table.add_column(f"{number} ", justify="right", no_wrap=True)
    for number, (entry, row) in enumerate(zip(entries, cells, strict=True), 1):
        table.add_row(f"{number} {entry}", *row)
    return table


def _widths(found: Tournament) -> str:
    """Return how wide the intervals of the cells are."""
    if not len(found.resampled):
        return "One replication: no intervals."
    half = [
        (found.cells[f"gain0_{party}_high"] - found.cells[f"gain0_{party}_low"]).max() / 2
        for party in sides()
    ]
    return f"95 % intervals of gains: at most +/- {half[0]:.2f} and {half[1]:.2f}; all are in payoffs.csv."


def _entries(found: Tournament) -> Table:
    first, second = pair()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("entry")
    for name in ("gain (95 %)", "exploitable (95 %)"):
        table.add_column(name, justify="right", no_wrap=True)
    for country in (first, second):
        table.add_column(f"{country.short}'s best reply", overflow="fold")
    for row in found.table.to_dict("records"):
        replies = [_short(str(row[f"best_reply_of_{country.party}"])) for country in (first, second)]
        table.add_row(
            str(row["entry"]), *(_ends(row, name) for name in ("normalised", "exploitability")), *replies
        )
    return table


def _short(replies: str) -> str:
    """Return at most two best replies, and how many more are as good."""
    named = replies.split(" or ")
    return replies if len(named) < 3 else f"{named[0]} or {len(named) - 1} more"


def _ends(row: Mapping[Hashable, Any], name: str) -> str:
    value, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    return f"{value:.2f}" if low != low else f"{value:.2f} ({low:.2f} to {high:.2f})"


def _equilibria(found: Tournament) -> list[str]:
    first, second = pair()
    solved = found.solved
    lines = []
    for one in solved.equilibria[:MOST_EQUILIBRIA]:
        mixes = (_mix(one.first, found.entries), _mix(one.second, found.entries))
        gains = f"gains {one.payoffs[0]:.2f} and {one.payoffs[1]:.2f}"
        lines.append(f"{first.short} {mixes[0]}; {second.short} {mixes[1]}: {gains}{_stable(one, found)}.")
    if len(solved.equilibria) > MOST_EQUILIBRIA:
        lines.append(f"... and {len(solved.equilibria) - MOST_EQUILIBRIA} more in tournament.json.")
    if max(map(len, solved.survivors)) > SEARCHED:
        lines.append(f"Mixed ones are not looked for: more than {SEARCHED} entries a side survive dominance.")
    elif solved.tied:
        lines.append("There may be more: some best replies are tied.")
    return lines


def _stable(one: Equilibrium, found: Tournament) -> str:
    if not one.pure or not len(found.resampled):
        return ""
    share = found.stability[one.first.argmax(), one.second.argmax()]
    return f"; in {share:.0%} of resamples"


def _mix(shares: Array, entries: Sequence[str]) -> str:
    """Return shares in words, largest first; one entry alone without its share."""
    named = [(share, entries[i]) for i, share in enumerate(shares.tolist()) if share >= EXTINCT]
    if len(named) == 1:
        return named[0][1]
    return ", ".join(f"{entry} {share:.0%}" for share, entry in sorted(named, key=lambda pair: -pair[0]))
