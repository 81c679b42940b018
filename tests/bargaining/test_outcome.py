import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.bargaining import outcome as outcome_module
from negsim.bargaining.issue import Issue
from negsim.bargaining.outcome import OutcomeSpace, require_enumerable
from negsim.errors import DomainError
from tests.playing import space_of
from tests.scenarios import level_table

sizes = st.lists(st.integers(1, 4), min_size=1, max_size=4)


def test_last_issue_runs_fastest():
    space = space_of(2, 3)

    assert [space.levels(outcome) for outcome in range(6)] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]
    assert space.index((1, 2)) == 5
    assert space.strides == (3, 1)


@settings(deadline=None)
@given(sizes)
def test_index_and_levels_undo_each_other(shape):
    space = space_of(*shape)

    assert [space.index(space.levels(outcome)) for outcome in range(space.n)] == list(range(space.n))
    assert [tuple(row) for row in level_table(space)] == [space.levels(outcome) for outcome in range(space.n)]


def test_describes_outcomes_by_label():
    space = OutcomeSpace((Issue("tariff", ("0%", "20%")), Issue("access", ("none", "all"))))

    assert space.describe(2) == {"tariff": "20%", "access": "none"}
    assert space.axis("access") == 1
    with pytest.raises(KeyError):
        space.axis("origin")


@pytest.mark.parametrize("levels", [(2, 0), (-1, 0), (0, 3), (0,), (0, 0, 0)])
def test_levels_that_do_not_exist_are_refused(levels):
    with pytest.raises(DomainError):
        space_of(2, 3).index(levels)


@pytest.mark.parametrize("outcome", [-1, 6])
def test_outcomes_that_do_not_exist_are_refused(outcome):
    with pytest.raises(DomainError, match="from 0 to 5"):
        space_of(2, 3).levels(outcome)


def test_spaces_may_be_far_too_large_to_list():
    space = space_of(*(10,) * 30)

    assert space.n == 10**30
    assert not space.enumerable
    assert space.index(space.levels(123456789 * 10**20)) == 123456789 * 10**20
    with pytest.raises(DomainError, match="cannot be listed"):
        require_enumerable(space)


def test_listing_stops_at_two_million(monkeypatch):
    assert outcome_module.ENUMERABLE == 2_000_000
    monkeypatch.setattr(outcome_module, "ENUMERABLE", 6)

    assert space_of(2, 3).enumerable
    assert not space_of(7).enumerable


def test_places_of_levels_follow_their_numbers_or_their_order():
    assert Issue("rate", ("0", "10", "40"), (0.0, 0.1, 0.4)).places == pytest.approx((0.0, 0.25, 1.0))
    assert Issue("access", ("none", "some", "all"), ordered=True).places == (0.0, 0.5, 1.0)
    assert Issue("colour", ("red", "blue")).places == ()
    assert Issue("only", ("one",), ordered=True).places == (0.0,)
