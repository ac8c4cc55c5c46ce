"""What only PostgreSQL promises: many writers, and a database brought to its tables in steps."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest

from domain.desk.ledger import Conflict
from infra.store.postgres.factory import DangerousSetting, Factory
from infra.store.postgres.migrate import NotMigrated, check, migrations, upgrade
from tests.integration.stores import POSTGRES, event, events, id_of, opened

WRITERS, ROUNDS = 4, 25


@pytest.fixture
def store(tmp_path, database):
    with opened(POSTGRES, tmp_path, database) as one:
        yield one


def test_writers_of_many_processes_leave_no_gap_and_no_disorder(tmp_path, database, store):
    begin = Barrier(WRITERS)

    def write(number):
        with opened(POSTGRES, tmp_path, database) as own:
            begin.wait()
            for version in range(1, ROUNDS + 1):
                own.recorder.insert_events([event(f"writer {number}", version)])

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    rows = store.rows()

    assert [row.ordinal for row in rows] == list(range(1, WRITERS * ROUNDS + 1))
    assert [row.recorded_at for row in rows] == sorted(row.recorded_at for row in rows)


def test_of_writers_that_want_the_same_version_one_gets_it(tmp_path, database, store):
    begin = Barrier(WRITERS)

    def write(number):
        with opened(POSTGRES, tmp_path, database) as own:
            begin.wait()
            try:
                own.recorder.insert_events([event("wanted"), event(f"own {number}")])
            except Conflict:
                return 0
            return 1

    with ThreadPoolExecutor(WRITERS) as pool:
        won = list(pool.map(write, range(WRITERS)))

    assert sum(won) == 1
    assert len(store.rows()) == 2


def test_of_processes_that_conclude_the_same_one_records_it(tmp_path, database, store):
    begin = Barrier(WRITERS)

    def conclude(_):
        with opened(POSTGRES, tmp_path, database) as own:
            begin.wait()
            return own.recorder.append_conclusions([event("breach")], {}).recorded

    with ThreadPoolExecutor(WRITERS) as pool:
        recorded = list(pool.map(conclude, range(WRITERS)))

    assert [len(one) for one in sorted(recorded, key=len)] == [0] * (WRITERS - 1) + [1]
    assert store.stored() == [(id_of("breach"), 1)]


def test_a_reader_sees_nothing_of_an_open_transaction(tmp_path, database, store):
    with opened(POSTGRES, tmp_path, database) as reader:
        with store.workspace.transaction():
            store.recorder.insert_events(events("a", [1]))
            assert reader.recorder.max_notification_id() == 0
        assert reader.recorder.max_notification_id() == 1


def test_the_librarys_functions_that_lose_events_are_refused():
    with pytest.raises(DangerousSetting, match="POSTGRES_ENABLE_DB_FUNCTIONS"):
        Factory({"POSTGRES_ENABLE_DB_FUNCTIONS": "y"})


def test_a_database_is_brought_to_its_tables_once(empty_database):
    assert upgrade(empty_database) == [name for _, name, _ in migrations()]
    assert upgrade(empty_database) == []
    check(empty_database)


def test_processes_that_upgrade_at_once_do_it_once(empty_database):
    begin = Barrier(WRITERS)

    def bring(_):
        begin.wait()
        return upgrade(empty_database)

    with ThreadPoolExecutor(WRITERS) as pool:
        done = list(pool.map(bring, range(WRITERS)))

    assert sum(map(len, done)) == len(migrations())


def test_a_database_without_tables_is_told_of_in_a_sentence(empty_database):
    wanted = migrations()[-1][0]
    with pytest.raises(NotMigrated) as told:
        check(empty_database)

    assert str(told.value) == (
        f"The database is at migration 0, {wanted} is needed; run `escalon db upgrade`."
    )


def test_a_database_of_a_later_program_is_told_of_in_a_sentence(database):
    with psycopg.connect(database) as connection:
        connection.execute("INSERT INTO migrations VALUES (9999, 'from the future')")
    with pytest.raises(NotMigrated, match="this program knows"):
        check(database)


def test_migrations_are_numbered_without_gaps():
    assert [number for number, _, _ in migrations()] == list(range(1, len(migrations()) + 1))
