"""What every issue promises."""

import dataclasses
from collections.abc import Mapping

import numpy as np

from negsim.bargaining.issue import Issue
from negsim.registry import Entry, entries
from negsim.settings.build import plain
from negsim.validation.conformance.law import Law, broadcasts, example, holds
from negsim.validation.conformance.worlds import ENDS, large, play
from negsim.world.rule import IssueRule, TradeBase
from negsim.world.world import known_features


def describes_its_levels(entry: Entry) -> None:
    """It has a label for each level, numbers that rise if any, and a level that holds without a deal."""
    rule, base = example(entry), _base()
    holds(isinstance(rule, IssueRule), f"{type(rule).__name__} must derive from IssueRule")
    issue: Issue = rule.issue("chosen_name", base)
    holds(issue.name == "chosen_name", f"it calls itself '{issue.name}', not what the scenario calls it")
    labels, numbers = issue.labels, list(issue.numbers)
    holds(
        len(rule.levels) == len(set(labels)) == len(labels),
        f"its {len(rule.levels)} levels have the labels {', '.join(labels)}; each needs one of its own",
    )
    holds(len(numbers) in (0, len(labels)), f"{len(labels)} levels have {len(numbers)} numbers")
    holds(numbers == sorted(numbers), f"the numbers of its levels do not rise: {numbers}")
    status_quo = rule.no_deal(base)
    holds(0 <= status_quo < len(labels), f"without a deal level {status_quo} holds, but there is none")
    holds(issue.no_deal_level == status_quo, "its issue names another no-deal level than its rule")


def sets_the_features_it_promises(entry: Entry) -> None:
    """It sets exactly the features it `provides`, finite and in the shape of the levels it is asked for."""
    rule = example(entry)
    level = np.zeros((1, len(rule.levels), 1), dtype=np.intp) + np.arange(len(rule.levels))[:, None]
    found = rule.features(level)
    holds(set(found) == set(rule.provides), f"it sets {_names(found)}, but provides {_names(rule.provides)}")
    holds(set(found) <= set(known_features()), f"no term can read its features {_names(found)}")
    for name, values in found.items():
        holds(rule.provides[name], f"the feature '{name}' needs its unit and meaning")
        fits = broadcasts(values.shape, level.shape)
        holds(fits, f"the feature '{name}' has the shape {values.shape} for levels of {level.shape}")
        holds(np.isfinite(values).all(), f"the feature '{name}' is not finite at some level")


def can_be_negotiated_alone(entry: Entry) -> None:
    """Talks about nothing else end, over as many outcomes as it has levels."""
    rule = example(entry)
    record = play({"issues": {"only": plain(rule)}})
    holds(record.space.shape == (len(rule.levels),), f"alone it makes outcomes of shape {record.space.shape}")
    holds(record.end_state in ENDS, f"talks about it alone end in '{record.end_state}'")


def joins_any_other_issue(entry: Entry) -> None:
    """With one level or all, beside any issue that does something else, every utility is finite."""
    whole = example(entry)
    for rule in (dataclasses.replace(whole, levels=whole.levels[:1]), whole):
        for other in entries("issue"):
            beside = example(other)
            if other.name == entry.name or set(whole.effects) & set(beside.effects):
                continue  # two issues that do the same cannot be negotiated together
            record = play({"issues": {"one": plain(rule), "other": plain(beside)}})
            finite = all(np.isfinite(result.utility) for result in record.parties.values())
            holds(finite, f"beside '{other.name}' some party's utility is no finite number")


def keeps_its_promises_in_part(entry: Entry) -> None:
    """Of what it promises a share from 0 to 1 is expected, if any; at that share it is itself, else alike."""
    rule = example(entry)
    expected = rule.expected_compliance
    holds(expected is None or 0.0 <= expected <= 1.0, f"it expects that a share of {expected} is carried out")
    for share in (0.0, 1.0) if expected is None else (0.0, expected, 1.0):
        kept = rule.carried_out(share)
        alike = type(kept) is type(rule) and kept.levels == rule.levels
        holds(alike, f"if {share:g} of it is carried out it is {kept}, which is another issue")
        same = kept == rule or (expected is not None and share != expected)
        holds(same, f"if {share:g} of it is carried out, as expected, it is {kept}, which is not itself")


def _base() -> TradeBase:
    scenario = large()
    return TradeBase(scenario.world.data, scenario.economy.policy_date, scenario.no_deal.in_force)


def _names(features: Mapping[str, object]) -> str:
    return ", ".join(sorted(features)) or "no features"


LAWS: tuple[Law, ...] = (
    describes_its_levels,
    sets_the_features_it_promises,
    can_be_negotiated_alone,
    joins_any_other_issue,
    keeps_its_promises_in_part,
)
