"""How politics at home moves: the numbers of one side, each with a value that switches it off."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from negsim.settings.field import Status, setting


@dataclass(frozen=True)
class PoliticsSettings:
    """How politics at home moves. All numbers are assumptions; each has a value that switches it off."""

    setting_status: ClassVar[Status] = "assumption"

    mood_sigma: float = setting(
        0.15,
        ge=0,
        le=100,
        unit="group utility",
        plausible=(0, 0.3),
        help="spread of blocs' moods between runs; 0: none",
    )
    belief_error: float = setting(
        0.3,
        ge=0,
        le=100,
        unit="",
        plausible=(0, 1),
        help="error of the believed log-odds of the other side's ratification",
    )
    believed_floor: float = setting(
        0.5,
        gt=0,
        lt=1,
        unit="probability",
        plausible=(0.1, 0.9),
        help="odds of ratification below which an outcome is not proposed",
    )
    cool_off_ticks: int = setting(
        2, ge=0, le=1000, unit="ticks", plausible=(0, 8), help="pause after a failed ratification"
    )
    failure_penalty: float = setting(
        0.05,
        ge=0,
        le=100,
        unit="group utility",
        plausible=(0, 0.2),
        help="mood lost by every bloc when its side fails to ratify",
    )
    standing: float | None = setting(
        None,
        ge=0,
        le=1,
        unit="",
        plausible=(0.3, 0.8),
        help="approval or legitimacy at the start; null: the default",
    )
    standing_memory: float = setting(
        0.9,
        ge=0,
        le=1,
        unit="",
        plausible=(0.5, 1),
        help="share of standing kept at each piece of public news; 1: it never moves",
    )
    standing_sensitivity: float = setting(
        0.5,
        ge=0,
        le=100,
        unit="",
        plausible=(0, 2),
        help="rise of thresholds per unit of standing lost; 0: none",
    )
    standing_pledge: float = setting(
        0.1,
        ge=0,
        le=1,
        unit="",
        plausible=(0, 0.3),
        help="rise of standing that a public pledge would settle at; 0: none",
    )
    standing_failure: float = setting(
        0.3,
        ge=0,
        le=1,
        unit="",
        plausible=(0, 0.6),
        help="fall of standing that a failed vote would settle at; 0: none",
    )
    leak_probability: float = setting(
        0.05,
        ge=0,
        le=1,
        unit="probability a tick",
        plausible=(0, 0.15),
        help="chance each tick that the offer last received leaks from this capital: 0.1 with both; 0: never",
    )
    pledge_probability: float = setting(
        0.1,
        ge=0,
        le=1,
        unit="probability a tick",
        plausible=(0, 0.3),
        help="chance of a public pledge each tick; 0: none",
    )
    pledge_form: Literal["issue", "utility"] = setting(
        "issue", help="what is pledged: a level of the issue that matters most, or a least utility"
    )
    pledge_cost: float = setting(
        0.25,
        ge=0,
        le=10,
        unit="",
        source="audience costs: Fearon 1994, Tomz 2007",
        plausible=(0, 2),
        help="utility lost per unit short of the pledge; 0: none",
    )
    standing_trade: float = setting(
        1.0,
        ge=0,
        le=100,
        unit="",
        plausible=(0, 2),
        help="standing won per share of deficit cut (US) or exports added (Vietnam)",
    )
    standing_living: float = setting(
        1.0,
        ge=0,
        le=100,
        unit="",
        plausible=(0, 2),
        help="standing lost per share of prices added (US) or jobs lost (Vietnam)",
    )
    standing_balance: float = setting(
        0.3,
        ge=0,
        le=100,
        unit="",
        plausible=(0, 1),
        help="standing won per unit by which the other side concedes more",
    )
    members_share: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="fraction",
        help="share of what its members gain in a group's verdict, the rest is its published index; "
        "0: the index alone",
    )
    coordination: float = setting(
        0.2,
        ge=0,
        le=1,
        unit="",
        source="Olson 1965",
        help="share of the common gain that an association makes its firms count",
    )
    lobbying_weight: float = setting(
        1.0,
        ge=0,
        le=10,
        unit="",
        source="Grossman and Helpman 1994",
        plausible=(0, 10),
        help="weight of lobbying against welfare, 1/a of Grossman and Helpman; 0: no influence",
    )

    @property
    def standing_coefficients(self) -> tuple[float, float, float]:
        """Standing per unit of trade, living and balance."""
        return self.standing_trade, self.standing_living, self.standing_balance
