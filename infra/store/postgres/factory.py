"""What the library asks to make a store of."""

from __future__ import annotations

from typing import Any

from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.postgres import PostgresFactory

from infra.store.postgres.datastore import Datastore
from infra.store.postgres.recorder import Recorder

DATABASE = "ESCALON_DATABASE"
"""The key of the environment that holds the libpq connection string or URL."""


class DangerousSetting(ValueError):
    """A setting of the library's that loses events."""

    def __init__(self) -> None:
        super().__init__(
            "POSTGRES_ENABLE_DB_FUNCTIONS is set, with which events get lost; unset it."
        )


class Factory(PostgresFactory):
    """Makes our recorder on our datastore; its tables come from the migrations."""

    def __init__(self, env: Any) -> None:
        InfrastructureFactory.__init__(self, env)
        if (self.env.get("POSTGRES_ENABLE_DB_FUNCTIONS") or "").strip():
            raise DangerousSetting
        self._ours = Datastore(self.env.get(DATABASE) or "")
        self.datastore = self._ours

    def application_recorder(self) -> Recorder:
        """Return the recorder of the log."""
        return Recorder(self._ours)
