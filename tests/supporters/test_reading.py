"""Supporters: their files of every kind, who is whom, whose letters may go and to whom, and what is held."""

import csv
import datetime
import io
import re
import tempfile
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from generator.congress.districts.finding import NoTableToFindInError
from generator.congress.districts.table import DistrictTable, import_table
from generator.errors import FilesAreWrongError, Problem
from generator.files import excel
from generator.letter.pdf import missing_glyphs
from generator.models.campaign import CampaignFile, ConsentWording
from generator.models.fields import ID_PATTERN
from generator.models.recipient import Recipient
from generator.supporters.address_match import address_key, household, name_key
from generator.supporters.assignment import mailpieces
from generator.supporters.cells import one_line, paragraphs
from generator.supporters.columns import NAMES, plain
from generator.supporters.eligibility import EligibilityRules
from generator.supporters.held_back import MARK, HoldList
from generator.supporters.identity import supporter_id
from generator.supporters.reading import stream_supporters
from generator.supporters.types import Consent, Hold, Mailpiece, Supporter
from tests.support.crowd import HEADER, WORDING, as_csv, congress, crowd, homes

ZCCD = Path(__file__).parents[3] / "shared" / "data" / "zccd.csv"
needs_zccd = pytest.mark.skipif(
    not ZCCD.is_file(), reason=f"the table for tests is not there: {ZCCD}"
)

ON = datetime.date(2026, 9, 1)
TERMS = EligibilityRules(on=ON, missing_glyphs=missing_glyphs)
ANA = {
    "id": "7", "name": "Ana Ruiz", "street": "12 Elm St", "city": "Brownsville", "state": "TX", "zip": "78520",
    "email": "ana@mail.example", "consent": "2026-08-02", "wording": "2026-08", "how": "web form",
}  # fmt: skip
BEN = {**ANA, "id": "8", "name": "Ben Okafor", "street": "99 Oak Ave", "email": "ben@mail.example"}

Write = Callable[[str, str | bytes], Path]


@dataclass(frozen=True)
class Supporters:
    """Everybody in a file: whose letters may go, whose not, and warnings."""

    going: tuple[Supporter, ...]
    held: tuple[Hold, ...]
    warnings: tuple[Problem, ...]


def read_supporters(file: Path, *, terms: EligibilityRules, shown_as: str) -> Supporters:
    every = tuple(stream_supporters(file, terms=terms, shown_as=shown_as))
    return Supporters(
        tuple(one for one in every if isinstance(one, Supporter)),
        tuple(one for one in every if isinstance(one, Hold)),
        tuple(one for one in every if isinstance(one, Problem)),
    )


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.fixture
def read(write: Write) -> Callable[..., Supporters]:
    """Reads people given as mappings, by way of a CSV file."""

    def people(*rows: dict[str, str], terms: EligibilityRules = TERMS) -> Supporters:
        return read_supporters(write("people.csv", sheet(rows)), terms=terms, shown_as="people.csv")

    return people


def sheet(rows: Sequence[dict[str, str]], *, delimiter: str = ",") -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return as_csv(
        [columns, *([row.get(column, "") for column in columns] for row in rows)],
        delimiter=delimiter,
    )


def read_file(path: Path, *, terms: EligibilityRules = TERMS) -> Supporters:
    return read_supporters(path, terms=terms, shown_as=path.name)


def problems(path: Path, *, terms: EligibilityRules = TERMS) -> list[str]:
    """What is wrong with a file that cannot be read."""
    with pytest.raises(FilesAreWrongError) as caught:
        read_file(path, terms=terms)
    return [str(problem) for problem in caught.value.problems]


def only(found: Supporters) -> Supporter:
    assert not found.held, [held.reason for held in found.held]
    (supporter,) = found.going
    return supporter


def held(found: Supporters) -> Hold:
    assert not found.going
    (one,) = found.held
    return one


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
    monkeypatch.setattr(excel, "MOST_UNPACKED", 100)
    assert "unpacks to more than" in problems(path)[0]


def test_line_ends_and_errors_of_excel_are_read_as_what_they_are(tmp_path: Path) -> None:
    row = [*ANA.values(), "My mother waits._x000D_\n_x000D_\nStill.", "#N/A"]
    found = only(read_file(workbook(tmp_path / "people.xlsx", [[*ANA, "story", "street2"], row])))
    assert (found.story, found.street) == ("My mother waits.\n\nStill.", "12 Elm St")


def test_a_formula_gives_its_last_value_and_never_runs(tmp_path: Path) -> None:
    rows = [[*ANA, "story"], [*ANA.values(), '=HYPERLINK("https://example.org","x")']]
    assert only(read_file(workbook(tmp_path / "people.xlsx", rows))).story == ""


# ---------------------------------------------------------------- YAML

YAML = """\
# The supporters of the summer.
- name: Ana Ruiz
  street: 12 Elm St
  city: Boston
  state: MA
  zip: 02134
  consent: {date: 2026-08-02, wording: 2026-08, how: web form}
  picks: [asylum, border]
- name: Ben Okafor
  street: 99 Oak Ave
  city: Boston
  state: MA
  zip: 02134
  consent: 2026-08-03
"""


