"""What may be offered and accepted: own red lines, own win-set, the other side's as believed."""

import numpy as np
import pytest

from negsim.bargaining.move import Accept, Offer
from negsim.errors import ConfigError
from negsim.politics.win_sets import both, red_lines
from negsim.talks.model import NegotiationModel
from tests.scenarios import level_table, model, scenario

NAME = "quiet"
WORLD = scenario(NAME).world
LEVELS = level_table(WORLD.space)


def sets(talks: NegotiationModel) -> dict[str, tuple[np.ndarray | None, np.ndarray | None]]:
    """Return party -> what it may propose, what it may accept."""
    talks.win_sets.refresh()
    return {
        name: (talks.win_sets.admissible(name), talks.win_sets.acceptable(name)) for name in talks.parties
    }


def test_a_party_proposes_what_both_would_ratify_and_accepts_what_it_would_ratify_itself():
    for seed in range(5):
        talks = model(NAME, seed=seed)
        us, vietnam = (party.home for party in talks.parties.values())
        found = sets(talks)

        assert (found["us"][1] == us.win_set()).all()
        assert (found["us"][0] == (us.win_set() & vietnam.believed())).all()
        assert (found["vietnam"][1] == vietnam.win_set()).all()
        assert (found["vietnam"][0] == (vietnam.win_set() & us.believed())).all()


def test_without_ratification_and_red_lines_everything_is_allowed():
    assert sets(model("mini")) == {"us": (None, None), "vietnam": (None, None)}


@pytest.mark.parametrize("side", ["us", "vietnam"])
def test_who_does_not_look_at_a_side_is_not_held_up_by_it(side):
    other = {"us": "vietnam", "vietnam": "us"}[side]
    talks = model(NAME, **{f"parties__{side}__ratification__filters": False})
    found = sets(talks)

    assert found[side][1] is None
    assert (found[side][0] == talks.parties[other].home.believed()).all()
    assert (found[other][0] == talks.parties[other].home.win_set()).all()


def test_red_lines_hold_for_offers_and_acceptance_of_one_side():
    free = {f"parties__{side}__ratification": "automatic" for side in ("us", "vietnam")}
    found = sets(model(NAME, **free, parties__us__red_lines={"tariff": [0], "reform": ["none"]}))
    allowed = (LEVELS[:, 0] != 0) & (LEVELS[:, 5] != 0)

    assert (found["us"][0] == allowed).all()
    assert (found["us"][1] == allowed).all()
    assert found["vietnam"] == (None, None)  # the other side does not know them


def test_what_is_permitted_is_red_lines_alone():
    talks = model(NAME, parties__us__red_lines={"tariff": [0]})
    talks.win_sets.refresh()
    us, vietnam = talks.view("us"), talks.view("vietnam")

    assert (us.permitted == (LEVELS[:, 0] != 0)).all()
    assert vietnam.permitted is None
    assert us.permitted.sum() > us.acceptable.sum() > us.admissible.sum()


def test_who_is_believed_to_refuse_may_still_be_taken_at_their_word():
    """An offer of the other side shows that it wants it: only the own side's refusal stops acceptance."""
    talks = model(NAME)
    sets(talks)
    view = talks.view("us")
    doubted = np.flatnonzero(view.acceptable & ~view.admissible)

    assert doubted.size > 100
    assert view.may_accept(int(doubted[0]))
    assert not view.may(int(doubted[0]))


def test_sets_are_computed_when_something_changed_and_kept_otherwise():
    talks = model(NAME)
    before = sets(talks)["us"][0]

    assert sets(talks)["us"][0] is before
    talks.parties["us"].home.shift = 1e-12  # crosses no margin
    assert sets(talks)["us"][0] is before
    talks.parties["us"].home.shift = 0.1
    assert sets(talks)["us"][0] is not before
    assert not (sets(talks)["us"][0] & ~before).any()


