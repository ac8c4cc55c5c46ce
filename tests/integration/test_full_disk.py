"""A full disk under a server is an outage like another: told of, waited for, nothing lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager

import psycopg
import pytest

from infra.kafka.admin import apply
from infra.local.postgres import USER
from infra.store.postgres.migrate import upgrade
from tests.integration.workers import (
    desk_of,
    id_of,
    in_threads,
    of,
    opening,
    publish,
    results,
    send,
    wait_until,
)

BALLAST = "ballast"
BLOCK = 64 * 1024


@contextmanager
def disk(folder, size):
    """Give a folder that has a disk of its own, of so many bytes; needs to be root."""
    folder.mkdir(parents=True, exist_ok=True)
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(mounting, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody but root have a disk of a size (mount -t tmpfs)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder):
    """Fill the disk to the last byte with what can be taken away again."""
    with suppress_full(), (folder / BALLAST).open("wb", buffering=0) as file:
        while file.write(bytes(BLOCK)):
            pass


@contextmanager
def suppress_full():
    try:
        yield
    except OSError as error:
        assert "space" in str(error)  # noqa: PT017  # any other is a mistake of the test


@pytest.fixture
def small_database(own_postgres):
    """The URL of a database whose tables lie on a small disk, and its folder."""
    place = own_postgres.folder / "small"
    with disk(place, "48m"):
        if os.geteuid() == 0:
            shutil.chown(place, USER)
        tables = place / "tables"
        tables.mkdir(mode=0o700)
        shutil.chown(tables, USER)
        with psycopg.connect(own_postgres.url, autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{tables}'")
            connection.execute("CREATE DATABASE desk TABLESPACE small")
        url = own_postgres.url.replace("/postgres", "/desk")
        upgrade(url)
        yield url, place
        own_postgres.stop("immediate")


def test_commands_are_carried_out_when_the_databases_disk_has_room_again(
    small_database, kafka, caplog
):
    url, place = small_database
    apply(kafka)
    commands = [opening(f"ticket {number}") for number in range(300)]
    with desk_of(url, kafka) as desk, in_threads(["commands"], url, kafka):
        send(kafka, [publish()])
        wait_until(lambda: of(desk, "PolicyPublished"), "the policy")
        fill(place)
        send(kafka, commands)
        wait_until(lambda: caplog.text.count("No space left on device") >= 2, "two attempts")
        (place / BALLAST).unlink()
        wait_until(lambda: len(results(kafka)) > len(commands), "the answers")
        opened = [event.originator_id for event in of(desk, "TicketOpened")]

    assert sorted(opened) == sorted(id_of(command.external_id) for command in commands)
    assert "begins anew in 0.1 s: could not extend file" in caplog.text
    assert "begins anew in 0.2 s" in caplog.text
