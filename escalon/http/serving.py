"""Serving an application in a thread of its own, for as long as somebody wants it."""

from __future__ import annotations

import os
import socket
from asyncio import get_running_loop
from collections.abc import Iterator
from contextlib import contextmanager
from errno import errorcode
from threading import Thread

from starlette.types import ASGIApp
from uvicorn import Config, Server

PATIENCE = 0.5
"""Seconds that requests under way are given to end."""


class AddressMistake(ValueError):
    """An address that can't be served at; the sentence says why."""


class _PromptServer(Server):
    """Hangs up on clients that keep it from stopping, as if they had done it."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        get_running_loop().call_later(PATIENCE, self._hang_up)
        await super().shutdown(sockets)

    def _hang_up(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.close()


@contextmanager
def serving(app: ASGIApp, host: str, port: int) -> Iterator[str]:
    """Serve the application and give its URL; port 0 is any that is free.

    Raises `AddressMistake` before anything is served.
    """
    listening = _listening(host, port)
    server = _PromptServer(
        Config(app, log_config=None, access_log=False, lifespan="off", server_header=False)
    )
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, name="http", daemon=True)
    url = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"
    thread.start()
    try:
        yield url
    finally:
        server.should_exit = True
        thread.join(2 * PATIENCE)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        number = error.errno or 0  # those of resolving a name are other numbers
        why = os.strerror(number) if number in errorcode else error.strerror or str(error)
        message = f"{host}, port {port}, can't be served at: {why.lower()}; name another address."
        raise AddressMistake(message) from None
