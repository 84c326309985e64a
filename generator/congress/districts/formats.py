"""The rows of a ZIP-to-district file, in each of the known forms."""

import datetime
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from generator.congress.districts.columns import (
    BLOCK_NAMES,
    OLD_BLOCK_NAMES,
    PREFERRED_STATE,
    STATE_NAMES,
    STATE_NUMBER_NAMES,
    ZIP_NAMES,
    DistrictSheet,
    open_sheet,
    plain_cell,
    seat_in,
    state_of,
    whole_number,
    zip_of,
)
from generator.congress.districts.rows import each_row
from generator.congress.seats import FIRST_CONGRESS, LAST_CONGRESS, Seat
from generator.congress.zip_codes import five_digits
from generator.dates import ordinal
from generator.errors import FilesAreWrongError, Problem, refusal
from generator.files.csv import TableCellError, shown
from generator.states import FIPS, states_of

Kind = Literal["zip-csv", "census-relationship", "hud-crosswalk"]
Form = Literal["zip-codes", "blocks"]

KNOWN_FORMS = (
    "known are: a CSV with the columns state_abbr, zcta (or zip) and cd; "
    "a list of contacts with zip and district (TX-34, or 34 and a column state); "
    "HUD's crosswalk of ZIP codes and districts; the Census Bureau's "
    "relationship file of districts and ZIP code areas (tab20_cd11820_zcta520_natl.txt); "
    "and lists of census blocks and districts (GEOID,CDFP); each as CSV or as an Excel workbook"
)
# `geoid_cd118_20` in the header of the Census file: Congress 118 on areas of 2020; not
# `geoid_zcta5_20`.
_RELATIONSHIP = re.compile(r"geoid_cd(\d{3})_\d{2}", re.ASCII)
# `ZIP_CD_122025.xlsx`: the crosswalk of the quarter that ended in December 2025.
_HUD_NAME = re.compile(r"(?:ZIP_CD|CD_ZIP)_?(03|06|09|12)(20\d{2})", re.IGNORECASE | re.ASCII)

RESIDENTIAL, TOTAL = "res_ratio", "tot_ratio"
"""HUD's columns: the share of a ZIP code's residential, and of all its addresses."""
SHARES_ADD_UP = 0.01
"""How far the shares of a ZIP code may add up to more or less than 1; HUD rounds none of them, but
spreadsheets and people do. Chosen by hand."""

ZipSeat = tuple[str, Seat, float | None]
RowReader = Callable[[Mapping[str, str]], ZipSeat | str]
"""Returns the ZIP code, seat and share of a row, or why the row lacks them. Raises
TableCellError."""


@dataclass(frozen=True)
class DistrictFile:
    """The content of a ZIP-to-district file."""

    kind: Kind
    congress: int
    seats: Mapping[str, Mapping[Seat, float | None]]
    """Every seat of each ZIP code, and the share of its residential addresses, where known."""
    skipped: Mapping[str, int]
    """Rows that put no ZIP code into a district: the reason, and how many."""
    warnings: tuple[Problem, ...] = ()


