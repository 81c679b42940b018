"""A few firms whose numbers can be worked out by hand."""

import numpy as np

from negsim.agents.conduct.contract import Books, Ground, News

CHANCE = np.random.Generator(np.random.PCG64(1))
START = {
    "out": [1, 1, 1, 0],
    "small": [1, 0, 0, 0],
    "third": [0, 0, 1, 0],
    "invested": [0, 0, 0, 1],
    "margin": [0.06, 0.10, 0.10, 0.05],
    "taxed": [1, 1, 0.5, 1],
    "sigma": [2, 2, 2, 2],
    "storable": [0.5, 1, 1, 0.5],
    "rerouted": [0.02, 0.02, 0.04, 0.02],
    "rivals": [0.25, 0.25, 0.25, 0.25],
    "jobs": [100, 200, 50, 0],
    "sales": [1, 4, 2, 5],
}
"""A small firm, a foreign-owned one, one owned in the country of its inputs, and a buyer invested abroad."""


def ground(peers=0.19, dearest=0.35, detection=0.05, penalty=0.40, **columns) -> Ground:
    """Return these four firms, with some columns replaced."""
    found = {name: np.array(values, dtype=float) for name, values in {**START, **columns}.items()}
    return Ground(
        sector=np.array([0, 0, 1, 0]),
        peers=peers,
        dearest=dearest,
        detection=detection,
        penalty=penalty,
        **found,
    )


def books(**columns) -> Books:
    """Return the books of four firms that have done nothing, with some columns replaced."""
    made = Books.blank(4)
    made.orders[:] = START["sales"]
    made.expected[:] = 0.20
    for name, values in columns.items():
        getattr(made, name)[:] = values
    return made


def news(rate=0.20, threat=0.46, weeks=1.0, **facts) -> News:
    """Return news of a day on which 20 % is in force and 46 % threatened."""
    return News(**{"weeks": weeks, "rate": rate, "threat": threat, "offered": rate, **facts})


def after(rule, made: Books, facts: News | None = None, here: Ground | None = None, ticks: int = 1) -> Books:
    """Return the books after some ticks under one rule."""
    for _ in range(ticks):
        rule.act(made, ground() if here is None else here, news() if facts is None else facts)
    return made
