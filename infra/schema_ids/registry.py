"""A registry as Confluent's REST interface has it: schemas by subject, and by id."""

from __future__ import annotations

import ssl
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx2 as httpx

from infra.schema_ids.settings import RegistrySettings

ACCEPT = "application/vnd.schemaregistry.v1+json, application/json"
MISSING = 404
DENIED = (401, 403)


class RegistryMistake(RuntimeError):
    """The registry can't be used as it is set, or refuses; the sentence says which and why."""


class Registry:
    """Asks one registry; safe to share between threads."""

    def __init__(self, settings: RegistrySettings) -> None:
        self._settings = settings
        self._client = httpx.Client(
            auth=(settings.user, settings.password) if settings.user else None,
            headers={"Accept": ACCEPT},
            timeout=settings.patience,
            verify=_trust(settings),
        )

    def must_answer(self) -> None:
        """Raise `RegistryMistake` unless a registry for Avro answers there."""
        kinds = self._asked("GET", "/schemas/types").json()
        if "AVRO" not in kinds:
            message = f"The registry at {self._settings.url} knows no Avro, only {kinds}."
            raise RegistryMistake(message)

    def id_of(self, subject: str, schema: str) -> int:
        """Return the id of a schema under a subject, registered if need be."""
        path, body = f"/subjects/{quote(subject, safe='')}", {"schema": schema}
        found = self._asked("POST", path, body, may_miss=True)
        if found.status_code == MISSING:
            found = self._asked("POST", f"{path}/versions", body)
        return int(found.json()["id"])

    def text_of(self, id: int) -> str | None:
        """Return the schema that has the id, `None` if none has it."""
        found = self._asked("GET", f"/schemas/ids/{id}", may_miss=True)
        return None if found.status_code == MISSING else str(found.json()["schema"])

    def close(self) -> None:
        """Let go of its connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _asked(
        self, method: str, path: str, body: object = None, *, may_miss: bool = False
    ) -> httpx.Response:
        url = self._settings.url.rstrip("/") + path
        try:
            answer = self._client.request(method, url, json=body)
        except httpx.TransportError as error:
            message = (
                f"The registry at {self._settings.url} did not answer ({error});"
                " check ESCALON_REGISTRY, and that it runs."
            )
            raise RegistryMistake(message) from None
        if answer.is_success or (may_miss and answer.status_code == MISSING):
            return answer
        raise RegistryMistake(self._refusal(f"{method} {path}", answer))

    def _refusal(self, asked: str, answer: httpx.Response) -> str:
        if answer.status_code in DENIED:
            who = f"user '{self._settings.user}'" if self._settings.user else "nobody's name"
            return (
                f"The registry at {self._settings.url} did not let in {who}"
                f" ({answer.status_code}); check registry_user and its password."
            )
        return (
            f"The registry at {self._settings.url} answered {asked} with {answer.status_code}:"
            f" {_said(answer)}."
        )


def _said(answer: httpx.Response) -> str:
    try:
        content: Any = answer.json()
        return str(content["message"]).rstrip(".")
    except (ValueError, LookupError, TypeError):
        return "no reason given"


def _trust(settings: RegistrySettings) -> ssl.SSLContext | bool:
    if settings.authority is None:
        return True
    return ssl.create_default_context(cafile=str(settings.authority))
