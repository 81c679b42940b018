"""The bargain of a scenario as tables on the terminal."""

from rich.console import Console
from rich.table import Table

from negsim.talks.solution import Solution

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
    worth = ", ".join(f"{value:+.2f} to {party}" for party, value in solution.bargain.no_deal.items())
    console.print(f"{facts['outcomes']:,} outcomes; having no deal is worth {worth}.")
    if not solution.bargain.zone.any():
        console.print("There is no zone of agreement: no outcome is better than no deal for both.")
        return
    console.print(f"Zone of agreement: {facts['zone_of_agreement']:.1%} of outcomes are better for both.")
    shares = facts["ratifiable"]
    first, second = ((name, shares[party]) for party, name in solution.countries.items())
    console.print(
        f"Of these {first[0]} would ratify {first[1]:.0%}, {second[0]} {second[1]:.0%}, "
        f"both {shares['both']:.0%}."
    )
    console.print("Pivotal: share of the zone that fails and would pass if this bloc alone did not object.")
    for party, blocs in facts["pivotal"].items():
        pivots = sorted(blocs.items(), key=lambda item: -item[1])
        described = ", ".join(
            f"{name.replace('_', ' ')} {share:.0%}" for name, share in pivots if share >= 0.005
        )
        console.print(f"  {party}: {described or 'nobody'}")
    console.print(_points(solution))
    console.print(_frontier(solution))


def _points(solution: Solution) -> Table:
    table = _table(solution, "\nBargaining points", "point")
    for name, outcome in solution.bargain.solutions.items():
        table.add_row(NAMES[name], *(_cells(solution, outcome) if outcome is not None else ["none"]))
    return table


def _frontier(solution: Solution) -> Table:
    frontier = solution.bargain.frontier
    count = len(frontier)
    table = _table(solution, f"\nPareto frontier within the zone: {count} outcomes", "ratified by")
    for outcome in frontier[:MOST]:
        who = [party for party, passed in solution.ratified.items() if passed[outcome]]
        words = "both" if len(who) == len(solution.ratified) else " ".join(who) or "nobody"
        table.add_row(words, *_cells(solution, int(outcome)))
    if count > MOST:
        table.caption = f"{count - MOST} more with --json"
    return table


def _table(solution: Solution, title: str, first: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for party in solution.ratified:
        table.add_column(party, justify="right", no_wrap=True)
    table.add_column("terms")
    return table


def _cells(solution: Solution, outcome: int) -> list[str]:
    values = [f"{utility[outcome]:+.2f}" for utility in solution.bargain.utilities.values()]
    return [*values, " · ".join(solution.space.describe(outcome).values())]