@pytest.mark.parametrize("head", ["", "---\n", "supporters:\n"])
def test_yaml_is_a_list_of_people_bare_or_under_its_key(write: Write, head: str) -> None:
    found = read_file(
        write(
            "people.yaml",
            head + YAML.replace("  consent: 2026-08-03", "  consent date: 2026-08-03"),
        )
    )
    assert [one.name for one in found.going] == ["Ana Ruiz", "Ben Okafor"]
    first = found.going[0]
    assert (first.zip, first.picks, first.line) == (
        "02134",
        ("asylum", "border"),
        2 + head.count("\n"),
    )
    assert first.consent == Consent("2026-08", datetime.date(2026, 8, 2), "web form")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("supporters: []\n", "holds no people"),
        ("supporters:\n  - Ana\n", "people.yaml:2: supporters[1]: must have keys"),
        ("people:\n  - name: Ana\n", "people.yaml:1: people: there is no such key"),
        ("- name: A\n  name: B\n", "people.yaml:2: "),
        ("- name: 'A\n", "people.yaml:"),
        ("- name: &a A\n", "people.yaml:1: "),
        ("", "is empty"),
        ("# nothing\n", "is empty"),
        ("- note: x\n", "names no column that we know"),
        ("- name: {}\n", "holds no people"),
        ("- [Ana]\n", "must have keys"),
        ("\x00", "people.yaml"),
    ],
)
def test_mistakes_in_yaml_are_told_with_their_line(write: Write, text: str, words: str) -> None:
    assert words in " ".join(problems(write("people.yaml", text)))


# ---------------------------------------------------------------- columns

EXPORTS = {
    "Action Network": "uuid,first_name,last_name,email,can2_user_address,can2_user_city,can2_user_state,zip_code,can2_subscription_status",
    "EveryAction": "VANID,FirstName,MiddleName,LastName,Suffix,Address Line 1,Address Line 2,City,State,Zip,Email Address",
    "VoteBuilder": "Voter File VANID,FirstName,LastName,vAddress,City,State,Zip5",
    "NationBuilder": (
        "nationbuilder_id,first_name,last_name,email,primary_address1,primary_address2,primary_city,primary_state,primary_zip,is_deceased"
    ),
    "CiviCRM": (
        "Contact ID,Display Name,Sort Name,First Name,Last Name,Street Address,Supplemental Address 1,City,Postal Code,State,Country,Email"
    ),
}  # fmt: skip


@pytest.mark.parametrize("program", EXPORTS)
def test_the_exports_of_the_usual_programs_are_read_as_they_are(write: Write, program: str) -> None:
    values = {
        "uuid": "a1b2-c3", "vanid": "101", "voterfilevanid": "101", "nationbuilderid": "101", "contactid": "101",
        "firstname": "Ana", "middlename": "María", "lastname": "Ruiz", "suffix": "Jr.",
        "displayname": "Ms. Ana Ruiz", "sortname": "Ruiz, Ana",
        "city": "Boston", "can2usercity": "Boston", "primarycity": "Boston", "country": "United States", "isdeceased": "false",
    }  # fmt: skip
    row = {}
    for column in EXPORTS[program].split(","):
        name = plain(column)
        guess = (
            "12 Elm St"
            if name in NAMES["street"]
            else "Apt 4"
            if name in NAMES["street2"]
            else None
        )
        guess = guess or (
            "Massachusetts"
            if name in NAMES["state"]
            else "02134-1000"
            if name in NAMES["zip"]
            else None
        )
        row[column] = guess or values.get(name, "ana@mail.example" if "email" in name else "")
    found = only(read_file(write("export.csv", sheet([{**row, "consent": "8/2/2026"}]))))
    assert found.name in {"Ana Ruiz", "Ana María Ruiz Jr."}
    assert found.street.startswith("12 Elm St")
    assert (found.city, found.state, found.zip) == ("Boston", "MA", "02134-1000")
    assert found.id in {"101", "a1b2-c3"}
    assert ("Apt 4" in found.street) == ("Apt 4" in row.values())


def test_a_missing_column_is_one_problem_with_what_was_found_and_what_to_write(
    write: Write,
) -> None:
    rows = [
        {
            "Id": "1",
            "Full Name": "Ana Ruiz",
            "Street": "12 Elm St",
            "City": "Boston",
            "Where": "MA",
            "When": "2026-08-02",
        }
    ] * 9
    (problem,) = problems(write("people.csv", sheet(rows)))
    assert problem == (
        "people.csv:1: has no column for state, zip and consent; it has Id, Full Name, Street, City, Where, When. "
        'If one goes by another name, say so: --map state="Home state"'
    )


def test_a_consent_wording_is_asked_for_only_where_the_campaign_has_one(write: Write) -> None:
    path = write(
        "people.csv", sheet([{key: value for key, value in ANA.items() if key != "wording"}])
    )
    assert only(read_file(path)).name == "Ana Ruiz"
    assert "no column for wording" in problems(path, terms=replace(TERMS, wording="2026-08"))[0]


def test_a_file_without_a_header_repeats_nobody(write: Write) -> None:
    (problem,) = problems(write("people.csv", as_csv([list(ANA.values()), list(BEN.values())])))
    assert "names no column that we know" in problem
    assert "Ana" not in problem


def test_many_columns_are_named_in_part(write: Write) -> None:
    (problem,) = problems(
        write("people.csv", sheet([{**{f"c{number}": "" for number in range(80)}, "name": "Ana"}]))
    )
    assert "c59 and 21 more" in problem


def test_columns_of_other_names_are_read_by_map(write: Write) -> None:
    row = {
        **{f"My {key}": value for key, value in ANA.items()},
        "Why I care": "I wait.",
        "story": "not this",
    }
    mapping = {key: f"my {key}" for key in ANA} | {"story": "why i CARE"}
    assert (
        only(
            read_file(write("people.csv", sheet([row])), terms=replace(TERMS, mapping=mapping))
        ).story
        == "I wait."
    )


def test_a_wrong_map_is_told(write: Write) -> None:
    path = write("people.csv", sheet([ANA]))
    words = problems(
        path, terms=replace(TERMS, mapping={"zipp": "zip", "story": "Storey", "city": ""})
    )
    assert "there is no such field; there are id, name" in words[2]
    assert 'there is no column "Storey"' in words[1]
    assert 'there is no column ""' in words[0]


