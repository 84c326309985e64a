"""What a ZIP-to-district file says, whichever of the known forms it has."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.congress.seats import FIRST_CONGRESS, LAST_CONGRESS, NO_DISTRICT, NoSuchSeatError, Seat, numbered_seat, zip_in
from generator.dates import ordinal
from generator.errors import FilesAreWrongError, Problem, refusal
from generator.files.csv import BadCellError, Row, Sheet, header_of, read_sheet, shortened, shown
from generator.states import FIPS

Kind = Literal["zip-csv", "census-relationship"]

KNOWN_FORMS = (
    "known are: a CSV with the columns state_abbr, zcta (or zip) and cd; the Census Bureau's relationship file of districts "
    "and ZIP code areas (tab20_cd11820_zcta520_natl.txt)"
)
_RELATIONSHIP = re.compile(r"geoid_cd(\d{3})_\d{2}", re.ASCII)
_CONGRESS_IN_NAME = re.compile(r"cd(\d{3})", re.IGNORECASE | re.ASCII)
_CENSUS = "U.S. Census Bureau, relationship file of congressional districts and 2020 ZIP Code tabulation areas"
CENSUS_LICENCE = "work of the US government, in the public domain (17 U.S.C. 105)"


@dataclass(frozen=True)
class Passed:
    """A row that says nothing of where people live, and why."""

    why: str


Entry = tuple[str, Seat]
Reading = Callable[[Mapping[str, str]], Entry | Passed]


@dataclass(frozen=True)
class Content:
    """What one file says: each ZIP code with each of its seats, in order."""

    kind: Kind
    congress: int
    source: str
    licence: str | None
    sha256: str
    entries: tuple[Entry, ...]
    passed: Mapping[str, int]
    """Rows that say nothing of where people live: why, and how many."""


def read_content(file: Path, *, congress: int | None = None) -> Content:
    """What the file says of the Congress that it names or that is given.

    Raises FilesAreWrongError with the line of everything that is wrong with it; no row is mended or left out in silence.
    """
    header = header_of(file)
    if is_block_equivalency(header):
        raise refusal(file, "is a block equivalency file and has no ZIP codes", line=1)
    sheet = read_sheet(file, delimiter="|" if "|" in header else ",")
    kind, reading = _recognised(file, sheet)
    told = _told_congress(file, sheet, given=congress)
    entries, passed = _read_rows(file, sheet, reading=reading)
    return Content(
        kind=kind,
        congress=told,
        source=_CENSUS if kind == "census-relationship" else file.name,
        licence=CENSUS_LICENCE if kind == "census-relationship" else None,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        entries=entries,
        passed=passed,
    )


def is_block_equivalency(header: str) -> bool:
    """True for the first line of a Census block equivalency file: `GEOID,CDFP`, in small letters."""
    columns = [column.strip() for column in header.split(",")]
    return len(columns) == 2 and columns[0] in {"geoid", "blockid"} and columns[1].startswith("cd")  # noqa: PLR2004 - a pair


def congress_in(name: str) -> int | None:
    """The Congress that a file's name tells, as in NationalCD119.txt and tab20_cd11820_zcta520_natl.txt."""
    match = _CONGRESS_IN_NAME.search(name)
    return int(match[1]) if match else None


# ---------------------------------------------------------------- which form


def _recognised(file: Path, sheet: Sheet) -> tuple[Kind, Reading]:
    """The form of the file by its columns, and how to read a row of it."""
    columns = set(sheet.columns)
    district = next((column for column in sheet.columns if _RELATIONSHIP.fullmatch(column)), None)
    if district and "geoid_zcta5_20" in columns:
        return "census-relationship", lambda cells: _relationship(cells, district)
    zip_column = next((column for column in ("zcta", "zip") if column in columns), None)
    if zip_column and {"state_abbr", "cd"} <= columns:
        return "zip-csv", lambda cells: _zip_csv(cells, zip_column)
    raise refusal(file, f"has the columns {shown(', '.join(sheet.columns))}; {KNOWN_FORMS}", line=1)


