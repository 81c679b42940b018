"""Firms that act: the order of a tick, what adds up, what comes back, and what switches it off."""

from dataclasses import dataclass, fields, replace

import numpy as np
import pytest

from negsim import registry
from negsim.agents.conduct.contract import Books
from negsim.agents.firm import Firm, FirmSettings
from negsim.agents.industry import ORDER, in_order
from negsim.errors import ConfigError
from negsim.registry import entries, names
from negsim.settings.field import setting
from negsim.talks.model import NegotiationModel
from tests.scenarios import model, play, scenario

WORLDS = ("us_vietnam_2025", "historical")
SEEDS = range(4)


def ticks(name="us_vietnam_2025", seed=1, **settings):
    """Yield the model after each opened tick, with the talks going on."""
    talks = model(name, seed, **settings)
    while talks.running:
        before = {f.name: getattr(talks.industry.books, f.name).copy() for f in fields(Books)}
        talks.open_tick()
        if not talks.state.ended:
            yield talks, before
        talks.talk()
        talks.close_tick()


def test_rules_are_followed_in_one_order():
    assert set(ORDER) == set(names("conduct"))
    assert in_order(["survival", "own", "demand", "expectations"]) == [
        "expectations",
        "demand",
        "survival",
        "own",
    ]
    assert list(model("us_vietnam_2025").industry.names) == list(ORDER)


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_goods_jobs_and_money_add_up_in_every_tick(name, seed):
    for talks, before in ticks(name, seed):
        industry = talks.industry
        books, ground, total = industry.books, industry.ground, industry.totals
        full = books.orders * (1 + books.entered) * (1 - books.moved) * books.alive * ground.out
        here = full * (1 - books.elsewhere)
        stocked = (
            (books.stock - before["stock"]) / industry.weeks * here
        )  # weeks of sales at this rate of sales

        assert total.here + total.away + stocked.sum() == pytest.approx(total.made, abs=1e-9)
        assert total.jobs + total.lost == pytest.approx(ground.jobs.sum() + total.created, abs=1e-9)
        assert total.exits == (ground.out * (1 - books.alive)).sum()
        rule = industry.settings.conduct["survival"]
        fixed = rule.overhead * ground.sales * (1 - books.moved) * before["alive"]
        earned = (books.earnings - fixed) * ground.out * industry.weeks / 52
        assert books.cash - before["cash"] == pytest.approx(earned, abs=1e-12)


@pytest.mark.parametrize("name", WORLDS)
def test_the_published_deficit_is_that_of_the_world_and_what_firms_do(name):
    for talks, _ in ticks(name):
        books, ground, world = talks.industry.books, talks.industry.ground, talks.world
        by_size = world.in_force.sales[ground.sector] * talks.population.interests.share[talks.industry.rows]
        firms = books.orders * (1 + books.entered) * (1 - books.elsewhere) * (1 - books.moved) * books.alive
        firms *= 1 + books.ahead + books.evading - talks.industry._start_evading
        deficit = world.trade_totals(None)["deficit"] + (ground.out * (firms - by_size)).sum()

        assert talks.industry.totals.deficit == pytest.approx(deficit)


def test_columns_stay_in_their_ranges():
    for name in WORLDS:
        for talks, _ in ticks(name, seed=7):
            books = talks.industry.books
            for column in ("hope", "shelf", "elsewhere", "moved", "evading", "alive"):
                values = getattr(books, column)
                assert ((values >= 0) & (values <= 1)).all(), column
            assert (books.stock >= -1e-12).all()
            assert (books.orders > 0).all()
            assert all(np.isfinite(getattr(books, f.name)).all() for f in fields(Books))


# one law for all, or each for itself


@pytest.mark.usefixtures("own_registry")
def test_firms_that_follow_the_rules_one_by_one_do_as_all_at_once():
    @registry.register("agent", "lonely_firm")
    class LonelyFirm(Firm):
        """Follows the rules, on its own row."""

        def act(self, news):
            super().act(news)

    usual = scenario("us_vietnam_2025").resolved()["agents"]["firms"]
    alone = model("us_vietnam_2025", 3, agents__firms={**usual, "type": "lonely_firm"})
    together = model("us_vietnam_2025", 3)
    for _ in range(20):
        for talks in (alone, together):
            talks.step()
        for f in fields(Books):
            one, other = getattr(alone.industry.books, f.name), getattr(together.industry.books, f.name)
            assert np.abs(one - other).max() <= 1e-12, f.name


@dataclass(frozen=True)
class StubbornSettings(FirmSettings):
    """A firm with a setting of its own."""

    share: float = setting(0.5, ge=0, le=1, help="what it sells elsewhere from the first day on")


@pytest.mark.usefixtures("own_registry")
def test_a_firm_of_ones_own_acts_in_its_own_way():
    @registry.register("agent", "stubborn_firm")
    class StubbornFirm(Firm):
        """Sells a share elsewhere, whatever happens."""

        Settings = StubbornSettings

        def act(self, news):
            super().act(news)
            self.books.elsewhere[:] = self.industry.settings.share * (self.labels["kind"] == "smes")

    usual = scenario("us_vietnam_2025").resolved()["agents"]["firms"]
    talks = model("us_vietnam_2025", agents__firms={**usual, "type": "stubborn_firm"})
    talks.step()

    kinds = np.array([firm.labels["kind"] for firm in talks.industry.firms])
    assert (talks.industry.books.elsewhere == 0.5 * (kinds == "smes")).all()
    assert talks.industry.totals.share_elsewhere > 0.05
    assert talks.course.conditions.attention["vietnam", "sales"] < 0.95


# what comes back


