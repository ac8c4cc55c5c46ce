"""Kafka and PostgreSQL for a person to try: `python -m scripts.local_services start|stop`."""

from __future__ import annotations

import sys
from pathlib import Path

import psycopg

from infra.local.faults import PortTaken, ServiceMistake
from infra.local.kafka import LocalKafka
from infra.local.ports import answers, free_port, must_be_free
from infra.local.postgres import LocalPostgres, PostgresMissing

FOLDER = Path(__file__).resolve().parents[1] / ".services"
KAFKA_PORT, POSTGRES_PORT = 29092, 25432
DATABASE = "escalon"


def start() -> None:
    """Start what doesn't run yet, and print the settings that lead to it."""
    FOLDER.mkdir(exist_ok=True)
    kafka = LocalKafka(FOLDER / "kafka", _port("kafka", KAFKA_PORT))
    if kafka.pid is None:
        kafka.start()
    postgres = LocalPostgres(FOLDER / "postgres", _port("postgres", POSTGRES_PORT))
    if not _runs(postgres):
        postgres.start()
    _say(f"export ESCALON_DATABASE={_database(postgres)}")
    _say(f"export ESCALON_KAFKA={kafka.bootstrap}")


def stop() -> None:
    """Stop what runs; what it holds stays in the folder."""
    LocalKafka(FOLDER / "kafka").stop()
    if (FOLDER / "postgres" / "data" / "postmaster.pid").exists():
        LocalPostgres(FOLDER / "postgres").stop()


def main() -> None:
    """Do what the command line asks for; a mistake is a sentence."""
    asked = {"start": start, "stop": stop}.get("".join(sys.argv[1:]))
    if asked is None:
        sys.exit("scripts/services knows start and stop.")
    try:
        asked()
    except (ServiceMistake, PostgresMissing) as mistake:
        sys.exit(str(mistake))


def _port(name: str, preferred: int) -> int:
    """Return the port that the server has, or is to have: the same one every time."""
    note = FOLDER / f"{name}.port"
    if not note.exists():
        try:
            must_be_free(preferred)
        except PortTaken:
            preferred = free_port()
        note.write_text(f"{preferred}\n")
    return int(note.read_text())


def _runs(postgres: LocalPostgres) -> bool:
    return (FOLDER / "postgres" / "data" / "postmaster.pid").exists() and answers(postgres.port)


def _database(postgres: LocalPostgres) -> str:
    """Return the URL of the desk's database, made if need be."""
    with psycopg.connect(postgres.url) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
        if found.fetchone() is None:
            return postgres.create_database(DATABASE)
    return f"{postgres.url.rpartition('/')[0]}/{DATABASE}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
