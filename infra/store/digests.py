"""Fingerprints of what was recorded, by which runs and stores are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from schemas.codec import body, hash_of


class Entry(NamedTuple):
    """A stored event as digests see it; `ordinal` counts the log without gaps."""

    ordinal: int
    ticket_id: str
    stream: str
    version: int
    name: str
    state: bytes


def log_digest(entries: Iterable[Entry]) -> str:
    """Return the SHA-256 over a whole log, in its order, as hexadecimal text.

    It covers ordinal, stored name, stream, version, schema hash and Avro body, each behind its
    length (4 bytes, big-endian), and not the schema ids, which another registry may change.
    """
    digest = sha256()
    for entry in entries:
        digest.update(_parts(str(entry.ordinal).encode(), *_content(entry)))
    return digest.hexdigest()


def tickets_digest(entries: Iterable[Entry]) -> str:
    """Return the SHA-256 over the sorted digests of all tickets, as hexadecimal text.

    A ticket's digest covers its own events by version, then those about it by their stream: it is
    the same whatever carried the events. The entries come grouped by ticket.
    """
    digests = sorted(_ticket_digests(entries))
    return sha256(b"".join(digests)).hexdigest()


def _ticket_digests(entries: Iterable[Entry]) -> Iterator[bytes]:
    for ticket, group in groupby(entries, key=lambda entry: entry.ticket_id):
        if not ticket:
            continue
        ordered = sorted(group, key=lambda e: (e.stream != ticket, e.stream, e.version))
        yield sha256(b"".join(_parts(*_content(entry)) for entry in ordered)).digest()


def _content(entry: Entry) -> tuple[bytes, ...]:
    return (
        entry.name.encode(),
        entry.stream.encode(),
        str(entry.version).encode(),
        hash_of(entry.state),
        body(entry.state),
    )


def _parts(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
