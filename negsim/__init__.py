"""negsim steps governments, exporters and firms through tariff talks, offer by offer, on real trade data.

>>> import negsim
>>> results = negsim.run("mini", seed=1, replications=2)
>>> results.runs["agreed"].tolist()
[True, True]
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from negsim.api import compare, load, run, sensitivity
    from negsim.bargaining.play import play, utility_function

__all__ = ["__version__", "compare", "load", "play", "run", "sensitivity", "utility_function"]
__version__ = "0.1.0.dev0"

_LAZY = {
    "run": "negsim.api",
    "load": "negsim.api",
    "compare": "negsim.api",
    "sensitivity": "negsim.api",
    "play": "negsim.bargaining.play",
    "utility_function": "negsim.bargaining.play",
}


def __getattr__(name: str) -> Any:
    """Import public functions when they are first used, so that `import negsim` is quick (PEP 562)."""
    if name in _LAZY:
        return getattr(importlib.import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'negsim' has no attribute '{name}'")
