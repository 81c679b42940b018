"""What moves and metrics are called in the picture and on the page."""

MOVED = {
    "odds of a strike": "odds of a strike 0 to .9, of all",
    "optimism of Vietnam": "odds of a strike to the US .4 to .1, to Vietnam .5 to .9",
    "waiting": "weight of waiting for the ruling 0 to 1",
    "a strike": "a ruling on 1 December: tariffs stand, or are struck",
    "belief in the threat": "belief in the threat .1 to .9",
    "patience of Vietnam": "patience of Vietnam .894 to .985 a week",
    "patience of the US": "patience of the US .894 to .995 a week",
    "a tough Vietnam": "Vietnam concedes later (.5 to .2)",
    "a tough US": "the US concedes later (.5 to .2)",
    "both tough": "both concede later (.5 to .2)",
    "both soft": "both concede early (.5 to 2)",
    "weight of the deficit": "the US: deficit weighs 1 to 1.5",
    "a record deficit that counts": "a record deficit counts for 0 to 2 times its rise",
    "a diversified Vietnam": "Vietnam: sales and jobs weigh 1 to .7",
    "rate on China": "rate on China 20 to 60 %",
    "a public floor": "public pledges of a least utility 0 to .5 a week",
    "demanding factions": "factions in Vietnam ask for 0 to 1.2 more",
    "louder opponents in the US": "groups in the US ask for 0 to .3 more",
    "quorum": "quorum in Vietnam .65 to 1",
    "looking at ratification": "neither or both look at ratification",
    "override": "odds of an override 0 to .5",
}
"""Move -> from where to where, in words."""
PANELS = {
    "rate agreed, percentage points": {"level_tariff": "rate agreed"},
    "rounds until agreement": {"rounds_to_agreement": "rounds"},
    "in a hundred runs": {
        "agreement_rate": "agreement",
        "ratification_failures": "votes lost at home",
        "end_state=struck_then_signed": "signed after a strike",
    },
    "billion US dollars a year": {
        "vietnam_to_us_usd_bn": "sales of Vietnam",
        "level_purchases": "purchases agreed",
    },
    "utility, each in its own unit": {
        "u0_us": "utility of the US",
        "u0_vietnam": "utility of Vietnam",
    },
    "in a hundred agreements": {
        "issue_access=all": "full access",
        "issue_access=none": "no access",
        "issue_origin=strict": "strict origin rules",
        "issue_reform=binding": "binding reform",
        "issue_cooperation=binding": "binding cooperation",
        "issue_exemptions=broad": "broad exemptions",
        "issue_purchases=$15 bn": "purchases of $15 bn",
    },
}
"""Title of a panel -> its metrics and what they are called in it."""
CALLED = {metric: name for metrics in PANELS.values() for metric, name in metrics.items()}
HUNDRED = {"level_tariff", *(m for title, ms in PANELS.items() if "hundred" in title for m in ms)}
"""Metrics that are printed a hundred times as large."""


def metric_in_words(metric: str, shape: str) -> str:
    """Return what a metric is called; of a bend, that it is one."""
    return f"{CALLED[metric]}: bend" if shape == "bend" else CALLED[metric]


def scale(metric: str) -> float:
    """Return how many times as large a metric is printed."""
    return 100.0 if metric in HUNDRED else 1.0
