"""Settings of the world: which economy, and what holds without a deal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from negsim.economy.tables import DEFAULT_TABLES, packaged_tables
from negsim.errors import ConfigError
from negsim.settings.field import setting


@dataclass(frozen=True)
class EconomySettings:
    """Which trade data and which elasticities the world runs on."""

    data: str = setting(
        DEFAULT_TABLES,
        help="trade tables: a packaged name, or a folder, relative to the file that names it",
        packaged=packaged_tables,
    )
    elasticities: str = setting("short_run", help="short_run, medium_run or long_run")
    supply_elasticity: float = setting(
        10.0,
        ge=0.1,
        le=1e6,
        unit="",
        status="assumption",
        plausible=(4, 25),
        help="export supply elasticity of every source",
    )
    policy_date: date = setting(
        date(2025, 10, 26),
        help="day whose exemptions, Section 232 lists and other rates hold; not after `time.start`",
    )
    wage_closure: bool = setting(
        False,
        help="Vietnam's wage clears its factor market instead of being held; weights were set without it",
    )
    other_tariffs: Mapping[str, float] = setting(
        {},
        ge=0,
        le=2,
        unit="fraction",
        status="data",
        source="orders of each day, other_tariffs.csv",
        help="added US rates on other sources; those left out keep the rates of policy_date",
    )
    retaliation: float = setting(
        0.0,
        ge=0,
        le=2,
        unit="fraction",
        status="data",
        source="there was none in 2025",
        help="duty that Vietnam adds to its own on all US goods while there is no deal",
    )
    demand: Mapping[str, float] = setting(
        {},
        gt=0,
        le=100,
        unit="",
        status="assumption",
        plausible=(0.5, 2),
        help="US demand by sector, from all sources and at home, as a multiple of that of the base year; "
        "sectors left out: 1",
    )


@dataclass(frozen=True)
class NoDealSettings:
    """What holds, and what is threatened, while there is no agreement."""

    in_force: float = setting(
        0.20,
        ge=0,
        le=2,
        unit="fraction",
        status="data",
        source="Executive Order 14326, from 7 August 2025",
        help="reciprocal rate in force",
    )
    threatened: float = setting(
        0.46,
        ge=0,
        le=2,
        unit="fraction",
        status="data",
        source="Executive Order 14257, 2 April 2025",
        help="reciprocal rate threatened",
    )
    credibility: float = setting(
        0.3,
        ge=0,
        le=1,
        unit="probability",
        status="assumption",
        plausible=(0.05, 0.95),
        help="mean belief that the threat is carried out",
    )
    threatener: str | None = setting(
        None, help="the party that threatens, and knows whether it means it; null: none, all only believe"
    )
    resolve: float | None = setting(
        None,
        ge=0,
        le=1,
        unit="probability",
        status="assumption",
        help="odds that the threatener means it, drawn for every run; null: as credible",
    )

    def __post_init__(self) -> None:
        """Refuse a resolve that is nobody's."""
        if self.threatener is None and self.resolve is not None:
            raise ConfigError(
                "threatener: must be a party where 'resolve' is set, got none; name it or drop 'resolve'"
            )

    def odds(self, party: str) -> float:
        """Return how likely a party thinks on average that the threat is carried out."""
        if self.resolve is None or party != self.threatener:
            return self.credibility
        return self.resolve
