"""What settings and metrics are called in pictures and on the page; new settings go by their path."""

from negsim.politics.countries import country, sides

NAMES = {
    "economy.supply_elasticity": "supply elasticity of exporters",
    "no_deal.in_force": "rate in force",
    "no_deal.threatened": "rate threatened",
    "no_deal.credibility": "belief in the threat",
    "no_deal.resolve": "odds that the threat is meant",
    "issues.purchases.additionality": "purchases that are additional",
    "issues.purchases.compliance": "purchases carried out",
    "issues.origin.penalty_rate": "rate on rerouted goods found",
    "issues.origin.detection": "rerouted goods found",
    "issues.origin.content_cap": "Chinese content allowed",
    "issues.origin.content_penalty": "goods above the content allowed",
    "issues.strategic.process_share": "worth of a process on status",
    "issues.phasing.final_weight_economic": "weight of the final regime in trade",
    "issues.phasing.final_weight_political": "weight of the final rate in politics",
    "events.ruling.chance": "odds of a strike, true",
    "events.ruling.odds.us": "odds of a strike, to the US",
    "events.ruling.odds.vietnam": "odds of a strike, to Vietnam",
    "events.ruling.fallback": "rate after a strike",
    "events.ruling.threat": "rate threatened after a strike",
    "events.ruling.lag": "weeks until a new rate after a strike",
    "events.year_end.slip": "odds that the deadline slips",
    "events.year_end.extension": "weeks by which the deadline slips",
    "events.year_end.extensions": "times the deadline may slip",
    "events.working_groups.factor": "error left by a working group",
    "events.working_groups.every": "weeks between working groups",
    "events.president.chance": "odds of an override",
    "events.president.penalty": "trust lost by an override",
}
SOURCES = {
    "CHN": "China",
    "ASEAN": "the rest of ASEAN",
    "SASIA": "South Asia",
    "EUUK": "the EU and Britain",
    "JKT": "Japan, Korea and Taiwan",
    "MEX": "Mexico",
    "CAN": "Canada",
    "ROW": "all others",
}
ENDINGS = {
    "strategy.bidding.e": "concession exponent",
    "strategy.bidding.inertia": "cost of moving an issue",
    "strategy.bidding.closure": "cost of reopening an issue",
    "strategy.opponent_model.sharpness": "trust in the other's offers",
    "strategy.opponent_model.doubt": "doubt in the other's offers",
    "ratification.slope": "slope of ratification",
    "ratification.threshold": "threshold of ratification",
    "ratification.quorum": "quorum",
    "patience.discount": "patience",
    "patience.waiting": "waiting for the ruling",
    "politics.mood_sigma": "spread of moods at home",
    "politics.belief_error": "error about the other's home",
    "politics.believed_floor": "odds of ratification asked for",
    "politics.cool_off_ticks": "weeks of pause after a lost vote",
    "politics.failure_penalty": "mood lost by a lost vote",
    "politics.standing_memory": "memory of standing",
    "politics.standing_sensitivity": "standing's weight at home",
    "politics.lobbying_weight": "weight of lobbying",
    "politics.members_share": "members' share in a group's verdict",
}
"""End of a party's path -> what it is called after the party."""
METRICS = {
    "agreement_rate": "agreement",
    "level_tariff": "rate agreed",
    "week": "week of agreement",
    "deficit_cut_usd_bn": "cut of the US deficit",
    "gain0_us": "gain of the US",
    "gain0_vietnam": "gain of Vietnam",
    "end_state=signed": "signed",
    "end_state=struck_then_signed": "signed after a strike",
    "end_state=framework_only": "framework and nothing more",
    "end_state=walked_away": "walked away",
    "end_state=ratification_failed": "refused at home",
    "end_state=expired": "no end in time",
}
UNITS = {
    "level_tariff": "percentage points",
    "week": "weeks",
    "deficit_cut_usd_bn": "billion US dollars a year",
    "gain0_us": "its own unit of utility",
    "gain0_vietnam": "its own unit of utility",
}
"""Metric -> unit; of all others, in a hundred runs."""
HUNDRED = "in a hundred runs"
POINTS = "percentage points"


def unit(metric: str) -> str:
    """Return the unit in which a metric is printed."""
    return UNITS.get(metric, HUNDRED)


def scale(metric: str) -> float:
    """Return how many times as large a metric is printed."""
    return 100.0 if unit(metric) in (HUNDRED, POINTS) else 1.0


def called(path: str) -> str:
    """Return what a setting is called."""
    if path in NAMES:
        return NAMES[path]
    section, *keys = path.split(".")
    if section == "parties":
        return f"{_country(keys[0])}: {_of_a_party(keys[1:])}"
    if section == "agents":
        return _of_agents(keys)
    if path.startswith("economy.other_tariffs."):
        return f"rate on {SOURCES.get(keys[-1], keys[-1])}"
    return _plain(": ".join(keys))


def _of_a_party(keys: list[str]) -> str:
    if keys[0] == "terms":
        what = {"weight": "weight of {}", "exponent": "curve of {}", "scale": "scale of {}"}
        return _plain(what.get(keys[-1], f"{keys[-1]} of {{}}").format(keys[1]))
    return ENDINGS.get(".".join(keys), _plain(keys[-1]))


def _of_agents(keys: list[str]) -> str:
    if "members" in keys:
        what = {"weight": "say at home", "threshold": "threshold"}.get(keys[-1], keys[-1])
        return _plain(f"{keys[-2]}: {what}")
    name = keys[0].replace("us_", "US_").replace("vietnam_", "Vietnam's_")
    return _plain(f"{name}: {', '.join(key for key in keys[1:] if key != 'conduct')}")


def _country(party: str) -> str:
    return country(party).short if party in sides() else party


def _plain(text: str) -> str:
    return text.replace("_", " ")
