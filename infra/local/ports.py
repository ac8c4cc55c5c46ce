"""Ports of this machine that nobody listens on."""

from __future__ import annotations

import socket

from infra.local.faults import PortTaken

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """Return a free port of the loopback interface; it stays free only until somebody takes it."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def must_be_free(port: int) -> None:
    """Raise `PortTaken` where somebody listens on that port."""
    with socket.socket() as probe:
        # A server may take a port whose last connections are still winding down; so may we.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            raise PortTaken(port) from None


def answers(port: int) -> bool:
    """Return whether somebody accepts connections on that port."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False
