"""Named random streams: each user of chance has its own generator, found by its name.

Adding an agent, a strategy or a shock changes nobody else's luck, because a stream depends on
the root seed and on the hash of its own name only, never on the order in which streams are made.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray


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
    text = "/".join([str(part) for part in name])
    digest = hashlib.sha256(text.encode()).digest()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(_entropy(seed, digest))))


def _entropy(seed: int, digest: bytes) -> NDArray[np.uint32] | list[int]:
    """Return the words that stand for [seed, first 16 bytes of the digest], as `SeedSequence` writes them.

    It drops leading zeros; for the rare key with some, the numbers themselves are returned.
    """
    if seed >= 2**64 or digest[12:16] == b"\0\0\0\0":
        return [seed, int.from_bytes(digest[:16], "little")]
    head = seed.to_bytes(4 if seed < 2**32 else 8, "little")
    return np.frombuffer(head + digest[:16], dtype="<u4").astype(np.uint32)


def derive_seed(seed: int, *name: object) -> int:
    """Return a 63-bit seed derived from `seed` and a name, e.g. for one replication."""
    text = f"{seed}:" + "/".join(str(part) for part in name)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little") >> 1