def test_what_a_party_may_accept_does_not_depend_on_what_the_other_demands():
    talks = model(NAME)
    before = sets(talks)
    talks.parties["vietnam"].home.shift = 0.3
    after = sets(talks)

    assert after["us"][1] is before["us"][1]
    assert (after["us"][0] & ~before["us"][0]).sum() == 0 < (before["us"][0] & ~after["us"][0]).sum()
    assert after["vietnam"][1] is not before["vietnam"][1]


def test_sets_follow_every_threshold_over_the_margins():
    """Whatever the order in which demands rise and fall, the sets are those of the moment."""
    talks = model(NAME, seed=4)
    us, vietnam = (party.home for party in talks.parties.values())
    for step in (0.0, 0.2, 0.21, -0.3, 5.0, -5.0, 0.2):
        us.shift, vietnam.shift = step, -step / 2
        found = sets(talks)

        assert (found["us"][1] == (us.own.values >= us.raised_demands - 1e-9)).all()
        assert (found["us"][0] == (us.win_set() & vietnam.believed())).all()
        assert (found["vietnam"][0] == (vietnam.win_set() & us.believed())).all()


def test_a_failed_vote_refreshes_what_may_be_offered(monkeypatch):
    talks = model(NAME)
    before = sets(talks)
    monkeypatch.setattr(talks.parties["us"].home, "vote", lambda outcome, attempt: (False, ["voters"]))
    talks.submit(Offer(int(np.flatnonzero(before["vietnam"][0])[0])))
    talks.submit(Accept())

    assert talks.failures == 1
    assert (talks.win_sets.admissible("vietnam") != before["vietnam"][0]).any()


def test_large_spaces_have_no_filters_and_no_red_lines():
    rates = [round(0.005 * step, 3) for step in range(30)]
    large = {
        f"issues__{key}": value for key, value in {"tariff": {"type": "tariff_rate", "levels": rates}}.items()
    }
    talks = model("detailed", **large)

    assert not talks.space.enumerable
    assert sets(talks) == {"us": (None, None), "vietnam": (None, None)}
    with pytest.raises(ConfigError, match=r"parties\.us\.red_lines: this outcome space is too large"):
        scenario("detailed", parties__us__red_lines={"tariff": [0]}, **large)


# red lines


def test_levels_are_named_by_label_or_by_value():
    by_value = red_lines({"tariff": (0.46, 0.25), "purchases": (15,)}, WORLD)
    by_label = red_lines({"tariff": ("46 %", "25 %"), "purchases": ("$15 bn",)}, WORLD)

    assert (by_value == by_label).all()
    assert (by_value == ((LEVELS[:, 0] < 4) & (LEVELS[:, 3] < 2))).all()
    assert not by_value.flags.writeable


def test_no_red_lines_are_no_set():
    assert red_lines({}, WORLD) is None
    assert red_lines({"tariff": ()}, WORLD) is None


def test_red_lines_are_worked_out_once():
    assert red_lines({"tariff": (0,)}, WORLD) is red_lines({"tariff": (0,)}, WORLD)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ({"tarif": [0]}, "unknown issue 'tarif'. Did you mean 'tariff'?"),
        ({"tariff": [0.12]}, "unknown level of issue 'tariff' 0.12. Known: 0, 0.1, 0.15, 0.2, 0.25, 0.46"),
        ({"access": ["al"]}, "unknown level of issue 'access' 'al'. Did you mean 'all'?"),
        ({"access": [1]}, "unknown level of issue 'access' 1.0. Known: all, none, selective"),
        ({"phasing": ["immediate", "phased"]}, "every outcome is forbidden; drop a level"),
    ],
)
def test_red_lines_that_make_no_sense_are_refused(lines, sentence):
    with pytest.raises(ConfigError) as caught:
        scenario(NAME, parties__vietnam__red_lines=lines)

    assert str(caught.value).startswith(f"{NAME}.yaml: parties.vietnam.red_lines: {sentence}")


def test_where_all_sets_hold():
    one, other = np.array([True, True, False]), np.array([True, False, False])

    assert both(None, None) is None
    assert both(one, None) is one
    assert both(one, other).tolist() == [True, False, False]
