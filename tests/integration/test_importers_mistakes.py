"""A log that can't be understood is refused by one sentence: where, what, and what is right."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from escalon.importers import FORMATS, ImportMistake, read_log
from tests.unit.importer_examples import FIRST, rows_of, write

SERVICENOW = "servicenow"


def mistake(path: Path, format: str = SERVICENOW) -> str:
    """Return the sentence by which a file is refused, without the folder."""
    with pytest.raises(ImportMistake) as refused:
        read_log(path, format, "p")
    return str(refused.value).replace(f"{path.parent}/", "")


def wrong(folder: Path, format: str, change: dict[str, str]) -> str:
    """Return the sentence about a change in the second row, which is line 3."""
    return mistake(write(folder / "log.csv", rows_of(format, [{}, change])), format)


def raw(folder: Path, content: str | bytes) -> Path:
    path = folder / "log.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("format", "column"), [(format, column) for format in FIRST for column in FIRST[format]]
)
def test_every_column_must_be_there(tmp_path, format, column) -> None:
    row = {name: cell for name, cell in FIRST[format].items() if name != column}

    assert mistake(write(tmp_path / "log.csv", [row]), format) == (
        f"log.csv, line 1: column '{column}' is missing; the first line names the columns, "
        f"among them {', '.join(FORMATS[format].columns)}."
    )


def test_a_column_is_named_once(tmp_path) -> None:
    path = write(tmp_path / "log.csv", rows_of("italian", [{}]))
    twice = path.read_text().replace("Resource", "Activity")

    assert mistake(raw(tmp_path, twice), "italian").startswith(
        "log.csv, line 1: column 'Activity' is there twice; the first line names the columns"
    )


@pytest.mark.parametrize(
    ("format", "column", "value", "right"),
    [
        (
            "servicenow",
            "sys_updated_at",
            "31/13/2016 10:00",
            "is no time since 1970; write day/month/year hour:minute, as in 29/2/2016 01:16",
        ),
        (
            "servicenow",
            "opened_at",
            "?",
            "is no time since 1970; write day/month/year hour:minute, as in 29/2/2016 01:16",
        ),
        (
            "servicenow",
            "opened_at",
            "1/1/1969 10:00",
            "is no time since 1970; write day/month/year hour:minute, as in 29/2/2016 01:16",
        ),
        (
            "volvo",
            "Change Date+Time",
            "2012-05-01T09:00:00",
            "is no time since 1970 with a zone; write it like 2011-01-31T11:12:22+01:00",
        ),
        (
            "italian",
            "time:timestamp",
            "yesterday",
            "is no time since 1970 with a zone; write it like 2011-01-31T11:12:22+01:00",
        ),
        (
            "servicenow",
            "priority",
            "Urgent",
            "is unknown; write one of 1 - Critical, 2 - High, 3 - Moderate, 4 - Low",
        ),
        (
            "servicenow",
            "incident_state",
            "Frozen",
            (
                "is unknown; write one of New, Active, Awaiting User Info, Awaiting Vendor, "
                "Awaiting Problem, Awaiting Evidence, Resolved, Closed, -100"
            ),
        ),
        ("volvo", "ST Level", "L4", "is unknown; write one of L1, L2, L3, L2/L3"),
        (
            "italian",
            "Activity",
            "Lunch",
            (
                "is unknown; write one of Assign seriousness, Insert ticket, "
                "Take in charge ticket, Wait, Require upgrade, Create SW anomaly, "
                "Resolve SW anomaly, Schedule intervention, VERIFIED, Resolve ticket, RESOLVED, "
                "INVALID, DUPLICATE, Closed"
            ),
        ),
        ("servicenow", "number", "?", "names no ticket; give every row its ticket's number"),
        ("volvo", "SR Number", "", "names no ticket; give every row its ticket's number"),
        ("italian", "case:concept:name", "", "names no ticket; give every row its ticket's number"),
    ],
)
def test_a_cell_that_says_nothing_we_know_is_refused(
    tmp_path, format, column, value, right
) -> None:
    assert wrong(tmp_path, format, {column: value}) == (
        f"log.csv, line 3: column '{column}' says '{value}', which {right}."
    )


def test_a_status_and_its_sub_status_must_belong_together(tmp_path) -> None:
    sentence = wrong(tmp_path, "volvo", {"Status": "Queued", "Sub Status": "Wait"})

    assert sentence.startswith(
        "log.csv, line 3: column 'Status-Sub Status' says 'Queued-Wait', which is unknown; "
        "write one of Queued-Awaiting Assignment, Accepted-Assigned, "
    )


def test_an_empty_file_is_no_log(tmp_path) -> None:
    assert mistake(raw(tmp_path, ""), "italian") == (
        "log.csv is empty; the first line names the columns, "
        "among them case:concept:name, Activity, Resource, time:timestamp."
    )


def test_an_empty_file_that_is_gzipped_is_no_log(tmp_path) -> None:
    assert mistake(raw(tmp_path, gzip.compress(b""))).startswith("log.csv is empty; ")


def test_a_log_has_rows(tmp_path) -> None:
    header = ",".join(FIRST[SERVICENOW])

    assert mistake(raw(tmp_path, f"{header}\n\n")) == (
        "log.csv has column names but no rows; a log has at least one."
    )


@pytest.mark.parametrize("cell", ["", ",one too many"])
def test_every_line_has_a_field_for_each_column(tmp_path, cell) -> None:
    header = ",".join(FIRST["italian"])
    row = ",".join(FIRST["italian"].values())
    bad = f"{row}{cell}" if cell else row.rpartition(",")[0]

    assert mistake(raw(tmp_path, f"{header}\n{row}\n{bad}\n"), "italian") == (
        f"log.csv, line 3: {5 if cell else 3} fields for 4 columns; "
        "write one field for each column."
    )


@pytest.mark.parametrize("kept", [3, 12, 40, -9, -4])
def test_a_gzip_that_is_cut_off_is_refused(tmp_path, kept) -> None:
    path = write(tmp_path / "log.csv", rows_of(SERVICENOW, [{}] * 200))
    packed = gzip.compress(path.read_bytes())

    sentence = mistake(raw(tmp_path, packed[:kept]))

    assert sentence.startswith("log.csv: the gzip data is cut off after line ")
    assert sentence.endswith("; get the whole file again.")


@pytest.mark.parametrize("place", [15, -6])
def test_a_gzip_that_is_damaged_is_refused(tmp_path, place) -> None:
    path = write(tmp_path / "log.csv", rows_of(SERVICENOW, [{}] * 200))
    packed = bytearray(gzip.compress(path.read_bytes()))
    packed[place] ^= 0xFF

    sentence = mistake(raw(tmp_path, bytes(packed)))

    assert sentence.startswith("log.csv: the gzip data is damaged after line ")


def test_text_that_is_not_utf_8_is_refused_at_its_line(tmp_path) -> None:
    header = ",".join(FIRST[SERVICENOW])

    assert mistake(raw(tmp_path, f"{header}\nBjörn".encode("latin-1"))) == (
        "log.csv, line 2: byte 3 is not UTF-8; save it as UTF-8."
    )


def test_a_quote_that_is_never_closed_is_refused(tmp_path) -> None:
    header = ",".join(FIRST[SERVICENOW])

    assert mistake(raw(tmp_path, f'{header}\n"INC1,New\n')) == (
        "log.csv, line 2: not CSV (unexpected end of data); "
        "put quotes around a field that holds a comma, a quote or a line's end."
    )


def test_a_file_must_be_there(tmp_path) -> None:
    assert mistake(tmp_path / "nothing.csv") == (
        "nothing.csv can't be read (No such file or directory); name a CSV file, gzipped or not."
    )


def test_a_folder_is_no_log(tmp_path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()

    assert mistake(folder) == (
        "logs can't be read (Is a directory); name a CSV file, gzipped or not."
    )


def test_a_format_must_be_one_of_ours(tmp_path) -> None:
    assert mistake(tmp_path / "log.csv", "zendesk") == (
        "There is no format 'zendesk'; formats are servicenow, volvo, italian."
    )
