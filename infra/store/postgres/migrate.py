"""Bringing a database to the tables that this version needs: numbered SQL, one way."""

from __future__ import annotations

from importlib.resources import files

import psycopg

MIGRATION_LOCK = 0x45_5343_4D49_4752


class NotMigrated(RuntimeError):
    """The database isn't at the version that this program needs."""


def migrations() -> list[tuple[int, str, str]]:
    """Return number, name and SQL of each migration, in order."""
    folder = files("infra.store.postgres") / "migrations"
    found = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return [(int(name[:4]), name, (folder / name).read_text("utf-8")) for name in found]


def upgrade(database: str) -> list[str]:
    """Apply what is missing, all or nothing, and return the names of what was applied."""
    with psycopg.connect(database) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATION_LOCK,))
        done = _version(connection)
        missing = [migration for migration in migrations() if migration[0] > done]
        for number, name, sql in missing:
            connection.execute(sql.encode())
            connection.execute("INSERT INTO migrations VALUES (%s, %s)", (number, name))
        return [name for _, name, _ in missing]


def check(database: str) -> None:
    """Raise `NotMigrated` with a sentence unless the database is at this program's version."""
    wanted = migrations()[-1][0]
    with psycopg.connect(database) as connection:
        found = _version(connection)
    if found < wanted:
        message = (
            f"The database is at migration {found}, {wanted} is needed; run `escalon db upgrade`."
        )
        raise NotMigrated(message)
    if found > wanted:
        message = (
            f"The database is at migration {found}, this program knows {wanted}; upgrade Escalon."
        )
        raise NotMigrated(message)


def _version(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations"
        " (number integer PRIMARY KEY, name text NOT NULL, at timestamptz DEFAULT now())"
    )
    row = connection.execute("SELECT coalesce(max(number), 0) FROM migrations").fetchone()
    assert row is not None  # noqa: S101  # an aggregate has a row
    return int(str(row[0]))