def test_a_column_that_counts_and_stands_twice_is_told_another_is_not(write: Write) -> None:
    twice = as_csv([[*ANA, "note", "note"], [*ANA.values(), "a", "b"]])
    found = read_file(write("people.csv", twice))
    assert only(found).row[-2:] == (("note", "a"), ("note", "b"))
    assert (
        "people.csv:1: Email: stands twice"
        in problems(
            write(
                "people.csv",
                as_csv([[*ANA, "E-Mail"], [*ANA.values(), ""]]).replace("email", "Email", 1),
            )
        )[0]
    )


def test_a_mapped_column_is_not_read_for_something_else(write: Write) -> None:
    row = {
        **{key: value for key, value in ANA.items() if key != "name"},
        "display name": "Ana Ruiz",
        "unit": "my story",
    }
    found = only(
        read_file(
            write("people.csv", sheet([row])), terms=replace(TERMS, mapping={"story": "unit"})
        )
    )
    assert (found.street, found.story) == ("12 Elm St", "my story")


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize(
    "name",
    [
        "Prince",
        "María José de la Cruz Ramírez Ortega",
        "Nguyễn Thị Đức",
        "O’Neil",
        "D'Angelo",
        "Łukasz Żak",
        "Jean-Luc",
        "X Æ",
    ],
)
def test_names_are_kept_as_people_write_them(read: Callable[..., Supporters], name: str) -> None:
    assert only(read({**ANA, "name": name})).name == name


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", "王小明"),
        ("name", "محمد"),
        ("story", "I wait 😀"),
        ("street", "12 ש St"),
        ("city", "東京"),
    ],
)
def test_letters_that_the_typefaces_lack_hold_a_supporter_before_anything_prints(
    read: Callable[..., Supporters], field: str, text: str
) -> None:
    one = held(read({**ANA, field: text}))
    assert one.kind == "held"
    assert one.reason.startswith(f"{field}: the letters' typefaces have no sign for U+")
    assert text not in one.reason


def test_decomposed_letters_are_composed_and_control_characters_go(
    read: Callable[..., Supporters],
) -> None:
    found = only(
        read(
            {
                **ANA,
                "name": "\u202eJose\u0301\x07\u200b  Ruiz\u00a0\n",
                "story": "a\x00b\u2028c\r\n\r\n\r\n\r\nd",
            }
            | {"story": "a\x07b\u2028c\r\n\r\n\r\n\r\nd"}
        )
    )
    assert found.name == "José Ruiz"
    assert found.story == "ab\nc\n\nd"


@given(st.text())
def test_one_line_holds_nothing_invisible_and_is_itself_again(text: str) -> None:
    line = one_line(text)
    assert "\n" not in line
    assert "\x00" not in line
    assert one_line(line) == line
    assert paragraphs(paragraphs(text)) == paragraphs(text)


@pytest.mark.parametrize("sign", ["\u200c", "\u200d", "\u034f", "\ufe0f", "\u061c", "\U000e0041"])
def test_signs_that_nobody_sees_are_left_out(read: Callable[..., Supporters], sign: str) -> None:
    found = only(
        read(
            {
                **ANA,
                "name": f"Ana{sign} Ruiz{sign}",
                "street": f"12 {sign}Elm St",
                "story": f"I wait{sign}.\n{sign}\nStill.",
            }
        )
    )
    assert (found.name, found.street, found.story) == ("Ana Ruiz", "12 Elm St", "I wait.\n\nStill.")


def test_a_story_of_any_length_is_kept_whole(read: Callable[..., Supporters]) -> None:
    story = "I have waited for a long time. " * 400
    assert only(read({**ANA, "story": story})).story == story.strip()


def test_a_formula_is_text_and_its_apostrophe_goes(read: Callable[..., Supporters]) -> None:
    assert only(read({**ANA, "story": "'=1+1", "how": "@home"})).story == "=1+1"


@pytest.mark.parametrize(
    ("cell", "code"),
    [("Texas", "TX"), ("tx", "TX"), (" T.X. ", "TX"), ("TEXAS", "TX")],
)
def test_states_are_read_by_code_and_name(
    read: Callable[..., Supporters], cell: str, code: str
) -> None:
    assert only(read({**ANA, "state": cell})).state == code


@pytest.mark.parametrize(
    ("cell", "zip_code"),
    [
        ("78520-1234", "78520-1234"),
        ("785201234", "78520-1234"),
        ("78520.0", "78520"),
        ("78520-", "78520"),
        ("78520 1234", "78520-1234"),
    ],
)
def test_zip_codes_are_read_however_they_are_written(
    read: Callable[..., Supporters], cell: str, zip_code: str
) -> None:
    assert only(read({**ANA, "zip": cell})).zip == zip_code


def test_the_four_digits_may_stand_in_a_column_of_their_own(
    read: Callable[..., Supporters],
) -> None:
    assert only(read({**ANA, "zip4": "1234"})).zip == "78520-1234"
    assert only(read({**ANA, "zip4": "unknown"})).zip == "78520"


@pytest.mark.parametrize(
    "day",
    [
        "2026-08-02",
        "2026-08-02T12:00:00Z",
        "2026-08-02 12:00:00 -0500",
        "8/2/2026",
        "08/02/2026 12:33",
    ],
)
def test_days_are_read_as_the_programs_write_them(
    read: Callable[..., Supporters], day: str
) -> None:
    found = only(read({**ANA, "consent": day}))
    assert found.consent
    assert found.consent.given == datetime.date(2026, 8, 2)


