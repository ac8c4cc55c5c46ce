"""The registry on the wire, and as a process of its own."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from escalon.http.registry import LARGEST, registry_app
from escalon.http.serving import AddressMistake, serving
from infra.registry import Catalogue

OPENED = "escalon.tickets.v1-escalon.TicketOpened"
USUAL = "application/vnd.schemaregistry.v1+json"
# The command is asked for by its module, whatever else the program may offer.
PROGRAM = "from escalon.cli.registry import app; app()"


@pytest.fixture(scope="module")
def address():
    with serving(registry_app(Catalogue()), "127.0.0.1", 0) as url:
        yield urlsplit(url).netloc


@pytest.fixture
def ask(address):
    connection = HTTPConnection(address, timeout=5)

    def request(method, path, body=None, **headers):
        connection.request(method, path, body, headers)
        answered = connection.getresponse()
        return answered, answered.read()

    yield request
    connection.close()


@contextmanager
def running(*arguments):
    command = [sys.executable, "-c", PROGRAM, "serve", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def port_of(process):
    """Return the port that the process says it is at."""
    words = process.stdout.readline().decode()
    assert "http://127.0.0.1:" in words
    return int(words.partition("127.0.0.1:")[2].partition(":")[0])


@pytest.mark.parametrize(
    ("accepted", "answered"),
    [
        (f"{USUAL}, application/vnd.schemaregistry+json, application/json", USUAL),
        ("application/json", "application/json"),
        ("*/*", USUAL),
        ("text/html", USUAL),
    ],
)
def test_the_kind_of_content_is_the_one_that_clients_accept(ask, accepted, answered):
    response, body = ask("GET", "/subjects", Accept=accepted)

    assert response.headers["Content-Type"] == answered
    assert OPENED in json.loads(body)


@pytest.mark.parametrize("path", ["/subjects/a%2Fb/versions", "/subjects/a%2Fb/versions/"])
def test_a_subject_may_hold_a_slash(ask, path):
    response, body = ask("GET", path)

    assert response.status == 404
    assert "'a/b'" in json.loads(body)["message"]


def test_a_subject_may_be_written_in_percents(ask):
    response, _ = ask("GET", f"/subjects/{OPENED.replace('-', '%2D')}/versions")

    assert response.status == 200


def test_head_answers_as_get_without_the_content(ask):
    response, body = ask("HEAD", "/schemas/ids/1001")

    assert (response.status, body) == (200, b"")
    assert int(response.headers["Content-Length"]) > 1_000


def test_options_and_impossible_methods_name_those_that_are(ask):
    assert ask("OPTIONS", "/subjects")[0].headers["Allow"] == "GET, HEAD, OPTIONS"
    assert ask("PATCH", "/subjects")[0].headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_body_too_large_is_refused(ask):
    response, body = ask("POST", f"/subjects/{OPENED}", b"x" * (LARGEST + 1))

    assert (response.status, json.loads(body)["error_code"]) == (413, 42209)


def test_a_name_that_no_text_can_hold_is_answered(ask):
    schema = json.dumps({"type": "record", "name": "\ud800", "fields": []})

    response, _ = ask("POST", f"/subjects/{OPENED}/versions", json.dumps({"schema": schema}))

    assert response.status in (409, 422)


def test_it_says_that_it_lives(ask):
    response, body = ask("GET", "/livez")

    assert (response.status, body) == (200, b"ok\n")


def test_it_can_be_served_below_another_path():
    below = Starlette(routes=[Mount("/a/b", registry_app(Catalogue()))])
    with serving(below, "127.0.0.1", 0) as url:
        connection = HTTPConnection(urlsplit(url).netloc, timeout=5)
        connection.request("GET", "/a/b/schemas/ids/1001")
        found = json.load(connection.getresponse())
        connection.close()

    assert found["id"] == 1001


def test_an_address_in_use_is_told_in_a_sentence(address):
    port = int(address.rpartition(":")[2])

    with pytest.raises(AddressMistake, match=f"port {port}, can't be served at"):
        serving(registry_app(Catalogue()), "127.0.0.1", port).__enter__()

    with running("--port", str(port)) as process:
        said = process.communicate(timeout=30)[1].decode()
    assert process.returncode == 2
    assert "Traceback" not in said


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_within_a_second_whoever_is_connected(how):
    with running("--port", "0") as process:
        port = port_of(process)
        with (
            socket.create_connection(("127.0.0.1", port)) as idle,
            socket.create_connection(("127.0.0.1", port)) as slow,
        ):
            idle.sendall(b"GET /livez HTTP/1.1\r\nHost: desk\r\n\r\n")
            assert idle.recv(100).startswith(b"HTTP/1.1 200")
            slow.sendall(b"POST /subjects/a HTTP/1.1\r\nHost: desk\r\nContent-Length: 9\r\n\r\n{")
            begun = time.monotonic()
            process.send_signal(how)
            said = process.communicate(timeout=10)[1]
            took = time.monotonic() - begun

    assert (process.returncode, said) == (0, b"")
    assert took < 1.5  # of which the interpreter's own end takes a part on a busy machine
