"""The store in PostgreSQL, for many processes on many machines."""

from infra.store.postgres.factory import Factory

__all__ = ["Factory"]