def _told_congress(file: Path, sheet: Sheet, *, given: int | None) -> int:
    """The one Congress that header, name, rows and the caller agree on."""
    headers = [int(match[1]) for column in sheet.columns if (match := _RELATIONSHIP.fullmatch(column))]
    rows = [int(row.cells["congress"]) for row in sheet.rows if row.cells.get("congress", "").isdecimal()]
    named = congress_in(file.name)
    told = {*headers, *rows, *([named] if named else []), *([given] if given else [])}
    if not told:
        raise refusal(file, "does not say of which Congress its districts are: add --congress 119")
    return agreed_congress(file, told)


def agreed_congress(file: Path, told: set[int]) -> int:
    """The only one of the Congresses told. Raises FilesAreWrongError when they differ, or the seats of that one are not known."""
    first, *others = sorted(told)
    if others:
        said = " and ".join(ordinal(number) for number in sorted(told))
        raise refusal(file, f"mixes Congresses (the {said}, by its header, its name, its rows and --congress): import each on its own")
    if not FIRST_CONGRESS <= first <= LAST_CONGRESS:
        span = f"{ordinal(FIRST_CONGRESS)} to {ordinal(LAST_CONGRESS)}"
        raise refusal(file, f"is of the {ordinal(first)} Congress; the seats of each state are known for the {span}")
    return first


# ---------------------------------------------------------------- the rows


def _read_rows(file: Path, sheet: Sheet, *, reading: Reading) -> tuple[tuple[Entry, ...], Mapping[str, int]]:
    """Every row read; all that is wrong at once."""
    entries: set[Entry] = set()
    passed: Counter[str] = Counter()
    problems = list(sheet.problems)
    for row in sheet.rows:
        outcome = _read_row(file, row, reading=reading)
        if isinstance(outcome, Problem):
            problems.append(outcome)
        elif isinstance(outcome, Passed):
            passed[outcome.why] += 1
        else:
            entries.add(outcome)
    if problems:
        raise FilesAreWrongError(shortened(problems))
    if not entries:
        raise refusal(file, "puts no ZIP code into a district: download or export it again")
    return tuple(sorted(entries)), dict(passed)


def _read_row(file: Path, row: Row, *, reading: Reading) -> Entry | Passed | Problem:
    """One row read, or what is wrong with it."""
    if not row.cells.get("congress", "0").isdecimal():
        message = f"must be the number of a Congress such as 119, not {shown(row.cells['congress'])}"
        return Problem(str(file), row.line, "congress", message)
    try:
        return reading(row.cells)
    except BadCellError as error:
        return Problem(str(file), row.line, error.column, error.message)


def _zip_csv(cells: Mapping[str, str], zip_column: str) -> Entry | Passed:
    """A row of `state_fips,state_abbr,zcta,cd`."""
    state, fips = cells["state_abbr"].upper(), cells.get("state_fips", "")
    if fips and FIPS.get(fips.zfill(2)) != state:
        raise BadCellError("state_fips", f"{shown(fips)} is not the number of {shown(state)}: one of the two is wrong")
    digits = zip_in(zip_column, cells[zip_column])
    seat = seat_in("cd", cells["cd"], state=state)
    return (digits, seat) if seat else Passed("no district holds the area (ZZ)")


def _relationship(cells: Mapping[str, str], district: str) -> Entry | Passed:
    """A row of the Census relationship file, which also lists land without a ZIP area and areas that are water only."""
    area, geoid = cells["geoid_zcta5_20"], cells[district]
    if not area:
        return Passed("land without a ZIP code area")
    digits = zip_in("geoid_zcta5_20", area)
    if not re.fullmatch(r"\d{2}(\d{2}|ZZ)", geoid, re.ASCII):
        raise BadCellError(district, f"must be four characters such as 4816, not {shown(geoid)}: import the column as text")
    if cells.get("arealand_part") == "0":
        return Passed("the common area is water only")
    seat = seat_in(district, geoid[2:], state=FIPS.get(geoid[:2], geoid[:2]))
    return (digits, seat) if seat else Passed("no district holds the area (ZZ)")


def seat_in(column: str, code: str, *, state: str) -> Seat | None:
    """The seat of a table's cell, None for an area without one. Raises BadCellError when there is no such seat."""
    if code.upper() == NO_DISTRICT:
        return None
    if not re.fullmatch(r"\d{1,2}|AL", code, re.ASCII):
        raise BadCellError(column, f"must be the number of a district, not {shown(code)}")
    try:
        return numbered_seat(state, code)
    except NoSuchSeatError as error:
        raise BadCellError(column, str(error)) from error
