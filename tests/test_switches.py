"""Every part of politics has a setting that switches it off, and off is exactly as if it were not there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from negsim import registry
from negsim.agents.population import Population
from negsim.errors import ConfigError
from negsim.politics.group_features import bloc_tables
from negsim.politics.mandate import make_mandate
from negsim.politics.terms.contract import Term
from negsim.registry import names
from negsim.talks.model import NegotiationModel
from negsim.talks.record import RunRecord
from negsim.talks.scenario import Scenario, make_scenario
from negsim.world.features import Features
from tests.scenarios import changed, level_table, raw_scenario, removed, scenario
from tests.scenarios import play as play_seeds

NAME = "quiet"
SEEDS = (1, 2, 3, 5, 8)
SIDES = ("us", "vietnam")
US = scenario(NAME).parties["us"].settings.terms
VIETNAM = scenario(NAME).parties["vietnam"].settings.terms


def play(talks: Scenario, seeds: Iterable[int] = SEEDS) -> list[RunRecord]:
    """Return the records of some runs, by default the usual ones."""
    return play_seeds(talks, seeds)


def talks(*changes: tuple[str, Any], name: str = NAME) -> Scenario:
    """Return a packaged scenario with the values at some dotted paths replaced."""
    raw = raw_scenario(name)
    for path, value in changes:
        raw = changed(raw, tuple(path.split(".")), value)
    return make_scenario(raw, f"{name}.yaml")


def both(path: str, value: Any) -> tuple[tuple[str, Any], ...]:
    """Return the same change for both parties."""
    return tuple((f"parties.{side}.{path}", value) for side in SIDES)


def accept_anything(side: str) -> dict[str, object]:
    """Return the settings of factions that vote against nothing."""
    names = [bloc.name for bloc in scenario(NAME).blocs(side)]
    return {"type": "interest_group", "side": side, "members": {name: {"threshold": -1000} for name in names}}


LENIENT = (
    ("parties.us.ratification", {"type": "acquiescence", "threshold": -1000}),
    ("agents.vietnam_factions", accept_anything("vietnam")),
)
SAME: dict[str, tuple[Scenario, Scenario]] = {
    "terms without weight and no such terms": (
        talks(
            ("parties.us.terms", {"precedent": {"weight": 0}, "reform": {"weight": 0}}),
            ("parties.vietnam.terms", {"jobs": {"weight": 0}, "certainty": {"weight": 0}}),
        ),
        talks(
            ("parties.us.terms", {"precedent": None, "reform": None}),
            ("parties.vietnam.terms", {"jobs": None, "certainty": None}),
        ),
    ),
    "a lobby without weight and no lobby": (
        talks(*both("terms", {"lobby": {"weight": 0}})),
        talks(*both("terms", {"lobby": None})),
    ),
    "ratification that refuses nothing and none": (
        talks(*LENIENT),
        talks(*both("ratification", "automatic")),
    ),
    "ratification nobody looks at and that refuses nothing, and none": (
        talks(
            ("parties.us.ratification", {"type": "acquiescence", "threshold": -1000, "filters": False}),
            ("parties.vietnam.ratification", {"type": "quorum", "filters": False}),
            LENIENT[1],
        ),
        talks(*both("ratification", "automatic")),
    ),
    "no chance of a pledge and pledges that cost nothing": (
        talks(*both("politics", {"pledge_probability": 0})),
        talks(*both("politics", {"pledge_cost": 0, "pledge_probability": 1})),
    ),
    "moods that nobody asks for and no moods": (
        talks(*both("ratification", "automatic")),
        talks(
            *both("ratification", "automatic"),
            *both("politics", {"mood_sigma": 0, "belief_error": 0, "failure_penalty": 0}),
        ),
    ),
    "the first vector of weights and no vector": (talks(("weights", 0)), talks()),
    "empty red lines and none": (
        talks(("parties.us.red_lines", {}), ("parties.vietnam.red_lines", {"tariff": []})),
        talks(),
    ),
    "wages held and nothing said of wages": (talks(("economy.wage_closure", False)), talks()),
    "a bloc without weight, and the same with another taste": (
        talks(
            ("parties.us.ratification.slope", 1e6),
            ("agents.us_groups.members", {"security": {"weight": 0}}),
            ("agents.vietnam_factions.members", {"fdi_exporters": {"weight": 0}}),
        ),
        talks(
            ("parties.us.ratification.slope", 1e6),
            ("agents.us_groups.members", {"security": {"weight": 0, "cares_about": {"origin": -50}}}),
            (
                "agents.vietnam_factions.members",
                {"fdi_exporters": {"weight": 0, "threshold": 900, "cares_about": {"certainty": 9}}},
            ),
        ),
    ),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_off_is_as_if_it_were_not_there(one, other):
    assert play(one) == play(other)


def test_standing_that_matters_to_nobody_and_standing_that_never_moves():
    moving = play(talks(*both("politics", {"standing_sensitivity": 0})))
    still = play(talks(*both("politics", {"standing_memory": 1})))

    assert [replace(r, standing={}) for r in moving] == [replace(r, standing={}) for r in still]
    assert {tuple(r.standing.values()) for r in still} == {(0.45, 0.6)}
    assert {tuple(r.standing.values()) for r in moving} != {(0.45, 0.6)}


def test_lobbying_without_weight_and_influence_that_never_moves(monkeypatch):
    silent = play(talks(*both("politics", {"lobbying_weight": 0})))
    usual = play(talks())
    monkeypatch.setattr(Population, "pressure", lambda population, outcome: {})
    absent = play(talks())

    assert silent == absent
    assert silent != usual


COEFFICIENTS = (
    "standing_trade",
    "standing_living",
    "standing_balance",
    "standing_pledge",
    "standing_failure",
)


def test_standing_without_coefficients_and_standing_that_never_moves():
    still = play(talks(*both("politics", {"standing_memory": 1})))
    nothing = dict.fromkeys(COEFFICIENTS, 0)

    assert play(talks(*both("politics", nothing))) == still


@dataclass(frozen=True)
class ReformForARate(Term):
    """A user's term that joins two issues which no other term joins."""

    def value(self, features: Features) -> tuple[np.ndarray, ...]:
        return (features["reform"] * features["tariff"],)


