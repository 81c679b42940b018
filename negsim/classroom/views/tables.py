"""The data of a class: the same `runs` and `offers` tables as a sweep, and JSON; pseudonyms by default."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class
from negsim.classroom.state.group import Group
from negsim.experiment.experiment import Experiment, make_experiment
from negsim.experiment.run import RunRows, rows_of
from negsim.experiment.tables import offers_schema, offers_table, runs_schema
from negsim.settings import yaml_file
from negsim.settings.reader import Place

FORMATS = {
    "runs.parquet": "application/vnd.apache.parquet",
    "runs.csv": "text/csv; charset=utf-8",
    "offers.parquet": "application/vnd.apache.parquet",
    "offers.csv": "text/csv; charset=utf-8",
    "students.csv": "text/csv; charset=utf-8",
    "class.json": "application/json",
}
"""File -> media type."""
STUDENTS = ("group", "side", "pseudonym", "name")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a text that a spreadsheet would take for a formula."""


def export(server: ClassServer, class_: Class, file: str, *, with_names: bool = False) -> bytes:
    """Return one file of a class's data.

    Parameters
    ----------
    with_names : put display names in; otherwise only pseudonyms are there
    """
    display = server.store.names(class_.id) if with_names else {}
    if file == "students.csv":
        return _csv(students(class_, display), STUDENTS)
    if file == "class.json":
        return json.dumps(everything(class_, display), ensure_ascii=False, indent=1).encode()
    name, _, suffix = file.partition(".")
    found = tables(class_)[name]
    if suffix == "csv":
        return _csv(found.to_pylist(), found.column_names)
    buffer = io.BytesIO()
    pq.write_table(found, buffer, compression="zstd")
    return buffer.getvalue()


def experiment_of(class_: Class) -> Experiment:
    """Return the class as an experiment without factors: one run a group."""
    data = {
        "name": f"class-{class_.record.code}",
        "scenario": yaml_file.parse(class_.record.scenario, "class"),
        "replications": max(1, len(class_.groups)),
        "seed": class_.record.seed,
    }
    return make_experiment(data, Place("class"))


def tables(class_: Class) -> dict[str, pa.Table]:
    """Return the tables `runs` and `offers`: group 1 is run 0."""
    experiment = experiment_of(class_)
    with class_.lock:
        rows = [rows_of_group(class_, experiment, group) for group in class_.groups.values()]
    return {
        "runs": pa.Table.from_pylist([row.run for row in rows], schema=runs_schema(experiment)),
        "offers": offers_table([row.offers for row in rows], offers_schema(experiment)),
    }


def rows_of_group(class_: Class, experiment: Experiment, group: Group) -> RunRows:
    """Return the rows of one group, made by the same function as the rows of a simulated run."""
    number = group.number - 1
    run = replace(experiment.run(number), seed=group.seed, log=True, log_agents=False)
    return rows_of(run, group.model, group.model.record())


def students(class_: Class, display: dict[str, str]) -> list[dict[str, Any]]:
    """Return one row a student."""
    rows = []
    for seat in class_.seats.values():
        place = class_.place_of(seat.id)
        rows.append(
            {
                "group": seat.group,
                "side": place[1] if place else None,
                "pseudonym": seat.pseudonym,
                "name": display.get(seat.id, ""),
            }
        )
    return rows


def everything(class_: Class, display: dict[str, str]) -> dict[str, Any]:
    """Return the class as plain data; chat is never part of it."""
    found = tables(class_)
    return {
        "code": class_.record.code,
        "title": class_.settings.title,
        "scenario": class_.scenario.name,
        "seed": class_.record.seed,
        "students": students(class_, display),
        "groups": [_group(group) for group in class_.groups.values()],
        "runs": found["runs"].to_pylist(),
        "offers": found["offers"].to_pylist(),
    }


def _group(group: Group) -> dict[str, Any]:
    history = [
        {
            "number": line.number,
            "party": line.party,
            "kind": line.kind,
            "by": line.by,
            "round": line.round + 1,
            "seconds": round(line.at - group.started_at, 1),
            "terms": None if line.outcome is None else group.model.space.describe(line.outcome),
        }
        for line in group.history
    ]
    players = {side: "person" if p.is_person else "computer" for side, p in group.players.items()}
    return {"group": group.number, "end": group.ending, "players": players, "history": history}


def _csv(rows: list[dict[str, Any]], columns: Any) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(row.get(column)) for column in columns])
    return text.getvalue().encode()


def harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return "'" + value
    return value
