"""The firms of one model as they act: tick by tick they follow their rules, and the world hears of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from negsim.agents.conduct.contract import Books, News, Rule, Totals
from negsim.agents.firm import Firm, crowd_of
from negsim.agents.ground import ground, standing
from negsim.agents.repercussions import Repercussions
from negsim.arrays import Array
from negsim.bargaining.move import WorldEvent
from negsim.politics.beliefs import tested
from negsim.politics.outlook import BELIEF_STRENGTH
from negsim.rng import stream
from negsim.world.conditions import Conditions
from negsim.world.world import World

ORDER = (
    *("expectations", "pass_through", "demand", "front_loading", "diversification"),
    *("relocation", "rerouting", "lobbying", "survival", "investment"),
)
"""Rules in the order in which firms follow them in a tick; others come after, by name."""
SIGNS = {"leak": 1.0, "framework": 1.0, "ratification_failed": 0.0, "withdrawn": 0.0, "tariff_in_force": 0.0}
"""News of the talks -> whether an agreement has come nearer (1), or has become less likely (0)."""
AT_ONCE = 1.0
"""Share of the gap that orders close in a week where no rule says otherwise."""

EVERYBODY = slice(None)


def in_order(names: Sequence[str]) -> list[str]:
    """Return names of rules in the order in which firms follow them."""
    return sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


class Industry:
    """The firms that act in one model. Without rules of conduct nothing ever happens here.

    Parameters
    ----------
    model : whose talks they read about in the papers
    """

    def __init__(self, model: Any) -> None:
        self.model = model
        specs = model.scenario.constituents
        acting = [n for n, s in specs.items() if issubclass(s.cls, Firm) and s.settings.conduct]
        self.name = acting[0] if acting else ""
        self.rules: tuple[Rule, ...] = ()
        self.totals = Totals()
        self.sign: float | None = None
        """Whether news since the last tick make an agreement likelier."""
        if not acting:
            return
        self.settings = specs[self.name].settings
        conduct = self.settings.conduct
        self.rules = tuple(conduct[name] for name in in_order(list(conduct)))
        self.names = in_order(list(conduct))
        self.speed = conduct["demand"].speed if "demand" in conduct else AT_ONCE
        self.weeks = float(model.scenario.time.weeks_per_tick)
        self.rows = model.population.rows(self.name)
        self.firms: list[Firm] = model.population.agents[self.rows]
        self.books = Books.blank(len(self.firms))
        self.crowd = crowd_of(model.scenario.world, self.settings)
        self.repercussions = Repercussions(self.rules)
        self._alone = [firm for firm in self.firms if type(firm).act is not Firm.act]
        for row, firm in enumerate(self.firms):
            firm.industry, firm.book = self, row

    def reset(self, seed: int) -> None:
        """Begin a run: firms have done nothing yet, and each rule has drawn its luck."""
        if not self.rules:
            return
        world, share = self.model.world, self.model.population.interests.share[self.rows]
        self.ground = ground(self.crowd, share, world, self.settings.third_owned)
        self.books.clear()
        self.books.orders[:] = self.ground.sales
        self.books.expected[:] = world.rate_in_force
        for name, rule in zip(self.names, self.rules, strict=True):
            rule.begin(self.books, self.ground, stream(seed, "conduct", name))
        self.conditions: Conditions = self.model.course.conditions
        self.credibility, self.evidence = self.model.scenario.no_deal.credibility, BELIEF_STRENGTH
        self.sign = None
        self.repercussions.reset()
        self._weight, self._aim = share.copy(), self.books.orders.copy()
        self._fresh = True
        self._start_evading = self.books.evading.copy()
        self._enter(world)
        self.totals = Totals()
        base = self._add_up()
        self.first = replace(base, deficit_at_start=base.deficit, rerouted_at_start=base.rerouted)
        self.totals = self.first

    def _enter(self, world: World) -> None:
        """Stand in another world from now on."""
        self.world = world
        self.ground = world.remember(standing).of(self.ground)
        trade = world.trade_totals(None)
        self._others = trade["deficit"] - float((self.ground.out * self._modelled(world)).sum())
        buys = (1.0 - self.ground.out) * self._modelled(world)
        total = float(buys.sum())
        self._duties = float((buys * self.ground.taxed).sum()) / total if total else 0.0
        self._buyers = buys / total if total else buys
        self._fresh = True

    def _modelled(self, world: World) -> Array:
        """Return what each firm would sell by its size at the rates of a world, $bn a year."""
        share: Array = self.model.population.interests.share[self.rows]
        return world.in_force.sales[self.ground.sector] * share

    def hear(self, event: WorldEvent) -> None:
        """Read a line of news about the talks."""
        self.sign = SIGNS.get(event.kind, self.sign)

    def act(self) -> None:
        """Let a tick pass: firms read the news and follow their rules, and what they do comes back."""
        if not self.rules or self.model.state.ended:
            return
        if self.model.world is not self.world:
            self._enter(self.model.world)
        news = self._news()
        before = [column.copy() for column in vars(self.books).values()] if self._alone else []
        self._order(news)
        for rule in self.rules:
            rule.act(self.books, self.ground, news)
        if self._alone:
            self._act_alone(before, news)
        if self._fresh:
            self._ask_anew()
        self.totals = self._add_up()
        self._come_back()

    def _order(self, news: News, rows: slice | list[int] = EVERYBODY) -> None:
        """Let orders move towards what buyers would ask for at the prices of today."""
        orders = self.books.orders
        orders[rows] += news.share(self.speed) * (self._aim[rows] - orders[rows])

    def follow(self, row: int, news: News) -> None:
        """Let one firm alone follow the rules: the same laws, on its own row."""
        books, mine = self.books.row(row), self.ground.row(row)
        for rule in self.rules:
            rule.act(books, mine, news)

    def _act_alone(self, before: Sequence[Array], news: News) -> None:
        """Let firms with a way of their own act from where they stood, instead of by the rules."""
        rows = [firm.book for firm in self._alone]
        for column, old in zip(vars(self.books).values(), before, strict=True):
            column[rows] = old[rows]
        self._order(news, rows)
        for firm in self._alone:
            firm.act(news)
        self._fresh = True

    def _ask_anew(self) -> None:
        """Share the sales of every sector out among its firms by size and price.

        Sizes are those at which prices of the start leave everybody with what it sold then.
        """
        if self.totals is self.first:
            self._weight /= self.books.pull
        asked, pool = self._weight * self.books.pull, self.crowd.pool
        total = np.bincount(pool, asked)[pool]
        self._aim = self.world.in_force.sales[self.ground.sector] * asked / total
        self._fresh = False

    def _news(self) -> News:
        """Return what firms read this morning."""
        now, tick, before = self.model.course.conditions, self.model.tick, self.conditions
        if any(day <= tick for day in before.deadlines) and before.threatened > before.in_force:
            carried_out = now.in_force >= before.threatened
            self.credibility, self.evidence = tested(self.credibility, self.evidence, carried_out)
        self.conditions, sign, self.sign = now, self.sign, None
        ruling = now.ruling
        return News(
            self.weeks,
            now.in_force,
            now.threatened,
            self._offered(now.in_force),
            sign,
            self.credibility,
            now.due_in(tick) * self.weeks,
            0.0 if ruling is None else ruling.chance,
            0.0 if ruling is None else ruling.fallback,
            0.0 if ruling is None else ruling.wait(tick) * self.weeks,
            self._fresh,
        )

    def _offered(self, in_force: float) -> float:
        """Return the rate in the text last made public, or the one in force."""
        text = self.model.public if self.model.public is not None else self.model.state.framework
        return in_force if text is None else self.world.consequences(text).features["tariff"]

    def _add_up(self) -> Totals:
        """Return what all firms come to."""
        start = self.totals
        sold, other, ahead, passed, evaded, jobs, kept, new, exits, moved, asked, shelf = self._sums()
        return Totals(
            here=sold,
            away=other,
            ahead=ahead,
            made=sold + other + ahead,
            passed=passed,
            rerouted=evaded / sold if sold else 0.0,
            rerouted_at_start=start.rerouted_at_start,
            deficit=self._others + sold + ahead + passed,
            deficit_at_start=start.deficit_at_start,
            duties=self._duties * self.conditions.in_force,
            shelf=shelf,
            jobs=kept + new,
            lost=jobs - kept,
            created=new,
            jobs_at_start=jobs,
            exits=round(exits),
            moved=moved / asked if asked else 0.0,
            surge_peak=max(start.surge_peak, ahead / sold if sold else 0.0),
        )

    def _sums(self) -> list[float]:
        """Return sums over firms: flows in $bn a year, jobs in thousand, exits, and weighted shares."""
        books, ground = self.books, self.ground
        there = books.alive * (1.0 - books.moved)
        asked = books.orders * ground.out
        full = asked * (1.0 + books.entered) * there
        away = full * books.elsewhere
        here = full - away
        columns = (
            here,
            away,
            here * books.ahead,
            here * (books.evading - self._start_evading),
            here * books.evading,
            ground.jobs,
            ground.jobs * np.minimum(books.orders / ground.sales, 1.0) * there,
            ground.jobs * books.entered * there,
            ground.out * (1.0 - books.alive),
            asked * books.moved,
            asked,
            self._buyers * books.shelf,
        )
        found: list[float] = np.array(columns).sum(axis=1).tolist()
        return found

    def _come_back(self) -> None:
        """Tell governments and the press what has moved far enough."""
        for line in self.repercussions.news(self.totals):
            self.model.announce(line)
        effects = self.repercussions.effects(self.totals, self.model.parties)
        if effects:
            self.model.course.apply(effects)
        if self.repercussions.stakes_moved(self.books.stake):
            self.model.population.weigh(self.rows, self.books.stake)
            if self.model.public is not None:
                self.model.react(self.model.public)
