"""Who listens: each open page waits to be notified and then reads the newest state; nothing queues up."""

import asyncio
from dataclasses import dataclass, field
from threading import Lock


@dataclass(eq=False)
class Page:
    """One open stream of a page.

    Attributes
    ----------
    seat : the seat it belongs to, or None for the instructor
    """

    class_id: str
    seat: str | None
    loop: asyncio.AbstractEventLoop
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def notify(self) -> None:
        """Let it read the news; from any thread."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.news.set)


class Listeners:
    """All open streams of the server."""

    def __init__(self) -> None:
        self._pages: set[Page] = set()
        self._lock = Lock()
        self.closing = False

    def add(self, class_id: str, seat: str | None) -> Page:
        """Return a page that listens from now on; call it within the event loop."""
        page = Page(class_id, seat, asyncio.get_running_loop())
        with self._lock:
            self._pages.add(page)
        return page

    def remove(self, page: Page) -> None:
        """Forget a page."""
        with self._lock:
            self._pages.discard(page)

    def has(self, class_id: str) -> bool:
        """Return whether any page of a class is open."""
        with self._lock:
            return any(page.class_id == class_id for page in self._pages)

    def notify(self, class_id: str, seats: set[str] | None = None) -> None:
        """Let the pages of the instructor and of these seats (None: everybody) of a class read the news."""
        with self._lock:
            chosen = [
                one
                for one in self._pages
                if one.class_id == class_id and (seats is None or one.seat is None or one.seat in seats)
            ]
        for page in chosen:
            page.notify()

    def close(self) -> None:
        """End all streams."""
        self.closing = True
        with self._lock:
            chosen = list(self._pages)
        for page in chosen:
            page.notify()
