"""The columns of the result tables: declared from the experiment before anything runs."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds

from negsim.errors import NegsimError
from negsim.experiment.designs.factor import Levels
from negsim.experiment.experiment import Experiment
from negsim.experiment.metrics.aftermath import AFTERMATH_COLUMNS
from negsim.experiment.metrics.contract import Metric
from negsim.experiment.metrics.firms import FIRM_COLUMNS
from negsim.experiment.metrics.level import Level
from negsim.experiment.metrics.trade import TRADE_COLUMNS
from negsim.experiment.own_tables import kept_tables, own_tables, replaced
from negsim.politics.countries import sides
from negsim.registry import lookup
from negsim.settings import yaml_file
from negsim.settings.paths import canonical
from negsim.talks.scenario import varied

Row = dict[str, Any]
STANDARD_METRICS = (
    *(
        f"{number}_{party}"
        for number in ("u", "u0", "reservation", "gain", "gain0", "belief")
        for party in sides()
    ),
    "ratification_failures",
    "pareto_distance",
    "nash_distance",
    "ks_distance",
    *TRADE_COLUMNS.values(),
)
"""Metrics that every `runs.parquet` has as columns."""

FOLLOWED = ("deal_class", "first_blocker", "delay_cause")
"""Words about every run, where deals are followed."""

SCENARIOS_WRITTEN = 50
"""Points whose whole scenario stands in `design.parquet`; `config.yaml` makes that of any point."""
CHECKED = ds.ParquetFileFormat(
    default_fragment_scan_options=ds.ParquetFragmentScanOptions(page_checksum_verification=True)
)
"""Parquet files whose pages are compared with their checksums when they are read."""
TEXT, NUMBER, WHOLE, TRUTH = pa.string(), pa.float64(), pa.int64(), pa.bool_()


class OfferRows(Sequence[Row]):
    """The moves of one run by column, read as rows: tables are made of columns."""

    def __init__(self, columns: Mapping[str, list[Any]]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns.get("round", ()))

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[row] for row in range(*index.indices(len(self)))]
        row = range(len(self))[index]
        return {name: values[row] for name, values in self.columns.items()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


def metric(name: str) -> Metric:
    """Return the metric registered as `name`."""
    entry = lookup("metric", name)
    made: Metric = entry.factory(**dict(entry.settings))
    return made


def measured(metrics: Sequence[str], followed: bool, acting: bool) -> list[str]:
    """Return the metrics of a run's row: the standard ones, of deals that are followed, of firms, and others.

    Levels agreed on are not among them: they are columns of their own, whoever asks for them.
    """
    asked = [name for name in metrics if not _is_level(name)]
    more = (*(AFTERMATH_COLUMNS if followed else ()), *(FIRM_COLUMNS.values() if acting else ()))
    return list(dict.fromkeys([*STANDARD_METRICS, *more, *asked]))


def _is_level(name: str) -> bool:
    entry = lookup("metric", name)
    return entry.factory is Level and bool(entry.settings)


def follows_deals(experiment: Experiment) -> bool:
    """Return whether any point may follow what becomes of a deal."""
    varied_ = any(path.split(".")[0] == "implementation" for path in experiment.factors)
    return varied_ or experiment.base.implementation.ticks > 0


def has_acting_firms(experiment: Experiment) -> bool:
    """Return whether firms act at any point, as far as its factors say so."""
    settings = (spec.settings for spec in experiment.base.constituents.values())
    return any(".conduct" in path for path in experiment.factors) or any(
        getattr(one, "conduct", None) for one in settings
    )


def runs_schema(experiment: Experiment) -> pa.Schema:
    """Return the columns of `runs.parquet`: one row a run."""
    columns = [_column(name, WHOLE) for name in ("run_id", "point_id", "replication", "seed_key")]
    columns += [_column(name, TEXT) for name in ("status", "error", "end_state")]
    columns += [
        _column("agreed", TRUTH),
        _column("rounds", WHOLE),
        _column("ticks", WHOLE),
        _column("date", TEXT),
    ]
    columns += [_column(path, factor_type(f.samples)) for path, f in experiment.factors.items()]
    columns += _issue_columns(experiment, numbers=True)
    if _knows_frameworks(experiment):
        columns += [_column("framework", TEXT), _column("framework_round", WHOLE)]
        columns += [_column("framework_date", TEXT)]
    followed = follows_deals(experiment)
    columns += [_column(name, TEXT) for name in (FOLLOWED if followed else ())]
    for name in measured(experiment.metrics, followed, has_acting_firms(experiment)):
        columns.append(_column(name, NUMBER, metric(name).unit))
    return pa.schema(columns)


def offers_schema(experiment: Experiment) -> pa.Schema:
    """Return the columns of `offers.parquet`: one row a move."""
    columns = [_column("run_id", WHOLE), _column("round", WHOLE), _column("tick", WHOLE)]
    columns += [_column(name, TEXT) for name in ("date", "party", "move")]
    columns += _issue_columns(experiment, numbers=False)
    columns += [_column(f"u_{party}", NUMBER, "party's utility") for party in sides()]
    columns += [_column("target", NUMBER, "mover's utility")]
    columns += [_column(f"ratifiable_{party}", TRUTH) for party in sides()]
    columns += [_column("step", TEXT), _column("why", TEXT)]
    return pa.schema(columns)


def offers_table(logs: Sequence[OfferRows], schema: pa.Schema) -> pa.Table:
    """Return the moves of many runs as one table; a run that lacks a column has nothing in it."""
    columns = {}
    for field in schema:
        parts = (log.columns.get(field.name, [None] * len(log)) for log in logs)
        columns[field.name] = pa.array([*chain.from_iterable(parts)], type=field.type, from_pandas=True)
    return pa.table(columns, schema=schema)


def agents_schema() -> pa.Schema:
    """Return the columns of `agents.parquet`: one row an agent of a logged run that ended in agreement."""
    columns = [_column("run_id", WHOLE)]
    columns += [_column(name, TEXT) for name in ("agent", "type", "side", "group")]
    columns += [_column("utility", NUMBER, "agent's utility"), _column("gain", NUMBER, "agent's utility")]
    columns += [_column("support", NUMBER, "probability"), _column("vote", TEXT), _column("reason", TEXT)]
    return pa.schema(columns)


def design_schema(experiment: Experiment) -> pa.Schema:
    """Return the columns of `design.parquet`: factors with roles, what the design adds, the scenario."""
    columns = [_column("point_id", WHOLE)]
    for path, factor in experiment.factors.items():
        columns.append(pa.field(path, factor_type(factor.samples), metadata={"role": factor.role or ""}))
    for name, values in experiment.layout.sample.extra.items():
        columns.append(_column(name, {"i": WHOLE, "f": NUMBER}.get(values.dtype.kind, TEXT)))
    return pa.schema([*columns, _column("scenario", TEXT)])


def design_table(experiment: Experiment) -> pa.Table:
    """Return `design.parquet`: one row a design point, the first ones with their whole scenario as YAML."""
    schema, sample = design_schema(experiment), experiment.layout.sample
    own = own_tables(experiment)
    columns = [pa.array(range(experiment.n_points), type=WHOLE)]
    for path, factor in experiment.factors.items():
        kind = schema.field(path).type
        labels = map(factor.label, range(len(factor.levels))) if isinstance(factor, Levels) else ()
        known = [factor_value(replaced(label, own), kind) for label in labels]
        codes = sample.codes[path]
        values = np.array([*known, None], dtype=object)[codes] if known else codes
        columns.append(pa.array(values, type=kind))
    for name, values in sample.extra.items():
        columns.append(pa.array(values, type=schema.field(name).type, from_pandas=True))
    written = [_scenario(experiment, point) for point in range(min(experiment.n_points, SCENARIOS_WRITTEN))]
    columns.append(pa.array([*written, *[None] * (experiment.n_points - len(written))], type=TEXT))
    return pa.table(columns, schema=schema)


def _scenario(experiment: Experiment, point_id: int) -> str | None:
    """Return the whole scenario of a point as YAML, or nothing where its levels do not go together."""
    try:
        resolved = experiment.scenario(experiment.point(point_id)).resolved()
    except NegsimError:
        return None
    return yaml_file.dump(replaced(resolved, kept_tables(experiment)))


def timings_schema() -> pa.Schema:
    """Return the columns of `timings.parquet`: wall time, kept apart because it is never the same twice."""
    return pa.schema([_column("run_id", WHOLE), _column("seconds", NUMBER, "s"), _column("worker", TEXT)])


def errors_schema() -> pa.Schema:
    """Return the columns of the parts of `errors`: tracebacks, which end up in `failures.jsonl`."""
    return pa.schema([_column("run_id", WHOLE), _column("traceback", TEXT)])


def factor_type(levels: Sequence[Any]) -> pa.DataType:
    """Return the column type of a factor: number, truth value, or text for everything else."""
    if all(isinstance(level, bool) for level in levels):
        return TRUTH
    if all(isinstance(level, int) and not isinstance(level, bool) for level in levels):
        return WHOLE
    if all(isinstance(level, int | float) and not isinstance(level, bool) for level in levels):
        return NUMBER
    return TEXT


def factor_value(level: Any, column: pa.DataType) -> Any:
    """Return a factor's level as it stands in its column; settings with parts are written as JSON."""
    if column != TEXT or isinstance(level, str):
        return level
    return canonical(level)


def _knows_frameworks(experiment: Experiment) -> bool:
    """Return whether the rules of some point know a text that comes before the whole."""
    points = experiment.layout.distinct("mechanism")
    return any(varied(experiment.base, values, "design").mechanism.has_framework for values in points)


def _issue_columns(experiment: Experiment, *, numbers: bool) -> list[pa.Field]:
    columns = {}
    for values in experiment.layout.distinct("issues"):
        for issue in varied(experiment.base, values, "design").world.space.issues:
            columns[f"issue_{issue.name}"] = _column(f"issue_{issue.name}", TEXT)
            if numbers and issue.numbers:
                columns[f"level_{issue.name}"] = _column(f"level_{issue.name}", NUMBER, issue.unit)
    return list(columns.values())


def _column(name: str, kind: pa.DataType, unit: str = "") -> pa.Field:
    return pa.field(name, kind, metadata={"unit": unit} if unit else None)
