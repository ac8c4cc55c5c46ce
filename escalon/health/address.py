"""Where health is served, as people write it."""

from __future__ import annotations

from typing import NamedTuple

from escalon.http.serving import AddressMistake

LOOPBACK = "127.0.0.1"
LARGEST = 65_535


class Address(NamedTuple):
    """A host and a port; port 0 is any that is free."""

    host: str
    port: int


def address_of(text: str) -> Address:
    """Return the address of `host:port`, `[::1]:port` or a port alone, which is on loopback.

    Raises `AddressMistake` with a sentence.
    """
    host, _, port = text.strip().rpartition(":")
    is_whole = port.isascii() and port.isdigit() and int(port) <= LARGEST
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        is_whole = False
    if not is_whole:
        message = (
            f"The address of health checks is '{text}'; name a host and a port up to {LARGEST},"
            " such as 127.0.0.1:9464."
        )
        raise AddressMistake(message)
    return Address(host or LOOPBACK, int(port))
