"""Who listens: each open page waits for a wake-up and then reads the newest state; nothing queues up."""

import asyncio
from dataclasses import dataclass, field
from threading import Lock


@dataclass(eq=False)
class Listener:
    """One open stream of a page.

    Attributes
    ----------
    class_id : the class it looks at
    group : the group it looks at, or None for all
    seat : the seat it belongs to, or None for the instructor
    """

    class_id: str
    seat: str | None
    loop: asyncio.AbstractEventLoop
    news: asyncio.Event = field(default_factory=asyncio.Event)


class Hub:
    """All open streams of the server."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._lock = Lock()
        self.closing = False

    def add(self, class_id: str, seat: str | None) -> Listener:
        """Return a new listener; call it within the event loop."""
        listener = Listener(class_id, seat, asyncio.get_running_loop())
        with self._lock:
            self._listeners.add(listener)
        return listener

    def remove(self, listener: Listener) -> None:
        """Forget a listener."""
        with self._lock:
            self._listeners.discard(listener)

    def wake(self, class_id: str, seats: set[str] | None = None) -> None:
        """Tell the instructor and these seats (None: everybody) of a class that there is news.

        It may be called from any thread.
        """
        with self._lock:
            chosen = [
                one
                for one in self._listeners
                if one.class_id == class_id and (seats is None or one.seat is None or one.seat in seats)
            ]
        for listener in chosen:
            if not listener.loop.is_closed():
                listener.loop.call_soon_threadsafe(listener.news.set)

    def close(self) -> None:
        """End all streams."""
        self.closing = True
        with self._lock:
            chosen = list(self._listeners)
        for listener in chosen:
            if not listener.loop.is_closed():
                listener.loop.call_soon_threadsafe(listener.news.set)
