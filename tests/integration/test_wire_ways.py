"""Workers go on over guarded wires, by each way and by renewed tokens, and say no secret."""

from __future__ import annotations

import time
from dataclasses import replace
from threading import Event
from urllib.parse import quote, unquote

import psycopg
import pytest

from escalon.cli import errors
from escalon.workers.starting import work
from infra.kafka.configured import kafka_settings
from infra.kafka.faults import KafkaMistake
from infra.settings import read_settings
from tests.integration.wire import PASSWORD, USER, escalon, published, token
from tests.integration.workers import in_threads, opening, results, send, wait_until

WAYS = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER", "mutual TLS")
GUESS = "guessed%22by%22nobody"
LIFE_SECONDS = 20


def configured(monkeypatch, environment):
    """Return Kafka's settings as the program reads them from the environment."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return kafka_settings(read_settings())


@pytest.mark.parametrize("way", WAYS)
def test_a_command_comes_to_its_result_and_its_topic_each_way(wire, monkeypatch, way):
    kafka = configured(monkeypatch, wire.way(way))
    command = opening(f"by {way}")
    with in_threads(["relay", "commands"], wire.database, kafka):
        send(kafka, [command])
        wait_until(lambda: command.command_id in results(kafka), "the result")
        wait_until(lambda: published(kafka, f"by {way}"), "the ticket on its topic")

    [outcome] = results(kafka)[command.command_id]
    assert outcome.refusal == ""


def test_a_token_that_is_renewed_keeps_a_worker_going(wire, monkeypatch):
    kafka = configured(monkeypatch, wire.way("OAUTHBEARER"))
    first, begun = token(wire.folder, life=LIFE_SECONDS), time.monotonic()
    command = opening("with another token")
    with in_threads(["commands"], wire.database, kafka):
        wait_until(
            lambda: token(wire.folder) == first and time.monotonic() - begun > LIFE_SECONDS,
            "the first token has ended",
        )
        send(wire.clear, [command])
        wait_until(lambda: command.command_id in results(wire.clear), "the result")

    assert len(results(wire.clear)[command.command_id]) == 1


def refusal(monkeypatch, environment):
    """Return the exit code and the sentence with which a worker refuses to start."""
    kafka = replace(configured(monkeypatch, environment), patience=5)
    with pytest.raises((KafkaMistake, psycopg.Error)) as told:
        work("relay", environment["ESCALON_DATABASE"], kafka, Event())
    return errors.code_of(told.value), errors.sentence(told.value)


def must_be_clean(text):
    """Have no secret in it, as it is or as URLs write it."""
    for secret in (PASSWORD, quote(PASSWORD), "word", GUESS, unquote(GUESS), "nobody"):
        assert secret not in text.replace("password", "")


def test_a_token_that_has_ended_is_one_sentence(wire, monkeypatch, tmp_path):
    old = token(tmp_path, life=-60)
    given = {**wire.way("OAUTHBEARER"), "ESCALON_KAFKA_TOKEN_FILE": str(old)}
    code, told = refusal(monkeypatch, given)

    assert code == errors.STORE
    assert f"the token in {old}" in told
    assert old.read_text().strip() not in told


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("word", GUESS, f'password authentication failed for user "{USER}"'),
        ("/desk", "/other", 'database "other" does not exist'),
        ("word", "w%zzord", "ESCALON_DATABASE can't be read"),
        ("word", "w@rd", "ESCALON_DATABASE can't be read"),
    ],
)
def test_what_a_database_does_not_take_is_one_sentence(wire, monkeypatch, before, after, sentence):
    given = {**wire.way("PLAIN"), "ESCALON_DATABASE": wire.database.replace(before, after)}
    code, told = refusal(monkeypatch, given)

    assert code == errors.STORE
    assert sentence in told
    assert "\n" not in told
    must_be_clean(told)


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_settings_are_shown_without_secrets(wire, form):
    key = {"ESCALON_KAFKA_KEY_PASSWORD": GUESS}
    said = escalon("config", "show", *form, environment={**wire.way("PLAIN"), **key})

    assert said.code == 0
    must_be_clean(said.text)
