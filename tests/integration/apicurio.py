"""A registry of other people's making, where there is a Java for it: Apicurio."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx

from infra.local.jars import cache
from infra.local.ports import LOOPBACK, free_port
from tests.integration.workers import wait_until

OLDEST_JAVA = 21
VERSION = "3.3.3"
ARTIFACT = f"io.apicurio:apicurio-registry-app:{VERSION}:tar.gz:all"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
PATIENCE = 180.0


class ApicurioMissing(RuntimeError):
    """It can't be run here; the sentence says why."""


@contextmanager
def apicurio(folder: Path) -> Iterator[str]:
    """Run one, empty, and give the URL below which it speaks as Confluent's does."""
    java, home, port = _java(), _fetched(), free_port()
    listens = [
        *(f"-Dquarkus.http.host={LOOPBACK}", f"-Dquarkus.http.port={port}"),
        *(f"-Dquarkus.management.host={LOOPBACK}", f"-Dquarkus.management.port={free_port()}"),
    ]
    with (folder / "apicurio.log").open("wb") as log:
        process = subprocess.Popen(
            [java, "-Xmx384m", *listens, "-jar", home / "quarkus-run.jar"],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    url = f"http://{LOOPBACK}:{port}/apis/ccompat/v7"
    try:
        wait_until(lambda: _answers(url), "Apicurio", PATIENCE)
        yield url
    finally:
        process.kill()
        process.wait()


def _java() -> str:
    """Return the program of a Java that is new enough, of all that are installed."""
    named = shutil.which("java", path=f"{os.environ.get('JAVA_HOME', '')}/bin:{os.environ['PATH']}")
    others = [str(path) for path in sorted(Path("/usr/lib/jvm").glob("*/bin/java"))]
    for java in [named, *others] if named else others:
        said = subprocess.run([java, "-version"], check=False, capture_output=True, text=True)
        version = re.search(r'version "(\d+)', said.stderr)
        if version and int(version[1]) >= OLDEST_JAVA:
            return java
    message = f"Apicurio {VERSION} needs Java {OLDEST_JAVA} or newer, and there is none"
    raise ApicurioMissing(message)


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/subjects", timeout=10).is_success
    except httpx.TransportError:
        return False


def _fetched() -> Path:
    """Return the folder of the program, fetched if need be: whole, or not at all."""
    folder = cache() / f"apicurio-registry-{VERSION}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix="apicurio-") as place:
            _fetch(Path(place))
            try:
                (Path(place) / "program").rename(folder)
            except OSError:  # another process has just brought the same
                if not folder.exists():
                    raise
    return folder


def _fetch(place: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        message = f"Apicurio {VERSION} comes from Maven, and there is no Maven"
        raise ApicurioMissing(message)
    done = subprocess.run(
        [maven, "-B", "-q", COPY, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={place}"],
        check=False,
        capture_output=True,
        text=True,
    )
    archive = next(place.glob("*.tar.gz"), None)
    if done.returncode or archive is None:
        message = f"Maven could not fetch {ARTIFACT}"
        raise ApicurioMissing(message)
    with tarfile.open(archive) as files:
        files.extractall(place / "program", filter="data")
    archive.unlink()
