"""The rows of a ZIP-to-district file, in each of the known forms."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.congress.districts.rows import each_row
from generator.congress.seats import (
    FIRST_CONGRESS,
    LAST_CONGRESS,
    NO_DISTRICT,
    NoSuchSeatError,
    Seat,
    numbered_seat,
)
from generator.congress.zip_codes import zip_in
from generator.dates import ordinal
from generator.errors import refusal
from generator.files.csv import CsvTable, TableCellError, header_of, read_sheet, shown
from generator.states import FIPS

Kind = Literal["zip-csv", "census-relationship"]

KNOWN_FORMS = (
    "known are: a CSV with the columns state_abbr, zcta (or zip) and cd; the Census Bureau's "
    "relationship file of districts and ZIP code areas (tab20_cd11820_zcta520_natl.txt)"
)
# `geoid_cd118_20` in the header of the Census file: Congress 118 on areas of 2020; not
# `geoid_zcta5_20`.
_RELATIONSHIP = re.compile(r"geoid_cd(\d{3})_\d{2}", re.ASCII)

ZipSeat = tuple[str, Seat]
RowReader = Callable[[Mapping[str, str]], ZipSeat | str]
"""Returns the ZIP code and seat of a row, or why the row lacks them. Raises TableCellError."""


@dataclass(frozen=True)
class DistrictFile:
    """The content of a ZIP-to-district file."""

    kind: Kind
    congress: int
    seats: Mapping[str, frozenset[Seat]]
    """Every seat of each ZIP code."""
    skipped: Mapping[str, int]
    """Rows that put no ZIP code into a district: the reason, and how many."""


def read_district_file(file: Path, *, congress: int | None = None) -> DistrictFile:
    """Returns the content of the file for the Congress that it names or that is given.

    Raises FilesAreWrongError with the line of each mistake; no row is corrected or left out in
    silence.
    """
    # Before the whole file is read: a block file has eight million lines, and its own command.
    header = header_of(file)
    if is_block_equivalency(header):
        message = "is a block equivalency file and has no ZIP codes"
        raise refusal(file, message, line=1, code="not-a-zip-table")
    # The Census Bureau puts `|` between columns; no header of a CSV holds one.
    sheet = read_sheet(file, delimiter="|" if "|" in header else ",")
    kind, row_reader = _form(file, sheet)

    def read(_: int, cells: Mapping[str, str]) -> ZipSeat | str:
        # A file without the column passes; the Congress then comes from its name or the user.
        number = cells.get("congress", "0")
        if not number.isdecimal():
            raise TableCellError(
                "congress",
                f"must be the number of a Congress such as 119, not {shown(number)}",
                code="not-a-congress",
            )
        return row_reader(cells)

    # All sources of the number are gathered before any row is read, so that a table of two
    # Congresses is refused as such, and not by seats that one of them lacks.
    numbers = {
        int(match[1]) for column in sheet.columns if (match := _RELATIONSHIP.fullmatch(column))
    }
    cells = (row.cells.get("congress", "") for row in sheet.rows)
    numbers |= {int(cell) for cell in cells if cell.isdecimal()}
    agreed = agreed_congress(file, {*numbers, congress_in(file.name), congress})
    gathered: defaultdict[str, set[Seat]] = defaultdict(set)
    skipped: Counter[str] = Counter()
    rows = ((row.line, row.cells) for row in sheet.rows)
    for row in each_row(file, rows, read=read, problems=sheet.problems):
        # A text is the reason why a row has no seat; it is counted and shown.
        if isinstance(row, str):
            skipped[row] += 1
        else:
            gathered[row[0]].add(row[1])
    if not gathered:
        message = "puts no ZIP code into a district: download or export it again"
        raise refusal(file, message, code="no-zip-in-a-district")
    seats = {zip_code: frozenset(found) for zip_code, found in gathered.items()}
    return DistrictFile(kind, agreed, seats, skipped)


def is_block_equivalency(header: str) -> bool:
    """Returns whether the first line, in small letters, is that of a block file: `geoid,cdfp`."""
    # `geoid,cdfp` and `blockid,cd119`: two columns and no more, which no table of ZIP codes has.
    columns = [column.strip() for column in header.split(",")]
    return len(columns) == 2 and columns[0] in {"geoid", "blockid"} and columns[1].startswith("cd")  # noqa: PLR2004 - a pair


def congress_in(name: str) -> int | None:
    """Returns the Congress of a file's name: NationalCD119.txt, tab20_cd11820_zcta520_natl.txt."""
    # Three digits: `cd11820` is Congress 118 and the year 2020; `cd_2020` names no Congress.
    match = re.search(r"cd(\d{3})", name, re.IGNORECASE | re.ASCII)
    return int(match[1]) if match else None


