"""The jars of a Kafka broker, fetched once into a folder that later starts find."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

from infra.local.faults import JarsMissing, MavenMissing, ServiceMistake

CACHE = "ESCALON_CACHE"
"""The variable that names another folder than `~/.cache/escalon` for what is fetched."""
LAST_LINES = 5


def kafka_version() -> str:
    """Return the version of Kafka that the build file pins."""
    text = (files("infra.broker") / "pom.xml").read_text("utf-8")
    found = re.search(r"<kafka\.version>(.+)</kafka\.version>", text)
    assert found is not None  # noqa: S101  # it stands in our own file
    return found[1]


def cache() -> Path:
    """Return the folder of what is fetched."""
    return Path(os.environ.get(CACHE) or Path.home() / ".cache" / "escalon")


def cached() -> Path | None:
    """Return the folder of the broker's jars if they are here."""
    folder = _folder()
    return folder if folder.exists() else None


def kafka_jars() -> Path:
    """Return the folder of the broker's jars, fetched if need be: whole, or not at all."""
    folder = _folder()
    if not folder.exists():
        _fetch(folder)
    return folder


def _folder() -> Path:
    return cache() / f"kafka-{kafka_version()}"


def _fetch(folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise MavenMissing(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="kafka-") as place:
        jars = Path(place) / "jars"
        _copy(maven, jars)
        try:
            jars.rename(folder)
        except OSError:  # another process has just brought the same
            if not folder.exists():
                raise


def _copy(maven: str, folder: Path) -> None:
    with as_file(files("infra.broker") / "pom.xml") as pom:
        command = [maven, "--batch-mode", "--quiet", "--file", str(pom)]
        done = subprocess.run(  # noqa: S603  # our own arguments
            [*command, "dependency:copy-dependencies", f"-DoutputDirectory={folder}"],
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    if done.returncode or not any(folder.glob("kafka_*.jar")):
        raise JarsMissing(done.stdout.strip().splitlines()[-LAST_LINES:])


if __name__ == "__main__":
    try:
        kafka_jars()
    except ServiceMistake as mistake:
        sys.exit(str(mistake))
