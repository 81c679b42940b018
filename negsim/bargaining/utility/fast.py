"""The switch between searches in NumPy and compiled ones: same outcomes, same bits, only the time differs."""

from importlib.util import find_spec
from types import ModuleType

_loops: ModuleType | None = None


def compile_searches(wanted: bool = True) -> bool:
    """Use compiled searches from now on in this process, or with False those in NumPy again.

    Returns
    -------
    Whether compiled ones are in use: they need numba, from the extra ``fast``. Loading them takes one to
    three seconds, and compiling them the first time on a machine longer: it pays from some thousand runs on.
    """
    global _loops
    _loops = _load() if wanted and find_spec("numba") is not None else None
    return _loops is not None


def _load() -> ModuleType:
    from negsim.bargaining.utility import compiled

    return compiled


def loops() -> ModuleType | None:
    """Return the module of compiled searches, or None if those in NumPy are in use."""
    return _loops