@dataclass(frozen=True)
class OneArray(Term):
    """A user's term that forgets the comma of a tuple."""

    def value(self, features: Features) -> tuple[np.ndarray, ...]:
        return features["reform"] * features["tariff"]  # type: ignore[return-value]


@pytest.fixture
def own_terms(monkeypatch):
    """Let a test name its own terms, and no other."""
    names("term")
    monkeypatch.setattr(registry, "_entries", dict(registry._entries))
    registry.register("term", "reform_for_a_rate")(ReformForARate)
    registry.register("term", "one_array")(OneArray)


@pytest.mark.usefixtures("own_terms")
@pytest.mark.parametrize("side", SIDES)
def test_a_users_term_without_weight_is_no_term(side):
    """It would tie reform to the rate in one large block, whose sums round otherwise in the last place."""
    own = {"type": "reform_for_a_rate", "weight": 0}
    silent, absent = talks((f"parties.{side}.terms", {"own": own})), talks()
    tables = []
    for one in (silent, absent):
        mandate = one.mandate(side)
        weights = mandate.weights * (1.0 + np.arange(mandate.weights.size) / 7.0)
        tables.append((mandate.tables.names, mandate.tables.axes, mandate.utility(weights, 0.0).values()))

    assert tables[0][:2] == tables[1][:2]
    assert (tables[0][2] == tables[1][2]).all()
    assert play(silent, [4]) == play(absent, [4])


@pytest.mark.usefixtures("own_terms")
def test_a_term_that_returns_an_array_is_refused():
    with pytest.raises(ConfigError) as caught:
        talks(("parties.us.terms", {"own": {"type": "one_array"}}))

    assert str(caught.value) == (
        f"{NAME}.yaml: parties.us.terms.own: `value` must return a tuple of arrays, which are added up, "
        "got ndarray"
    )


def test_a_world_without_weights_wants_nothing():
    nothing = {term: {"weight": 0} for term in US}
    model = NegotiationModel(talks(("parties.us.terms", nothing)))

    assert not model.parties["us"].start_utility.values().any()
    assert model.parties["us"].outlook.no_deal == (0.0, 0.0)


def test_a_failure_costs_nothing_where_nothing_fails():
    usual = play(talks(), range(10))
    free = play(talks(*both("politics", {"failure_penalty": 0})), range(10))
    smooth = [at for at, record in enumerate(usual) if not record.ratification_failures]

    assert len(smooth) >= 5
    assert [usual[at] for at in smooth] == [free[at] for at in smooth]


@pytest.mark.parametrize(
    ("party", "term"), [*(("us", term) for term in US), *(("vietnam", term) for term in VIETNAM)]
)
def test_a_term_without_weight_is_no_term(party, term):
    silent, absent = (
        play(talks((f"parties.{party}.terms", {term: change})), [5]) for change in ({"weight": 0}, None)
    )

    assert silent == absent


