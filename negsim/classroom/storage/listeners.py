"""Who listens: each open page waits to be notified and then reads the newest state; nothing queues up."""

import asyncio
from dataclasses import dataclass, field
from threading import Lock


@dataclass(eq=False)
class Page:
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


class Listeners:
    """All open streams of the server."""

    def __init__(self) -> None:
        self._listeners: set[Page] = set()
        self._lock = Lock()
        self.closing = False

    def add(self, class_id: str, seat: str | None) -> Page:
        """Return a page that listens from now on; call it within the event loop."""
        page = Page(class_id, seat, asyncio.get_running_loop())
        with self._lock:
            self._listeners.add(page)
        return page

    def remove(self, page: Page) -> None:
        """Forget a page."""
        with self._lock:
            self._listeners.discard(page)

    def notify(self, class_id: str, seats: set[str] | None = None) -> None:
        """Let the pages of the instructor and of these seats (None: everybody) of a class read the news.

        It may be called from any thread.
        """
        with self._lock:
            chosen = [
                one
                for one in self._listeners
                if one.class_id == class_id and (seats is None or one.seat is None or one.seat in seats)
            ]
        for page in chosen:
            if not page.loop.is_closed():
                page.loop.call_soon_threadsafe(page.news.set)

    def close(self) -> None:
        """End all streams."""
        self.closing = True
        with self._lock:
            chosen = list(self._listeners)
        for page in chosen:
            if not page.loop.is_closed():
                page.loop.call_soon_threadsafe(page.news.set)
