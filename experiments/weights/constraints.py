"""The ground on which the weights of the package are chosen: the world `quiet` without belief in the threat.

What is asked of a vector stands in `negsim/forecast/constraints.py`, what it makes of the ground in
`negsim/forecast/ground.py`.
"""

from functools import cache

from negsim.forecast.constraints import CONSTRAINTS, accepts, failed
from negsim.forecast.ground import US, VIETNAM, Facts, Ground, ground_of
from negsim.talks.scenario import load_scenario

__all__ = ["CONSTRAINTS", "US", "VIETNAM", "Facts", "accepts", "failed", "ground"]


@cache
def ground() -> Ground:
    """Return the ground of the world `quiet`: no deal at 20 %, 46 % threatened."""
    return ground_of(load_scenario("quiet", ("no_deal={in_force: 0.20, threatened: 0.46, credibility: 0}",)))
