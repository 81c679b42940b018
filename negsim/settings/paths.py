"""Where scenario and experiment files are found, and how `--set` changes them before they are checked."""

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import is_dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from negsim.errors import ConfigError
from negsim.registry import show, unknown
from negsim.settings import yaml_file
from negsim.settings.field import declared_fields
from negsim.settings.reader import Place, mapping

NAMED = (
    *("strategy", "bidding", "acceptance", "opponent_model", "ratification", "mechanism"),
    *("issues", "agents", "terms"),
)
"""Keys whose value, or the values in which, may be the name of a plug-in instead of its settings."""

REMOVABLE = ("agents", "events")
"""Keys in which null removes an entry, which must be there."""


def canonical(data: Any) -> str:
    """Return data as JSON text, keys in the order given: the order of issues and parties matters in talks."""
    return json.dumps(data, default=str, ensure_ascii=False, separators=(",", ":"))


def packaged(folder: str) -> Path:
    """Return the folder of packaged `configs` or `experiments`: in the checkout or in the wheel."""
    package = Path(str(files("negsim")))
    inside = package / "_packaged" / folder
    return inside if inside.is_dir() else package.parent / folder


def find(name: str, beside: Path | None = None) -> Path:
    """Return the YAML file of a scenario or experiment: a packaged name, or a path.

    Parameters
    ----------
    beside : folder of the file that names it, to which paths are relative; default: the working directory

    Raises
    ------
    ConfigError : with the packaged names and the nearest one.
    """
    known = packaged_names()
    if name in known:
        return known[name]
    path = (beside or Path()) / name
    try:
        if name and path.is_dir() and (path / "experiment.yaml").is_file():
            return path / "experiment.yaml"
        if path.suffix in (".yaml", ".yml") or (path.is_file() and path.suffix != ".py"):
            return path
    except OSError as error:
        raise ConfigError(f"{show(name)}: cannot be read: {error.strerror}") from error
    _refuse_plugin(name)
    raise ConfigError(f"{unknown('scenario or experiment', name, known)}. A path must end in .yaml")


def _refuse_plugin(name: str) -> None:
    """Say how a Python file is loaded, should one stand where a scenario is expected."""
    if name.endswith(".py"):
        raise ConfigError(
            f"{show(name)}: is a plug-in, not a scenario or experiment; load it with --plugin {name} "
            "beside a scenario that uses it"
        )


def packaged_names() -> dict[str, Path]:
    """Return name -> file of every packaged scenario and experiment."""
    scenarios = {path.stem: path for path in sorted(packaged("configs").glob("*.yaml"))}
    experiments = {p.parent.name: p for p in sorted(packaged("experiments").glob("*/experiment.yaml"))}
    return scenarios | experiments


def apply_settings(raw: Any, settings: tuple[str, ...]) -> Any:
    """Return `raw` with `key.path=value` settings applied; values are read as YAML."""
    for text in settings:
        path = setting_path(text)
        value = yaml_file.parse(text.partition("=")[2], f"--set {path}")
        raw = set_path(raw, path, value, f"--set {path}")
    return raw


def setting_path(text: str) -> str:
    """Return the dotted path that a `key.path=value` setting changes."""
    path, sign, _ = text.partition("=")
    if not sign or not path.strip():
        raise ConfigError(f"--set {show(text)}: must be key.path=value, e.g. no_deal.credibility=0.5")
    return path.strip()


def set_path(raw: Any, path: str, value: Any, source: str) -> Any:
    """Return a copy of `raw` in which the key at the dotted `path` is `value`.

    Where a plug-in is given by its name alone, a path into it sets a key beside its `type`. Null removes a
    population of agents or an event.

    Raises
    ------
    ConfigError : for a path that is none, or null for an entry that is not there.
    """
    keys = path.split(".")
    if not all(keys):
        raise ConfigError(f"{source}: must be a key.path without empty keys, got {show(path)}")
    return _set(raw, keys, value, Place(source))


def _set(raw: Any, keys: list[str], value: Any, place: Place, section: str = "") -> Any:
    copy = dict(mapping(raw, place))
    head, *rest = keys
    inner = {} if copy.get(head) is None else copy[head]
    if isinstance(inner, str) and (head in NAMED or section in NAMED):
        inner = {"bidding" if head == "strategy" else "type": inner}
    if value is None and not rest and section in REMOVABLE and head not in copy:
        raise ConfigError(f"{place}: {unknown(section.removesuffix('s'), head, copy)}")
    copy[head] = _set(inner, rest, value, place, head) if rest else value
    return copy


def value_at(data: Any, path: str) -> Any:
    """Return what stands at a dotted path of plain data, or None if nothing does."""
    for key in path.split("."):
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def located(cls: Any, raw: Any, folder: Path) -> Any:
    """Return plain data of `cls` in which paths relative to `folder` are whole; packaged names stay names."""
    if not isinstance(raw, Mapping):
        return raw
    data = dict(raw)
    for name, field in declared_fields(cls).items():
        if name in data and field.metadata.get("packaged"):
            data[name] = _whole(data[name], field.metadata["packaged"](), folder)
        elif name in data and isinstance(field.hint, type) and is_dataclass(field.hint):
            data[name] = located(field.hint, data[name], folder)
    return data


def _whole(value: Any, packaged: Collection[str], folder: Path) -> Any:
    """Return the whole path of what is there; what is nowhere stays as it was written, to be refused."""
    if not isinstance(value, str) or not value or value in packaged:
        return value
    with suppress(OSError, ValueError):  # too long, or no path at all
        if (folder / value).exists() or Path(value).exists():
            return str((folder / value).resolve())
    return value
