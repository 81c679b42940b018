"""The bargain of a scenario as tables on the terminal."""

from rich.console import Console
from rich.table import Table

from negsim.talks.solution import SIDES, Solution

MOST = 60
NAMES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}


def show_solution(solution: Solution, console: Console) -> None:
    """Print zone, ratification, bargaining points and frontier."""
    facts = solution.plain()
    worth = ", ".join(f"{value:+.2f} to {party}" for party, value in solution.no_deal.items())
    console.print(f"{facts['outcomes']:,} outcomes; having no deal is worth {worth}.")
    if not solution.zone.any():
        console.print("There is no zone of agreement: no outcome is better than no deal for both.")
        return
    console.print(f"Zone of agreement: {facts['zone_of_agreement']:.1%} of outcomes are better for both.")
    shares = facts["ratifiable"]
    console.print(
        f"Of these the US would ratify {shares['us']:.0%}, Vietnam {shares['vietnam']:.0%}, "
        f"both {shares['both']:.0%}."
    )
    console.print("Pivotal: share of the zone that fails and would pass if this bloc alone did not object.")
    for party in SIDES:
        pivots = sorted(facts["pivotal"][party].items(), key=lambda item: -item[1])
        told = ", ".join(f"{name.replace('_', ' ')} {share:.0%}" for name, share in pivots if share >= 0.005)
        console.print(f"  {party}: {told or 'nobody'}")
    console.print(_points(solution))
    console.print(_frontier(solution))


def _points(solution: Solution) -> Table:
    table = _table("\nBargaining points", "point")
    for name, words in NAMES.items():
        outcome = getattr(solution.points, name)
        table.add_row(words, *(_cells(solution, outcome) if outcome is not None else ["none"]))
    return table


def _frontier(solution: Solution) -> Table:
    count = len(solution.frontier)
    table = _table(f"\nPareto frontier within the zone: {count} outcomes", "ratified by")
    for outcome in solution.frontier[:MOST]:
        who = [party for party in SIDES if solution.ratified[party][outcome]]
        words = "both" if len(who) == len(SIDES) else " ".join(who) or "nobody"
        table.add_row(words, *_cells(solution, int(outcome)))
    if count > MOST:
        table.caption = f"{count - MOST} more with --json"
    return table


def _table(title: str, first: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for party in SIDES:
        table.add_column(party, justify="right", no_wrap=True)
    table.add_column("terms")
    return table


def _cells(solution: Solution, outcome: int) -> list[str]:
    values = [f"{solution.utilities[party][outcome]:+.2f}" for party in SIDES]
    return [*values, " · ".join(solution.space.describe(outcome).values())]
