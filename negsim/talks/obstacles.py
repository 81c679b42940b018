"""What stood in the way: who blocked first, and what the talks waited for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from negsim.agents.government import Government
from negsim.bargaining.mechanism import BEGIN_ROUNDS
from negsim.bargaining.move import Offer
from negsim.bargaining.outcome import Outcome

if TYPE_CHECKING:
    from negsim.talks.model import NegotiationModel

CAUSES = ("court", "deadline", "ratification", "tactics")
"""What a tick may be lost to; of equal counts the first names the delay."""
PAUSES = ("ratification_failed", "suspended")


def delay_of(model: NegotiationModel) -> str:
    """Return to what the tick that now ends without agreement is lost; one cause a tick.

    ratification : its last round is a failed vote or the pause after one
    court : a ruling is awaited, and waiting for it is why some party does not sign what it was last offered:
        better than what it expects without a deal and what it has elsewhere, but not than waiting
    deadline : a higher rate than that in force is threatened for a day that is still to come
    tactics : all else: the parties ask for more than they may get
    """
    kinds = (getattr(entry.move, "kind", "") for entry in reversed(model.state.history))
    if next((kind for kind in kinds if kind in BEGIN_ROUNDS), "") in PAUSES:
        return "ratification"
    received = model.state.history.received_by
    if any(_waits(party, received(name)) for name, party in model.parties.items()):
        return "court"
    conditions = model.course.conditions
    due = any(tick > model.tick for tick in conditions.deadlines)
    return "deadline" if due and conditions.threatened > conditions.in_force else "tactics"


def main_cause(delays: Sequence[str]) -> str:
    """Return to what most ticks were lost; empty if the talks agreed in their first tick."""
    return max(CAUSES, key=delays.count) if delays else ""


def _waits(party: Government, received: Sequence[Outcome]) -> bool:
    """Return whether waiting for a ruling is why a party does not sign what it last received."""
    outlook = party.outlook
    if outlook.conditions.ruling is None or not received:
        return False
    without = outlook.without_deal(party.weights) - outlook.signing
    elsewhere = float("-inf") if outlook.elsewhere is None else outlook.elsewhere - outlook.signing
    return max(without, elsewhere) <= party.utility.value(received[-1]) < party.reservation


def first_blocker(model: NegotiationModel) -> str:
    """Return who stood in the way first; empty where nobody did.

    If a ratification failed: of the first, the bloc against with the most say, as "us: voters"; the side
    alone where chance decided. Else, if there is no agreement: who could not accept what the other side
    offered last, for a red line or for what is ratified at home; the receiver of the last offer first.
    """
    for entry in model.state.history:
        if getattr(entry.move, "kind", "") == "ratification_failed":
            return _pivotal(model, *entry.move.detail.split(": ", 1))  # type: ignore[union-attr]
    if model.state.agreement is not None:
        return ""
    seen = set()
    for entry in reversed(model.state.history):
        if isinstance(entry.move, Offer) and entry.party is not None and entry.party not in seen:
            seen.add(entry.party)
            other = model.rivals[entry.party].name
            acceptable = model.win_sets.acceptable(other)
            if acceptable is not None and not acceptable[entry.move.outcome]:
                return other
    return ""


def _pivotal(model: NegotiationModel, side: str, against: str) -> str:
    """Return the bloc with the most say among those against."""
    blocs = [bloc for bloc in model.parties[side].home.members if bloc.name in against.split(", ")]
    return f"{side}: {max(blocs, key=lambda bloc: bloc.weight).name}" if blocs else side
