"""Servers for the tests that need some."""

from __future__ import annotations

from tests.integration.desk_in_database import desk_in_database, two  # noqa: F401  # fixtures
from tests.integration.wire import wire  # noqa: F401  # a fixture
from tests.services import (  # noqa: F401  # fixtures
    database,
    empty_database,
    kafka,
    kafka_broker,
    own_kafka,
    own_postgres,
    postgres,
)
