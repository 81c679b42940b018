"""The page of a result folder, put together: which sections there are, in which order."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from negsim.analysis.compare import labels
from negsim.analysis.comparison import Asked, Comparison
from negsim.analysis.comparison import comparison as compare_results
from negsim.analysis.intervals import wilson
from negsim.analysis.results import Results
from negsim.errors import ResultError
from negsim.files import whole
from negsim.report.page import ends, sweeps, talks
from negsim.report.page.document import document
from negsim.report.page.material import Material
from negsim.report.page.pair import comparison
from negsim.report.page.provenance import provenance
from negsim.report.page.section import Section
from negsim.report.words import ENGLISH, Words

ONE = (
    ends.issues,
    sweeps.sweeps,
    sweeps.heat,
    sweeps.sensitivity,
    talks.calendar,
    talks.offers,
    talks.frontier,
    talks.sectors,
    ends.deficit,
    talks.lobbying,
    talks.support,
    ends.distributions,
)
"""What yields the sections of a folder, in their order; one with nothing to show yields none."""
OF_EACH = (ends.issues, talks.frontier, ends.deficit)
"""What the page of several folders shows of each."""


@dataclass(frozen=True)
class Compared:
    """A comparison that a page shows, and the files that hold its tables of agents and partings."""

    found: Comparison
    files: Mapping[str, str] = field(default_factory=dict)


def report(*folders: Results, words: Words = ENGLISH, compared: Compared | None = None) -> str:
    """Return the page of a finished result folder, or of several compared, as HTML: the same bytes each time.

    Parameters
    ----------
    compared : what the page says of differences; without it several folders are compared by their metrics

    Raises
    ------
    ResultError : if every run failed, or talks would have to be played again by another engine.
    """
    materials = [Material(results) for results in folders]
    names = _names(materials)
    lead = []
    for name, material in zip(names, materials, strict=True):
        known = "" if len(names) == 1 else f"{name}: "
        lead += [_description(material), known + _ending(material, words)]
    tail = "\n".join(provenance(one, words, n) for n, one in enumerate(materials, 1))
    shown = sections(*folders, words=words, compared=compared)
    return document(" – ".join(names), list(dict.fromkeys(lead)), shown, tail, words)


def write_page(found: Comparison, tables: Sequence[Path], path: Path, words: Words) -> Path:
    """Write the page of a comparison whose tables have been written, and return its path.

    Parameters
    ----------
    tables : where its tables are, see `write_comparison`
    """
    kinds = ("compare_agents", "compare_partings")
    files = {kind: one.name for kind in kinds for one in tables if one.name.startswith(kind)}
    text = report(*found.results, words=words, compared=Compared(found, files))
    with whole(path) as scratch:
        scratch.write_text(text, encoding="utf-8", newline="\n")
    return path


def sections(*folders: Results, words: Words = ENGLISH, compared: Compared | None = None) -> list[Section]:
    """Return the sections of the page."""
    materials = [Material(results) for results in folders]
    for material in materials:
        if material.runs.empty:
            raise ResultError(f"{material.results.path}: every run failed; the reasons are in failures.jsonl")
    if len(materials) == 1 and compared is None:
        return [section for make in ONE for section in make(materials[0], words)]
    shown = compared or Compared(compare_results(folders, Asked(replays=0)))
    found = list(comparison(shown.found, materials, words, shown.files))
    if len(materials) == 1:
        return [*found, *(section for make in OF_EACH for section in make(materials[0], words))]
    for number, (name, material) in enumerate(zip(_names(materials), materials, strict=True), 1):
        beside = os.path.relpath(material.results.path, folders[0].path)
        for section in (section for make in OF_EACH for section in make(material, words)):
            title = f"{name}: {section.title}"
            found.append(section.named(title, f"{section.key}{number}", beside))
    return found


def _names(materials: Sequence[Material]) -> list[str]:
    """Return what the folders are called, told apart."""
    if len(materials) == 1:
        return [str(materials[0].results.config["name"])]
    return labels([material.results for material in materials])


def _description(material: Material) -> str:
    return str(material.results.config.get("description", ""))


def _ending(material: Material, words: Words) -> str:
    n, agreed = len(material.runs), int(material.runs["agreed"].eq(True).sum())
    share = agreed / n
    if n == 1:
        return (
            words("One negotiation; it ends in agreement.") if agreed else words("One negotiation; it fails.")
        )
    facts = {"agreed": agreed, "n": n, "share": words.percent(share, 1)}
    if material.experiment.n_points > 1:
        return words("{agreed} of {n} negotiations end in agreement: {share}.", **facts)
    low, high = (words.percent(float(end), 1) for end in wilson(share, n))
    return words(
        "{agreed} of {n} negotiations end in agreement: {share} (95 % interval {low} to {high}).",
        **facts,
        low=low,
        high=high,
    )
