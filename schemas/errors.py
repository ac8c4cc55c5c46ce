"""What can be wrong with a name, a record or a message."""

from __future__ import annotations


class UnknownSchema(LookupError):
    """No schema has that name."""


class SchemaMismatch(ValueError):
    """A record isn't what its schema asks for; the sentence names the field and what is right."""


class NotOurs(ValueError):
    """A message wasn't written with a schema of ours, or was damaged since."""
