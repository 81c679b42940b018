"""Memory that nobody uses any more goes back to the system, not only to this process."""

import ctypes
import gc
import sys


def give_back() -> None:
    """Collect what is unreachable, and let the C library return the pages that it keeps for each thread."""
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
