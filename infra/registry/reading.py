"""What can be read: schemas by id, and subjects with their versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from infra.registry.call import Asked
from infra.registry.catalogue import Registered, plain_subject, whole
from infra.registry.refused import no_schema

AnyItem = TypeVar("AnyItem")

EVERY_CONTEXT = ":*:"
"""What some clients put before the beginning of the subjects that they want."""


def schema_by_id(asked: Asked) -> object:
    """Answer also where the subject doesn't have the schema: clients guess it from the topic."""
    found = _with_id(asked)
    if not found.subjects:
        return {"id": found.id, "schemaType": "AVRO", "schema": found.text}
    wanted = plain_subject(asked.query.get("subject", ""))
    return version_of(found, wanted if wanted in found.subjects else found.subjects[0])


def schema_text_by_id(asked: Asked) -> object:
    return _with_id(asked).document


def subjects_by_id(asked: Asked) -> object:
    return _page(asked, _subjects(_with_id(asked), asked))


def versions_by_id(asked: Asked) -> object:
    found = _with_id(asked)
    pairs = [{"subject": name, "version": found.version} for name in _subjects(found, asked)]
    return _page(asked, pairs)


def schema_by_guid(asked: Asked) -> object:
    """Refuse all: no schema has one, ours are known by their ids."""
    raise no_schema(asked.parts["guid"])


def every_schema(asked: Asked) -> object:
    first = -1 if asked.says("latestOnly") else 0
    found = [
        version_of(registered, subject)
        for subject in _beginning_as_asked(asked)
        for registered in asked.catalogue.versions(subject)[first:]
    ]
    return _page(asked, found)


def subjects(asked: Asked) -> object:
    return _page(asked, _beginning_as_asked(asked))


def versions(asked: Asked) -> object:
    found = asked.catalogue.versions(asked.parts["subject"])
    return _page(asked, [registered.version for registered in found])


def version(asked: Asked) -> object:
    return version_of(_version(asked), plain_subject(asked.parts["subject"]))


def version_text(asked: Asked) -> object:
    return _version(asked).document


def referenced_by(asked: Asked) -> object:
    _version(asked)
    return []


def version_of(registered: Registered, subject: str) -> dict[str, Any]:
    """Return a version of a subject in the form that clients know."""
    return {
        "subject": subject,
        "version": registered.version,
        "id": registered.id,
        "schemaType": "AVRO",
        "schema": registered.text,
    }


def _with_id(asked: Asked) -> Registered:
    number = whole(asked.parts["id"])
    if number is None or number not in asked.catalogue.by_id:
        raise no_schema(asked.parts["id"])
    return asked.catalogue.by_id[number]


def _version(asked: Asked) -> Registered:
    return asked.catalogue.version(asked.parts["subject"], asked.parts["version"])


def _subjects(registered: Registered, asked: Asked) -> list[str]:
    wanted = plain_subject(asked.query.get("subject", ""))
    return [subject for subject in registered.subjects if wanted in ("", subject)]


def _beginning_as_asked(asked: Asked) -> list[str]:
    prefix = plain_subject(asked.query.get("subjectPrefix", "").removeprefix(EVERY_CONTEXT))
    return [subject for subject in asked.catalogue.subjects() if subject.startswith(prefix)]


def _page(asked: Asked, found: Sequence[AnyItem]) -> list[AnyItem]:
    """Return the part of a list that was asked for; nothing is ever deleted."""
    if asked.says("deletedOnly", "deleted_only"):
        return []
    start = whole(asked.query.get("offset", "")) or 0
    limit = whole(asked.query.get("limit", ""))
    return list(found[start:] if limit is None else found[start : start + limit])
