"""A finished result folder, opened again; a table that was deleted is joined again from its parts."""

from pathlib import Path

from negsim.analysis.results import Results
from negsim.engine.folder import JOINED
from negsim.engine.parts import check_parts, finished_chunks
from negsim.engine.worker import folder_at
from negsim.errors import ResultError


def load(path: str | Path) -> Results:
    """Return the results in a folder.

    Raises
    ------
    ResultError : if it is not a finished result folder, or a table and its parts are damaged.
    """
    folder = Path(path)
    if not (folder / "manifest.json").is_file():
        inside = [*folder.glob("*/manifest.json"), *folder.glob("*/*/manifest.json")]
        newest = max(inside, key=lambda path: path.stat().st_mtime, default=None)
        hint = f"; did you mean {newest.parent}?" if newest else ""
        if (folder / "plan.json").is_file():
            hint = "; the command that began it goes on from there"
        raise ResultError(f"{folder}: is not a finished result folder (no manifest.json){hint}")
    results = Results(folder)
    missing = [name for name in JOINED if not (folder / f"{name}.parquet").exists()]
    if missing and finished_chunks(folder):
        _join_again(results, missing)
    return results


def _join_again(results: Results, names: list[str]) -> None:
    folder = folder_at(str(results.path))
    check_parts(folder.path, folder.digest, folder.schemas)
    chunks = range(int(results.manifest["chunks"]))
    gone = set(chunks) - folder.finished_chunks()
    if gone:
        raise ResultError(f"{folder.part('runs', min(gone))}: is gone; move the folder away and run again")
    folder.join(names, chunks)
