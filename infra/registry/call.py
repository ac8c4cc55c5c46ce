"""What a client asks and what it is told, without the wire between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from infra.registry.catalogue import Catalogue


class Call(NamedTuple):
    """One request: `path` is its decoded segments, `query` the last value of each parameter."""

    method: str
    path: tuple[str, ...]
    query: Mapping[str, str]
    body: bytes = b""


class Answer(NamedTuple):
    """One response: `content` becomes JSON, `None` is an empty body.

    `allowed` are the methods of the path, where the answer should say so.
    """

    status: int
    content: object = None
    allowed: tuple[str, ...] = ()


class Asked(NamedTuple):
    """A call whose route is found: `parts` are the segments that the route names."""

    catalogue: Catalogue
    parts: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes

    def says(self, *names: str) -> bool:
        """Return whether one of the parameters is true; clients spell them in several ways."""
        return any(self.query.get(name, "").lower() == "true" for name in names)
