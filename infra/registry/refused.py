"""Why a request can't be granted: the status, the registry's own code, and a sentence."""

from __future__ import annotations


class Refused(Exception):
    """A request that can't be granted; clients tell the kinds apart by `code`."""

    def __init__(self, status: int, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.code = code


def no_path(path: tuple[str, ...]) -> Refused:
    return Refused(404, 404, f"There is nothing at /{'/'.join(path)}.")


def no_method(method: str, allowed: tuple[str, ...]) -> Refused:
    return Refused(405, 405, f"{method} is not possible here; {', '.join(allowed)} are.")


def no_subject(subject: str) -> Refused:
    return Refused(404, 40401, f"Subject '{subject}' not found; GET /subjects lists all.")


def no_version(subject: str, version: str) -> Refused:
    return Refused(404, 40402, f"Version {version} of subject '{subject}' not found.")


def no_schema(id: str) -> Refused:
    return Refused(404, 40403, f"Schema {id} not found.")


def not_registered(subject: str) -> Refused:
    return Refused(404, 40403, f"Schema not found: subject '{subject}' has another.")


def no_level(subject: str) -> Refused:
    return Refused(404, 40408, f"Subject '{subject}' has no compatibility level of its own.")


def no_mode(subject: str) -> Refused:
    return Refused(404, 40409, f"Subject '{subject}' has no mode of its own.")


def no_association(resource: str) -> Refused:
    return Refused(404, 40410, f"Association for '{resource}' not found; there are none at all.")


def incompatible(subject: str, reasons: list[str]) -> Refused:
    sentence = f"The schema is incompatible with subject '{subject}': {'; '.join(reasons)}."
    return Refused(409, 40901, sentence)


def no_avro(why: str) -> Refused:
    return Refused(422, 42201, f"The schema is invalid: {why}.")


def no_such_version(version: str) -> Refused:
    sentence = f"'{version}' is no version; versions are 1 to 2147483647, or 'latest'."
    return Refused(422, 42202, sentence)


def not_pinned(subject: str) -> Refused:
    sentence = (
        f"The schema can't be registered for '{subject}': ids are pinned in schemas/ids.json."
        " A new version is added there and comes with the next release."
    )
    return Refused(422, 42205, sentence)


def read_only() -> Refused:
    sentence = "This registry is read-only: what it serves comes with the release."
    return Refused(422, 42205, sentence)