# ---------------------------------------------------------------- whose letters may go


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"consent": ""}, "refused", "consent: they did not agree"),
        ({"consent": "no"}, "refused", "consent: they did not agree"),
        ({"consent": "yes"}, "refused", "the day on which they agreed is not known"),
        ({"consent": "last summer"}, "refused", "must be a day of the calendar"),
        ({"consent": "2026-02-30"}, "refused", "must be a day of the calendar"),
        ({"consent": "2026-09-02"}, "refused", "after the date of the letters"),
        ({"withdrawn": "2026-09-01"}, "refused", "took their consent back on 2026-09-01"),
        ({"withdrawn": "2026-08-02"}, "refused", "took their consent back on 2026-08-02"),
        ({"withdrawn": "yes"}, "refused", "took their consent back"),
        ({"withdrawn": "in spring"}, "refused", "on a day that cannot be read"),
        ({"consent": "", "withdrawn": "2026-08-02"}, "refused", "took their consent back"),
        ({"deceased": "true"}, "refused", "have died"),
        ({"deceased": "2026-01-01"}, "refused", "have died"),
        ({"zip": "2134"}, "held", 'has lost its leading zero; was it "02134"?'),
        ({"zip": "7852"}, "held", 'was it "07852"?'),
        ({"zip": "785"}, "held", 'was it "00785"?'),
        ({"zip": "7852O"}, "held", "zip: must be five digits"),
        ({"zip": "78520-12"}, "held", "zip: must be five digits"),
        ({"zip": "85001"}, "held", "zip: 85001 lies in Arizona, but the address says Texas (TX)"),
        ({"zip": ""}, "held", "says nothing for zip: write it"),
        ({"street": "", "city": " "}, "held", "says nothing for street and city: write it"),
        ({"name": ""}, "held", "says nothing for name: write it"),
        ({"name": "#N/A"}, "held", "says nothing for name: write it"),
        ({"name": "n/a", "city": "#REF!"}, "held", "says nothing for name and city: write it"),
        ({"name": "."}, "held", "name: has no letter in it"),
        ({"consent": "#VALUE!"}, "refused", "consent: they did not agree"),
        ({"state": "Texxas"}, "held", "state: is no state of the United States; did you mean Texas?"),
        ({"state": "QQ"}, "held", "write its postal code, such as TX"),
        ({"state": "AE", "city": "APO", "zip": "09012"}, "held", "APO, FPO and DPO lie in no district"),
        ({"city": "FPO"}, "held", "APO, FPO and DPO lie in no district"),
        ({"country": "Canada"}, "refused", "outside the United States"),
        ({"state": "ON", "zip": "K1A 0B1"}, "refused", "outside the United States"),
        ({"zip": "SW1A 1AA"}, "refused", "outside the United States"),
        ({"id": "../x"}, "refused", "id: must be letters, digits"),
        ({"id": "a" * 65}, "refused", "id: must be letters, digits"),
        ({"id": "NUL"}, "refused", "id: must be letters, digits"),
        ({"district": "99"}, "held", "TX has no district 99"),
        ({"district": "Brownsville"}, "held", "must be a seat of the House such as TX-01"),
        ({"district": "CA-12"}, "held", "the seat CA-12 is not in the state of the address"),
        ({"picks": "asylum; ../../x"}, "held", "picks: must be names of arguments"),
        ({"signature": "ana.png"}, "held", "signature: the file"),
        ({"signature": "../ana.png"}, "held", "signature: the file"),
    ],
)  # fmt: skip
def test_what_stands_against_a_letter_is_said(
    read: Callable[..., Supporters], changes: dict[str, str], kind: str, words: str
) -> None:
    one = held(read({**ANA, **changes}))
    assert words in one.reason
    assert one.kind == kind
    for personal in ("Ana", "Ruiz", "Elm", "ana@"):
        assert personal not in one.reason.removeprefix("signature: the file")


@pytest.mark.parametrize(
    "changes",
    [
        {"withdrawn": "2026-09-02"}, {"withdrawn": "2026-07-01"}, {"withdrawn": "no"}, {"deceased": "N"}, {"street": "P.O. Box 12"},
        {"country": "USA"}, {"country": "U.S.A."}, {"district": "34"}, {"district": "034"}, {"district": "TX34"}, {"email": ""}, {"id": ""},
        {"city": "San Juan", "state": "Puerto Rico", "zip": "00901", "country": "Puerto Rico"},
        {"city": "Washington", "state": "Washington, D.C.".removeprefix("Washington, "), "zip": "20001"},
        {"city": "Anchorage", "state": "AK", "zip": "99501", "district": "0"},
    ],
)  # fmt: skip
def test_what_does_not_stand_against_a_letter(
    read: Callable[..., Supporters], changes: dict[str, str]
) -> None:
    assert only(read({**ANA, **changes})).name == "Ana Ruiz"


def test_everything_that_is_wrong_is_said_at_once(read: Callable[..., Supporters]) -> None:
    one = held(read({**ANA, "zip": "2134", "consent": "", "state": "Texxas", "id": "a b"}))
    assert one.kind == "refused"
    assert [reason.partition(":")[0] for reason in one.reason.split("; ") if ":" in reason] == [
        "id",
        "consent",
        "state",
        "zip",
    ]


def test_consent_to_other_words_is_no_consent(read: Callable[..., Supporters]) -> None:
    terms = replace(TERMS, wording="2026-09")
    assert (
        'they agreed to "2026-08", and the campaign has "2026-09"'
        in held(read(ANA, terms=terms)).reason
    )
    assert "not known to which words" in held(read({**ANA, "wording": ""}, terms=terms)).reason
    assert only(read({**ANA, "wording": "V2.0"}, terms=replace(TERMS, wording="v2"))).id == "7"


