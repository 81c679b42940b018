"""What a party has learned of the other side: it learns when it next looks."""

from collections.abc import Callable

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

    def look(self, show: Callable[[Estimate | None], PartyView]) -> PartyView:
        """Return what the party sees now, after it has learned from the offers that are new to it.

        Parameters
        ----------
        show : estimate -> the view of this moment with that estimate

        Notes
        -----
        What reads the truth learns nothing: `show` puts the truth of the day into its view.
        """
        view = show(self.estimate)
        if self.model.reads_truth or self.heard == len(received := view.received):
            return view
        while self.heard < len(received):
            self.estimate = self.model.update(self.estimate, received[self.heard], view)
            self.heard += 1
        return show(self.estimate)
