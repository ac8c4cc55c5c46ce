"""How a log's file is read, whatever its format."""

from __future__ import annotations

import gzip

import pytest

from domain.ids import NAMESPACE, derive
from escalon.importers import FORMATS, read_log
from tests.unit.importer_examples import rows_of, told, write

SERVICENOW = "servicenow"
CHANGES = (
    {},
    {"incident_state": "Active", "sys_updated_at": "1/2/2016 10:00"},
    {"number": "INC2", "incident_state": "New", "sys_updated_at": "1/2/2016 09:30"},
)


@pytest.fixture
def plain(tmp_path):
    return write(tmp_path / "log.csv", rows_of(SERVICENOW, CHANGES))


def test_gzip_is_known_by_its_content_and_not_by_its_name(tmp_path, plain) -> None:
    packed = tmp_path / "packed.csv"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    misnamed = plain.rename(tmp_path / "plain.gz")

    assert read_log(packed, SERVICENOW, "p") == read_log(misnamed, SERVICENOW, "p")


def test_what_is_read_depends_on_the_rows_and_not_on_the_files_name(tmp_path, plain) -> None:
    first = read_log(plain, SERVICENOW, "p")

    assert read_log(plain.rename(tmp_path / "other.csv"), SERVICENOW, "p") == first


def test_a_byte_order_mark_and_empty_lines_are_passed_over(tmp_path, plain) -> None:
    text = plain.read_text(encoding="utf-8")
    marked = tmp_path / "marked.csv"
    marked.write_bytes(("\ufeff" + text.replace("\n", "\r\n\r\n")).encode())

    assert read_log(marked, SERVICENOW, "p") == read_log(plain, SERVICENOW, "p")


def test_columns_may_stand_in_any_order_and_others_are_not_read(tmp_path, plain) -> None:
    rows = [{"made_sla": "true", **row} for row in rows_of(SERVICENOW, CHANGES)]
    turned = [dict(reversed(row.items())) for row in rows]
    other = write(tmp_path / "turned.csv", turned)

    assert read_log(other, SERVICENOW, "p") == read_log(plain, SERVICENOW, "p")


def test_rows_and_tickets_are_counted_and_entries_sorted_by_time_and_row(tmp_path) -> None:
    log = told(tmp_path, SERVICENOW, *CHANGES)

    assert (log.rows, log.tickets, log.first_year) == (3, 2, 2016)
    assert [entry.row for entry in log.entries] == [1, 3, 2]


def test_every_command_retells_the_past_under_an_id_made_of_row_and_place(tmp_path) -> None:
    log = told(tmp_path, SERVICENOW, {"incident_state": "Resolved"})
    names = derive(NAMESPACE, "source:servicenow")

    [entry] = log.entries
    ids = [command.command_id for command in entry.commands]
    assert ids == [derive(names, "1:1"), derive(names, "1:2"), derive(names, "1:3")]
    assert all(command.imported for command in entry.commands)


def test_ids_are_numbered_through_a_row_that_speaks_at_two_times(tmp_path) -> None:
    log = told(
        tmp_path, SERVICENOW, {"incident_state": "Active", "sys_updated_at": "1/2/2016 09:01"}
    )
    names = derive(NAMESPACE, "source:servicenow")

    assert [entry.row for entry in log.entries] == [1, 1]
    assert log.entries[1].commands[0].command_id == derive(names, "1:2")


def test_each_format_says_in_a_line_what_it_is() -> None:
    assert list(FORMATS) == ["servicenow", "volvo", "italian"]
    assert all(format.description and "\n" not in format.description for format in FORMATS.values())