def test_a_campaign_names_its_consent_wording() -> None:
    asks = [{"recommendation": "end"}]
    made = CampaignFile.model_validate(
        {
            "title": "T",
            "subject": "S",
            "asks": asks,
            "consent": {"version": "2026-08", "text": "I agree."},
        }
    )
    assert made.consent == ConsentWording(version="2026-08", text="I agree.")


def test_a_signature_is_looked_at_beside_the_file(
    tmp_path: Path, read: Callable[..., Supporters]
) -> None:
    (tmp_path / "signatures").mkdir()
    Image.new("RGB", (40, 10)).save(tmp_path / "signatures" / "ana.png")
    assert only(read({**ANA, "signature": "signatures/ana.png"})).signature == "signatures/ana.png"
    (tmp_path / "bad.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", encoding="utf-8"
    )
    (tmp_path / "bad.png").write_bytes(b"%PDF-1.7")
    for name in ("bad.svg", "bad.png"):
        assert "signature: the file" in held(read({**ANA, "signature": name})).reason


# ---------------------------------------------------------------- ids, addresses, households


def test_an_id_that_the_file_does_not_give_is_the_same_for_every_spelling_and_names_nobody() -> (
    None
):
    one = supporter_id("José Ruiz", street="12 North Elm Street, Apt. 4-B", zip_code="78520-1234")
    assert one == supporter_id("JOSE  RUIZ", street="12 N Elm St #4b", zip_code="78520")
    assert one != supporter_id("José Ruiz Jr.", street="12 N Elm St #4b", zip_code="78520")
    assert one == "s" + one[1:]
    assert len(one) == 17
    assert int(one[1:], 16)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 North Main Street", "12 N. MAIN ST"),
        ("12 Main St, Apartment 4", "12 Main Street #4"),
        ("12 Main St Unit 4B", "12 Main St 4-B"),
        ("P.O. Box 9", "Post Office Box 9"),
        ("P O Box 9", "PO BOX 9"),
        ("Rural Route 2 Box 7", "RR 2, Box 7"),
        ("12 Main Street, 2nd Floor", "12 Main St Fl 2"),
        ("5 Saint James Place", "5 St. James Pl"),
        ("44 Fifth Avenue", "44 5th Ave."),
        ("7 Calle Peñón", "7 calle penon"),
        ("8 O'Brien Blvd", "8 O’Brien Boulevard"),
    ],
)
def test_one_address_in_two_ways(one: str, other: str) -> None:
    assert address_key(one, "78520") == address_key(other, "78520-0001")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Main St", "12 Main Ave"),
        ("12 Main St", "122 Main St"),
        ("12 N Main St", "12 S Main St"),
        ("1 Main St Apt 4", "1 Main St Apt 5"),
        ("12 Main St Fl 2", "12 Main St Apt 2"),
    ],
)
def test_two_addresses(one: str, other: str) -> None:
    assert address_key(one, "78520") != address_key(other, "78520")
    assert address_key(one, "78520") != address_key(one, "78521")


@given(st.text(), st.text())
def test_keys_of_any_text_are_the_same_in_capitals_of_ascii_and_with_spaces(
    text: str, other: str
) -> None:
    assert name_key(f"  {text} ") == name_key(text)
    assert address_key(text, "78520") == address_key(f" {text}\n", "78520")
    assert supporter_id(text, street=other, zip_code="")


def test_a_household_is_an_address_and_its_key_names_nobody(
    read: Callable[..., Supporters],
) -> None:
    found = read(
        ANA,
        {**BEN, "street": "12 ELM STREET"},
        {**BEN, "id": "9", "name": "Cy Lee", "email": "c@mail.example"},
    )
    one, two, three = map(household, found.going)
    assert one == two != three
    assert len(one) == 16


# ---------------------------------------------------------------- one person in several rows


def test_one_person_by_name_and_address_is_written_for_once(
    read: Callable[..., Supporters],
) -> None:
    again = {
        **ANA,
        "id": "9",
        "name": "ANA RUÍZ",
        "street": "12 elm street",
        "email": "",
        "story": "Now I know why.",
        "picks": "asylum",
    }
    found = read(ANA, BEN, again)
    assert [(one.id, one.story, one.picks) for one in found.going] == [
        ("7", "Now I know why.", ("asylum",)),
        ("8", "", ()),
    ]
    (merged,) = found.held
    assert (merged.kind, merged.supporter.id, merged.supporter.line) == ("merged", "9", 4)
    assert "is the supporter of people.csv:2 again" in merged.reason


def test_the_first_rows_own_story_stays(read: Callable[..., Supporters]) -> None:
    found = read({**ANA, "story": "First."}, {**ANA, "story": "Second."})
    assert found.going[0].story == "First."


def test_one_person_by_name_and_email_keeps_the_first_address(
    read: Callable[..., Supporters],
) -> None:
    found = read(ANA, {**ANA, "id": "9", "street": "5 New Rd", "email": "ANA@mail.example"})
    assert [one.street for one in found.going] == ["12 Elm St"]
    assert "at another address, of which the first counts" in found.held[0].reason


def test_rows_are_one_person_over_a_third_that_joins_them(read: Callable[..., Supporters]) -> None:
    first, second = (
        ANA,
        {**ANA, "id": "9", "street": "5 New Rd", "email": "", "withdrawn": "2026-08-20"},
    )
    bridge = {**ANA, "id": "10", "street": "5 New Road"}
    found = read(first, second, bridge)
    assert [one.kind for one in found.held] == ["refused", "merged", "merged"]
    assert not found.going


