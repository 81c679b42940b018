"""What every rule of conduct promises."""

from collections.abc import Iterator
from dataclasses import fields

import numpy as np

from negsim.agents.conduct.contract import Books, Echo, Ground, News, Rule, Totals
from negsim.agents.firm import FirmSettings, crowd_of
from negsim.agents.ground import ground
from negsim.registry import Entry
from negsim.rng import stream
from negsim.validation.conformance.law import Law, example, holds
from negsim.validation.conformance.worlds import large

TICKS = 30
EXACT = 1e-12
NEWS = (
    News(1.0, 0.2, 0.46, 0.2, 1.0, 0.3, 5.0, 0.4, 0.1, 10.0),
    News(1.0, 0.46, 0.46, 0.15, 0.0),
    News(2.0, 0.1, 0.15, 0.1, None, 0.5),
)
"""A threat and a ruling ahead, a threat carried out, and a rate struck down."""


def writes_its_own_columns(entry: Entry) -> None:
    """It changes the columns it names and no others, to finite numbers, the same twice."""
    rule, firms = _rule(entry), _firms()
    known = {f.name for f in fields(Books)}
    holds(set(rule.writes) <= known, f"there are no columns {', '.join(sorted(set(rule.writes) - known))}")
    for one, other in zip(_played(rule, firms), _played(rule, firms), strict=True):
        for f in fields(Books):
            now, again = getattr(one, f.name), getattr(other, f.name)
            holds(np.isfinite(now).all(), f"it leaves '{f.name}' at numbers that are not finite")
            holds((now == again).all(), f"played twice it leaves '{f.name}' differently")
            untouched = (now == getattr(_blank(firms), f.name)).all()
            holds(f.name in rule.writes or untouched, f"it changes '{f.name}', which is not its own")


def moves_one_firm_as_it_moves_all(entry: Entry) -> None:
    """The law of all firms at once is that of each alone, to 1e-12."""
    rule, firms = _rule(entry), _firms()
    together, alone = _begun(rule, firms), _begun(rule, firms)
    for news in NEWS:
        rule.act(together, firms, news)
        for row in range(firms.out.size):
            rule.act(alone.row(row), firms.row(row), news)
    for f in fields(Books):
        gap = np.abs(getattr(together, f.name) - getattr(alone, f.name)).max()
        holds(gap <= EXACT, f"one by one firms differ in '{f.name}' by {gap:g}")


def comes_back_in_steps(entry: Entry) -> None:
    """What comes back of it has a step, names a side, and is at rest while nobody has done anything."""
    rule = _rule(entry)
    still = Totals(
        here=1.0, made=1.0, rerouted=0.1, rerouted_at_start=0.1, shelf=_shelf(rule), jobs_at_start=1.0
    )
    for echo in rule.echoes(still):
        holds(isinstance(echo, Echo), f"{echo} is no Echo")
        holds(echo.step > 0.0, f"'{echo.what}' has no step")
        holds(abs(echo.value - echo.at_rest) < EXACT, f"'{echo.what}' moves while nothing is done")
    line = rule.line(still)
    holds(
        "\n" not in line and not line.endswith("."),
        f"its news must be one line without a full stop: {line!r}",
    )
    holds(bool(rule.news) == bool(line), "it has a kind of news and no line, or the other way round")
    holds(not rule.news or rule.newsworthy > 0.0, "its news need a size from which they are printed")


def _rule(entry: Entry) -> Rule:
    rule = example(entry)
    holds(isinstance(rule, Rule), f"{type(rule).__name__} must derive from Rule")
    found: Rule = rule
    return found


def _firms() -> Ground:
    world, settings = large().world, FirmSettings()
    crowd = crowd_of(world, settings)
    return ground(crowd, np.full(len(crowd.kinds), 0.25), world, settings.third_owned)


def _blank(firms: Ground) -> Books:
    books = Books.blank(firms.out.size)
    books.orders[:] = firms.sales
    books.expected[:] = 0.3
    return books


def _begun(rule: Rule, firms: Ground) -> Books:
    books = _blank(firms)
    rule.begin(books, firms, stream(1, "conduct", "it"))
    return books


def _shelf(rule: Rule) -> float:
    return float(_begun(rule, _firms()).shelf[0])


def _played(rule: Rule, firms: Ground) -> Iterator[Books]:
    """Yield the books after some ticks of each kind of news."""
    for news in NEWS:
        books = _begun(rule, firms)
        for _ in range(TICKS):
            rule.act(books, firms, news)
        yield books


LAWS: tuple[Law, ...] = (writes_its_own_columns, moves_one_firm_as_it_moves_all, comes_back_in_steps)