def test_weights_follow_what_firms_do():
    talks = model("us_vietnam_2025")
    before = talks.parties["us"].weights.copy()
    names_ = talks.parties["us"].mandate.tables.names
    talks.industry.books.ahead[:] = 0.4
    talks.industry.totals = talks.industry._add_up()
    talks.industry._come_back()
    ratio = dict(zip(names_, talks.parties["us"].weights / before, strict=True))

    # 1 + .5 x .4
    assert ratio.pop("deficit") == pytest.approx(1.2)
    assert set(ratio.values()) == {1.0}


@pytest.mark.parametrize("events", [{}, None])
def test_markets_elsewhere_make_the_partner_rely_less_on_the_talks(events):
    """A threat takes less from it, and a ruling that would lower the rate brings it less."""
    talks = model("us_vietnam_2025", **({} if events is None else {"events": events}))
    partner = talks.parties["vietnam"]
    before = partner.reservation
    talks.industry.books.elsewhere[:] = 0.3
    talks.industry.totals = talks.industry._add_up()
    talks.industry._come_back()

    assert talks.course.conditions.attention["vietnam", "sales"] == pytest.approx(0.7)
    assert (partner.reservation > before) is (events is not None)
    assert abs(partner.reservation) < abs(before)


def test_jobs_that_go_are_felt_in_full_once():
    talks = model("us_vietnam_2025")
    standing = talks.parties["vietnam"].standing
    talks.industry.books.alive[:] = 0.0
    for _ in range(3):
        talks.industry.totals = talks.industry._add_up()
        talks.industry._come_back()

    # every job is gone: 1 of .6, so nothing is left
    assert (standing, talks.parties["vietnam"].standing) == (0.6, 0.0)


def test_figures_that_do_not_come_out_move_nobody():
    talks = model("us_vietnam_2025")
    talks.parties["us"].lose_figures(True)
    talks.industry.books.ahead[:] = 0.4
    talks.industry.totals = talks.industry._add_up()
    talks.industry._come_back()

    assert ("us", "deficit") not in talks.course.conditions.attention


def test_governments_weigh_their_terms_anew_a_few_times_only():
    talks = model("us_vietnam_2025")
    counts = []
    for seed in range(40):
        talks.reset(seed)
        talks.run()
        counts.append(talks.industry.repercussions.refreshes)

    assert max(counts) <= 8
    assert min(counts) >= 1


def test_the_press_prints_few_lines():
    kinds = {entry.factory.news for entry in entries("conduct")} - {""}
    for name in WORLDS:
        talks = model(name)
        for seed in range(10):
            talks.reset(seed)
            talks.run()
            lines = [e.move.kind for e in talks.state.history if getattr(e.move, "kind", "") in kinds]
            assert len(lines) <= 6
    assert kinds == {"orders_ahead", "relocation", "rerouting_found", "closures"}


# switches


def rules(*dropped, **changed):
    """Return the conduct of the default world without some rules."""
    return {name: changed.get(name, {}) for name in ORDER if name not in dropped}


def records(conduct, name="us_vietnam_2025"):
    return play(scenario(name, agents__firms__conduct=conduct), range(6))


def test_no_rules_are_as_if_firms_only_judged():
    nothing = play(scenario("us_vietnam_2025", agents__firms__conduct={}), range(6))
    nulls = records(dict.fromkeys(ORDER))
    still = records({"demand": {"speed": 1.0}})

    assert nothing == nulls
    assert [r.firms for r in nothing] == [None] * 6
    assert [r.firms is not None for r in still] == [True] * 6
    for one, other in zip(nothing, still, strict=True):
        assert (one.agreement, one.end_state, one.rounds, one.parties) == (
            other.agreement,
            other.end_state,
            other.rounds,
            other.parties,
        )


QUIET = {
    "pass_through": {"border": 1, "shelf": 0.2, "shelf_later": 0.2},
    "front_loading": {"intensity": 0},
    "diversification": {"speed": 0},
    "relocation": {"speed": 0},
    "rerouting": {"speed": 0},
    "lobbying": {"mobilised": 0},
    "investment": {"response": 0},
    "expectations": {"prior": 1, "spread": 0, "learning": 0},
}
"""Rule -> settings under which it does nothing, where the others do nothing either or do not read it."""


@pytest.mark.parametrize("name", [n for n in QUIET if n not in ("expectations", "lobbying")])
def test_a_rule_that_does_nothing_is_no_rule(name):
    one, other = records(rules(**{name: QUIET[name]})), records(rules(name))

    assert [replace(r, firms=None) for r in one] == [replace(r, firms=None) for r in other]


def test_rules_can_be_dropped_and_are_refused_by_name():
    assert "demand" not in model("us_vietnam_2025", agents__firms__conduct=rules("demand")).industry.names
    with pytest.raises(
        ConfigError, match=r"agents\.firms\.conduct\.frontloading.*Did you mean 'front_loading'"
    ):
        scenario("us_vietnam_2025", agents__firms__conduct={"frontloading": {}})
    with pytest.raises(ConfigError, match=r"agents\.firms\.conduct\.demand\.speed"):
        scenario("us_vietnam_2025", agents__firms__conduct={"demand": {"speed": 3}})


def test_only_one_population_of_firms_acts():
    firms = {"type": "firm", "conduct": {"demand": {}}}
    with pytest.raises(ConfigError, match=r"agents\.more\.conduct: the firms of 'firms' act already"):
        scenario("us_vietnam_2025", agents__more=firms)


def test_a_thousand_firms_act():
    talks = model("us_vietnam_2025", agents__firms__smes=954)
    talks.run()

    assert len(talks.industry.firms) == 980
    assert NegotiationModel(talks.scenario, 1, log=True).run() == talks.record()
