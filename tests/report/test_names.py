import pytest

from negsim.report.names import level_names, short_names


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


def test_mappings_are_told_apart_by_what_differs():
    one = '{"bidding":{"type":"time_dependent","e":0.2},"acceptance":"ac_next"}'
    other = '{"bidding":{"type":"time_dependent","e":2},"acceptance":"ac_next"}'
    third = '{"bidding":"linear"}'

    assert level_names([one, other, "linear"]) == {one: "e 0.2", other: "e 2", "linear": "linear"}
    assert level_names([one, third])[third] == "bidding linear"


def test_numbers_are_short_but_never_alike():
    assert level_names([0.1234567891, 0.5]) == {0.1234567891: "0.1235", 0.5: "0.5"}
    assert set(level_names([0.12345678, 0.12345679]).values()) == {"0.12345678", "0.12345679"}
    assert level_names(["{no json", 3, True]) == {"{no json": "{no json", 3: "3", True: "True"}
