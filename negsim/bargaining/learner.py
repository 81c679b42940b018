"""What a party has learned of the other side: it learns when it next looks."""

from dataclasses import replace

from negsim.bargaining.strategy import OpponentModel
from negsim.bargaining.view import Estimate, PartyView


class Learner:
    """An opponent model at work in one negotiation.

    Parameters
    ----------
    model : how it learns
    view : what the party knows before the first offer
    """

    def __init__(self, model: OpponentModel, view: PartyView) -> None:
        self.model = model
        self.estimate: Estimate | None = model.start(view)
        self.heard = 0

    def look(self, view: PartyView) -> PartyView:
        """Return a view with the estimate after all offers received, learning from those that are new.

        What reads the truth learns nothing: its view shows the truth of the day.
        """
        if self.model.reads_truth:
            return view
        received = view.received
        while self.heard < len(received):
            self.estimate = self.model.update(self.estimate, received[self.heard], view)
            self.heard += 1
        return view if self.estimate is view.estimate else replace(view, estimate=self.estimate)
