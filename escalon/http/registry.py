"""The schema registry on the wire."""

from __future__ import annotations

import json
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from infra.registry import Answer, Call, Catalogue, answer

MEDIA_TYPES = (
    "application/vnd.schemaregistry.v1+json",
    "application/vnd.schemaregistry+json",
    "application/json",
)
"""What an answer can be called, the usual one first; the bytes are the same."""
LARGEST = 256 * 1024
"""Bytes that a client may send; our largest schema has a fortieth of them."""


class RegistryApp:
    """Takes a request apart, lets it be answered, and sends the answer."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return
        call = Call(request.method, _path(scope), request.query_params, body or b"")
        answered = _too_large() if body is None else answer(self._catalogue, call)
        await _response(request, answered)(scope, receive, send)


def registry_app(catalogue: Catalogue) -> Starlette:
    """Return the registry with `/livez` beside it."""
    return Starlette(routes=[Route("/livez", _alive), Mount("/", RegistryApp(catalogue))])


async def _alive(_: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _body(request: Request) -> bytes | None:
    """Return what was sent; `None` if it is too large to be taken."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return body


def _path(scope: Scope) -> tuple[str, ...]:
    """Return the segments after the place where the registry is mounted.

    They are told apart before they are decoded: a subject may hold a slash.
    """
    mounted = sum(1 for part in scope.get("root_path", "").split("/") if part)
    segments = [part for part in scope["raw_path"].decode("latin-1").split("/") if part]
    return tuple(unquote(part) for part in segments[mounted:])


def _too_large() -> Answer:
    sentence = f"The body is larger than {LARGEST} bytes; no schema is."
    return Answer(413, {"error_code": 42209, "message": sentence})


def _response(request: Request, answered: Answer) -> Response:
    headers = {"Allow": ", ".join(answered.allowed)} if answered.allowed else None
    if answered.content is None:
        return Response(status_code=answered.status, headers=headers)
    # A lone surrogate in a name that a client made up can't be written otherwise.
    text = json.dumps(answered.content, ensure_ascii=False).encode(errors="replace")
    accepted = request.headers.get("accept", "")
    media = next((kind for kind in MEDIA_TYPES if kind in accepted), MEDIA_TYPES[0])
    return Response(text, answered.status, headers, media)
