"""What the library asks to make a store of."""

from __future__ import annotations

from eventsourcing.sqlite import SQLiteFactory

from infra.store.sqlite.datastore import Datastore
from infra.store.sqlite.recorder import Recorder


class Factory(SQLiteFactory):
    """Makes our recorder on our datastore."""

    application_recorder_class = Recorder

    def __init__(self, env: object) -> None:
        super().__init__(env)  # type: ignore[arg-type]  # an Environment or a mapping, as the library gives
        self.datastore.close()
        self.datastore = Datastore(
            db_name=self.datastore.pool.db_name, lock_timeout=self.datastore.pool.lock_timeout
        )
