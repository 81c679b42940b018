"""Trying a plug-in: every law of its kind, each with the sentence that says how it is broken."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from negsim.errors import ConfigError, NegsimError
from negsim.registry import FOLDERS, Entry, entries, load_file
from negsim.validation.conformance.law import Law
from negsim.validation.conformance.laws import (
    acceptance,
    agent,
    conduct,
    design,
    event,
    issue,
    mechanism,
    metric,
    opponent_model,
    plain,
    ratification,
    strategy,
    term,
)

LAWS: Mapping[str, tuple[Law, ...]] = {
    "issue": (*plain.LAWS, *issue.LAWS),
    "event": (*plain.LAWS, *event.LAWS),
    "term": (*plain.LAWS, *term.LAWS),
    "strategy": (*plain.LAWS, *strategy.LAWS),
    "acceptance": (*plain.LAWS, *acceptance.LAWS),
    "opponent_model": (*plain.LAWS, *opponent_model.LAWS),
    "mechanism": (*plain.LAWS, *mechanism.LAWS),
    "ratification": (*plain.LAWS, *ratification.LAWS),
    "agent": agent.LAWS,
    "conduct": (*plain.LAWS, *conduct.LAWS),
    "metric": (*plain.LAWS, *metric.LAWS),
    "design": (*plain.LAWS, *design.LAWS),
}
"""Kind of plug-in -> its laws, in the order in which they are tried."""


@dataclass(frozen=True)
class Verdict:
    """What a law says, and how a plug-in breaks it; an empty sentence if it does not."""

    law: str
    broken: str = ""


def registered_by(path: Path) -> list[Entry]:
    """Load a plug-in file and return what it registers.

    Raises
    ------
    ConfigError : if it cannot be loaded, or registers nothing.
    """
    before = [entry for kind in FOLDERS for entry in entries(kind)]
    load_file(path)
    known = set(map(id, before))
    found = [entry for kind in FOLDERS for entry in entries(kind) if id(entry) not in known]
    if not found:
        raise ConfigError(f"{path}: registers no plug-in; write @register(kind, name) above its class")
    return found


def tried(entry: Entry) -> list[Verdict]:
    """Return the verdict of every law on a plug-in; whatever the plug-in raises breaks the law."""
    return [_verdict(law, entry) for law in LAWS[entry.kind]]


def _verdict(law: Law, entry: Entry) -> Verdict:
    description = inspect.getdoc(law) or ""
    try:
        law(entry)
    except NegsimError as error:
        return Verdict(description, str(error))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return Verdict(description, f"it raises {type(error).__name__}: {error}")
    return Verdict(description)
