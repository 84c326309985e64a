"""Workbooks give what their owners see, and hostile ones are refused in a sentence."""

import datetime
import json
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from generator.errors import FilesAreWrongError, Problem
from generator.files.excel import OLE2, is_workbook, read_workbook
from generator.files.table import Table
from tests.support.supporter_lists import ANA, BEN, held, only, read_file
from tests.support.workbooks import MAIN, package, row, sheet, styles

HOSTILE = Path(__file__).parents[3] / "shared" / "cases" / "hostile"
HEADER = row(["name", "zip"])
GOOD = HEADER + row(["Ana Ruiz", "78520"])


def read(path: Path) -> Table:
    return read_workbook(path, place=path.name)


def cells(path: Path) -> list[list[str]]:
    return [one.cells for one in read(path).rows()]


def problem(path: Path) -> Problem:
    with pytest.raises(FilesAreWrongError) as caught:
        cells(path)
    (found,) = caught.value.problems
    return found


# ---------------------------------------------------------------- hidden from its owner


def people(path: Path, *rows: dict[str, str]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(list(ANA))
    for one in rows:
        page.append(list(one.values()))
    book.save(path)
    return book


def test_a_row_that_a_filter_hides_is_held_with_its_number_and_how_to_show_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.xlsx"
    book = people(path, ANA, BEN)
    page = book.worksheets[0]
    page.auto_filter.ref = "A1:J3"
    page.auto_filter.add_filter_column(1, ["Ana Ruiz"])
    page.row_dimensions[3].hidden = True
    book.save(path)
    found = read_file(path)
    assert [one.name for one in found.going] == ["Ana Ruiz"]
    (one,) = found.held
    assert (one.kind, one.supporter.name, one.supporter.line) == ("held", "Ben Okafor", 3)
    assert one.reason.startswith("row 3 is hidden in the workbook: show it (Data, Clear")


@pytest.mark.parametrize("hidden", [2, 3])
def test_a_person_with_a_hidden_row_waits_and_nothing_is_taken_from_it(
    tmp_path: Path, hidden: int
) -> None:
    path = tmp_path / "a.xlsx"
    book = people(path, ANA, ANA)
    book.worksheets[0].row_dimensions[hidden].hidden = True
    book.save(path)
    found = read_file(path)
    assert not found.going
    waiting, merged = sorted(found.held, key=lambda one: one.supporter.line)
    assert (waiting.kind, merged.kind) == ("held", "merged")
    assert f"row {hidden} is hidden" in waiting.reason


def test_a_row_without_height_is_hidden_and_a_hidden_row_is_no_header(tmp_path: Path) -> None:
    old = row(["old", "codes"], 'hidden="1"')
    flat = row(["Ben", "79901"], 'ht="0" customHeight="1"')
    table = read(package(tmp_path / "a.xlsx", [sheet(old, GOOD, flat)]))
    assert (table.header, table.line) == (("name", "zip"), 2)
    assert [one.is_hidden for one in table.rows()] == [False, True]
    assert [one.code for one in table.warnings] == ["hidden-row"]
    only_hidden = package(tmp_path / "b.xlsx", [sheet(old)])
    assert problem(only_hidden).message == "has only hidden rows: show them"


def test_the_first_visible_sheet_is_read_and_hidden_ones_are_named(tmp_path: Path) -> None:
    every = [sheet(row(["old"])), sheet(), sheet(GOOD), sheet(GOOD), sheet(row(["x"]))]
    states = ["hidden", "visible", "visible", "visible", "veryHidden"]
    table = read(package(tmp_path / "a.xlsx", every, states=states))
    assert table.header == ("name", "zip")
    assert [(one.code, one.message) for one in table.warnings] == [
        (
            "several-sheets",
            'only the sheet "Sheet3" is read, and not "Sheet4": make a file of each that counts',
        ),
        (
            "hidden-sheet",
            'the sheet "Sheet3" is read, and not "Sheet1" and "Sheet5", hidden in the workbook',
        ),
    ]
    found = problem(package(tmp_path / "b.xlsx", every[:2], states=states[:2]))
    assert (found.code, "Unhide" in found.message) == ("hidden-sheet", True)


def test_hidden_columns_are_read_and_named_if_they_count(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = people(path, ANA)
    book.worksheets[0].column_dimensions["H"].hidden = True
    book.worksheets[0]["K1"] = "note"
    book.worksheets[0].column_dimensions["K"].hidden = True
    book.save(path)
    found = read_file(path)
    assert only(found).consent
    (warning,) = found.warnings
    assert (warning.code, warning.line) == ("hidden-column", 1)
    assert warning.message.startswith('reads "consent" from columns that are hidden')


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("00000", "2134", "02134"),
        ("00000\\-0000", "21341234", "02134-1234"),
        ("00000-0000", "785201234", "78520-1234"),
        ("[&lt;=99999]00000;00000\\-0000", "2134", "02134"),
        ("[&lt;=99999]00000;00000\\-0000", "21341234", "02134-1234"),
        ("[$-409]00000", "2134", "02134"),
        ("&quot;TX &quot;00000", "78520", "TX 78520"),
        ("000", "7", "007"),
        ("0", "7.0", "7"),
        ("0.00", "1.5", "1.5"),
        ("0%", "0.93", "0.93"),
        ("#,##0", "1234", "1234"),
        ("@", "02134", "2134"),
        ("General", "7.8520000000000003E4", "78520"),
        ("m/d/yyyy", "46279", "2026-09-14"),
        ("[$-409]d\\-mmm\\-yy;@", "46279.75", "2026-09-14"),
        ("&quot;day &quot;0", "46279", "46279"),
        ("[Red]0", "5", "5"),
        ("yyyy", "99999999999", "99999999999"),
    ],
)
def test_a_number_reads_as_its_format_shows_it(
    tmp_path: Path, code: str, value: str, shown: str
) -> None:
    cell = f'<row><c s="1"><v>{value}</v></c></row>'
    parts = {"styles.xml": styles(code)}
    path = package(tmp_path / "a.xlsx", [sheet(HEADER, cell)], parts=parts)
    assert cells(path) == [[shown]]


