"""All paths of the registry, and the way from a call to its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from infra.registry import reading, standing, trying
from infra.registry.call import Answer, Asked, Call
from infra.registry.candidate import AVRO
from infra.registry.catalogue import Catalogue
from infra.registry.refused import Refused, no_method, no_path

Handler: TypeAlias = Callable[[Asked], object]
Pattern: TypeAlias = tuple[str, ...]

SUBJECT = "/subjects/{subject}"
VERSIONS = f"{SUBJECT}/versions"
VERSION = f"{VERSIONS}/{{version}}"
FIXED: Mapping[str, Handler] = {"PUT": standing.refuse, "DELETE": standing.refuse}
"""What clients may try on what never changes."""

ROUTES: Mapping[str, Mapping[str, Handler]] = {
    "/": {"GET": standing.always({})},
    "/schemas": {"GET": reading.every_schema},
    "/schemas/types": {"GET": standing.always([AVRO])},
    "/schemas/ids/{id}": {"GET": reading.schema_by_id},
    "/schemas/ids/{id}/schema": {"GET": reading.schema_text_by_id},
    "/schemas/ids/{id}/subjects": {"GET": reading.subjects_by_id},
    "/schemas/ids/{id}/versions": {"GET": reading.versions_by_id},
    "/schemas/guids/{guid}": {"GET": reading.schema_by_guid},
    "/subjects": {"GET": reading.subjects},
    SUBJECT: {"POST": trying.look_up, "DELETE": standing.refuse},
    VERSIONS: {"GET": reading.versions, "POST": trying.register},
    VERSION: {"GET": reading.version, "DELETE": standing.refuse},
    f"{VERSION}/schema": {"GET": reading.version_text},
    f"{VERSION}/referencedby": {"GET": reading.referenced_by},
    f"/compatibility{VERSIONS}": {"POST": trying.try_against_all},
    f"/compatibility{VERSION}": {"POST": trying.try_against_version},
    "/config": {"GET": standing.always(standing.LEVEL), **FIXED},
    "/config/{subject}": {"GET": standing.level_of_subject, **FIXED},
    "/mode": {"GET": standing.always(standing.MODE), **FIXED},
    "/mode/{subject}": {"GET": standing.mode_of_subject, **FIXED},
    "/contexts": {"GET": standing.always(["."])},
    "/associations": {"POST": standing.refuse, "PUT": standing.refuse},
    "/associations/resources/{resource}": {"GET": standing.associations, **FIXED},
    "/associations/resources/{namespace}/{resource}": {"GET": standing.associations},
}


def _pattern(path: str) -> Pattern:
    return tuple(part for part in path.split("/") if part)


PATTERNS = tuple((_pattern(path), methods) for path, methods in ROUTES.items())


def answer(catalogue: Catalogue, call: Call) -> Answer:
    """Answer one call; a refusal becomes the registry's own form of it."""
    parts, methods = _route(call.path)
    allowed = (*methods, *(("HEAD",) if "GET" in methods else ()), "OPTIONS")
    if methods and call.method == "OPTIONS":
        return Answer(200, allowed=allowed)
    try:
        if not methods:
            raise no_path(call.path)
        if call.method not in allowed:
            raise no_method(call.method, allowed)
        handler = methods["GET" if call.method == "HEAD" else call.method]
        return Answer(200, handler(Asked(catalogue, parts, call.query, call.body)))
    except Refused as refused:
        return Answer(
            refused.status, {"error_code": refused.code, "message": str(refused)}, allowed
        )


def _route(path: tuple[str, ...]) -> tuple[Mapping[str, str], Mapping[str, Handler]]:
    for pattern, methods in PATTERNS:
        parts = _parts(pattern, path)
        if parts is not None:
            return parts, methods
    return {}, {}


def _parts(pattern: Pattern, path: tuple[str, ...]) -> dict[str, str] | None:
    """Return what stands where the pattern has names; `None` where it doesn't fit the path."""
    if len(pattern) != len(path):
        return None
    parts = {}
    for wanted, found in zip(pattern, path, strict=True):
        if wanted.startswith("{"):
            parts[wanted[1:-1]] = found
        elif wanted != found:
            return None
    return parts
