"""What a party has learned of the other side: it learns when it next looks."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from negsim.bargaining.move import Offer
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
        self.read = 0
        self._world_changed = False

    def face_new_world(self) -> None:
        """Bring the estimate up to what is public by then when it is next needed."""
        self._world_changed = True

    @property
    def believed(self) -> Mapping[str, float]:
        """Type of the other side -> how likely it is thought; empty where no types are learned."""
        return self.model.believed(self.estimate)

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
        if self._world_changed:
            self._world_changed = False
            self.estimate = self.model.renew(self.estimate, view)
            view = show(self.estimate)
        history = view.history
        if self.read == len(history) or self.model.reads_truth:
            return view
        new, self.read = history[self.read :], len(history)
        offers = [e.move.outcome for e in new if isinstance(e.move, Offer) and e.party != view.party]
        for outcome in offers:
            self.estimate = self.model.update(self.estimate, outcome, view)
        return view if self.estimate is view.estimate else replace(view, estimate=self.estimate)
