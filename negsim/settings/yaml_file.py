"""Reading YAML without surprises: plain data only, no tags, no aliases, no repeated keys, a size limit."""

import re
from pathlib import Path
from typing import Any

import yaml

from negsim.errors import ConfigError

MAX_BYTES = 2_000_000
"""Largest YAML file that is read; scenarios are a few kilobytes."""
MAX_RESOLVED_BYTES = 200_000_000
"""Largest resolved configuration that is read back; the points of a CSV file stand in it."""
MAX_DEPTH = 50
"""Deepest nesting that is read; scenarios need six levels."""

PLAIN = {
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "bool": (r"true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    "int": (r"[-+]?(0|[1-9][0-9_]*|0x[0-9a-fA-F]+)", [*"-+0123456789"]),
    "float": (
        r"[-+]?(\d+\.?\d*|\.\d+)[eE][-+]?\d+|[-+]?(\d+\.\d*|\.\d+)|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        [*"-+0123456789."],
    ),
    "timestamp": (r"\d{4}-\d\d-\d\d", [*"0123456789"]),
}
"""Kind of value -> how it is written, and its first letters. All else is text, also the `no` of YAML 1.1."""


class _Loader(yaml.SafeLoader):
    """SafeLoader that refuses tags, aliases, repeated keys and deep nesting."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ConfigError(f"line {line}: anchors and aliases are not allowed; repeat the value")
        if getattr(event, "tag", None):
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise ConfigError(f"line {line}: the tag {tag!r:.60} is not allowed; write plain values")
        if self.depth == MAX_DEPTH:
            raise ConfigError(f"line {line}: nested more than {MAX_DEPTH} levels deep")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            raise ConfigError(
                f"line {node.start_mark.line + 1}: the value {node.value!r:.60} cannot be read: {error}"
            ) from error

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise ConfigError(f"line {line}: a key must be a plain word")
            key = self.construct_object(key_node)
            if key in seen:
                raise ConfigError(f"line {line}: the key {key!r:.60} appears twice in one mapping")
            seen.add(key)
        return super().construct_mapping(node, deep)


class _Dumper(yaml.SafeDumper):
    """SafeDumper that writes no aliases, and unusual line breaks as escapes."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def text(self, data: str) -> Any:
        style = '"' if set(data) & {"\x85", "\u2028", "\u2029"} else "|" if "\n" in data else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style)


_Dumper.add_representer(str, _Dumper.text)
_Loader.yaml_implicit_resolvers = {}
for _kind, (_pattern, _first) in PLAIN.items():
    for _class in (_Loader, _Dumper):  # the dumper must quote text that the loader would read as a value
        _class.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"^({_pattern})$"), _first)


def parse(text: str, source: str) -> Any:
    """Return the plain data written in `text`.

    Raises
    ------
    ConfigError : one sentence with file and line for anything that is not plain YAML data.
    """
    try:
        return yaml.load(text, Loader=_Loader)
    except ConfigError as error:
        raise ConfigError(f"{source}: {error}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"line {mark.line + 1}: " if mark else ""
        raise ConfigError(f"{source}: {line}not valid YAML here: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{source}: not valid YAML: {' '.join(str(error).split())}") from error


def read(path: Path, most: int = MAX_BYTES) -> Any:
    """Return the plain data in the YAML file at `path`, if it has no more than `most` bytes."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
        text = content.decode("utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 text") from error
    except ValueError as error:
        raise ConfigError(f"{str(path)!r}: is not a path: {error}") from error
    if len(content) > most:
        raise ConfigError(f"{path}: larger than {most:,} bytes; that is not a scenario")
    return parse(text, str(path))


def dump(data: Any) -> str:
    """Return `data` as YAML text, keys in the order given, that `parse` reads back as the same data."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
