"""Where health is served: on loopback unless another host is named."""

from __future__ import annotations

import pytest

from escalon.health.address import address_of
from escalon.http.serving import AddressMistake


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:9464", ("127.0.0.1", 9464)),
        ("9464", ("127.0.0.1", 9464)),
        (":0", ("127.0.0.1", 0)),
        ("localhost:1", ("localhost", 1)),
        ("[::1]:9464", ("::1", 9464)),
    ],
)
def test_an_address_is_a_host_and_a_port(text, address):
    assert address_of(text) == address


@pytest.mark.parametrize("text", ["host", "host:", "host:port", "host:65536", "::1", "h:-1", "h:²"])
def test_another_text_is_refused_in_a_sentence(text):
    with pytest.raises(AddressMistake) as told:
        address_of(text)

    assert str(told.value) == (
        f"The address of health checks is '{text}'; name a host and a port up to 65535,"
        " such as 127.0.0.1:9464."
    )
