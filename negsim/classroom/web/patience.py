"""Connections: as many as the system allows, and none for those that say nothing or say it slowly."""

import asyncio
import sys
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

if sys.platform != "win32":
    import resource

REQUEST_SECONDS = 10.0
"""How long a request may take to come in: its head, and then its body."""
HANDLES = 65_536


def allow_many_connections() -> None:
    """Raise the limit of open files, one a connection, to what this system lets a process have."""
    if sys.platform != "win32":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = HANDLES if hard == resource.RLIM_INFINITY else min(hard, HANDLES)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Impatient(H11Protocol):
    """Ends a connection on which no whole head of a request has come in time; uvicorn waits for ever."""

    _alarm: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Stop waiting if this ended a head; a byte now and then gives no more time."""
        super().data_received(data)
        if self._is_busy():
            self._stop()
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop()
        super().connection_lost(exc)

    def _is_busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        if self._alarm is None:
            self._alarm = self.loop.call_later(REQUEST_SECONDS, self._end)

    def _stop(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _end(self) -> None:
        self._alarm = None
        if not self._is_busy():
            self.transport.close()
