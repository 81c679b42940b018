"""What groups at home care about, and what every bloc makes of an outcome."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from negsim.politics.blocs import Bloc
from negsim.world.features import Addends, Features
from negsim.world.situation import asymmetry


def bloc_values(members: Sequence[Bloc], features: Features, *, certainty: bool = True) -> dict[str, Addends]:
    """Return bloc name -> addends of its utility; every bloc is a weighted sum of group features."""
    return {
        bloc.name: tuple(
            weight * addend
            for name, weight in bloc.cares_about.items()
            if certainty or name != "certainty"
            for addend in group_feature(name, bloc, features)
        )
        for bloc in members
    }


def group_feature(name: str, bloc: Bloc, features: Features) -> Addends:
    """Return a group feature as a bloc sees it: of a whole that has parts, its own shares of the parts.

    Shares sum to one exactly, so a whole that is binding in all its parts is the same to every bloc.
    """
    parts = [share * features[part] for whole, part, share in bloc.parts if whole == name]
    return (np.sum(np.broadcast_arrays(*parts), axis=0),) if parts else GROUP_FEATURES[name](features)


BROAD_SHARE = 0.1619
"""Share of the 2024 flow that is the unit of the feature `exemptions`, fixed when the weights were set."""


def _tariff(f: Features) -> Addends:
    return (f.rate_term(lambda rate: (rate - f["tariff_in_force"]) / 0.20),)


def _consumer_cost(f: Features) -> Addends:
    return ((f["consumer_loss"] / 13.911) ** 2 - 1.0,)


def _access(f: Features) -> Addends:
    return (f["access"] * (1.0 - 0.5 * f["interim_access"]),)


def _deficit(f: Features) -> Addends:
    return -f["sales"] / 10.0, f["home_exports"] / 10.0, f["added_purchases"] / 10.0


GROUP_FEATURES: Mapping[str, Callable[[Features], Addends]] = {
    "tariff": _tariff,
    "consumer_cost": _consumer_cost,
    "exemptions": lambda f: (f["newly_exempt"] / BROAD_SHARE,),
    "home_producers": lambda f: (f["home_surplus"],),
    "access": _access,
    "purchases": lambda f: (f["announced_purchases"] / 15.0,),
    "origin": lambda f: (f["origin"],),
    "reform": lambda f: (f["reform"],),
    "strategic": lambda f: (f["strategic"],),
    "cooperation": lambda f: (f["cooperation"],),
    "deficit": _deficit,
    "export_loss": lambda f: (-f["sales"] / 10.0,),
    "job_loss": lambda f: (-f["jobs"] / 250.0,),
    "asymmetry": asymmetry,
    "certainty": lambda f: (f["deal"],),
}
"""What groups care about, in the units of `group_features.csv`; positive means more of it."""
