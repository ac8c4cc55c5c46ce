"""The schemas as the registry serves them: by id, and by subject and version."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

from infra.registry.meaning import meaning
from infra.registry.refused import no_subject, no_such_version, no_version
from infra.registry.subjects import subjects_of
from schemas.schema_files import PUBLISHED, Document, SchemaFiles

LATEST = ("latest", "-1")
LAST_VERSION = 2**31 - 1


class Registered(NamedTuple):
    """One version of a schema under its id; `subjects` all have it, under the same version.

    `text` is the schema on one line; `meaning` is the same for schemas that mean the same.
    """

    id: int
    version: int
    subjects: tuple[str, ...]
    document: Document
    text: str
    meaning: str


class Catalogue:
    """All versions of all schemas; a schema that no topic carries is found by its id alone."""

    def __init__(
        self,
        files: SchemaFiles = PUBLISHED,
        subjects_of: Callable[[str], tuple[str, ...]] = subjects_of,
    ) -> None:
        versions: dict[str, list[Registered]] = {}
        by_id: dict[int, Registered] = {}
        for id, (name, version) in files.versions().items():
            subjects = subjects_of(name)
            by_id[id] = _registered(files.document(name, version), id, version, subjects)
            for subject in subjects:
                versions.setdefault(subject, []).append(by_id[id])
        self.by_id: Mapping[int, Registered] = by_id
        self._versions = dict(sorted(versions.items()))

    def subjects(self) -> list[str]:
        """Return all subjects, in the order of their names."""
        return list(self._versions)

    def versions(self, subject: str) -> list[Registered]:
        """Return a subject's versions, oldest first; refuse a subject that isn't there."""
        found = self._versions.get(plain_subject(subject))
        if found is None:
            raise no_subject(subject)
        return found

    def version(self, subject: str, version: str) -> Registered:
        """Return the version that a client names, by number or as the latest; or refuse it."""
        versions = self.versions(subject)
        if version.strip().lower() in LATEST:
            return versions[-1]
        number = whole(version)
        if number is None or not 1 <= number <= LAST_VERSION:
            raise no_such_version(version)
        if number > len(versions):
            raise no_version(subject, version)
        return versions[number - 1]


def plain_subject(subject: str) -> str:
    """Return a subject without the mark of the default context, the only one there is."""
    return subject.removeprefix(":.:")


def whole(text: str) -> int | None:
    """Return the whole number, not below zero, that a text is, if it is one of few digits."""
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) <= len("2147483647") else None
    )


def _registered(document: Document, id: int, version: int, subjects: tuple[str, ...]) -> Registered:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Registered(id, version, subjects, document, text, meaning(document))
