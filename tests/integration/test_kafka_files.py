"""Files that Kafka's settings name are looked at before a client meets them."""

from __future__ import annotations

import pytest

from infra.kafka.files import must_be_usable
from infra.settings import Settings, SettingsMistake


@pytest.fixture
def rubbish(tmp_path):
    file = tmp_path / "rubbish.pem"
    file.write_text("not a certificate")
    return file


def told(**given):
    with pytest.raises(SettingsMistake) as mistake:
        must_be_usable(Settings(**given))
    return str(mistake.value)


def test_an_empty_file_is_named(tmp_path):
    (tmp_path / "token").touch()

    assert "which is empty" in told(kafka_token_file=tmp_path / "token")


def test_an_authority_without_a_certificate_is_named(rubbish):
    assert told(kafka_authority=rubbish) == (
        f"kafka_authority is '{rubbish}', which holds no certificate; name a PEM file."
    )


def test_a_certificate_that_is_none_is_named(rubbish):
    assert "can't be used together" in told(kafka_certificate=rubbish, kafka_key=rubbish)


def test_a_key_without_its_certificate_is_told_of(rubbish):
    assert told(kafka_key=rubbish).startswith("kafka_key is set without kafka_certificate")


def test_an_empty_variable_sets_nothing(monkeypatch):
    monkeypatch.setenv("ESCALON_KAFKA_AUTHORITY", "")

    assert Settings().kafka_authority is None
