"""Health and metrics on the wire: `/livez`, `/readyz` and `/metrics`."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from escalon.health.collector import registry_of
from escalon.health.judging import dead, described, unready
from escalon.health.process import Process

UNAVAILABLE = 503


def health_app(process: Process) -> Starlette:
    """Return the application that tells of a process's workers."""
    registry = registry_of(process)
    return Starlette(
        routes=[
            Route("/livez", lambda _: _judged("live", dead(process))),
            Route("/readyz", _ready(process)),
            Route("/metrics", _metrics(registry)),
        ]
    )


def _ready(process: Process) -> Callable[[Request], Response]:
    return lambda _: _judged("ready", unready(process), workers=described(process))


def _metrics(registry: CollectorRegistry) -> Callable[[Request], Response]:
    return lambda _: Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _judged(what: str, reasons: list[str], **more: object) -> Response:
    status = UNAVAILABLE if reasons else 200
    return JSONResponse({what: not reasons, "why": reasons, **more}, status)
