"""The store in one SQLite file, for one machine."""

from infra.store.sqlite.factory import Factory

__all__ = ["Factory"]
