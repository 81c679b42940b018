import pytest

from negsim.report.names import short_names


@pytest.mark.parametrize(
    ("paths", "short"),
    [
        ([], []),
        (["no_deal.credibility"], ["credibility"]),
        (["parties.us.strategy", "parties.vietnam.strategy"], ["us.strategy", "vietnam.strategy"]),
        (["a.x.e", "b.x.e"], ["a.x.e", "b.x.e"]),
        (["time.ticks", "time.weeks_per_tick"], ["ticks", "weeks_per_tick"]),
        (["name", "log.offers"], ["name", "offers"]),
        (["x.cut", "y.deficit_cut"], ["cut", "deficit_cut"]),
        (["e", "a.e"], ["e", "a.e"]),
    ],
)
def test_the_shortest_endings_that_tell_apart(paths, short):
    assert list(short_names(paths).values()) == short
