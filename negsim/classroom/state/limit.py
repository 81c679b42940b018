"""How often something may be tried: counts in memory, nothing is stored."""

from collections import defaultdict, deque
from threading import Lock


class Limit:
    """At most `most` counts per key within `seconds`.

    Parameters
    ----------
    most : how many are let pass
    seconds : length of the window
    """

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)
        self._lock = Lock()

    def count(self, key: str, now: float) -> bool:
        """Count one and return whether it was still within the limit."""
        with self._lock:
            times = self._recent(key, now)
            if len(times) >= self.most:
                return False
            times.append(now)
            return True

    def _recent(self, key: str, now: float) -> "deque[float]":
        times = self._times[key]
        while times and times[0] <= now - self.seconds:
            times.popleft()
        if len(self._times) > 10_000:
            self._times.clear()
            self._times[key] = times
        return times
