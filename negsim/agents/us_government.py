"""The US government and its default terms."""

from typing import Any, ClassVar

from negsim.agents.government import Government
from negsim.politics.blocs import with_weights
from negsim.politics.standing import approval_target
from negsim.registry import register
from negsim.world.situation import Consequences
from negsim.world.world import World


@register("agent", "us_government")
class USGovernment(Government):
    """Wants a smaller deficit and a high headline rate, fears prices; unit: a $10bn a year deficit cut."""

    side = "us"
    country: ClassVar[str] = "the US"
    unit: ClassVar[str] = "a cut of the deficit by $10bn a year"
    default_ratification: ClassVar[str] = "acquiescence"
    default_standing: ClassVar[float] = 0.45

    def standing_target(self, at: Consequences) -> float:
        """Return the approval that news of an outcome would settle at."""
        f, (imports, exports) = at.features, self.model.world.remember(_trade_now)
        cut = (f["home_exports"] + f["added_purchases"] - f["sales"]) / (imports - exports)
        price_rise = -f["consumer_surplus"] / imports
        coefficients = self.settings.politics.standing_coefficients
        return approval_target(self.initial_standing, cut, price_rise, at.asymmetry, coefficients)

    @classmethod
    def default_terms(cls) -> dict[str, dict[str, Any]]:
        """Return the terms that hold unless a scenario changes them; weights are assumptions."""
        return with_weights(
            "us",
            {
                "deficit": {"type": "deficit_cut"},
                "welfare": {
                    "type": "sum_of_features",
                    "features": ["consumer_surplus", "revenue"],
                    "scale": 10.0,
                },
                "home": {"type": "feature", "feature": "home_surplus"},
                "headline": {"type": "headline_rate"},
                "price": {"type": "price_pain"},
                "access": {"type": "feature", "feature": "access", "phasing_discount": 0.5},
                "purchase": {
                    "type": "feature",
                    "feature": "announced_purchases",
                    "scale": 15.0,
                },
                "origin": {"type": "feature", "feature": "origin"},
                "reform": {"type": "feature", "feature": "reform"},
                "cooperation": {"type": "feature", "feature": "cooperation"},
                "strategic": {
                    "type": "feature",
                    "feature": "strategic",
                    "exponent": 1.5,
                    "sign": -1.0,
                },
                "precedent": {"type": "precedent"},
                "carveout": {
                    "type": "feature",
                    "feature": "newly_exempt",
                    "scale": 0.10,
                    "sign": -1.0,
                },
                "lobby": {"type": "lobby"},
            },
        )


def _trade_now(world: World) -> tuple[float, float]:
    """Return imports from and exports to the partner without a deal, $bn a year."""
    return float(world.in_force.sales.sum()), float(world.in_force.home_exports.sum())
