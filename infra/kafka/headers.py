"""What stands beside a record: CloudEvents in binary mode, the place in the log, the trace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.model import EPOCH, Event
from infra.kafka.protocols import Headers
from infra.trace import TRACEPARENT, valid_trace

SOURCE = "/escalon"
POSITION = "position"
TYPE = "ce_type"


def headers_of(position: int, event: Event, trace: str) -> Headers:
    """Return the headers of a fact (CloudEvents 1.0, Kafka protocol binding), and of its trace."""
    at = (EPOCH + timedelta(microseconds=event.occurred_at)).astimezone(UTC)
    return [
        ("ce_specversion", b"1.0"),
        ("ce_id", event.event_id.encode()),
        (TYPE, event.TOPIC.encode()),
        ("ce_source", SOURCE.encode()),
        ("ce_time", _text(at)),
        ("ce_subject", event.correlation_id.encode()),
        (POSITION, str(position).encode()),
        *trace_header(trace),
    ]


def type_of(headers: Headers) -> str:
    """Return the stored name of the event that a record states to hold; empty without one."""
    return next((value.decode("utf-8", "replace") for name, value in headers if name == TYPE), "")


def trace_header(trace: str) -> Headers:
    """Return the header of a trace; none for one that is empty."""
    return [(TRACEPARENT, trace.encode())] if trace else []


def trace_of(headers: Headers) -> str:
    """Return the trace that a record states; empty where it states none, or no valid one."""
    stated = [value for name, value in headers if name == TRACEPARENT]
    return valid_trace(stated[0].decode("ascii", "replace")) if len(stated) == 1 else ""


def position_of(headers: Headers) -> int | None:
    """Return the log position that a record states, or `None` where it states none."""
    for name, value in headers:
        if name == POSITION:
            return int(value)
    return None


def _text(at: datetime) -> bytes:
    return at.isoformat().replace("+00:00", "Z").encode()
