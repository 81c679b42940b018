"""Where a page comes from: what was played, with what, when; never when the page was made."""

from html import escape

from negsim.analysis.results import Results
from negsim.report.page.material import Material
from negsim.report.words import Words


def origin(results: Results, words: Words) -> dict[str, str]:
    """Return what a result folder comes from: what is said of it -> what it is."""
    manifest = results.manifest
    versions = ", ".join(f"{name} {version}" for name, version in manifest["versions"].items())
    return {
        words("result folder"): f"{results.path.parent.name}/{results.path.name}",
        words("digest of scenario, data and plug-ins"): manifest["config_hash"],
        words("seed"): str(manifest["seed"]),
        words("points × replications"): f"{manifest['points']} × {manifest['replications']}",
        words("runs that failed"): str(int((results.runs["status"] != "ok").sum())),
        words("versions"): f"{versions}, Python {manifest['python']}",
        words("commit"): manifest["commit"] or words("of a released package"),
        words("played"): f"{manifest['started']} – {manifest['finished']}",
        words("command"): " ".join(["negsim", *manifest["argv"][1:]]),
    }


def provenance(material: Material, words: Words, number: int = 1) -> str:
    """Return the last section of the first, or of another, folder of a page, as HTML."""
    facts = origin(material.results, words)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>'
        for name, value in facts.items()
    )
    key = "provenance" if number == 1 else f"provenance{number}"
    title = escape(words("Where this comes from"))
    how = escape(words("The lines of pandas run in the result folder after: import pandas as pd"))
    return (
        f'<section id="{key}">\n<h2>{title}</h2>\n<div class="scroll"><table>{rows}</table></div>\n'
        f"<p>{how}</p>\n</section>"
    )
