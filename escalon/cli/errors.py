"""What a user's mistake looks like: one sentence, and an exit code that scripts can use."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

REFUSED = 1
USAGE = 2
NOT_FOUND = 3
BAD_INPUT = 4
STORE = 5
INTERRUPTED = 130

CODES: Mapping[str, int] = {
    "domain.errors.TicketNotFound": NOT_FOUND,
    "domain.errors.PolicyNotFound": NOT_FOUND,
    "escalon.cli.dlq.NotParked": NOT_FOUND,
    "domain.errors.DeskError": REFUSED,
    "infra.policies.mistake.PolicyMistake": BAD_INPUT,
    "escalon.simulation.trial.UnknownPolicy": BAD_INPUT,
    "escalon.importers.mistake.ImportMistake": BAD_INPUT,
    "escalon.replay.retell.ReplayMistake": STORE,
    "escalon.handling.mistakes.StoreMistake": STORE,
    "escalon.handling.behind.ReadModelsBehind": STORE,
    "escalon.handling.distributed.ReadModelsMissing": STORE,
    "escalon.projecting.ProjectingStopped": STORE,
    "projections.generations.ProjectionMissing": STORE,
    "infra.store.lock.StoreBusy": STORE,
    "infra.settings.SettingsMistake": USAGE,
    "escalon.http.serving.AddressMistake": USAGE,
    "infra.kafka.faults.KafkaMistake": STORE,
    "infra.schema_ids.registry.RegistryMistake": STORE,
    "escalon.client.answer.NoAnswer": STORE,
    "escalon.client.answer.NotDelivered": STORE,
    "escalon.client.answer.ClientClosed": STORE,
    "infra.kafka.feed.OffsetGone": STORE,
    "infra.kafka.identity.AnotherCluster": STORE,
    "escalon.workers.starting.TopicsMissing": STORE,
    "infra.store.postgres.migrate.NotMigrated": STORE,
    "infra.store.postgres.factory.DangerousSetting": USAGE,
    "escalon.workers.membership.MemberTaken": STORE,
    "escalon.replay.workforce.WorkerEnded": STORE,
    "escalon.replay.asking.NotCarriedOut": STORE,
    "escalon.replay.settling.NotGathered": STORE,
    "infra.store.postgres.retold.HoldsReplay": STORE,
    "escalon.workers.leadership.LeadershipLost": STORE,
    "psycopg.Error": STORE,
    "builtins.FileNotFoundError": BAD_INPUT,
    "builtins.IsADirectoryError": BAD_INPUT,
    "builtins.OSError": STORE,
    "sqlite3.Error": STORE,
    "eventsourcing.persistence.PersistenceError": STORE,
    "sqlalchemy.exc.SQLAlchemyError": STORE,
}
"""The exit code of each kind of error. By name: none is imported for the sake of this table."""

OF_DATABASES = ("sqlite3", "psycopg", "sqlalchemy.exc", "eventsourcing.persistence")

UNREADABLE = (
    *("connection info string", "URI query", "invalid connection option", "percent-encoded"),
    *("resolve host", "translate host name", "connection is bad"),
)
"""Signs of a URL that its reader quotes, with whatever secret is in it."""

ANSWERED = "connection to server"
"""So begins what libpq says once it has understood where to."""

REMEDIES: Mapping[int | None, str] = {
    errno.ENOENT: "check its name",
    errno.EISDIR: "name a file",
    errno.ENOTDIR: "name a folder, or one that doesn't exist yet",
    errno.EEXIST: "name a folder, or one that doesn't exist yet",
    errno.EACCES: "let this user read and write it, or name another",
    errno.EPERM: "let this user read and write it, or name another",
    errno.EROFS: "name a place that can be written to",
    errno.ENOSPC: "make room on its disk and try again; nothing half done was kept",
}
"""What to do about an error of the system."""

ADVICE: Mapping[str, str] = {
    "disk is full": "make room on its disk and try again; nothing half done was kept",
    "disk I/O error": "make room on its disk, or see why it fails; nothing half done was kept",
    "readonly": "let this user write to its folder, or name another with --store",
    "unable to open": "let this user read and write its folder, or name another with --store",
    "locked": "another process is writing; try again",
    "malformed": "restore the folder from a backup; its log is damaged",
    "not a database": "name a folder that Escalon made, or an empty one, with --store",
    "no such table": "name a folder that Escalon made, or an empty one, with --store",
    "Connection refused": "see that PostgreSQL runs there, or name another with ESCALON_DATABASE",
    "certificate verify failed": "name who signed it as sslrootcert in ESCALON_DATABASE",
    "server running": "see that PostgreSQL runs there, or name another with ESCALON_DATABASE",
    "does not exist": "make it, or name another with ESCALON_DATABASE",
    "password": "name a user and a password that PostgreSQL knows in ESCALON_DATABASE",
}
"""What to do about a database that refuses, by a sign in what it says."""


@contextmanager
def naming(store: Path | str) -> Iterator[None]:
    """Have errors in it say which store they are about."""
    try:
        yield
    except Exception as error:
        error.add_note(str(store))
        raise


def run(program: Callable[[], object]) -> int:
    """Run the program and return its exit code; mistakes of a user become a sentence."""
    try:
        program()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        code = code_of(error)
        if code is None:
            raise
        print(sentence(error), file=sys.stderr)  # noqa: T201  # the place for it
        return code
    return 0


def code_of(error: Exception) -> int | None:
    """Return the exit code of a user's mistake; `None` for a mistake of ours."""
    names = (f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__)
    return next((CODES[name] for name in names if name in CODES), None)


def sentence(error: Exception) -> str:
    """Return what to tell the user of the error."""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        remedy = REMEDIES.get(error.errno, "try again")
        return f"{place}{(error.strerror or str(error)).lower()}; {remedy}."
    if any(kind.__module__ in OF_DATABASES for kind in type(error).__mro__):
        notes = getattr(error, "__notes__", ())
        return _of_store(str(getattr(error, "orig", None) or error), *notes[:1])
    return str(error)


def _of_store(text: str, store: str = "") -> str:
    """Return what a database says; of a URL that can't be, not its text."""
    if ANSWERED not in text and any(sign in text for sign in UNREADABLE):
        return (
            "ESCALON_DATABASE can't be read, or its host isn't known;"
            " write it as postgresql://user:password@host/name."
        )
    found = next((advice for sign, advice in ADVICE.items() if sign in text), "try again")
    return " ".join(f"The store {store} can't be used ({text.strip()}): {found}.".split())
