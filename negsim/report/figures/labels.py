"""What columns of the tables are called in a figure."""

from negsim.politics.countries import sides
from negsim.report.words import Words

BY_PARTY = (
    ("gain0_", "gain over no deal, {country}"),
    ("gain_", "gain over no deal at the end, {country}"),
    ("reservation_", "utility without a deal, {country}"),
    ("belief_", "belief in the threat, {country}"),
    ("u0_", "utility, {country}"),
    ("u_", "utility, {country}"),
    ("margin_", "margin at home, {country}"),
    ("standing_", "standing, {country}"),
)
"""Beginning of a column -> what it is, of a party."""


PARTS = {"_mean": "mean", "_low": "low", "_high": "high"}
"""End of a column of a summary -> which number it is."""


def heading(column: str, words: Words) -> str:
    """Return what a column of a table is called: a metric, a number of one, or a plain name."""
    for end, part in PARTS.items():
        metric = column.removesuffix(end)
        if metric != column and (named := label(metric, words)) != metric:
            return f"{named}: {words(part)}"
    named = label(column, words)
    return words.name(column) if named == column else named


def label(column: str, words: Words) -> str:
    """Return what a column is called; one of somebody's own goes by its name."""
    home, partner = sides()
    named = {
        "agreed": words("agreement"),
        "agreement_rate": words("agreement rate"),
        "rounds": words("rounds"),
        "rounds_to_agreement": words("rounds to agreement"),
        "pareto_distance": words("distance to the frontier"),
        "nash_distance": words("distance to the Nash point"),
        "ks_distance": words("distance to the Kalai-Smorodinsky point"),
        "joint_gain": words("joint gain"),
        "ratification_failures": words("failed ratifications"),
        "substance_index": words("substance index"),
        "headline_ratio": words("headline ratio"),
        "deficit_announced_usd_bn": words("deficit as announced, US$ bn a year"),
        f"{home}_deficit_usd_bn": words("deficit, US$ bn a year"),
        f"{partner}_to_{home}_usd_bn": words("exports of {country}, US$ bn", country=words.country(partner)),
        f"{home}_to_{partner}_usd_bn": words("exports of {country}, US$ bn", country=words.country(home)),
        f"{home}_tariff_revenue_usd_bn": words("tariff revenue, change, US$ bn"),
        f"{home}_consumer_surplus_usd_bn": words("consumers, change, US$ bn"),
        f"{partner}_exporter_surplus_usd_bn": words("exporters' surplus, change, US$ bn"),
    }
    if column in named:
        return named[column]
    if column.startswith("percent_"):
        return words("{issue} agreed, %", issue=words.name(column.removeprefix("percent_")))
    if column.startswith("level_"):
        return words("{issue} agreed", issue=words.name(column.removeprefix("level_")))
    for beginning, message in BY_PARTY:
        party = column.removeprefix(beginning)
        if column.startswith(beginning) and party in sides():
            return words(message, country=words.country(party))
    return column
