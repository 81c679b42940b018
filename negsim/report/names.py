"""Short names for factors in tables and titles."""

from collections.abc import Sequence


def short_names(paths: Sequence[str]) -> dict[str, str]:
    """Return the shortest ending of each dotted path that tells them apart."""
    names = {}
    for path in paths:
        parts = path.split(".")
        for length in range(1, len(parts) + 1):
            ending = ".".join(parts[-length:])
            if sum(f".{other}".endswith(f".{ending}") for other in paths) == 1:
                break
        names[path] = ending
    return names
