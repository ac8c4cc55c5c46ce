"""What clients do with a schema of their own: find it, try it, register it."""

from __future__ import annotations

from infra.registry.call import Asked
from infra.registry.candidate import Candidate, read_candidate
from infra.registry.catalogue import Registered, plain_subject
from infra.registry.reading import version_of
from infra.registry.refused import incompatible, not_pinned, not_registered


def look_up(asked: Asked) -> object:
    subject = asked.parts["subject"]
    found = _same(read_candidate(asked.body), asked.catalogue.versions(subject))
    if found is None:
        raise not_registered(subject)
    return version_of(found, plain_subject(subject))


def register(asked: Asked) -> object:
    """Answer the id of a schema that is there; refuse every other, and say why."""
    subject, candidate = asked.parts["subject"], read_candidate(asked.body)
    if plain_subject(subject) not in asked.catalogue.subjects():
        raise not_pinned(subject)
    versions = asked.catalogue.versions(subject)
    found = _same(candidate, versions)
    if found is None:
        reasons = _reasons(candidate, versions)
        raise incompatible(subject, reasons) if reasons else not_pinned(subject)
    return version_of(found, plain_subject(subject))


def try_against_version(asked: Asked) -> object:
    version = asked.catalogue.version(asked.parts["subject"], asked.parts["version"])
    return _tried(asked, [version])


def try_against_all(asked: Asked) -> object:
    return _tried(asked, asked.catalogue.versions(asked.parts["subject"]))


def _tried(asked: Asked, versions: list[Registered]) -> object:
    reasons = _reasons(read_candidate(asked.body), versions)
    outcome: dict[str, object] = {"is_compatible": not reasons}
    return outcome | {"messages": reasons} if asked.says("verbose") else outcome


def _same(candidate: Candidate, versions: list[Registered]) -> Registered | None:
    """Return the newest version that means the same."""
    same = (version for version in reversed(versions) if version.meaning == candidate.meaning)
    return next(same, None)


def _reasons(candidate: Candidate, versions: list[Registered]) -> list[str]:
    reasons = [reason for each in versions for reason in candidate.reasons_against(each)]
    return list(dict.fromkeys(reasons))
