"""What can be set from outside: by environment (`ESCALON_…`) and by a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

FILE = "escalon.toml"
PREFIX = "ESCALON_"


class SettingsMistake(ValueError):
    """A setting that can't be; the sentence names it, its value and what would be right."""


class Settings(BaseSettings):
    """The settings of one process; what the environment says wins over the file."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True
    )

    store: Path = Field(Path(".escalon"), description="folder of the log and the read models")
    policy: str = Field("default", description="name of the policy that new tickets come under")
    actor: str = Field("operator", description="who acts on the command line")
    batch: int = Field(4_000, ge=1, description="source rows told in one transaction of a replay")
    room: int = Field(20_000, ge=1, description="tickets kept in memory by the desk")
    wait: float = Field(2.0, ge=0, description="seconds a query waits for its read model")
    database: SecretStr = Field(
        SecretStr(""), description="PostgreSQL's connection URL; without one the desk is embedded"
    )
    kafka: str = Field("", description="Kafka's bootstrap servers, host:port separated by commas")
    kafka_partitions: int = Field(12, ge=1, description="partitions of each topic that is spread")
    kafka_replication: int = Field(0, ge=0, description="brokers that keep each; 0: the cluster's")
    kafka_member: str = Field("", description="name that keeps its partitions over a restart")
    kafka_protocol: str = Field("PLAINTEXT", description="PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL")
    kafka_mechanism: str = Field("", description="PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER")
    kafka_user: str = Field("", description="user for PLAIN and SCRAM")
    kafka_password: SecretStr = Field(SecretStr(""), description="the user's password")
    kafka_password_file: Path | None = Field(None, description="file with the user's password")
    kafka_token_file: Path | None = Field(None, description="file with the token of OAUTHBEARER")
    kafka_authority: Path | None = Field(None, description="PEM file of who signed the brokers")
    kafka_certificate: Path | None = Field(None, description="PEM file of the client's certificate")
    kafka_key: Path | None = Field(None, description="PEM file of the client's key")
    kafka_key_password: SecretStr = Field(SecretStr(""), description="the key's password")
    health: str = Field("", description="host:port of a worker's health checks and metrics")
    log: Literal["auto", "text", "json"] = Field(
        "auto", description="form of a worker's log; auto: text on a terminal, otherwise json"
    )
    registry: str = Field("", description="URL of another schema registry; none: ids are pinned")
    registry_user: str = Field("", description="user of that registry")
    registry_password: SecretStr = Field(SecretStr(""), description="the user's password")
    registry_password_file: Path | None = Field(None, description="file with the user's password")
    registry_authority: Path | None = Field(None, description="PEM file of who signed the registry")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # the library's signature
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the file come last."""
        file = TomlConfigSettingsSource(settings_cls, toml_file=settings_file())
        return (init_settings, env_settings, file_secret_settings, file)


def settings_file() -> Path:
    """Return the file that settings are read from, whether it exists or not."""
    return Path(os.environ.get(f"{PREFIX}CONFIG", FILE))


def read_settings() -> Settings:
    """Return the settings in force; raises `SettingsMistake` with a sentence."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsMistake("\n".join(_sentence(mistake) for mistake in error.errors())) from None
    except ValueError as error:
        message = f'{settings_file()}: {error}; a settings file is TOML, such as store = "desk"'
        raise SettingsMistake(message) from None


def database_of(settings: Settings) -> str:
    """Return PostgreSQL's URL; raises `SettingsMistake` where none is set."""
    database = settings.database.get_secret_value()
    if not database:
        message = "ESCALON_DATABASE is not set; name PostgreSQL, such as postgresql://host/desk."
        raise SettingsMistake(message)
    if "=" not in database and "://" not in database:  # its text may hold a password
        message = "ESCALON_DATABASE is no URL; write it as postgresql://user:password@host/name."
        raise SettingsMistake(message)
    return database


def origin(name: str) -> str:
    """Return where the setting's value comes from, in words."""
    if f"{PREFIX}{name}".upper() in {key.upper() for key, value in os.environ.items() if value}:
        return f"{PREFIX}{name.upper()}"
    source = TomlConfigSettingsSource(Settings, toml_file=settings_file())
    return str(settings_file()) if name in source.toml_data else "default"


def _sentence(mistake: object) -> str:
    assert isinstance(mistake, dict)  # noqa: S101  # as pydantic gives it
    name = ".".join(str(part) for part in mistake["loc"])
    if mistake["type"] == "extra_forbidden":
        known = ", ".join(Settings.model_fields)
        return f"{settings_file()}: there is no setting '{name}'; settings are {known}."
    where = origin(name)
    field = Settings.model_fields[name.partition(".")[0]]
    given = "no text" if field.annotation is SecretStr else repr(mistake["input"])
    return f"{where}: setting '{name}' is {given}; {mistake['msg'].lower()}."
