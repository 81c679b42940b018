"""What was worked out lately: a dictionary that forgets what has not been asked for longest."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Memory:
    """Answers by key, at most `size` of them, so that a long sweep needs no more memory than a short one."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._known: OrderedDict[Hashable, Any] = OrderedDict()

    def recall(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer for this key, made now if it is not known or was forgotten."""
        known = self._known
        if key in known:
            known.move_to_end(key)
        else:
            known[key] = make()
            if len(known) > self.size:
                known.popitem(last=False)
        return cast(T, known[key])

    def __len__(self) -> int:
        return len(self._known)
