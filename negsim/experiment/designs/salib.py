"""What the designs of SALib share: the problem in the unit cube, and a sentence where it is missing."""

import importlib
from collections.abc import Iterable
from typing import Any

from negsim.errors import ConfigError


def salib(module: str) -> Any:
    """Return a module of SALib.

    Raises
    ------
    ConfigError : if SALib is not installed.
    """
    try:
        return importlib.import_module(f"SALib.{module}")
    except ModuleNotFoundError as error:
        raise ConfigError("this needs SALib: pip install 'negsim[experiments]'") from error


def problem(paths: Iterable[str]) -> dict[str, Any]:
    """Return SALib's description of factors in the unit cube."""
    names = list(paths)
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