def agreed_congress(file: Path, numbers: set[int | None]) -> int:
    """Returns the only Congress that header, name, rows and caller name, each where it names one.

    Raises FilesAreWrongError if they name two, or no Congress, or one whose seats are not known.
    """
    # 0 and None are sources that say nothing.
    named = sorted(number for number in numbers if number)
    if not named:
        message = "does not say of which Congress its districts are: add --congress 119"
        raise refusal(file, message, code="congress-not-given")
    if len(named) > 1:
        message = (
            "mixes Congresses ("
            f"the {' and '.join(map(ordinal, named))}, "
            "by its header, its name, its rows and --congress)"
        )
        raise refusal(file, f"{message}: import each on its own", code="mixed-congresses")
    # The number of seats of each state is checked against one apportionment only.
    if not FIRST_CONGRESS <= named[0] <= LAST_CONGRESS:
        message = (
            f"is of the {ordinal(named[0])} Congress; "
            "the seats of each state are known for the "
            f"{ordinal(FIRST_CONGRESS)} to {ordinal(LAST_CONGRESS)}"
        )
        raise refusal(file, message, code="unknown-congress")
    return named[0]


def seat_in(column: str, code: str, *, state: str) -> Seat | None:
    """Returns the seat of a table's cell; None for an area without a district.

    Raises TableCellError when there is no such seat.
    """
    # Before the check of digits: ZZ is right in a table, and no seat.
    if code.upper() == NO_DISTRICT:
        return None
    if not re.fullmatch(r"\d{1,2}|AL", code, re.ASCII):
        raise TableCellError(
            column, f"must be the number of a district, not {shown(code)}", code="not-a-district"
        )
    try:
        return numbered_seat(state, code)
    except NoSuchSeatError as error:
        raise TableCellError(column, str(error), code="no-such-seat") from error


def _form(file: Path, sheet: CsvTable) -> tuple[Kind, RowReader]:
    """Returns the form of the file by its columns, and the reader of its rows."""
    columns = set(sheet.columns)
    district = next(filter(_RELATIONSHIP.fullmatch, sheet.columns), None)
    # By the columns and not by the name of the file, which people change.
    if district and "geoid_zcta5_20" in columns:
        return "census-relationship", lambda cells: _relationship(cells, district)
    zip_column = next((column for column in ("zcta", "zip") if column in columns), None)
    if zip_column and {"state_abbr", "cd"} <= columns:
        return "zip-csv", lambda cells: _zip_csv(cells, zip_column)
    raise refusal(
        file,
        f"has the columns {shown(', '.join(sheet.columns))}; {KNOWN_FORMS}",
        line=1,
        code="unknown-columns",
    )


def _zip_csv(cells: Mapping[str, str], zip_column: str) -> ZipSeat | str:
    """Reads a row of `state_fips,state_abbr,zcta,cd`."""
    state, fips = cells["state_abbr"].upper(), cells.get("state_fips", "")
    # A spreadsheet makes 1 of 01; the zero adds nothing that the postal code does not say, so that
    # it is put back, unlike the zero of a ZIP code.
    if fips and FIPS.get(fips.zfill(2)) != state:
        raise TableCellError(
            "state_fips",
            f"{shown(fips)} is not the number of {shown(state)}: one of the two is wrong",
            code="number-of-another-state",
        )
    digits = zip_in(zip_column, cells[zip_column])
    seat = seat_in("cd", cells["cd"], state=state)
    return (digits, seat) if seat else "no district holds the area (ZZ)"


def _relationship(cells: Mapping[str, str], district: str) -> ZipSeat | str:
    """Reads a row of the Census file, which also lists land without a ZIP area, and water only."""
    area, geoid = cells["geoid_zcta5_20"], cells[district]
    if not area:
        return "land without a ZIP code area"
    digits = zip_in("geoid_zcta5_20", area)
    # `4816` is Texas's 16th, `48ZZ` is water; `616` is 0616 after a spreadsheet.
    if not re.fullmatch(r"\d{2}(\d{2}|ZZ)", geoid, re.ASCII):
        raise TableCellError(
            district,
            (
                f"must be four characters such as 4816, not {shown(geoid)}: "
                "import the column as text"
            ),
            code="not-a-geoid",
        )
    # No one lives on water, and such rows would split a ZIP code at a lake or a bay.
    if cells.get("arealand_part") == "0":
        return "the common area is water only"
    seat = seat_in(district, geoid[2:], state=FIPS.get(geoid[:2], geoid[:2]))
    return (digits, seat) if seat else "no district holds the area (ZZ)"
