"""What a process says while it runs: lines for people, or JSON objects for machines."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

TEXT, JSON, AUTO = "text", "json", "auto"
FORMS = (AUTO, TEXT, JSON)
HIDDEN = "***"
_KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_worker: ContextVar[str] = ContextVar("worker", default="")


@contextmanager
def spoken_by(worker: str) -> Iterator[None]:
    """Have whatever this thread says in the block carry the worker's name."""
    token = _worker.set(worker)
    try:
        yield
    finally:
        _worker.reset(token)


def begin(form: str, secrets: Sequence[str] = ()) -> None:
    """Have everything said on standard error from now on.

    `form` is `text`, `json`, or `auto` for text on a terminal and JSON otherwise. No line holds
    any of the secrets. What the Kafka library says is left out: we say what is wrong ourselves.
    """
    is_text = form == TEXT or (form == AUTO and sys.stderr.isatty())
    handler = logging.StreamHandler()
    handler.setFormatter(_Lines(secrets) if is_text else _Objects(secrets))
    handler.addFilter(lambda record: record.name.partition(".")[0] != "kafka")
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in ("eventsourcing", "uvicorn"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


class _Lines(logging.Formatter):
    """Time, level, worker, message; then the fields."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = _worth_hiding(secrets)

    def format(self, record: logging.LogRecord) -> str:
        worker = f"{_worker.get()}: " if _worker.get() else ""
        line = f"{_time(record)} {record.levelname} {worker}{record.getMessage()}"
        line += "".join(f" {name}={value}" for name, value in _fields(record).items())
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return _without(self._secrets, line)


class _Objects(logging.Formatter):
    """One JSON object on a line, the fields beside what every line has."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = _worth_hiding(
            [json.dumps(one, ensure_ascii=False)[1:-1] for one in secrets]
        )

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "worker": _worker.get(),
            "message": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return _without(self._secrets, json.dumps(said, ensure_ascii=False, default=str))


def _fields(record: logging.LogRecord) -> Mapping[str, object]:
    return {name: value for name, value in vars(record).items() if name not in _KNOWN}


def _time(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _worth_hiding(secrets: Sequence[str]) -> list[str]:
    return sorted({secret for secret in secrets if secret}, key=len, reverse=True)


def _without(secrets: Sequence[str], text: str) -> str:
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return text
