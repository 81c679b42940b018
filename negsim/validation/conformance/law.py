"""What a law is: a function that tries a plug-in and raises one sentence if the law is broken."""

from collections.abc import Callable
from typing import Any

from negsim.errors import NegsimError
from negsim.registry import Entry

Law = Callable[[Entry], None]
"""Its docstring says what holds; it returns if it does."""


class BrokenLaw(NegsimError):
    """A plug-in does not keep what its kind promises."""


def holds(condition: object, sentence: str) -> None:
    """Refuse with a sentence what does not hold."""
    if not condition:
        raise BrokenLaw(sentence)


def broadcasts(shape: tuple[int, ...], over: tuple[int, ...]) -> bool:
    """Return whether an array of this shape broadcasts over another shape without changing it."""
    pairs = zip(reversed(shape), reversed(over), strict=False)
    return len(shape) <= len(over) and all(size in (1, whole) for size, whole in pairs)


def example(entry: Entry) -> Any:
    """Return the plug-in with its defaults, completed by `example` where its class declares one.

    A plug-in with required settings declares ``example: ClassVar[dict[str, object]]``.
    """
    declared = getattr(entry.factory, "example", {})
    return entry.factory(**{**declared, **dict(entry.settings)})
