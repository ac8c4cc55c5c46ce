"""What a worker knows and must never say."""

from __future__ import annotations

from psycopg.conninfo import conninfo_to_dict

from infra.kafka.settings import KafkaSettings


def secrets_of(database: str, kafka: KafkaSettings) -> list[str]:
    """Return the passwords of the database and of Kafka, where they have some."""
    parts = conninfo_to_dict(database)
    known = (parts.get("password"), parts.get("sslpassword"), kafka.security.password)
    return [str(secret) for secret in known if secret]
