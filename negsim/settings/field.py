"""How a plug-in declares its settings: default, range, unit and one line of help beside the type.

The checker of scenario files, `negsim schema`, `negsim list` and the docs are made from these declarations.
"""

from collections.abc import Callable, Collection
from dataclasses import MISSING, field
from typing import Any

from negsim.settings.frozen import FrozenMapping


def setting(
    default: Any = MISSING,
    *,
    help: str,
    unit: str = "",
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    lt: float | None = None,
    plugin: str | None = None,
    packaged: Callable[[], Collection[str]] | None = None,
) -> Any:
    """Declare one field of a frozen dataclass that is read from YAML.

    Parameters
    ----------
    default : value when the key is missing; without one the key is required
    help : one line that says what the setting does
    unit : unit of the value, empty for names and dimensionless numbers
    ge, gt, le, lt : allowed range, as in ``>=  >  <=  <``
    plugin : kind of plug-in whose registered names the value chooses from
    packaged : marks a path, and returns the names that mean something packaged instead
    """
    limits = {"ge": ge, "gt": gt, "le": le, "lt": lt}
    metadata = {
        "help": help,
        "unit": unit,
        "plugin": plugin,
        "packaged": packaged,
        "limits": {name: limit for name, limit in limits.items() if limit is not None},
    }
    if default is MISSING:
        return field(metadata=metadata)
    if isinstance(default, dict):
        default = FrozenMapping(default)
    return field(default=default, metadata=metadata)