def test_one_id_of_one_name_is_one_person_and_of_two_names_a_mistake(
    read: Callable[..., Supporters],
) -> None:
    moved = read(ANA, {**ANA, "street": "5 New Rd", "email": "new@mail.example"})
    assert [one.kind for one in moved.held] == ["merged"]
    clash = read(ANA, {**BEN, "id": "7"}, {**BEN, "id": "7", "street": "1 Far St", "email": ""})
    assert [(one.kind, one.supporter.line) for one in clash.held] == [("held", 3), ("merged", 4)]
    assert "id: is that of people.csv:2 too" in clash.held[0].reason
    assert [one.kind for one in read(ANA | {"id": "Abc"}, {**BEN, "id": "aBC"}).held] == ["held"]


def test_an_email_of_two_names_in_one_home_is_a_household_and_told(
    read: Callable[..., Supporters],
) -> None:
    found = read(ANA, {**BEN, "street": "12 Elm Street", "email": "Ana@mail.example"})
    assert [one.id for one in found.going] == ["7", "8"]
    (warning,) = found.warnings
    assert (warning.file, warning.line, warning.severity) == ("people.csv", 3, "warning")
    assert "Ben" not in str(warning)


def test_an_email_of_two_names_in_two_homes_is_held(read: Callable[..., Supporters]) -> None:
    found = read(
        ANA, {**BEN, "email": "ana@mail.example"}, {**BEN, "id": "9", "email": "ana@mail.example"}
    )
    assert [one.id for one in found.going] == ["7"]
    assert [(one.kind, one.supporter.line) for one in found.held] == [("held", 3), ("merged", 4)]
    assert "people.csv:2 has the same under another name and address" in found.held[0].reason


@pytest.mark.parametrize(
    ("rows", "goes"),
    [
        ([{}, {"withdrawn": "2026-08-20"}], False),
        ([{"withdrawn": "2026-08-20"}, {"consent": "2026-08-25"}], True),
        ([{"withdrawn": "2026-08-20"}, {"consent": "2026-08-20"}], False),
        ([{}, {"withdrawn": "yes"}], False),
        ([{}, {"withdrawn": "some day"}], False),
        ([{}, {"deceased": "yes"}], False),
        ([{"consent": ""}, {}], True),
        ([{"wording": "old"}, {}], True),
        ([{}, {"wording": "old", "consent": "2026-08-30"}], True),
        ([{"consent": "yes"}, {}], True),
        ([{"wording": "old"}, {"wording": "older"}], False),
    ],
)
def test_of_several_consents_the_one_that_counts_is_found(
    read: Callable[..., Supporters],
    rows: list[dict[str, str]],
    goes: bool,  # noqa: FBT001
) -> None:
    found = read(*({**ANA, **changes} for changes in rows), terms=replace(TERMS, wording="2026-08"))
    assert bool(found.going) == goes


def test_people_who_did_not_agree_in_any_row_stay_refused(read: Callable[..., Supporters]) -> None:
    found = read({**ANA, "consent": ""}, {**ANA, "consent": "no"})
    assert [one.kind for one in found.held] == ["refused", "merged"]


def test_two_people_without_a_name_are_not_one(read: Callable[..., Supporters]) -> None:
    found = read({**ANA, "name": "", "id": ""}, {**ANA, "name": "", "id": ""})
    assert [one.kind for one in found.held] == ["held", "held"]


def test_father_and_son_of_one_name_are_two(read: Callable[..., Supporters]) -> None:
    found = read(
        {**ANA, "name": "Al Ruiz Sr."},
        {**ANA, "id": "9", "name": "Al Ruiz, Jr.", "email": ""},
        {**ANA, "id": "10", "name": "Mr. Al Ruiz jr", "email": ""},
    )
    assert [one.id for one in found.going] == ["7", "9"]


# ---------------------------------------------------------------- to whom


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> DistrictTable:
    folder = tmp_path_factory.mktemp("table")
    rows = "01,AL,35004,3\n02,AK,99501,0\n04,AZ,86515,2\n35,NM,86515,3\n11,DC,20001,98\n48,TX,78520,34\n48,TX,78586,15\n48,TX,78586,34\n"
    (folder / "zccd.csv").write_text("state_fips,state_abbr,zcta,cd\n" + rows, encoding="utf-8")
    import_table(folder / "zccd.csv", target=folder / "districts.sqlite", congress=119)
    return DistrictTable.open(folder / "districts.sqlite", on=ON)


SOMEBODY = Supporter(
    id="7", name="Ana Ruiz", street="12 Elm St", city="Brownsville", state="TX", zip="78520"
)


def assigned(
    *people: Supporter,
    table: DistrictTable | None,
    recipients: Iterable[Recipient] | None = None,
    on: datetime.date = ON,
) -> list[Mailpiece | Hold]:
    members = congress() if recipients is None else recipients
    return list(
        mailpieces(people, recipients=members, table=table, on=on, campaign="c", version="v1")
    )


def letters(found: Iterable[Mailpiece | Hold]) -> list[str]:
    """To whom letters go, and in brackets those that wait."""
    return [
        f"({one.letter})" if isinstance(one, Hold) else one.recipient.name.last for one in found
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["MemberTX34", "SenatorTX1", "SenatorTX2"]),
        ({"zip": "78586-1234"}, ["(TX-15 or TX-34)", "SenatorTX1", "SenatorTX2"]),
        ({"zip": "78586", "seat": "TX-15"}, ["MemberTX15", "SenatorTX1", "SenatorTX2"]),
        ({"seat": "TX-01"}, ["MemberTX01", "SenatorTX1", "SenatorTX2"]),
        ({"zip": "77777"}, ["(TX-House)", "SenatorTX1", "SenatorTX2"]),
        ({"state": "AZ", "zip": "86515"}, ["()"]),
        ({"state": "AZ", "zip": "86515", "seat": "AZ-02"}, ["MemberAZ02", "SenatorAZ1", "SenatorAZ2"]),
        ({"state": "AL"}, ["()"]),
        ({"state": "AK", "zip": "99999"}, ["MemberAK00", "SenatorAK1", "SenatorAK2"]),
        ({"state": "DC", "zip": "20001"}, ["MemberDC00"]),
        ({"state": "DC", "zip": "20099"}, ["MemberDC00"]),
        ({"state": "PR", "zip": "00901"}, ["MemberPR00"]),
    ],
)  # fmt: skip
def test_each_writes_to_their_own_members(
    table: DistrictTable, changes: dict[str, Any], expected: list[str]
) -> None:
    found = assigned(replace(SOMEBODY, **changes), table=table)
    assert letters(found) == expected
    assert all(len(one.reason) > 30 for one in found if isinstance(one, Hold))