def test_days_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    cell = '<row><c s="1"><v>44817</v></c><c t="d"><v>2026-09-14T00:00:00</v></c></row>'
    path = package(
        tmp_path / "a.xlsx",
        [sheet(HEADER, cell)],
        parts={"styles.xml": styles("m/d/yy")},
        properties='<workbookPr date1904="1"/>',
    )
    assert cells(path) == [["2026-09-14", "2026-09-14"]]
    assert datetime.date(1904, 1, 1) + datetime.timedelta(44817) == datetime.date(2026, 9, 14)


def test_formulas_without_a_value_give_themselves(tmp_path: Path) -> None:
    kinds = (
        "<c><f>A1&amp;B1</f></c><c><f>A1</f><v></v></c><c><f>A1</f><v>0</v></c>"
        '<c t="str"><f>A1</f><v></v></c><c t="str"><f>A1</f><v>Apt 4</v></c>'
        "<c><f>A1</f><v>7</v></c>"
    )
    (found,) = read(package(tmp_path / "a.xlsx", [sheet(HEADER, f"<row>{kinds}</row>")])).rows()
    # 0 is what XlsxWriter writes for every formula; an empty text is a value.
    assert found.cells == ["=A1&B1", "=A1", "=A1", "", "Apt 4", "7"]
    assert found.formulas == {0, 1, 2}


def test_shared_texts_are_read_without_type_and_without_the_way_to_read_them(
    tmp_path: Path,
) -> None:
    texts = (
        f'<sst xmlns="{MAIN}"><si><t>Jos</t></si><si><r><t>Jo</t></r><r><t>sé</t></r>'
        "<rPh><t>ho</t></rPh></si><si><t>a_x000D_b</t></si></sst>"
    )
    cell = "".join(f'<c t="s"><v>{number}</v></c>' for number in (1, 2, 0))
    path = package(
        tmp_path / "a.xlsx",
        [sheet(HEADER, f"<row>{cell}</row>")],
        parts={"sharedStrings.xml": texts},
    )
    assert cells(path) == [["José", "a\rb", "Jos"]]
    beyond = sheet(HEADER, '<row><c t="s"><v>9</v></c></row>')
    broken = package(tmp_path / "b.xlsx", [beyond], parts={"sharedStrings.xml": texts})
    assert problem(broken).code == "other-format"


