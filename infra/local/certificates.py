"""An authority of one's own, and certificates from it for both sides on this machine's loopback."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from infra.local.faults import ServiceMistake

DAYS = "30"
NAMES = "subjectAltName=IP:127.0.0.1,DNS:localhost"
KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
OWN = ("-x509", "-days", DAYS)


class OpensslMissing(ServiceMistake):
    """There is nothing that makes certificates."""

    def __init__(self) -> None:
        super().__init__("There is no openssl; install it, on Debian: apt install openssl.")


class Certificates(NamedTuple):
    """PEM files: the authority's certificate, and for each side one with key and certificate."""

    authority: Path
    server: Path
    client: Path


def make_certificates(folder: Path) -> Certificates:
    """Make an authority, and certificates for a server and a client; good for a month."""
    folder.mkdir(parents=True, exist_ok=True)
    authority, key = folder / "authority.pem", folder / "authority.key"
    _openssl("req", *OWN, *KEY, *_named("Escalon's own authority", key, authority))
    server = _signed(folder / "server.pem", authority, key, "localhost")
    return Certificates(authority, server, _signed(folder / "client.pem", authority, key, "anna"))


def _signed(file: Path, authority: Path, authority_key: Path, name: str) -> Path:
    certificate, key = file.with_suffix(".crt"), file.with_suffix(".key")
    signed = ("-CA", authority, "-CAkey", authority_key, "-addext", NAMES)
    _openssl("req", *OWN, *KEY, *signed, *_named(name, key, certificate))
    file.touch(mode=0o600)
    file.write_bytes(key.read_bytes() + certificate.read_bytes())
    return file


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
