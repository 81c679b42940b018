"""Reading a loose plug-in: its file, and the modules beside it that it imports."""

import ast
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from negsim.errors import ConfigError


@dataclass(frozen=True)
class Loose:
    """A loose plug-in as it was read: its file first, then the modules beside it that it imports."""

    path: Path
    files: tuple[tuple[str, bytes], ...]

    @property
    def digest(self) -> str:
        """Digest of the source, and of the modules beside it by name."""
        (_, source), *helpers = self.files
        whole = hashlib.sha256(source)
        for name, text in helpers:
            whole.update(f"\0{name}\0{len(text)}\0".encode() + text)
        return whole.hexdigest()

    @property
    def helpers(self) -> dict[str, tuple[Path, bytes]]:
        """Dotted name -> file and source of the modules beside the plug-in."""
        return {
            name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): (
                self.path.parent / name,
                text,
            )
            for name, text in self.files[1:]
        }


def read_loose(path: Path) -> Loose:
    """Return a loose plug-in with all the modules beside it that it imports, directly or not.

    Raises
    ------
    ConfigError : if a file cannot be read.
    """
    try:
        source, waiting, found = path.read_bytes(), [path], dict[str, bytes]()
        while waiting:
            for top in _imported(waiting.pop()):
                for file in (path.parent / f"{top}.py", *sorted((path.parent / top).rglob("*.py"))):
                    name = file.relative_to(path.parent).as_posix()
                    if file != path and name not in found and file.is_file():
                        found[name] = file.read_bytes()
                        waiting.append(file)
    except OSError as error:
        raise ConfigError(f"{path}: cannot read the plug-in: {error.strerror}") from error
    return Loose(path, ((path.name, source), *sorted(found.items())))


def _imported(path: Path) -> set[str]:
    """Return the first names of what a file imports, anywhere in it, that may stand beside it."""
    try:
        nodes = list(ast.walk(ast.parse(path.read_bytes())))
    except (SyntaxError, ValueError):
        return set()
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in names} - {"", *sys.stdlib_module_names}
