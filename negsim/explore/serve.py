"""The server of the explorer: one process on one's own machine, reached from nowhere else."""

import webbrowser
from collections.abc import Callable
from threading import Thread

import uvicorn

from negsim.classroom.web.address import LOOPBACK
from negsim.classroom.web.serve import listen
from negsim.explore.app import make_app
from negsim.explore.instrument import Instrument


def serve(instrument: Instrument, port: int, report: Callable[[str], None], *, show: bool) -> None:
    """Serve an instrument until Ctrl+C.

    Parameters
    ----------
    port : 0 takes a free one
    show : whether a browser is opened

    Raises
    ------
    ResultError : if the port is taken.
    """
    with listen(LOOPBACK, port) as bound:
        link = f"http://{LOOPBACK}:{bound.getsockname()[1]}/"
        report(f"Explorer:  {link}   (this machine only)")
        report("Stop with Ctrl+C; every state of the page has an address that can be kept.")
        if show:
            webbrowser.open(link)
        uvicorn.Server(_config(instrument)).run(sockets=[bound])


def start(instrument: Instrument) -> tuple[str, Callable[[], None]]:
    """Serve an instrument in a thread; return its address and a function that stops it."""
    bound = listen(LOOPBACK, 0)
    server = uvicorn.Server(_config(instrument))
    thread = Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True, name="explorer")
    thread.start()

    def stop() -> None:
        server.should_exit = True
        thread.join(timeout=20)
        bound.close()

    return f"http://{LOOPBACK}:{bound.getsockname()[1]}", stop


def _config(instrument: Instrument) -> uvicorn.Config:
    return uvicorn.Config(
        make_app(instrument),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        lifespan="off",
    )
