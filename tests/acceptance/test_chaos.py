"""Workers are killed and servers restarted while commands come: nothing is lost or twice."""

from __future__ import annotations

from tests.acceptance.chaos import Size, told
from tests.acceptance.chaos_checks import must_hold
from tests.services import own_kafka, own_postgres  # noqa: F401  # fixtures

SIZE = Size(
    tickets=500,
    kill_every=99,
    restart_postgres=[501],
    restart_kafka=[999],
    timers={300: 2, 1_200: 1},
)


def test_nothing_is_lost_and_nothing_is_twice(own_kafka, own_postgres):  # noqa: F811  # the fixtures
    database, kafka, plan, supervisor = told(own_kafka, own_postgres, SIZE)

    assert supervisor.killed.total() >= 10
    assert supervisor.tracebacks() == []
    must_hold(database, kafka, plan)
