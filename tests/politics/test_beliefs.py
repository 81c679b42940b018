"""Beliefs: how real the threat is taken to be, and what that makes of having no deal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.errors import ConfigError
from negsim.politics.beliefs import credibility, disagreement, resolve
from tests.scenarios import model, play, scenario


class NoChance:
    """A generator that must not be asked."""


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_certainty_draws_nothing(certain):
    assert credibility(certain, 10.0, NoChance()) == certain  # type: ignore[arg-type]


def test_beliefs_scatter_around_the_mean():
    chance = np.random.Generator(np.random.PCG64(1))
    draws = np.array([credibility(0.3, 10.0, chance) for _ in range(4000)])

    # Beta(3, 7): mean .3, variance .3 x .7 / 11 = .0191
    assert draws.mean() == pytest.approx(0.3, abs=0.01)
    assert draws.var() == pytest.approx(0.0191, abs=0.002)
    assert (draws.min() > 0, draws.max() < 1) == (True, True)


@given(st.floats(-10, 10), st.floats(-10, 10), st.floats(0, 1))
def test_no_deal_lies_between_what_holds_and_what_is_threatened(now, threat, belief):
    value = disagreement(now, threat, belief)

    assert min(now, threat) - 1e-9 <= value <= max(now, threat) + 1e-9


def test_disagreement_by_hand():
    assert disagreement(0.0, -0.956, 0.3) == pytest.approx(-0.2868)
    assert disagreement(0.0, -3.634, 0.3) == pytest.approx(-1.0902)
    assert (disagreement(1.0, 2.0, 0.0), disagreement(1.0, 2.0, 1.0)) == (1.0, 2.0)


# whose threat it is


def test_resolve_is_meant_or_not_as_often_as_the_odds_say():
    chance = np.random.default_rng(5)
    draws = [resolve(0.3, chance) for _ in range(4000)]

    assert set(draws) == {0.0, 1.0}
    assert np.mean(draws) == pytest.approx(0.3, abs=0.02)
    assert (resolve(0.0, chance), resolve(1.0, chance)) == (0.0, 1.0)


@pytest.mark.parametrize("meant", [0, 1])
def test_who_threatens_knows_and_the_other_believes(meant):
    talks = model(no_deal__resolve=meant, no_deal__credibility=0.6)
    us, vietnam = talks.parties.values()

    assert (us.threatens, vietnam.threatens) == (True, False)
    assert us.belief == meant
    assert us.reservation == pytest.approx(us.outlook.no_deal[meant])
    assert 0 < vietnam.belief < 1
    assert min(vietnam.outlook.no_deal) < vietnam.reservation < max(vietnam.outlook.no_deal)


def test_a_threat_may_come_from_the_other_side_or_from_nobody():
    turned = model(no_deal__threatener="vietnam").parties
    nobody = model(no_deal={"credibility": 0.3}).parties

    assert turned["vietnam"].belief in (0.0, 1.0)
    assert not any(party.threatens for party in nobody.values())
    assert all(0 < party.belief < 1 for party in [turned["us"], *nobody.values()])


def test_the_threatened_believe_the_same_whatever_the_other_side_means():
    beliefs = {model(no_deal__resolve=meant).parties["vietnam"].belief for meant in (0, 0.3, 1)}

    assert len(beliefs) == 1


def test_without_a_resolve_of_its_own_the_threat_is_as_credible_as_it_is():
    meant = []
    talks = model(no_deal={"threatener": "us", "credibility": 0.9})
    for seed in range(200):
        talks.reset(seed)
        meant.append(talks.parties["us"].belief)

    assert np.mean(meant) == pytest.approx(0.9, abs=0.06)


def test_a_threat_of_somebody_else_is_refused():
    with pytest.raises(
        ConfigError, match=r"no_deal.threatener: unknown party 'viet'. Did you mean 'vietnam'"
    ):
        scenario(no_deal__threatener="viet")
    with pytest.raises(ConfigError, match="threatener: must be a party where 'resolve' is set, got none"):
        scenario(no_deal={"resolve": 0.3})


@pytest.mark.long
def test_a_threat_that_is_believed_more_buys_a_higher_rate():
    """The sign was stated before the run; 60 runs each, the same luck. Over 300 runs it is 2.3 points."""
    rates = []
    for believed in (0.02, 0.95):
        records = play(scenario("quiet", no_deal__credibility=believed), range(60))
        agreed = [r.space.levels(r.agreement)[0] for r in records if r.agreement is not None]
        rates.append(np.mean(np.array([0.0, 10.0, 15.0, 20.0, 25.0, 46.0])[agreed]))

    assert rates[1] - rates[0] > 1.5