def test_what_excel_has_made_a_date_of_is_held(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = people(path, {**ANA, "street2": "x"})
    page = book.worksheets[0]
    page["K1"], page["K2"] = "street2", datetime.date(2026, 3, 4)
    book.save(path)
    assert held(read_file(path)).reason.startswith("street2: is a date, which a spreadsheet")


# ---------------------------------------------------------------- kinds of files


def test_strict_open_xml_and_other_prefixes_are_read(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", [sheet(GOOD)])
    strict = tmp_path / "strict.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(strict, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            text = text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            text = text.replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                "http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            target.writestr(name, text)
    assert cells(strict) == [["Ana Ruiz", "78520"]]
    prefixed = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c t="str"><x:v>name</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    assert read(package(tmp_path / "b.xlsx", [prefixed])).header == ("name",)


def test_files_are_read_by_content_whatever_their_name(tmp_path: Path) -> None:
    path = tmp_path / "really.csv"
    people(tmp_path / "a.xlsx", ANA)
    (tmp_path / "a.xlsx").rename(path)
    assert only(read_file(path)).name == "Ana Ruiz"
    text = tmp_path / "text.xlsx"
    text.write_text(",".join(ANA) + "\n" + ",".join(ANA.values()) + "\n", encoding="utf-8")
    assert only(read_file(text)).name == "Ana Ruiz"


def ole2(stream: str) -> bytes:
    """Returns a container with one stream, as far as its header and list of streams go."""
    head = bytearray(512)
    head[:8] = OLE2
    struct.pack_into("<H", head, 30, 9)  # sectors of 512 bytes
    struct.pack_into("<L", head, 48, 1)  # the list of streams is in the second one
    return bytes(head) + bytes(512) + stream.encode("utf-16-le").ljust(512, b"\0")


def test_a_password_is_said_and_an_old_workbook_is_another_thing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(ole2("EncryptedPackage"))
    assert is_workbook(path)
    assert (problem(path).code, "password" in problem(path).message) == ("password", True)
    path.write_bytes(ole2("Workbook"))
    with pytest.raises(FilesAreWrongError, match="problem") as caught:
        read_file(path)
    assert "is an old Excel workbook" in caught.value.problems[0].message


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("content.xml", "is an OpenDocument spreadsheet"),
        ("Index/Document.iwa", "is a Numbers spreadsheet"),
        ("people.csv", "is a ZIP archive and no workbook"),
    ],
)
def test_other_archives_are_refused_with_what_to_do(tmp_path: Path, part: str, words: str) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    assert problem(path).message.startswith(words)


# ---------------------------------------------------------------- hostile


def noise(count: int, form: str) -> Iterator[str]:
    """Yields pieces that hardly compress, so that the ratio of sizes does not refuse them."""
    rng = random.Random(1)  # noqa: S311 - noise
    for _ in range(count):
        yield form.format(rng.randrange(10**9))


def open_sheet_of(*pieces: Iterator[str]) -> Iterator[str]:
    yield f'<worksheet xmlns="{MAIN}"><sheetData>{GOOD}'
    for piece in pieces:
        yield from piece


