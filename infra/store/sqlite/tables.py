"""The tables of the store in SQLite."""

from __future__ import annotations

STATEMENTS = (
    """CREATE TABLE IF NOT EXISTS events (
        position INTEGER PRIMARY KEY,
        ordinal INTEGER NOT NULL,
        recorded_at INTEGER NOT NULL,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        ticket_id TEXT NOT NULL,
        state BLOB NOT NULL)""",
    """CREATE UNIQUE INDEX IF NOT EXISTS events_by_stream
        ON events (originator_id, originator_version)""",
    "CREATE INDEX IF NOT EXISTS events_by_ticket ON events (ticket_id)",
    """CREATE INDEX IF NOT EXISTS events_of_policies ON events (position)
        WHERE topic IN ('escalon.PolicyPublished', 'escalon.PolicyRetired')""",
    """CREATE TABLE IF NOT EXISTS processed_commands (
        command_id TEXT PRIMARY KEY,
        first_position INTEGER NOT NULL,
        last_position INTEGER NOT NULL,
        refusal TEXT NOT NULL,
        error TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS positions (
        follower TEXT PRIMARY KEY,
        position INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS states (
        follower TEXT NOT NULL,
        key TEXT NOT NULL,
        due INTEGER,
        text TEXT NOT NULL,
        PRIMARY KEY (follower, key)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS states_by_due ON states (follower, due) WHERE due IS NOT NULL",
)
