"""Files of supporters of every kind are read from start to finish."""

import csv
import datetime
import io
import re
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from generator.congress.districts.table import DistrictTable
from generator.errors import FilesAreWrongError
from generator.files import excel
from generator.models.fields import ID_PATTERN
from generator.supporters.assignment import mailpieces
from generator.supporters.held_back import MARK
from generator.supporters.identity import supporter_id
from generator.supporters.reading import stream_supporters
from generator.supporters.types import Consent, Hold, Mailpiece, Supporter
from tests.support.crowd import HEADER, WORDING, as_csv, congress, crowd, homes
from tests.support.districts import import_table
from tests.support.supporter_lists import (
    ANA,
    BEN,
    ON,
    TERMS,
    ZCCD,
    Supporters,
    Write,
    held,
    held_csv,
    needs_zccd,
    only,
    problems,
    read_file,
    read_supporters,
    sheet,
)

# ---------------------------------------------------------------- kinds of files


def test_a_row_becomes_a_supporter_with_everything_it_says(read: Callable[..., Supporters]) -> None:
    found = only(
        read(
            {
                **ANA,
                "street2": "Apt 4",
                "story": "I wait.\r\n\r\nStill.",
                "picks": "asylum; border",
                "district": "tx-34",
            }
        )
    )
    assert found == Supporter(
        id="7",
        name="Ana Ruiz",
        street="12 Elm St, Apt 4",
        city="Brownsville",
        state="TX",
        zip="78520",
        email="ana@mail.example",
        consent=Consent("2026-08", datetime.date(2026, 8, 2), "web form"),
        story="I wait.\n\nStill.",
        picks=("asylum", "border"),
        seat="TX-34",
        file="people.csv",
        line=2,
        row=found.row,
    )
    assert dict(found.row) == {
        **ANA,
        "street2": "Apt 4",
        "story": "I wait.\r\n\r\nStill.",
        "picks": "asylum; border",
        "district": "tx-34",
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-with-mark"])
def test_each_delimiter_and_encoding_is_recognised(
    write: Write, delimiter: str, encoding: str
) -> None:
    text = sheet(
        [{**ANA, "name": "Đức Núñez", "story": "one, two; three\nfour"}], delimiter=delimiter
    )
    content = (
        b"\xff\xfe" + text.encode("utf-16-le")
        if encoding == "utf-16-le-with-mark"
        else text.encode(encoding)
    )
    found = read_file(write("people.csv", content))
    assert (only(found).name, only(found).story, found.warnings) == (
        "Đức Núñez",
        "one, two; three\nfour",
        (),
    )


def test_windows_1252_is_read_and_told(write: Write) -> None:
    found = read_file(
        write("people.csv", sheet([ANA, {**BEN, "name": "José Núñez"}]).encode("cp1252"))
    )
    assert [one.name for one in found.going] == ["Ana Ruiz", "José Núñez"]
    (warning,) = found.warnings
    assert (warning.line, warning.severity) == (3, "warning")
    assert "Windows-1252" in warning.message


def test_a_list_with_the_line_ends_of_a_macintosh_is_macroman(write: Write) -> None:
    text = sheet([{**ANA, "name": "José Peña"}]).replace("\r\n", "\n").replace("\n", "\r")
    found = read_file(write("people.csv", text.encode("mac_roman")))
    assert (only(found).name, only(found).line) == ("José Peña", 2)
    assert "read as MacRoman" in found.warnings[0].message


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n\n  \n", "is empty"),
        ("a.csv", b"id,name\n1,\x81\n", "neither UTF-8"),
        ("a.csv", "id,name\n".encode("utf-16-le"), "UTF-16 without its mark"),
        ("a.csv", b"\xff\xfei\x00d", "cannot"),
        ("a.csv", b"\xd0\xcf\x11\xe0more", "old Excel"),
        ("a.csv", b"%PDF-1.7", "is a PDF"),
        ("a.csv", b"PK\x03\x04", "ZIP archive"),
        ("a.xlsx", b"PK\x03\x04", "cannot be read as an Excel workbook"),
        ("a.xlsx", b"no workbook", "cannot be read as an Excel workbook"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(
    write: Write, name: str, content: bytes, words: str
) -> None:
    if words == "cannot":
        words = "neither UTF-8" if len(content) % 2 else "no column"
    (problem,) = problems(write(name, content))
    assert words in problem


def test_a_file_that_is_not_there_a_folder_and_a_nul_in_a_name_are_told(tmp_path: Path) -> None:
    assert "there is no such file" in problems(tmp_path / "nobody.csv")[0]
    assert "is a folder" in problems(tmp_path)[0]
    assert "cannot be read: embedded null byte" in problems(tmp_path / "a\0b.csv")[0]


def test_excels_own_sep_line_names_the_delimiter(write: Write) -> None:
    found = only(read_file(write("people.csv", "sep=;\r\n" + sheet([ANA], delimiter=";"))))
    assert (found.name, found.line) == ("Ana Ruiz", 3)


def test_a_header_with_delimiters_and_line_ends_in_quotes_is_one_header(write: Write) -> None:
    row = {"Why, though?\nTell; us; all; of; it; now; please; do; go; on; here": "x", **ANA}
    assert only(read_file(write("people.csv", sheet([row])))).name == "Ana Ruiz"


def test_quotes_that_are_never_closed_stop_the_file_at_their_line(write: Write) -> None:
    text = sheet([ANA]) + '8,"Ben'
    (problem,) = problems(write("people.csv", text))
    assert problem.startswith("people.csv:3: ")
    assert "quotation marks do not match" in problem


def test_two_hundred_columns_are_no_trouble_and_come_back_in_the_leftovers(write: Write) -> None:
    row = {f"custom {number}": str(number) for number in range(190)} | {**ANA, "consent": ""}
    one = held(read_file(write("people.csv", sheet([row]))))
    back = list(csv.reader(io.StringIO(held_csv([one]).removeprefix(MARK))))
    assert back[0] == ["letter", "what", "reason", *row, "district"]
    assert back[1][3:] == [*row.values(), ""]


def test_a_row_may_end_early_but_not_go_on_beyond_the_header(write: Write) -> None:
    header = "id,name,street,city,state,zip,consent,story,custom\n"
    short = read_file(
        write("people.csv", header + "1,Ana Ruiz,12 Elm St,Brownsville,TX,78520,2026-08-02\n")
    )
    assert only(short).story == ""
    empty_cells = read_file(
        write("people.csv", header + "1,Ana Ruiz,12 Elm St,Brownsville,TX,78520,2026-08-02,,,,,\n")
    )
    assert only(empty_cells).name == "Ana Ruiz"
    long = held(
        read_file(
            write(
                "people.csv",
                header + "1,Ana Ruiz,12 Elm St,Apt 4,Brownsville,TX,78520,2026-08-02,,,more\n",
            )
        )
    )
    assert long.kind == "refused"
    assert "11 cells and the header 9" in long.reason


# ---------------------------------------------------------------- workbooks


def workbook(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    formats: dict[str, str] | None = None,
    more: Sequence[str] = (),
) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append(list(row))
    for cell, number_format in (formats or {}).items():
        page[cell].number_format = number_format
    for title in more:
        book.create_sheet(title).append(["something"])
    book.save(path)
    return path


def test_a_workbook_reads_like_the_csv_of_it(tmp_path: Path) -> None:
    agreed = datetime.datetime(2026, 8, 2, 9, 30)  # noqa: DTZ001 - a cell of Excel has no time zone
    row = [7, "Ana Ruiz", "12 Elm St", "Brownsville", "TX", 78520.0, None, agreed, True, 1.5]
    found = only(read_file(workbook(tmp_path / "people.xlsx", [[], list(ANA), row])))
    assert (found.id, found.zip, found.line) == ("7", "78520", 3)
    assert found.consent == Consent("yes", datetime.date(2026, 8, 2), "1.5")


def test_a_zip_format_of_excel_keeps_the_zero_that_a_plain_number_has_lost(tmp_path: Path) -> None:
    row = [7, "Ana Ruiz", "12 Elm St", "Boston", "MA", 2134, "", datetime.date(2026, 8, 2), "", ""]
    assert (
        only(
            read_file(workbook(tmp_path / "a.xlsx", [list(ANA), row], formats={"F2": "00000"}))
        ).zip
        == "02134"
    )
    assert (
        "lost its leading zero"
        in held(read_file(workbook(tmp_path / "b.xlsx", [list(ANA), row]))).reason
    )


def test_only_the_first_sheet_with_rows_is_read_and_told(tmp_path: Path) -> None:
    found = read_file(
        workbook(
            tmp_path / "people.xlsx", [list(ANA), list(ANA.values())], more=["second", "third"]
        )
    )
    assert only(found).name == "Ana Ruiz"
    assert "has 3 sheets" in found.warnings[0].message
    assert "is empty" in problems(workbook(tmp_path / "empty.xlsx", []))[0]


def test_a_workbook_broken_inside_is_told(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "whole.xlsx", [list(ANA), list(ANA.values())])
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as target:
        for entry in source.namelist():
            content = source.read(entry)
            target.writestr(
                entry,
                content[: content.rfind(b"<row")] + b"<row"
                if entry.startswith("xl/worksheets/")
                else content,
            )
    assert "cannot be read as an Excel workbook" in problems(broken)[0]


def test_a_workbook_that_unpacks_beyond_measure_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "people.xlsx", [list(ANA)])
    monkeypatch.setattr(excel, "MAX_UNPACKED_BYTES", 100)
    assert "unpacks to more than" in problems(path)[0]


def test_line_ends_and_errors_of_excel_are_read_as_what_they_are(tmp_path: Path) -> None:
    row = [*ANA.values(), "My mother waits._x000D_\n_x000D_\nStill.", "#N/A"]
    found = only(read_file(workbook(tmp_path / "people.xlsx", [[*ANA, "story", "street2"], row])))
    assert (found.story, found.street) == ("My mother waits.\n\nStill.", "12 Elm St")


def test_a_formula_gives_its_last_value_and_never_runs(tmp_path: Path) -> None:
    rows = [[*ANA, "story"], [*ANA.values(), '=HYPERLINK("https://example.org","x")']]
    assert only(read_file(workbook(tmp_path / "people.xlsx", rows))).story == ""


# ---------------------------------------------------------------- a crowd


@pytest.mark.slow
@needs_zccd
@pytest.mark.slow
def test_three_thousand_people_over_real_zip_codes(tmp_path: Path) -> None:
    people = crowd(homes(ZCCD))
    path = tmp_path / "people.csv"
    path.write_text(as_csv([HEADER, *(person.row for person in people)]), encoding="utf-8")
    import_table(ZCCD, target=tmp_path / "districts.sqlite", congress=119)
    table = DistrictTable.open(tmp_path / "districts.sqlite", on=ON)
    members = congress(vacant=("TX-34",))

    found = read_supporters(path, terms=replace(TERMS, wording=WORDING), shown_as="people.csv")
    every = list(
        mailpieces(found.going, recipients=members, table=table, on=ON, campaign="c", version="v1")
    )

    fates = Counter(person.fate for person in people)
    assert min(fates[fate] for fate in ("going", "refused", "merged")) > 100
    assert {one.id for one in found.going} == {
        person.row[0] for person in people if person.fate == "going"
    }
    assert Counter(one.kind for one in found.held) == Counter(
        {"refused": fates["refused"], "merged": fates["merged"]}
    )
    pieces = [one for one in every if isinstance(one, Mailpiece)]
    assert len({piece.key for piece in pieces}) == len(pieces) > 6500
    assert {one.reason.partition(" ")[0] for one in every if isinstance(one, Hold)} <= {
        "ZIP",
        "TX-34",
    }
    assert Counter(piece.supporter.id for piece in pieces).most_common(1)[0][1] == 3

    again = tmp_path / "held.csv"
    again.write_text(held_csv(found.held), encoding="utf-8")
    back = read_supporters(again, terms=replace(TERMS, wording=WORDING), shown_as="held.csv")
    assert [(one.kind, one.supporter.id) for one in back.held] == [
        (one.kind, one.supporter.id) for one in found.held
    ]
    assert not back.going


@pytest.mark.slow
def test_a_long_file_is_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        sheet_of_many = csv.writer(opened)
        sheet_of_many.writerow([*ANA, "story"])
        story = "I wait. " * 200
        sheet_of_many.writerows(
            [
                f"p{number}",
                "Ana Ruiz",
                f"{number} Elm St",
                "Brownsville",
                "TX",
                "78520",
                "",
                "2026-08-02",
                "",
                "",
                story,
            ]
            for number in range(5000)
        )
    tracemalloc.start()
    try:
        counted = sum(
            isinstance(one, Supporter)
            for one in stream_supporters(path, terms=TERMS, shown_as="people.csv")
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert counted == 5000
    assert peak < path.stat().st_size / 4, "eight megabytes of stories are not kept"


def test_a_file_that_changes_while_it_is_read_is_told(write: Write) -> None:
    path = write("people.csv", sheet([ANA]))
    stream = stream_supporters(path, terms=TERMS, shown_as="people.csv")
    assert isinstance(next(stream), Supporter)
    with path.open("a", encoding="utf-8") as opened:
        opened.write("8,Ben Okafor\n")
    with pytest.raises(FilesAreWrongError) as caught:
        list(stream)
    assert "was changed while it was read" in str(caught.value.problems[0])


def test_ids_of_ours_are_fit_for_file_names() -> None:
    assert re.fullmatch(ID_PATTERN, supporter_id("", street="", zip_code=""))
