"""Public facts of the talks, as events of the transcript and in the words a newspaper would print."""

from collections.abc import Sequence

from negsim.bargaining.move import WorldEvent
from negsim.bargaining.outcome import Outcome, OutcomeSpace

BY_CHANCE = "by chance"
"""Who is against where a vote fails though no bloc is."""


def leak(leaker: str, owner: str, space: OutcomeSpace, outcome: Outcome) -> WorldEvent:
    """Return the news that an offer of `owner` has leaked from the capital of `leaker`."""
    terms = ", ".join(f"{issue} {label}" for issue, label in space.describe(outcome).items())
    return WorldEvent("leak", f"a paper in {leaker} prints what {owner} offers: {terms}")


def failed_vote(side: str, against: Sequence[str]) -> WorldEvent:
    """Return the news that one side has refused an agreement at home, and which of its blocs did."""
    return WorldEvent("ratification_failed", f"{side}: {', '.join(against) or BY_CHANCE}")


def withdrawal(country: str) -> WorldEvent:
    """Return the news that a country no longer stands by its offer."""
    return WorldEvent(
        "withdrawn", f"{country} withdraws its offer, which has become worse to it than no deal"
    )


def pause() -> WorldEvent:
    """Return the news of a round that passes without moves."""
    return WorldEvent("suspended", "the talks pause after a failed ratification")