@dataclass
class _ZipCodes:
    """What the rows of a file say, gathered by ZIP code."""

    seats: defaultdict[str, dict[Seat, float | None]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    totals: defaultdict[str, dict[Seat, float]] = field(default_factory=lambda: defaultdict(dict))
    """The share of all addresses, which adds up to 1 where no row is missing."""
    skipped: Counter[str] = field(default_factory=Counter)
    filled: set[str] = field(default_factory=set)
    """ZIP codes whose zeros in front were put back."""
    unknown: set[str] = field(default_factory=set)
    """ZIP codes with a row that names no district, so that their other rows decide nothing."""


def read_district_file(
    file: Path, *, congress: int | None = None, shown_as: str | None = None
) -> DistrictFile:
    """Returns the content of a file of ZIP codes for the Congress that it names or that is given.

    Raises FilesAreWrongError with the line of each mistake; no row is corrected or left out in
    silence.
    """
    sheet = open_sheet(file, shown_as=shown_as or str(file))
    if form_of(sheet) == "blocks":
        message = "lists census blocks: load it with `letters districts import FILE`"
        raise refusal(sheet.shown_as, message, line=1, code="not-a-zip-table")
    return read_zip_codes(sheet, name=file.name, congress=congress)


def form_of(sheet: DistrictSheet) -> Form:
    """Returns whether the file lists ZIP codes or blocks, by its columns.

    Not by its name, which people change. Raises FilesAreWrongError where it is neither.
    """
    columns = set(sheet.columns)
    if columns & ZIP_NAMES:
        return "zip-codes"
    if columns & BLOCK_NAMES or block_row(sheet):
        return "blocks"
    if columns & OLD_BLOCK_NAMES:
        message = (
            "lists blocks of 2010: district lines and the geocoder go by those of 2020; "
            "get the file for the blocks of 2020"
        )
        raise sheet.refusal(message, code="old-blocks")
    raise _unknown_columns(sheet)


def _unknown_columns(sheet: DistrictSheet) -> FilesAreWrongError:
    """Returns the exception for a file whose columns are of no known form."""
    found = f"has the columns {shown(', '.join(sheet.columns))}"
    # `78520,TX-34` without names: which of two columns is which is not guessed.
    if any(re.fullmatch(r"\d{5}", plain_cell(cell), re.ASCII) for cell in sheet.table.header):
        found = (
            "has no names of columns in its first line: write one above it, such as zip,district"
        )
    return sheet.refusal(f"{found}; {KNOWN_FORMS}", code="unknown-columns")


def block_row(sheet: DistrictSheet) -> bool:
    """Returns whether the first row is a block and a district: a list without a header."""
    first = [plain_cell(cell) for cell in sheet.table.header if cell]
    return len(first) == 2 and re.fullmatch(r"\d{15}", first[0], re.ASCII) is not None  # noqa: PLR2004 - a pair


def read_zip_codes(sheet: DistrictSheet, *, name: str, congress: int | None) -> DistrictFile:
    """Returns the ZIP codes and seats of the rows; `name` is that of the file.

    Raises FilesAreWrongError.
    """
    gathered = _ZipCodes()
    kind, row_reader = _form(sheet, gathered, congress=congress)
    # All sources of the number are gathered before any row is read, so that a table of two
    # Congresses is refused as such, and not by seats that one of them lacks.
    numbers = {congress_in(name), congress}
    # With several district columns, the given Congress has chosen one of them.
    numbers |= sheet.congresses if congress not in sheet.congresses else set()
    if "congress" in sheet.columns:
        cells = (whole_number(row.get("congress", "")) for _, row in sheet.rows())
        numbers |= {int(cell) for cell in cells if cell.isdecimal()}
    agreed = agreed_congress(sheet.shown_as, numbers)

    def read(_: int, cells: Mapping[str, str]) -> ZipSeat | str:
        sheet.check_row(cells)
        # A file without the column passes; the Congress then comes from its name or the user.
        number = whole_number(cells.get("congress", "0"))
        if not number.isdecimal():
            raise TableCellError(
                "congress",
                f"must be the number of a Congress such as 119, not {shown(number)}",
                code="not-a-congress",
            )
        return row_reader(cells)

    count = 0
    for row in each_row(sheet.shown_as, sheet.rows(), read=read):
        count += 1
        # A text is the reason why a row has no seat; it is counted and shown.
        if isinstance(row, str):
            gathered.skipped[row] += 1
        else:
            zip_code, seat, share = row
            gathered.seats[zip_code][seat] = share
    if not count:
        message = "holds a header and no rows: download or export it again"
        raise sheet.refusal(message, code="no-rows")
    _leave_out_unknown(gathered)
    if not gathered.seats:
        message = "puts no ZIP code into a district: download or export it again"
        raise refusal(sheet.shown_as, message, code="no-zip-in-a-district")
    return DistrictFile(
        kind,
        agreed,
        dict(gathered.seats),
        gathered.skipped,
        (*sheet.warnings, *_notes(sheet, gathered)),
    )


def _leave_out_unknown(gathered: _ZipCodes) -> None:
    """Takes ZIP codes out of which a part lies in a district that the file does not name.

    What is left of them would look like a ZIP code of one district, which decides a seat.
    """
    for zip_code in gathered.unknown & gathered.seats.keys():
        del gathered.seats[zip_code]
        gathered.skipped["another row of the ZIP code names no district"] += 1
    for zip_code, shares in gathered.totals.items():
        # A business of its own has no residents, so that all addresses are counted.
        if abs(sum(shares.values()) - 1) > SHARES_ADD_UP and zip_code in gathered.seats:
            del gathered.seats[zip_code]
            gathered.skipped[
                "the shares of the ZIP code do not add up to 1, so that rows of it are missing"
            ] += 1


def _notes(sheet: DistrictSheet, gathered: _ZipCodes) -> list[Problem]:
    """Returns a warning for ZIP codes whose zeros were put back."""
    if not gathered.filled:
        return []
    message = (
        f"{len(gathered.filled):,} ZIP codes are numbers without their zeros in front; "
        "these were put back, as the states of their rows prove"
    )
    return [Problem(sheet.shown_as, 0, "", message, "warning", code="zeros-put-back")]


def congress_in(name: str) -> int | None:
    """Returns the Congress of a file's name: NationalCD119.txt, tab20_cd11820_zcta520_natl.txt.

    Returns None for `ZIP_CD_122025.csv`, which names a month, and `cd_2020`, which names a year.
    """
    # Three digits, with a year or without: `cd11820` is Congress 118 on areas of 2020.
    match = re.search(r"cd(\d{3})(?:\d{2})?(?!\d)", name, re.IGNORECASE | re.ASCII)
    return int(match[1]) if match else None


def hud_quarter(name: str) -> tuple[str, datetime.date | None]:
    """Returns the source of HUD's crosswalk by the name of its file, and the end of its quarter."""
    match = _HUD_NAME.search(name)
    if not match:
        return "HUD USPS ZIP Code crosswalk", None
    month, year = int(match[1]), int(match[2])
    first = datetime.date(year + month // 12, month % 12 + 1, 1)
    end = first - datetime.timedelta(days=1)
    return f"HUD USPS ZIP Code crosswalk, {ordinal(month // 3)} quarter {year}", end


def agreed_congress(shown_as: str, numbers: set[int | None]) -> int:
    """Returns the only Congress that header, name, rows and caller name, each where it names one.

    Raises FilesAreWrongError if they name two, or no Congress, or one whose seats are not known.
    """
    # 0 and None are sources that say nothing.
    named = sorted(number for number in numbers if number)
    if not named:
        message = (
            "does not say of which Congress its districts are: add --congress N, "
            "119 for the lines of the election of 2024, 120 for those of 2026"
        )
        raise refusal(shown_as, message, code="congress-not-given")
    if len(named) > 1:
        message = (
            "mixes Congresses ("
            f"the {' and '.join(map(ordinal, named))}, "
            "by its header, its name, its rows and --congress)"
        )
        raise refusal(shown_as, f"{message}: import each on its own", code="mixed-congresses")
    # The number of seats of each state is checked against one apportionment only.
    if not FIRST_CONGRESS <= named[0] <= LAST_CONGRESS:
        message = (
            f"is of the {ordinal(named[0])} Congress; "
            "the seats of each state are known for the "
            f"{ordinal(FIRST_CONGRESS)} to {ordinal(LAST_CONGRESS)}"
        )
        raise refusal(shown_as, message, code="unknown-congress")
    return named[0]


def _form(
    sheet: DistrictSheet, gathered: _ZipCodes, *, congress: int | None
) -> tuple[Kind, RowReader]:
    """Returns the form of the file by its columns, and the reader of its rows."""
    zip_column = sheet.column(ZIP_NAMES)
    district = next(filter(_RELATIONSHIP.fullmatch, sheet.columns), None)
    if zip_column and district:
        return "census-relationship", lambda cells: _relationship(
            cells, district, zip_column=zip_column
        )
    # HUD's interface calls the district a GEOID; without a ZIP code that is a block.
    district = sheet.district_column(congress=congress) or sheet.only(
        [name for name in sheet.columns if name == "geoid"]
    )
    if not zip_column or not district:
        raise _unknown_columns(sheet)
    reader = _ZipRowReader(
        sheet,
        gathered,
        zip_column,
        district,
        sheet.column(STATE_NAMES),
        sheet.column(STATE_NUMBER_NAMES),
    )
    return "hud-crosswalk" if reader.has_shares else "zip-csv", reader.read


@dataclass(frozen=True)
class _ZipRowReader:
    """Reads a row of ZIP code and district, with or without state and shares."""

    sheet: DistrictSheet
    gathered: _ZipCodes
    zip_column: str
    district: str
    state: str | None
    state_number: str | None

    @property
    def has_shares(self) -> bool:
        """Whether the file is HUD's crosswalk."""
        return RESIDENTIAL in self.sheet.columns or TOTAL in self.sheet.columns

    @property
    def shares_are_of_zip_codes(self) -> bool:
        """Whether the shares divide a ZIP code.

        HUD's crosswalk CD-ZIP has the same columns, but divides districts; HUD writes first what
        is divided.
        """
        columns = self.sheet.columns
        return columns.index(self.zip_column) < columns.index(self.district)

    def read(self, cells: Mapping[str, str]) -> ZipSeat | str:
        """Returns ZIP code, seat and share of the row, or why it has none."""
        if not cells[self.zip_column]:
            return "the row has no ZIP code"
        state = self._state(cells)
        workbook = self.sheet.is_workbook
        filled = whole_number(cells[self.zip_column]).zfill(5)
        if not cells[self.district]:
            if digits := five_digits(filled):
                self.gathered.unknown.add(digits)
            return "the row names no district"
        seat = seat_in(
            self.district,
            cells[self.district],
            # HUD's state is that of the post office, and a ZIP code may cross a border.
            state="" if self.state == PREFERRED_STATE else state,
            homes=states_of(filled) if workbook else (),
        )
        digits = zip_of(
            self.zip_column,
            cells[self.zip_column],
            state=state or (seat.state if seat else ""),
            is_workbook=workbook,
        )
        # ZIP+4 has nine digits; a code that is longer than what stands in the cell was filled.
        if len(whole_number(cells[self.zip_column])) < len(digits):
            self.gathered.filled.add(digits)
        shares = self._shares(cells)
        if not seat:
            # With a share of 0.4 in no district the ZIP code is not certain either.
            return "no district holds the area (ZZ)"
        if TOTAL in shares:
            self.gathered.totals[digits][seat] = shares[TOTAL]
        return digits, seat, shares.get(RESIDENTIAL)

    def _state(self, cells: Mapping[str, str]) -> str:
        """Returns the state of the row, or "" where only the district says it."""
        number = whole_number(cells[self.state_number]) if self.state_number else ""
        state = state_of(self.state, cells[self.state]) if self.state and cells[self.state] else ""
        if not number:
            return state
        # A spreadsheet makes 1 of 01; the zero adds nothing that the postal code does not say, so
        # that it is put back.
        of_number = FIPS.get(number.zfill(2))
        if of_number is None or (state and of_number != state):
            raise TableCellError(
                self.state_number or "",
                f"{shown(number)} is not the number of {shown(state or 'a state')}: "
                "one of the two is wrong",
                code="number-of-another-state",
            )
        return of_number

    def _shares(self, cells: Mapping[str, str]) -> dict[str, float]:
        """Returns the shares of the row by column; empty if they divide something else."""
        if not self.shares_are_of_zip_codes:
            return {}
        named = [name for name in (RESIDENTIAL, TOTAL) if cells.get(name)]
        return {name: _share(name, cells[name]) for name in named}


def _share(column: str, cell: str) -> float:
    """Returns a share between 0 and 1. Raises TableCellError."""
    try:
        # Where the decimal sign is a comma, spreadsheets write 0,93.
        share = float(cell.replace(",", "."))
    except ValueError:
        share = math.nan
    if not 0 <= share <= 1 + SHARES_ADD_UP:
        message = f"must be a share between 0 and 1, not {shown(cell)}"
        raise TableCellError(column, message, code="not-a-share")
    return min(share, 1.0)


def _relationship(cells: Mapping[str, str], district: str, *, zip_column: str) -> ZipSeat | str:
    """Reads a row of the Census file, which also lists land without a ZIP area, and water only."""
    area, geoid = cells[zip_column], cells[district]
    if not area:
        return "land without a ZIP code area"
    digits = zip_of(zip_column, area, state="", is_workbook=False)
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
    seat = seat_in(district, geoid, state="")
    return (digits, seat, None) if seat else "no district holds the area (ZZ)"
