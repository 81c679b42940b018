"""The clock of one group: what is left of a phase, and whether it runs. A change returns a new clock."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Clock:
    """Time left, counted on the server.

    Attributes
    ----------
    left : seconds left at `since`, or None for a phase without a limit
    since : moment from which it runs down, or None while it is paused
    """

    left: float | None = None
    since: float | None = None

    def remaining(self, now: float) -> float | None:
        """Return the seconds left, never below 0; None without a limit."""
        if self.left is None:
            return None
        gone = max(0.0, now - self.since) if self.since is not None else 0.0
        return max(0.0, self.left - gone)

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self.since is None

    def pause(self, now: float) -> "Clock":
        """Return the clock standing still."""
        return Clock(self.remaining(now), None)

    def resume(self, now: float) -> "Clock":
        """Return the clock running."""
        return self if self.since is not None else replace(self, since=now)

    def extend(self, seconds: float, now: float) -> "Clock":
        """Return the clock with more time; a phase without a limit stays without one."""
        if self.left is None:
            return self
        return Clock((self.remaining(now) or 0.0) + seconds, None if self.paused else now)

    def skip(self, seconds: float) -> "Clock":
        """Return the clock after a time that does not count: the server was down."""
        return self if self.since is None else replace(self, since=self.since + seconds)

    def over(self, now: float) -> bool:
        """Return whether the time is up."""
        return not self.paused and self.left is not None and self.remaining(now) == 0.0