def hostile(folder: Path) -> dict[str, str]:
    """Writes hostile workbooks; returns the code of the refusal of each, or "" if it is read."""
    good = [sheet(GOOD)]
    made: dict[str, tuple[str, list[str] | list[Iterator[str]], dict[str, Any]]] = {
        "row": ("too-large", [sheet(GOOD, row(["x"], 'r="999999999"'))], {}),
        "row-0": ("too-large", [sheet(GOOD, row(["x"], 'r="0"'))], {}),
        "no-number": ("other-format", [sheet(GOOD, row(["x"], 'r="x"'))], {}),
        "xfd": ("too-large", [sheet(GOOD, '<row><c r="XFD3"><v>1</v></c></row>')], {}),
        "empty-xfd": ("", [sheet(GOOD, '<row><c r="XFD3" s="0"/></row>')], {}),
        "zzz": ("too-large", [sheet(GOOD, '<row><c r="ZZZ3"><v>1</v></c></row>')], {}),
        "bomb": ("too-large", [open_sheet_of(iter(["<row/>" * 1_000_000]))], {}),
        "entity": ("document-type", [f'<!DOCTYPE a [<!ENTITY x "y">]>{good[0]}'], {}),
        "deep": ("too-deep", [open_sheet_of(noise(100_000, "<a b='{}'>"))], {}),
        "long-tag": ("too-large", [open_sheet_of(iter(["<a b='"]), noise(800_000, "{}"))], {}),
        "long-cell": (
            "too-large",
            [open_sheet_of(iter(['<row><c t="str"><v>']), noise(90_000, "{}"))],
            {},
        ),
        "sheets": ("too-large", good * 501, {}),
        "styled": ("", [sheet(GOOD, "".join(noise(100_000, "<row s='1' x='{}'/>")))], {}),
        "merged": ("", [sheet(GOOD, after='<mergeCell ref="A1:XFD1048576"/>' * 1000)], {}),
        "size": ("", [sheet(GOOD, before='<dimension ref="A1:XFD1048576"/>')], {}),
        "outside": ("other-format", good, {"target": "../../../../etc/passwd"}),
        "lzma": ("other-format", good, {"kind": zipfile.ZIP_LZMA}),
        "comments": ("", good, {"parts": {"comments1.xml": "<a>" * 4_000_000}}),
        "macros": ("", good, {"parts": {"vbaProject.bin": "x"}}),
        "strings": ("too-large", good, {"parts": {"sharedStrings.xml": "<si><t>x" * 500_000}}),
        "styles": ("too-large", good, {"parts": {"styles.xml": "<xf/>" * 4_000_000}}),
        "xfs": (
            "too-large",
            good,
            {
                "parts": {
                    "styles.xml": f'<a xmlns="{MAIN}"><cellXfs>{"<xf/>" * 70_000}</cellXfs></a>'
                }
            },
        ),
    }
    codes = {}
    for name, (code, sheets, more) in made.items():
        package(folder / f"{name}.xlsx", sheets, **more)
        codes[f"{name}.xlsx"] = code
    entries = folder / "entries.xlsx"
    with zipfile.ZipFile(entries, "w") as archive:
        for number in range(30_000):
            archive.writestr(f"{number}.xml", "")
    # The size in the archive's list of parts is a lie, in both directions.
    for name, size, code in (("small", 1000, "other-format"), ("4-gb", 0xFFFFFFF0, "too-large")):
        content = bytearray((folder / "styled.xlsx").read_bytes())
        at = content.rfind(b"PK\1\2", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
        struct.pack_into("<L", content, at + 24, size)
        (folder / f"{name}.xlsx").write_bytes(content)
        codes[f"{name}.xlsx"] = code
    return codes | {"entries.xlsx": "too-large"}


# Reads each file of a folder as a command does: three times. Prints code, seconds and memory.
PROGRAM = """
import json, re, resource, sys, time
from pathlib import Path
from typing import Any
from generator.errors import FilesAreWrongError
from generator.supporters.reading import open_table
found = {}
for file in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    start, code = time.process_time(), ""
    try:
        table = open_table(file, shown_as=file.name)
        rows = [sum(1 for _ in table.rows()) for _ in range(3)]
        assert rows == [1, 1, 1], rows
    except FilesAreWrongError as error:
        (problem,) = error.problems
        code = problem.code
    found[file.name] = [code, time.process_time() - start]
status = Path("/proc/self/status")
# On Linux ru_maxrss keeps the peak of the process that started this one (getrusage(2), exec).
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
if status.is_file():
    peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1])
print(json.dumps([found, peak]))
"""


def results(folder: Path) -> dict[str, str]:
    """Returns the code of each file of the folder, all of them read within the limits."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, folder], capture_output=True, text=True, check=True
    )
    found, memory = json.loads(run.stdout)
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10  # bytes there, KiB on Linux
    assert memory < 500 * unit
    assert {name: seconds for name, (_, seconds) in found.items() if seconds > 2} == {}
    return {name: code for name, (code, _) in found.items()}


@pytest.mark.slow
def test_hostile_workbooks_are_refused_within_two_seconds_and_500_mib(tmp_path: Path) -> None:
    expected = hostile(tmp_path)
    assert results(tmp_path) == expected


@pytest.mark.skipif(not HOSTILE.is_dir(), reason=f"the hostile files are not there: {HOSTILE}")
def test_the_hostile_workbooks_of_the_field_are_refused() -> None:
    assert results(HOSTILE) == {
        "row-999999999.xlsx": "too-large",
        "xfd-200k.xlsx": "too-large",
        "col-ZZZ.xlsx": "too-large",
        "shared-strings-200MB.xlsx": "too-large",
        "laughs.xlsx": "document-type",
        "xxe.xlsx": "document-type",
    }
