"""Derived identifiers."""

from __future__ import annotations

from uuid import UUID, uuid5

from domain.ids import NAMESPACE, derive

ANY_CASE = UUID("5E0D3A52-8F5B-5C1E-9D6F-0C7C1A1E5CA1")


def test_an_id_is_the_uuid_of_version_5() -> None:
    for number in range(500):
        namespace = uuid5(ANY_CASE, f"{number}")
        name = chr(number + 1) * (number % 7)
        assert derive(str(namespace), name) == str(uuid5(namespace, name))


def test_an_id_is_canonical_text() -> None:
    id = derive(NAMESPACE, "ticket")
    assert id == str(UUID(id))
    assert id == "48c6c199-3d01-52dc-91f9-a671dc0aed25"


def test_the_same_name_gives_the_same_id() -> None:
    assert derive(NAMESPACE, "ticket") == derive(NAMESPACE, "ticket")


def test_another_name_or_namespace_gives_another_id() -> None:
    ids = {derive(space, name) for space in (NAMESPACE, TICKET) for name in ("", "1", "1 ", "11")}
    assert len(ids) == 8


def test_how_a_namespace_is_written_does_not_matter() -> None:
    assert derive(str(ANY_CASE).upper(), "ticket") == derive(NAMESPACE, "ticket")


TICKET = derive(NAMESPACE, "ticket")
