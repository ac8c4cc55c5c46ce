"""A full disk stops a replay with a sentence, and what was kept can be gone on with."""

from __future__ import annotations

import subprocess

import pytest

from tests.acceptance.replay_program import (
    PROGRAM,
    REPOSITORY,
    SERVICENOW,
    TOO_LONG,
    environment,
    first_incidents,
    replay,
)

pytestmark = pytest.mark.real_data(SERVICENOW)

ROWS = 2_000
STORE = 5
ON_A_SMALL_DISK = """
mount -t tmpfs -o size="$1" tmpfs "$2" || exit 1
shift
disk=$1 kept=$2
shift 2
"$@"
code=$?
cp -R "$disk/." "$kept"
exit $code
"""
"""Runs a program on a disk of its own, of a size, which is gone with it; keeps what was on it."""
WITH_SMALL_FILES = 'ulimit -f "$1"; shift; exec "$@"'
"""Runs a program that may write so many blocks (of 512 bytes or 1 KiB) into each file."""
BLOCKS = "2400"


@pytest.fixture(scope="module")
def log(shared, tmp_path_factory):
    return first_incidents(shared, tmp_path_factory.mktemp("disk") / "log.csv", ROWS)


@pytest.fixture(scope="module")
def undisturbed(log, tmp_path_factory):
    return replay(log, tmp_path_factory.mktemp("undisturbed") / "store")


def run(*command):
    return subprocess.run(
        command,
        env=environment(),
        cwd=REPOSITORY / "tests",
        capture_output=True,
        text=True,
        check=False,
        timeout=TOO_LONG,
    )


def arguments(log, store):
    names = ("--format", "servicenow", "--store", store, "--batch", "300")
    return (PROGRAM, "replay", log, *names)


def may_mount(folder):
    own = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c")
    mounting = 'mount -t tmpfs tmpfs "$0"'
    try:
        return run(*own, mounting, folder).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    """Give the place of a disk; only the processes of a test see what is on it."""
    folder = tmp_path_factory.mktemp("disk")
    if not may_mount(folder):
        pytest.skip("this machine lets nobody have a disk of their own (unshare, mount)")
    return folder


@pytest.mark.parametrize("size", ["100k", "2500k"])
def test_a_full_disk_is_a_sentence_and_harms_nothing(log, undisturbed, disk, tmp_path, size):
    own = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", ON_A_SMALL_DISK, "sh")
    kept = tmp_path / "kept"
    kept.mkdir()

    ended = run(*own, size, disk, kept, *arguments(log, disk / "store"))

    must_be_a_sentence(ended, disk / "store")
    resumed = replay(log, kept / "store", "--resume")
    assert resumed.digests == undisturbed.digests
    assert resumed.outcomes == undisturbed.outcomes


def test_a_file_that_may_not_grow_is_a_sentence_and_harms_nothing(log, undisturbed, tmp_path):
    store = tmp_path / "store"

    ended = run("sh", "-c", WITH_SMALL_FILES, "sh", BLOCKS, *arguments(log, store))

    must_be_a_sentence(ended, store)
    resumed = replay(log, store, "--resume")
    assert resumed.digests == undisturbed.digests
    assert resumed.outcomes == undisturbed.outcomes


def must_be_a_sentence(ended, store):
    assert ended.returncode == STORE, ended.stderr
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    *before, sentence = ended.stderr.splitlines()
    assert all(line.startswith("Replaying") for line in before)
    assert str(store) in sentence
    assert "make room on its disk" in sentence
