"""From handlers to answers: bodies read and checked, templates filled, refusals given in one sentence."""

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from negsim.classroom.state.refusal import Refused
from negsim.classroom.views.wording import capital, whole
from negsim.classroom.web.patience import REQUEST_SECONDS
from negsim.classroom.web.security import MOST_BYTES
from negsim.politics.countries import country, pair

HERE = Path(__file__).parents[1]
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(default=True)
)
TEMPLATES.filters.update(points=whole, capital=capital, country=country)
TEMPLATES.globals.update(pair=pair)
TEMPLATES.policies["json.dumps_kwargs"] = {}
Handler = Callable[[Request, Mapping[str, Any]], Response]


def json_text(view: object) -> str:
    """Return a view as JSON: dataclasses by their fields."""
    return json.dumps(view, default=vars, ensure_ascii=False, separators=(",", ":"))


TEMPLATES.policies["json.dumps_function"] = json_text


def answer(view: object) -> Response:
    """Return a view as a JSON answer."""
    return Response(json_text(view), media_type="application/json")


def page(name: str, status: int = 200, /, **facts: Any) -> Response:
    """Return a filled-in template."""
    return HTMLResponse(TEMPLATES.get_template(name).render(**facts), status)


def route(path: str, handler: Handler, *methods: str) -> Route:
    """Return a route whose handler gets the request and its checked body, in a thread of its own."""

    async def endpoint(request: Request) -> Response:
        try:
            data = await read(request) if request.method == "POST" else {}
            return await run_in_threadpool(handler, request, data)
        except Refused as refusal:
            return refused(request, refusal)

    return Route(path, endpoint, methods=list(methods) or ["GET"])


def refused(request: Request, refusal: Refused) -> Response:
    """Return a refusal: JSON for scripts, a page for people."""
    if "application/json" in request.headers.get("content-type", ""):
        return JSONResponse({"error": refusal.sentence}, refusal.status)
    if "text/html" in request.headers.get("accept", ""):
        return page("message.html", refusal.status, sentence=refusal.sentence, status=refusal.status)
    return JSONResponse({"error": refusal.sentence}, refusal.status)


def again(request: Request, refusal: Refused, name: str, /, **facts: Any) -> Response:
    """Return a form once more, with why it was refused and what was typed; scripts get the refusal alone."""
    if "text/html" not in request.headers.get("accept", ""):
        raise refusal
    return page(name, refusal.status, sentence=refusal.sentence, **facts)


async def read(request: Request) -> Mapping[str, Any]:
    """Return the body of a POST: a JSON object or a form.

    Raises
    ------
    Refused : for other content, for more than fits, for what comes too slowly, and for JSON that is no object
        of plain values.
    """
    body = b""
    try:
        async with asyncio.timeout(REQUEST_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > MOST_BYTES:
                    raise Refused(413, f"A request may hold {MOST_BYTES // 1024} kB at most.")
    except TimeoutError as slow:
        raise Refused(408, "The request came too slowly; try again.") from slow
    kind = request.headers.get("content-type", "").split(";")[0].strip()
    try:
        if kind == "application/json":
            data = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
            if not isinstance(data, dict):
                raise Refused(422, "The request must be one JSON object.")
            json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair is no text
            return data
        if kind == "application/x-www-form-urlencoded":
            return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=100))
    except (ValueError, RecursionError) as error:
        raise Refused(422, "The request cannot be read.") from error
    if not body:
        return {}
    raise Refused(415, "The request must be a form or JSON.")


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")
