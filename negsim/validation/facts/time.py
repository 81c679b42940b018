"""Deadlines, concessions and patience: S1 to S3 and S5."""

from collections.abc import Mapping

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.move import Offer
from negsim.talks.model import NegotiationModel
from negsim.validation.check import Check, Direction, Got, measured
from negsim.validation.facts.paired import QUIET, RUNS, both, played, rise, seats
from negsim.validation.theory.pie import FINE, Game, pie
from negsim.validation.worlds import DEFAULT, models, packaged, world

LATE, LATEST = 0.25, 0.1
"""Exponents of concession of who concedes late, and very late."""
LAST = 0.1
"""Part of the horizon that is called its end."""
SILENT = {"politics.pledge_probability": 0, "politics.leak_probability": 0}
DISCOUNTS = (0.5, 0.9, 0.99, 0.999)


def deadline_effect() -> Mapping[str, Got]:
    """Return the share of agreements that fall into the last tenth of the horizon, by exponent."""
    horizon = packaged(QUIET).time.rounds
    found: dict[str, Got] = {}
    for e in (LATEST, LATE, 0.5, 1.0):
        rounds = played(both({"strategy.bidding.e": e})).rounds
        known = rounds[~np.isnan(rounds)]
        found[f"last tenth, e = {e:g}"] = measured((known > (1.0 - LAST) * horizon).astype(float), rate=True)
    return found


def concessions() -> Mapping[str, Got]:
    """Return how often a late conceder's offers ask for more, and how much faster it concedes in the end.

    Faster: what is conceded in the second half of its offers less what is conceded in the first.
    """
    rises, faster = 0, []
    settings = both({"strategy.bidding": {"type": "time_dependent", "e": LATE}, **SILENT})
    for model in models(world(QUIET, settings), RUNS // 2):
        for party in model.parties:
            asked = own_offers(model, party)
            rises += int((np.diff(asked) > 1e-9).sum())
            faster.append(2 * asked[asked.size // 2] - asked[0] - asked[-1])
    return {"offers that ask for more": float(rises), "faster in the end": measured(np.array(faster))}


def own_offers(model: NegotiationModel, party: str) -> Array:
    """Return what a party's offers were worth to itself on their day, oldest first."""
    return np.array([
        record.utilities[party]
        for record in model.offers
        if isinstance(record.entry.move, Offer) and record.entry.party == party
    ])  # fmt: skip


def patience() -> Mapping[str, Got]:
    """Return what more patience, .9 to .99 a week, brings who has it and the other."""
    found: dict[str, Got] = {}
    impatient = both({"strategy.acceptance": "ac_impatient"})
    one, two = seats()
    for world_, own, other in (
        (QUIET, one, two),
        (QUIET, two, one),
        (DEFAULT, one, two),
        (DEFAULT, two, one),
    ):
        low, high = (
            played({**impatient, f"parties.{own}.patience.discount": d}, world_) for d in (0.9, 0.99)
        )
        who = "who threatens" if own == one else "who is threatened"
        where = "" if world_ == QUIET else ", default world"
        found[f"own, {who}{where}"] = rise(low.utility(own), high.utility(own))
        found[f"the other's, {who}{where}"] = rise(low.utility(other), high.utility(other))
    return found


def first_mover() -> Mapping[str, Got]:
    """Return how much more than half the first gets that is as patient as the second."""
    return {
        f"over half, d = {d:g}": Game((d, d), 6000 if d > 0.99 else 500).share(pie(FINE)) - 0.5
        for d in DISCOUNTS
    }


CHECKS = (
    Check(
        "S1",
        "deadline effect",
        "engine",
        {
            f"last tenth, e = {LATEST:g}": Direction(">", LAST),
            f"last tenth, e = {LATE:g}": Direction(">", LAST),
        },
        None,
        "Roth, Murnighan & Schoumaker (1988): more agreements at the end than if all days were alike",
        deadline_effect,
        "shares of agreements in `quiet`; with e = .5, as in packaged worlds, agreements come earlier",
        long=True,
    ),
    Check(
        "S2",
        "concession curves",
        "engine",
        {"offers that ask for more": 0.0, "faster in the end": Direction(">")},
        0.0,
        "Faratin, Sierra & Jennings (1998), e = .25, in `quiet` without pledges and leaks",
        concessions,
        long=True,
    ),
    Check(
        "S3",
        "patience pays",
        "engine",
        {
            f"{whose}, {who}{where}": Direction(">" if whose == "own" else "<")
            for where in ("", ", default world")
            for who in ("who threatens", "who is threatened")
            for whose in ("own", "the other's")
        },
        None,
        "Rubinstein (1982); utility, discount of .99 a week less .9, `quiet` and the default world",
        patience,
        long=True,
    ),
    Check(
        "S5",
        "the first mover's advantage vanishes",
        "engine",
        {f"over half, d = {d:g}": 1 / (1 + d) - 0.5 for d in DISCOUNTS},
        {f"over half, d = {d:g}": max(1 / FINE / (1 - d * d), 1e-5) for d in DISCOUNTS},
        "Rubinstein (1982): 1 / (1 + d) - 1/2",
        first_mover,
    ),
)