def test_what_would_settle_a_split_zip_is_said(table: DistrictTable) -> None:
    one = assigned(replace(SOMEBODY, zip="78586"), table=table)[0]
    assert isinstance(one, Hold)
    assert one.kind == "held"
    assert "ZIP 78586 is split between TX-15 and TX-34" in one.reason
    assert "`letters districts geocode-out`" in one.reason
    assert "“district”, like TX-01" in one.reason


def test_a_vacant_seat_is_said_and_the_rest_goes(table: DistrictTable) -> None:
    found = assigned(SOMEBODY, table=table, recipients=congress(vacant=("TX-34", "TX-sen")))
    assert letters(found) == ["SenatorTX1", "(TX-34)", "(TX-sen)"]
    reasons = [one.reason for one in found if isinstance(one, Hold)]
    assert reasons[0].startswith("TX-34 is vacant")
    assert "when a senator has taken the seat" in reasons[1]


def test_a_member_whom_the_files_do_not_hold_is_not_called_vacant(table: DistrictTable) -> None:
    found = assigned(SOMEBODY, table=table, recipients=())
    assert letters(found) == ["(TX-34)", "(TX-sen)"]
    assert all("letters recipients sync" in one.reason for one in found if isinstance(one, Hold))


def test_those_whose_term_is_over_are_not_written_to(table: DistrictTable) -> None:
    gone = [
        member.model_copy(update={"term_end": ON}) if member.seat == "TX-34" else member
        for member in congress()
    ]
    assert letters(assigned(SOMEBODY, table=table, recipients=gone)) == [
        "SenatorTX1",
        "SenatorTX2",
        "(TX-34)",
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["(TX-House)", "SenatorTX1", "SenatorTX2"]),
        ({"zip": "78586"}, ["(TX-House)", "SenatorTX1", "SenatorTX2"]),
        ({"zip": "78586", "seat": "TX-15"}, ["MemberTX15", "SenatorTX1", "SenatorTX2"]),
        ({"state": "AZ", "zip": "86515"}, ["()"]),
        ({"state": "AK", "zip": "99501"}, ["MemberAK00", "SenatorAK1", "SenatorAK2"]),
        ({"state": "VT", "zip": "05401"}, ["MemberVT00", "SenatorVT1", "SenatorVT2"]),
        ({"state": "DC", "zip": "20001"}, ["MemberDC00"]),
        ({"state": "PR", "zip": "00901"}, ["MemberPR00"]),
        ({"state": "AK"}, ["()"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("on", ["2027-01-05", "2024-12-01"])
def test_by_lines_of_another_congress_only_doubtful_house_letters_wait(
    table: DistrictTable, changes: dict[str, Any], expected: list[str], on: str
) -> None:
    day = datetime.date.fromisoformat(on)
    later = [one.model_copy(update={"term_end": datetime.date(2029, 1, 3)}) for one in congress()]
    found = assigned(replace(SOMEBODY, **changes), table=table, recipients=later, on=day)
    assert letters(found) == expected


def test_why_a_letter_waits_for_new_lines_is_said(table: DistrictTable) -> None:
    (held, *_) = assigned(SOMEBODY, table=table, on=datetime.date(2027, 1, 5))
    assert isinstance(held, Hold)
    assert held.kind == "held"
    assert held.reason == (
        "ZIP 78520 lies in TX-34 by old lines: the district table is of the 119th Congress, and a letter dated January 5, 2027 "
        "goes to the 120th: districts may have moved. New lines, as known on June 3, 2026: TX. Import a table of the 120th: "
        "letters districts import FILE --congress 120; or write the seat into a column “district”, like TX-01"
    )


def test_after_another_census_the_only_seat_of_a_state_waits_too(table: DistrictTable) -> None:
    later = [one.model_copy(update={"term_end": datetime.date(2035, 1, 3)}) for one in congress()]
    people = replace(SOMEBODY, state="AK", zip="99501"), replace(SOMEBODY, state="DC", zip="20001")
    found = assigned(*people, table=table, recipients=later, on=datetime.date(2033, 1, 5))
    assert letters(found) == ["(AK-House)", "SenatorAK1", "SenatorAK2", "MemberDC00"]


def test_a_table_is_needed_only_for_zip_codes() -> None:
    with pytest.raises(NoTableToFindInError):
        assigned(SOMEBODY, table=None)
    assert letters(
        assigned(
            replace(SOMEBODY, seat="TX-34"), replace(SOMEBODY, state="AK", zip="99501"), table=None
        )
    ) == [
        "MemberTX34",
        "SenatorTX1",
        "SenatorTX2",
        "MemberAK00",
        "SenatorAK1",
        "SenatorAK2",
    ]


def test_one_address_is_one_household_however_it_is_written(table: DistrictTable) -> None:
    spouse, neighbour = (
        replace(SOMEBODY, id="8", street="12 ELM STREET"),
        replace(SOMEBODY, id="9", street="14 Elm St"),
    )
    pieces = [
        one
        for one in assigned(SOMEBODY, neighbour, spouse, table=table)
        if isinstance(one, Mailpiece)
    ]
    households = {piece.supporter.id: piece.household for piece in pieces}
    assert households["7"] == households["8"] != households["9"]
    assert len({piece.key for piece in pieces}) == 9


# ---------------------------------------------------------------- what is held, written and read again


def held_csv(held: Iterable[Hold]) -> str:
    """The file of those who are held: whole people are taken as they come, letters that wait at the end."""
    waiting: list[Hold] = []
    with HoldList(written=True) as leftovers, tempfile.TemporaryDirectory() as folder:
        for one in held:
            (waiting.append if one.letter else leftovers.take)(one)
        leftovers.write(Path(folder) / "held.csv", more=waiting)
        return (Path(folder) / "held.csv").read_bytes().decode()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK))))


