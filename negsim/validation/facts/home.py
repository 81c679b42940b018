"""What one has elsewhere, constraints at home, not knowing, and threats that pass: S4, S6, S8 and S9."""

from collections.abc import Mapping

from negsim.validation.check import Check, Direction, Got
from negsim.validation.facts.paired import both, played, rise, seats

OPTIONS = (0.0, 1.0, 2.0)
BLUFFS = {"type": "deadline", "at": 2, "slip": 0.0, "extension": 3, "extensions": 4}
"""A day that is put off every three weeks, five times in all, by who does not mean the threat."""


def elsewhere() -> Mapping[str, Got]:
    """Return what an option elsewhere brings who has it, step by step."""
    found: dict[str, Got] = {}
    for who, party in zip(("who threatens", "who is threatened"), seats(), strict=True):
        runs = [played({f"parties.{party}.patience.outside_option": option}) for option in OPTIONS]
        for option, before, after in zip(OPTIONS[1:], runs, runs[1:], strict=False):
            found[f"option of {option:g}, {who}"] = rise(before.utility(party), after.utility(party))
    return found


def at_home() -> Mapping[str, Got]:
    """Return what a threshold of .6 instead of .1 at home does to own terms and to agreement."""
    party, other = seats()
    low, high = (played({f"parties.{party}.ratification.threshold": value}) for value in (0.1, 0.6))
    return {
        "own terms": rise(low.terms(party), high.terms(party)),
        "the other's terms": rise(low.terms(other), high.terms(other)),
        "agreement": rise(low.agreed, high.agreed),
    }


def not_knowing() -> Mapping[str, Got]:
    """Return what it costs to know nothing of the other side, against knowing everything."""
    everything = {
        "strategy.opponent_model": "perfect",
        "politics.belief_error": 0.0,
        "politics.mood_sigma": 0.0,
    }
    nothing = {"strategy.opponent_model": "none", "politics.belief_error": 1.0}
    known, blind = played(both(everything), runs=150), played(both(nothing), runs=150)
    return {
        "rounds to agreement": rise(known.rounds, blind.rounds),
        "distance from the frontier": rise(known.off_frontier, blind.off_frontier),
        "agreement": rise(known.agreed, blind.agreed),
    }


def bluffs() -> Mapping[str, Got]:
    """Return what deadlines that pass do to the terms of who set them, against no deadline."""
    threatener, other = seats()
    bluff = {"no_deal.resolve": 0.0, "no_deal.credibility": 0.6}
    none, passed = played(bluff), played({**bluff, "events": {"bluffs": BLUFFS}})
    return {
        "terms of who threatens": rise(none.terms(threatener), passed.terms(threatener)),
        "terms of who is threatened": rise(none.terms(other), passed.terms(other)),
    }


CHECKS = (
    Check(
        "S4",
        "what one has elsewhere pays",
        "engine",
        {
            f"option of {option:g}, {who}": Direction(">")
            for who in ("who threatens", "who is threatened")
            for option in OPTIONS[1:]
        },
        None,
        "Binmore, Shaked & Sutton (1989); utility in `quiet`, each step of the option over the one before",
        elsewhere,
        "with an option of 2 hardly anybody signs: then it is the option itself that pays",
        long=True,
    ),
    Check(
        "S6",
        "constraints at home",
        "engine",
        {"own terms": Direction(">"), "the other's terms": Direction("<"), "agreement": Direction("<")},
        None,
        "Schelling (1960), Putnam (1988); threshold of .6 less .1 in `quiet`, terms over pairs that agreed",
        at_home,
        long=True,
    ),
    Check(
        "S8",
        "not knowing costs time and deals",
        "engine",
        {
            "rounds to agreement": Direction(">"),
            "distance from the frontier": Direction(">"),
            "agreement": Direction("<"),
        },
        None,
        "Myerson & Satterthwaite (1983); nothing known of the other side less all known, in `quiet`",
        not_knowing,
        long=True,
    ),
    Check(
        "S9",
        "unexecuted threats lower terms",
        "engine",
        {"terms of who threatens": Direction("<"), "terms of who is threatened": Direction(">")},
        None,
        "Fearon (1994), Beta-Bernoulli learning; five deadlines that pass less none, in `quiet`",
        bluffs,
        long=True,
    ),
)
