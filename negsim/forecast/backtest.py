"""The whole backtest: draws, talks and baselines of every cut, and what is written of them."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from negsim.engine.finished import load
from negsim.engine.folder import ResultFolder, folder_for
from negsim.experiment.manifest import config_hash
from negsim.files import write
from negsim.forecast.baselines import Cut
from negsim.forecast.played import endings, experiment_of, place_of, vectors
from negsim.forecast.questions import questions
from negsim.forecast.table import (
    MODEL,
    Endings,
    Row,
    baseline_endings,
    endings_text,
    read_endings,
    rows,
    scores_text,
)
from negsim.politics.blocs import Key


@dataclass(frozen=True)
class Asked:
    """How many draws each cut has, their seed, and where results are kept."""

    draws: int
    seed: int
    out: Path


@dataclass(frozen=True, eq=False)
class Backtest:
    """What came of it.

    Attributes
    ----------
    table : one row a question, see `negsim.forecast.table.rows`
    ends : every draw of every forecaster
    path : the folder in which all of it is written
    played : the result folder of the talks of each cut
    failed : runs that could not be played to their end
    """

    table: list[Row]
    ends: Endings
    path: Path
    played: Mapping[date, Path]
    failed: int


def backtest(
    asked: Asked, play: Callable[[ResultFolder], None], report: Callable[[str], None] = lambda line: None
) -> Backtest:
    """Forecast every question from its cut, score it, and write all of it.

    Parameters
    ----------
    play : plays what is missing of a result folder, on however many workers
    report : told what is going on
    """
    ends: dict[tuple[date, str], Sequence[Any]] = {}
    drawn: dict[date, list[dict[Key, float]]] = {}
    played = {}
    for day in sorted({question.cut for question in questions()}):
        cut = Cut(day)
        report(f"cut of {day}: drawing {asked.draws} vectors of weights")
        drawn[day] = vectors(cut, asked.draws, asked.seed)
        report(f"cut of {day}: playing the talks under each of them")
        experiment = experiment_of(cut, drawn[day], asked.seed)
        folder = folder_for(asked.out, experiment, config_hash(experiment, ()))
        if not folder.complete:
            play(folder)
        played[day] = folder.path
        runs: Any = load(folder.path).runs.sort_values("run_id").to_dict("records")
        ends |= {(day, MODEL): endings(cut, runs), **baseline_endings(cut, drawn[day])}
    text = endings_text(ends)
    table = rows(read_endings(text))  # scores are those of what is written
    digest = sha256(" ".join(path.name for path in played.values()).encode()).hexdigest()[:12]
    path = asked.out / "backtest" / digest
    write(path / "draws.csv", _draws_text(drawn))
    write(path / "endings.csv", text)
    write(path / "scores.csv", scores_text(table))
    write(path / "backtest.json", json.dumps(table, indent=2) + "\n")
    failed = sum(asked.draws - len(ends[day, MODEL]) for day in played)
    return Backtest(table, ends, path, played, failed)


def _draws_text(drawn: Mapping[date, Sequence[Mapping[Key, float]]]) -> str:
    """Return the vectors of all cuts as CSV: one row a cut and draw, one column a number."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    keys = list(next(iter(drawn.values()))[0])
    table.writerow(["cut", "draw", *(place_of(Cut(min(drawn)).talks, key) for key in keys)])
    for day, vectors_of_day in drawn.items():
        for draw, vector in enumerate(vectors_of_day):
            table.writerow([day, draw, *(repr(vector[key]) for key in keys)])
    return out.getvalue()