def test_leftovers_can_be_corrected_and_read_again(
    write: Write, read: Callable[..., Supporters], table: DistrictTable
) -> None:
    ana, ben = (
        {key: value for key, value in person.items() if key != "id"} for person in (ANA, BEN)
    )
    story = '=cmd|"x"\n\n@all, “quoted”; -done'
    nobody = {**ben, "name": "Cy Lee", "email": "", "consent": ""}
    found = read(
        {**ana, "zip": "8520", "story": story},
        {**ben, "story": "+1"},
        {**ben, "name": "ben okafor"},
        nobody,
    )
    text = held_csv(found.held)
    rows = rows_of(text)
    assert [row["what"] for row in rows] == ["held", "merged", "refused"]
    assert rows[0]["story"].startswith("'=cmd")
    assert all(row["id"] and row["reason"] for row in rows)
    again = read_file(write("held.csv", text.replace("TX,8520", "TX,78520", 1)))
    assert [(one.id, one.story) for one in again.going] == [(found.held[0].supporter.id, story)]
    assert [(one.kind, one.supporter.id, one.reason) for one in again.held] == [
        (one.kind, one.supporter.id, one.reason) for one in found.held[1:]
    ]
    assert rows_of(held_csv(again.held)) == rows[1:]
    assert letters(assigned(*again.going, table=table)) == [
        "MemberTX34",
        "SenatorTX1",
        "SenatorTX2",
    ]


def test_who_was_merged_comes_back_as_a_person_when_the_word_is_cleared(
    write: Write, read: Callable[..., Supporters]
) -> None:
    text = held_csv(read(ANA, {**ANA, "id": "9"}).held)
    assert [one.kind for one in read_file(write("held.csv", text)).held] == ["merged"]
    assert only(read_file(write("held.csv", text.replace(",merged,", ",,", 1)))).id == "9"


def test_the_letters_of_one_supporter_are_one_row(table: DistrictTable) -> None:
    waiting = [
        one for one in assigned(SOMEBODY, table=table, recipients=()) if isinstance(one, Hold)
    ]
    (row,) = rows_of(held_csv(waiting))
    assert (row["letter"], row["what"]) == ("TX-34; TX-sen", "held")
    assert row["reason"].startswith("TX-34: the recipients files hold no member")


def test_a_supporter_without_a_row_is_written_by_our_own_columns_and_read_again(
    write: Write,
) -> None:
    whole = replace(
        SOMEBODY, email="a@mail.example", consent=Consent("2026-08", datetime.date(2026, 8, 2), "paper"), story="Why.\n\nBecause.",
        picks=("asylum", "border"), seat="TX-34",
    )  # fmt: skip
    back = only(
        read_file(write("held.csv", held_csv([Hold("failed", "printer on fire", whole, "TX-34")])))
    )
    assert replace(back, file="", line=0, row=()) == whole
    bare = rows_of(
        held_csv(
            [
                Hold("held", "why", SOMEBODY),
                Hold("held", "why", replace(SOMEBODY, id="8", consent=Consent(""))),
            ]
        )
    )
    assert [row["consent"] for row in bare] == ["", "yes"]


def test_an_own_reason_is_kept(write: Write, read: Callable[..., Supporters]) -> None:
    text = held_csv([held(read({**ANA, "reason": "my own", "consent": ""}))])
    header = text.removeprefix(MARK).splitlines()[0].split(",")
    assert header == ["letter", "what", "reason", *ANA, "reason", "district"]
    (back,) = read_file(write("held.csv", text)).held
    assert dict(back.supporter.row)["reason"] == "my own"


@pytest.mark.parametrize(
    "order",
    [
        (*range(14), "more"),
        ("more", *range(14)),
        (*range(3, 14), 0, 1, 2, "more"),
        (3, 0, 1, 2, *range(4, 14)),
    ],
)
def test_leftovers_are_known_wherever_their_columns_stand(
    write: Write, read: Callable[..., Supporters], order: Sequence[int | str]
) -> None:  # fmt: skip
    rows = list(
        csv.reader(io.StringIO(held_csv(read(ANA, {**ANA, "id": "9"}).held).removeprefix(MARK)))
    )
    assert len(rows[0]) == 14
    text = as_csv([[row[at] if isinstance(at, int) else at for at in order] for row in rows])
    assert [one.kind for one in read_file(write("held.csv", text)).held] == ["merged"]


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=1, max_size=4
    )
)
def test_any_cell_comes_back_from_leftovers_as_it_was(cells: list[str]) -> None:
    row = tuple((f"column {number}", cell) for number, cell in enumerate(cells))
    (_, written) = csv.reader(
        io.StringIO(
            held_csv([Hold("held", "why", replace(SOMEBODY, row=row))]).removeprefix(MARK),
            newline="",
        )
    )
    for given_cell, cell in zip(cells, written[4:], strict=False):
        assert cell in {given_cell, f"'{given_cell}"}
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


# ---------------------------------------------------------------- a crowd


@pytest.mark.slow
@needs_zccd
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
