"""Named random streams: each user of chance has its own generator, found by its name.

Adding an agent, a strategy or a shock changes nobody else's luck, because a stream depends on
the root seed and on the hash of its own name only, never on the order in which streams are made.
"""

import hashlib

import numpy as np


def stream(seed: int, *name: object) -> np.random.Generator:
    """Return the generator that `name` owns under `seed`.

    Parameters
    ----------
    seed : root seed of the run, any non-negative integer
    name : parts of the name, e.g. ``"belief", "us"`` or ``"strategy", "us", round, purpose``

    Returns
    -------
    A fresh generator; the same seed and name always give the same sequence.
    """
    text = "/".join(str(part) for part in name)
    digest = hashlib.sha256(text.encode()).digest()
    key = int.from_bytes(digest[:16], "little")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, key])))


def derive_seed(seed: int, *name: object) -> int:
    """Return a 63-bit seed derived from `seed` and a name, e.g. for one replication."""
    text = f"{seed}:" + "/".join(str(part) for part in name)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little") >> 1
