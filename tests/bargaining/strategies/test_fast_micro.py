from negsim.bargaining.strategies.fast_micro import FastMicro
from tests.playing import play, utility_of, view_of

UTILITY = utility_of([x / 100 for x in range(101)])  # ranking 100, 99, …, 0


def test_strides_cover_the_ranking_by_the_deadline():
    # K = 101 outcomes, n = 11 rounds: stride 100 / 10 = 10
    sent, received = [], []
    for round in range(11):
        view = view_of(UTILITY, sent=sent, received=received, round=round, rounds=11)
        sent.append(FastMicro().propose(view).outcome)
        received.append(round)

    assert sent == list(range(100, -1, -10))


def test_waits_when_nothing_new_came_and_gives_in_at_the_end():
    waiting = view_of(UTILITY, sent=[100, 90], received=[0, 0], round=5, rounds=30)
    ending = view_of(UTILITY, sent=[100, 90], received=[0, 0], round=29, rounds=30)  # t = 30/31 > .95

    assert FastMicro().propose(waiting).outcome in {100, 90}
    assert FastMicro().propose(ending).outcome == 92  # stride 100 / 29, rounded up to 4, two strides down


def test_target_is_the_utility_of_the_lowest_proposal():
    assert FastMicro().target(view_of(UTILITY, sent=[100], received=[0], rounds=11)) == 0.9
    assert FastMicro().target(view_of(UTILITY, sent=[100, 90], received=[0, 0], rounds=11)) == 0.9


def test_two_of_them_agree_where_micro_runs_out_of_rounds():
    pie = [x / 100 for x in range(101)], [1 - x / 100 for x in range(101)]

    assert len(play("micro", "micro", rounds=11, utilities=pie)) == 22
    assert len(play("fast_micro", "fast_micro", rounds=11, utilities=pie)) < 22