@pytest.mark.parametrize("side", SIDES)
def test_a_bloc_without_weight_is_no_bloc(side):
    """Its entry of the lobby term is empty, and it decides no ratification."""
    usual = scenario(NAME)
    everybody, rule = usual.blocs(side), usual.parties[side].settings.ratification
    terms = usual.parties[side].settings.terms
    for bloc in everybody:
        silent = [replace(b, weight=0.0) if b is bloc else b for b in everybody]
        absent = [b for b in everybody if b is not bloc]
        utilities, margins = [], []
        for members in (silent, absent):
            mandate = make_mandate(terms, members, usual.world, 0.46)
            utilities.append(mandate.utility(mandate.weights, 0.0).values())
            weights = np.array([b.weight for b in members])
            thresholds = np.nan_to_num([b.threshold for b in members])
            gains = bloc_tables(members, usual.world).gains
            margins.append(rule.margins(gains, weights, thresholds))

        assert (utilities[0] == utilities[1]).all()
        assert margins[0] == pytest.approx(margins[1], abs=1e-9)


def test_a_schedule_with_one_level_is_no_issue():
    raw = raw_scenario(NAME)
    only = make_scenario(changed(raw, ("issues", "phasing", "levels"), ["immediate"]), "only.yaml")
    none = make_scenario(removed(raw, ("issues", "phasing")), "none.yaml")
    ends: list[Any] = []
    for one in (only, none):
        model = NegotiationModel(one)
        gains = [party.home.blocs.gains for party in model.parties.values()]
        values = [party.start_utility.values() for party in model.parties.values()]
        records = play(one)
        ends.append((gains, values, [(r.agreement, r.parties, r.trade, r.standing) for r in records]))
    (gains_only, values_only, records_only), (gains_none, values_none, records_none) = ends

    assert (only.world.space.n, none.world.space.n) == (5832, 5832)
    for one, other in zip([*gains_only, *values_only], [*gains_none, *values_none], strict=True):
        assert (one == other).all()
    assert records_only == records_none


def test_immediate_deals_do_not_depend_on_whether_phasing_is_negotiated():
    whole = scenario(NAME)
    none = make_scenario(removed(raw_scenario(NAME), ("issues", "phasing")), "none.yaml")
    at_once = level_table(whole.world.space)[:, 8] == 0
    for side in SIDES:
        values = []
        for one in (whole, none):
            mandate = one.mandate(side)
            values.append(mandate.utility(mandate.weights, 0.0).values())

        assert values[0][at_once] == pytest.approx(values[1], abs=1e-8)


# the neutral world


def ends(check: Callable[[NegotiationModel, RunRecord], bool], seeds: Iterable[int] = SEEDS) -> list[bool]:
    """Return what a check says of finished runs of the neutral world."""
    model = NegotiationModel(scenario("neutral"))
    found = []
    for seed in seeds:
        model.reset(seed)
        found.append(check(model, model.run()))
    return found


def test_the_neutral_world_has_no_politics():
    def quiet(model: NegotiationModel, record: RunRecord) -> bool:
        return all(
            party.belief == 0.0
            and party.reservation == party.initial.reservation == party.no_deal_now
            and abs(party.reservation) < 0.01  # the price term is scaled by an earlier figure of the loss
            and party.pledge is None
            and party.utility.kink is None
            and (party.utility.values() == party.initial.values()).all()
            and not party.home.moods.any()
            and party.home.error == party.home.shift == party.home.raised_demands == 0.0
            and party.standing == party.initial_standing
            and party.home.vote(0, 0)[0]
            and model.win_sets.admissible(party.name) is None
            and record.ratification_failures == 0
            for party in model.parties.values()
        )

    assert all(ends(quiet))


def test_the_neutral_world_is_the_default_one_otherwise():
    neutral, usual = scenario("neutral"), scenario(NAME)

    assert neutral.issues == usual.issues
    assert neutral.agents == usual.agents
    assert (neutral.time, neutral.economy, neutral.mechanism) == (usual.time, usual.economy, usual.mechanism)
    for side in SIDES:
        one, other = neutral.parties[side].settings, usual.parties[side].settings
        assert one.strategy == other.strategy
        assert {n: t for n, t in one.terms.items() if n != "lobby"} == {
            n: t for n, t in other.terms.items() if n != "lobby"
        }


def test_only_luck_in_what_is_known_remains_in_the_neutral_world():
    records = play(scenario("neutral"), range(6))

    assert {record.end_state for record in records} == {"agreed"}
    assert len({record.agreement for record in records}) > 1  # by the error in the known priorities
