"""The five bytes before every message: 0x00 and the number of the schema it was written with."""

from __future__ import annotations

from schemas.errors import NotOurs

MAGIC = b"\x00"
LENGTH = 5


def header(id: int) -> bytes:
    """Return the bytes that say which schema follows."""
    return MAGIC + id.to_bytes(4, "big")


def framed_id(data: bytes) -> int:
    """Return the id of the schema that a message says it was written with; raise `NotOurs`."""
    if data[:1] not in (MAGIC, b""):
        message = (
            f"The message begins with the byte 0x{data[0]:02x}; ours begin with 0x00, then the"
            " number of a schema in 4 bytes."
        )
        raise NotOurs(message)
    if len(data) < LENGTH:
        message = f"The message is {len(data)} bytes long; {LENGTH} say which schema it has."
        raise NotOurs(message)
    return int.from_bytes(data[1:LENGTH], "big")
