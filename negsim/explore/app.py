"""The web application of the explorer: one page, and the answers it asks for."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from negsim.bargaining.outcome import Outcome
from negsim.classroom.state.refusal import Refused
from negsim.classroom.views.wording import capital, label
from negsim.classroom.web.address import LOOPBACK
from negsim.classroom.web.security import Guard
from negsim.errors import ConfigError, NegsimError
from negsim.explore.address import Address, outcome_of, read
from negsim.explore.experiment import as_experiment
from negsim.explore.instrument import MOST_TALKS, Instrument
from negsim.files import packaged_rows
from negsim.politics.countries import country

HERE = Path(__file__).parent
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(default=True)
)
LONGEST_ADDRESS = 8_000
MOST_SEED = 2**31
TALKS = 50


class Pages:
    """The answers to every address, for one instrument."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.config = _config(instrument)

    def page(self, address: Address) -> Response:
        """Return the page; an address that it could not show gets its sentence at once."""
        self._outcome(address)
        address.number("tour", 0, len(self.config["tour"]))
        address.number("two", 0, 1)
        return HTMLResponse(TEMPLATES.get_template("explore.html").render(config=self.config))

    def answer(self, address: Address) -> Response:
        """Return the bargain under the first setting of an address."""
        return JSONResponse(self.instrument.answer(address.first, self._outcome(address)))

    def talks(self, address: Address) -> Response:
        """Return what talks end in, a line each as they come; what cannot be played is refused before."""
        count, seed = address.number("n", TALKS, MOST_TALKS), address.number("seed", 1, MOST_SEED)
        lines = self.instrument.talks(address.first, count, seed)
        return StreamingResponse(_told(next(lines, None), lines), media_type="application/x-ndjson")

    def scenario(self, address: Address) -> Response:
        """Return the first setting as a scenario to keep."""
        return _file(self.instrument.as_yaml(address.first), "scenario.yaml")

    def experiment(self, address: Address) -> Response:
        """Return an experiment over what was turned."""
        return _file(as_experiment(self.instrument, address.first, address.second), "experiment.yaml")

    def _outcome(self, address: Address) -> Outcome | None:
        wanted = address.words.get("at")
        return None if wanted is None else outcome_of(wanted, self.instrument.base.world.space)

    def route(self, path: str, handler: Callable[[Address], Response]) -> Route:
        """Return a route whose handler gets the address read, in a thread of its own."""

        def read_and_answer(request: Request) -> Response:
            query = request.url.query
            if len(query) > LONGEST_ADDRESS:
                raise ConfigError(f"the address is longer than {LONGEST_ADDRESS:,} characters")
            return handler(read(parse_qsl(query, keep_blank_values=True), self.instrument.knobs))

        async def endpoint(request: Request) -> Response:
            try:
                return await run_in_threadpool(read_and_answer, request)
            except NegsimError as error:
                return refused(request, Refused(422, str(error)))

        return Route(path, endpoint)

    def routes(self) -> list[Route]:
        """Return everything that can be asked for."""
        return [
            self.route("/", self.page),
            self.route("/answer", self.answer),
            self.route("/talks", self.talks),
            self.route("/scenario.yaml", self.scenario),
            self.route("/experiment.yaml", self.experiment),
        ]


def make_app(instrument: Instrument) -> Starlette:
    """Return the application that shows an instrument."""

    async def missing(request: Request, error: Exception) -> Response:
        return refused(request, Refused(404, "There is no such page."))

    async def broken(request: Request, error: Exception) -> Response:
        return refused(request, Refused(500, "Something went wrong; the page still holds."))

    return Starlette(
        routes=[*Pages(instrument).routes(), Mount("/static", StaticFiles(directory=HERE / "static"))],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"]),
            Middleware(Guard, refused=refused),
            Middleware(GZipMiddleware, minimum_size=1_000),
        ],
        exception_handlers={404: missing, 405: missing, 500: broken},
    )


def refused(request: Request, refusal: Refused) -> Response:
    """Return a refusal in a sentence: a page for people, JSON for scripts."""
    if "text/html" in request.headers.get("accept", ""):
        text = TEMPLATES.get_template("refused.html").render(sentence=refusal.sentence)
        return HTMLResponse(text, refusal.status)
    return JSONResponse({"error": refusal.sentence}, refusal.status)


def _told(first: Mapping[str, Any] | None, rest: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    """Yield one line a talk, as soon as it is played."""
    if first is not None:
        yield json.dumps(first) + "\n"
    for line in rest:
        yield json.dumps(line) + "\n"


def _file(text: str, name: str) -> Response:
    return PlainTextResponse(
        text, media_type="application/yaml", headers={"content-disposition": f'attachment; filename="{name}"'}
    )


def _config(instrument: Instrument) -> dict[str, Any]:
    """Return what the page is told once: who talks about what, what can be turned, and the tour."""
    base = instrument.base
    return {
        "name": base.name,
        "description": base.description,
        "outcomes": base.world.space.n,
        "sides": [
            {"party": party, "short": country(party).short, "name": country(party).short_in_a_sentence}
            for party in base.parties
        ],
        "issues": [
            {"name": issue.name, "words": capital(label(issue.name)), "labels": issue.labels}
            for issue in base.world.space.issues
        ],
        "knobs": [vars(knob) for knob in instrument.knobs.values()],
        "tour": tour(instrument),
        "talks": TALKS,
    }


def tour(instrument: Instrument) -> list[dict[str, str]]:
    """Return the steps of the tour that this scenario can show."""
    steps = []
    for row in packaged_rows("explore", "tour"):
        try:
            address = read(parse_qsl(row["address"]), instrument.knobs)
            if "at" in address.words:
                outcome_of(address.words["at"], instrument.base.world.space)
        except NegsimError:
            continue  # other talks have other issues and events
        steps.append({name: row[name] for name in ("title", "text", "address")})
    return steps
