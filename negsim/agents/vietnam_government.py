"""The Vietnamese government and its default terms."""

from math import log
from typing import Any, ClassVar

from negsim.agents.government import Government
from negsim.politics.blocs import with_weights
from negsim.politics.standing import legitimacy_target
from negsim.registry import register
from negsim.world.situation import Consequences
from negsim.world.world import World


@register("agent", "vietnam_government")
class VietnamGovernment(Government):
    """Wants exports, jobs and certainty; unit: $10bn a year of exports with 250 thousand jobs, half each."""

    side = "vietnam"
    country: ClassVar[str] = "Vietnam"
    unit: ClassVar[str] = "$10bn of exports, 250,000 jobs"
    default_ratification: ClassVar[str] = "quorum"
    default_standing: ClassVar[float] = 0.6

    def standing_target(self, at: Consequences) -> float:
        """Return the legitimacy that news of an outcome would settle at."""
        sales, tied = self.model.world.remember(_at_stake)
        growth = log((sales + at.features["sales"]) / sales)
        jobs, coefficients = at.features["jobs"] / tied, self.settings.politics.standing_coefficients
        return legitimacy_target(self.initial_standing, growth, jobs, at.asymmetry, coefficients)

    @classmethod
    def default_terms(cls) -> dict[str, dict[str, Any]]:
        """Return the terms that hold unless a scenario changes them; weights are assumptions."""
        return with_weights(
            "vietnam",
            {
                "exports": {"type": "feature", "feature": "sales", "scale": 10.0},
                "jobs": {"type": "feature", "feature": "jobs", "scale": 250.0},
                "face": {"type": "face"},
                "own_market": {
                    "type": "sum_of_features",
                    "features": ["partner_consumers", "partner_duty_revenue", "partner_buyers"],
                    "scale": 10.0,
                },
                "access": {
                    "type": "feature",
                    "feature": "access",
                    "exponent": 1.5,
                    "sign": -1.0,
                    "phasing_discount": 1.0,
                },
                "purchase": {
                    "type": "feature",
                    "feature": "announced_purchases",
                    "scale": 15.0,
                    "exponent": 1.5,
                    "sign": -1.0,
                },
                "origin": {
                    "type": "feature",
                    "feature": "origin",
                    "exponent": 1.3,
                    "sign": -1.0,
                },
                "reform": {"type": "feature", "feature": "reform", "sign": -1.0},
                "strategic": {"type": "feature", "feature": "strategic"},
                "cooperation": {
                    "type": "feature",
                    "feature": "cooperation",
                    "sign": -1.0,
                },
                "certainty": {"type": "feature", "feature": "deal"},
                "lobby": {"type": "lobby"},
            },
        )


def _at_stake(world: World) -> tuple[float, float]:
    """Return exports to the US without a deal, $bn a year, and the thousand jobs that hang on them."""
    tied = world.data.employment_thousand * world.data.dependence
    return float(world.in_force.sales.sum()), float(tied.sum())
