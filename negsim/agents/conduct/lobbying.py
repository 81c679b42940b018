"""F8: who lobbies, by what is at stake for it now."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.agents.conduct.contract import Books, Ground, News, Rule
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("conduct", "lobbying")
@dataclass(frozen=True)
class Lobbying(Rule):
    """Firms lobby with what they still have at stake, and buyers invested abroad are mobilised there.

    stake = alive (1 - elsewhere) (1 - moved) (1 + entered) (1 + mobilised x invested), a factor of what an
    outcome brings a firm when the efforts of its group are counted (`negsim.politics.lobbying`). The
    partner's government mobilises buyers of the other side that make goods in its country.

    References
    ----------
    Olson (1965); Grossman & Helpman (1994). The factor of mobilisation is an assumption.
    """

    setting_status: ClassVar[Status] = "assumption"

    writes: ClassVar = ("stake",)
    mobilised: float = setting(
        0.5,
        ge=0,
        le=10,
        unit="",
        plausible=(0, 2),
        help="how much more a buyer invested in the partner's country lobbies, its government having asked",
    )
    step: float = setting(
        0.05,
        gt=0,
        le=10,
        unit="",
        status="design",
        help="groups count anew when their stakes moved by so much",
    )

    def act(self, books: Books, ground: Ground, news: News) -> None:
        """Work out what is left at stake."""
        stake = books.alive * (1.0 - books.elsewhere)
        stake *= 1.0 - books.moved
        stake *= 1.0 + books.entered
        stake *= 1.0 + self.mobilised * ground.invested
        books.stake[:] = stake
