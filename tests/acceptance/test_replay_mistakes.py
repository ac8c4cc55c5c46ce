"""A mistake of the user's is answered by one sentence that names the place, and harms no store."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.acceptance.replay_program import HEADER, log_digest, replay, run, written

ROWS = (
    "INC1,New,Anna,29/2/2016 01:16,u,29/2/2016 01:23,Phone,c,1 - Critical,g,?",
    "INC1,Resolved,Anna,29/2/2016 01:16,u,29/2/2016 08:53,Phone,c,1 - Critical,g,?",
    "INC2,New,Anna,29/2/2016 04:40,u,29/2/2016 04:57,Phone,c,4 - Low,g,?",
    "INC2,Closed,Anna,29/2/2016 04:40,u,5/3/2016 12:00,Phone,c,4 - Low,g,?",
    "INC1,Closed,Anna,29/2/2016 01:16,u,5/3/2016 12:00,Phone,c,1 - Critical,g,?",
)
BAD_INPUT, STORE = 4, 5
POLICY = """
policy: mine
calendars: {always: {time_zone: UTC, hours: 24x7}}
tiers: [{name: one, team: a}, {name: two, team: b}]
targets: [{match: {}, calendar: always, metrics: {resolution: 4h}}]
escalation: [{name: up, when: sla_breached, metric: resolution, to: three}]
"""


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return written(tmp_path_factory.mktemp("log") / "log.csv", *ROWS)


@pytest.fixture(scope="module")
def finished(log, tmp_path_factory):
    """Replay once: whatever a test does to it must leave it as it is."""
    return replay(log, tmp_path_factory.mktemp("finished") / "store")


def refused(code, *arguments, store):
    """Return the sentence with which the program refuses a replay; progress may stand before it."""
    log, *options = arguments
    format = () if "--format" in options else ("--format", "servicenow")
    ran = run("replay", log, *format, "--store", store, "--json", *options)
    assert ran.returncode == code, ran.stderr
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    *before, sentence = ran.stderr.splitlines()
    assert all(line.startswith("Replaying") for line in before)
    return sentence


def test_a_missing_column_is_named_with_its_file(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("\n".join([HEADER.replace("priority", "urgency"), *ROWS, ""]))

    sentence = refused(BAD_INPUT, log, store=tmp_path / "store")

    assert sentence.startswith(f"{log}, line 1: column 'priority' is missing;")
    assert not (tmp_path / "store").exists()


def test_a_bad_date_is_named_with_its_line(tmp_path):
    log = written(tmp_path / "log.csv", *ROWS[:3], ROWS[3].replace("5/3/2016", "30/2/2016"))

    sentence = refused(BAD_INPUT, log, store=tmp_path / "store")

    assert sentence.startswith(f"{log}, line 5: column 'sys_updated_at' says '30/2/2016 12:00'")
    assert "day/month/year" in sentence
    assert not (tmp_path / "store").exists()


def test_an_empty_file_is_named(tmp_path):
    log = tmp_path / "log.csv"
    log.touch()

    assert refused(BAD_INPUT, log, store=tmp_path / "store").startswith(f"{log} is empty;")
    assert not (tmp_path / "store").exists()


def test_a_file_without_rows_is_named(tmp_path):
    log = written(tmp_path / "log.csv")

    sentence = refused(BAD_INPUT, log, store=tmp_path / "store")

    assert sentence.startswith(f"{log} has column names but no rows;")
    assert not (tmp_path / "store").exists()


def test_a_missing_file_is_named(tmp_path):
    log = tmp_path / "log.csv"

    assert refused(BAD_INPUT, log, store=tmp_path / "store").startswith(f"{log} can't be read")
    assert not (tmp_path / "store").exists()


def test_a_truncated_gzip_is_named_with_the_last_line_that_is_whole(tmp_path, log):
    packed = gzip.compress(log.read_bytes() * 200)
    log = tmp_path / "log.csv.gz"
    log.write_bytes(packed[: len(packed) // 2])

    sentence = refused(BAD_INPUT, log, store=tmp_path / "store")

    assert sentence.startswith(f"{log}")
    assert "line" in sentence
    assert not (tmp_path / "store").exists()


def test_an_unknown_format_is_named_with_those_there_are(tmp_path, log):
    ran = run("replay", log, "--format", "jira", "--store", tmp_path / "store")

    assert ran.returncode > 0
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    assert "format 'jira'" in ran.stderr
    assert all(name in ran.stderr for name in ("servicenow", "volvo", "italian"))
    assert not (tmp_path / "store").exists()


def test_a_policy_with_an_unknown_tier_is_named_with_the_rule_and_the_tiers(tmp_path, log):
    policy = tmp_path / "mine.yaml"
    policy.write_text(POLICY)

    sentence = refused(BAD_INPUT, log, "--policy", str(policy), store=tmp_path / "store")

    assert sentence.startswith("mine.yaml")
    assert all(word in sentence for word in ("escalation", "'three'", "one, two"))
    assert not (tmp_path / "store").exists()


def test_an_unknown_policy_is_named_with_those_that_are_shipped(log):
    ran = run("replay", log, "--format", "servicenow", "--policy", "gold")

    assert ran.returncode == BAD_INPUT
    assert "gold" in ran.stderr
    assert "servicenow" in ran.stderr


def test_a_store_with_the_replay_of_another_file_is_left_as_it_is(tmp_path, log, finished):
    other = written(tmp_path / "other.csv", *ROWS[2:4])

    sentence = refused(STORE, other, "--resume", store=finished.store)

    assert sentence.startswith(f"{finished.store} holds the replay of another file or policy;")
    assert replay(log, finished.store, "--resume").digests == finished.digests


def test_a_store_with_the_same_replay_is_gone_on_with_only_when_asked_to(log, finished):
    sentence = refused(STORE, log, store=finished.store)

    assert sentence.startswith(f"{finished.store} holds this replay")
    assert "--resume" in sentence


def test_resuming_a_finished_replay_says_the_same_again(log, finished):
    again = replay(log, finished.store, "--resume")

    told = {name: again.report[name] for name in finished.report if "second" not in name}
    assert told == {name: it for name, it in finished.report.items() if "second" not in name}
    assert again.outcomes == finished.outcomes


def test_a_store_with_tickets_of_its_own_is_left_as_it_is(tmp_path, log):
    store = tmp_path / "store"
    assert run("ticket", "open", "It smokes", "--store", store).returncode == 0
    before = log_digest(store)

    sentence = refused(STORE, log, store=store)

    assert sentence.startswith(f"{store} holds tickets of its own;")
    assert log_digest(store) == before


def test_bad_input_leaves_a_finished_replay_as_it_is(tmp_path, log, finished):
    bad = written(tmp_path / "bad.csv", *ROWS[:4], ROWS[4].replace("Closed", "Vanished"))

    assert "line 6" in refused(BAD_INPUT, bad, "--resume", store=finished.store)
    assert replay(log, finished.store, "--resume").digests == finished.digests


@pytest.mark.parametrize("inside", ["", "store"], ids=["a file", "a path under a file"])
def test_a_place_that_no_store_can_be_made_in_is_named(tmp_path, log, inside):
    file = tmp_path / "file"
    file.touch()
    store = file / inside if inside else file

    assert refused(STORE, log, store=store).startswith(f"{store}: ")


def test_a_place_that_no_outcomes_can_be_written_to_is_named(tmp_path, log, finished):
    outcomes = tmp_path / "nowhere" / "out.csv"
    arguments = ("--resume", "--outcomes", str(outcomes))

    sentence = refused(BAD_INPUT, log, *arguments, store=finished.store)

    assert Path(sentence.split(":")[0]) in (outcomes, outcomes.parent)
    assert replay(log, finished.store, "--resume").digests == finished.digests
