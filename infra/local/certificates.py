"""An authority of one's own, and a certificate from it for this machine's loopback."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from infra.local.faults import ServiceMistake

DAYS = "30"
NAMES = "subjectAltName=IP:127.0.0.1,DNS:localhost"
KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class OpensslMissing(ServiceMistake):
    """There is nothing that makes certificates."""

    def __init__(self) -> None:
        super().__init__("There is no openssl; install it, on Debian: apt install openssl.")


class Certificates(NamedTuple):
    """PEM files: the authority's certificate, and one with key and certificate for a server."""

    authority: Path
    server: Path


def make_certificates(folder: Path) -> Certificates:
    """Make an authority and a server's certificate in a folder; good for a month."""
    folder.mkdir(parents=True, exist_ok=True)
    authority, authority_key = folder / "authority.pem", folder / "authority.key"
    certificate, key = folder / "server.crt", folder / "server.key"
    own = ("-x509", "-days", DAYS)
    _openssl("req", *own, *KEY, *_named("Escalon's own authority", authority_key, authority))
    signed = ("-CA", authority, "-CAkey", authority_key, "-addext", NAMES)
    _openssl("req", *own, *KEY, *signed, *_named("localhost", key, certificate))
    server = folder / "server.pem"
    server.touch(mode=0o600)
    server.write_bytes(key.read_bytes() + certificate.read_bytes())
    return Certificates(authority, server)


def _named(name: str, key: Path, certificate: Path) -> tuple[object, ...]:
    return "-subj", f"/CN={name}", "-keyout", key, "-out", certificate


def _openssl(*arguments: object) -> None:
    program = shutil.which("openssl")
    if program is None:
        raise OpensslMissing
    done = subprocess.run(  # noqa: S603  # our own arguments
        [program, *map(str, arguments)], check=False, capture_output=True, text=True
    )
    if done.returncode:
        message = f"openssl could not make a certificate: {done.stderr.strip()}"
        raise ServiceMistake(message)
