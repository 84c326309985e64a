"""Files of districts as people have them: their columns by meaning, and what a cell says.

Each contact program, state and map maker names the columns in its own way, so that a column is
known by a list of names. A name that means two things in two programs is in no list.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.congress.seats import NO_DISTRICT, NoSuchSeatError, Seat, numbered_seat, read_seat
from generator.congress.zip_codes import zip_in
from generator.errors import FilesAreWrongError, Problem, refusal
from generator.files.contact_csv import DELIMITERS, read_csv
from generator.files.csv import TableCellError, shown
from generator.files.excel import is_workbook, read_workbook
from generator.files.table import FORMULA, HIDDEN, Table
from generator.files.text import check_plain_file
from generator.states import FIPS, SEATS, STATES, states_of
from generator.text import quoted

ZIP_NAMES = frozenset(
    "zip zip_code zipcode zip5 zip_5 zip_code_5 zip_codes zcta zcta5 zcta5ce10 zcta5ce20 zcta_code "
    "geoid_zcta5_20 postal_code postalcode postcode post_code zip_postal_code mailing_zip "
    "mailing_zip_code mailing_zip_postal_code mailing_postal_code home_zip primary_zip "
    "primary_zip_code".split()
)
STATE_NAMES = frozenset(
    "state state_abbr state_abbreviation state_code state_postal state_province state_usps st "
    "stusps usps usps_state abbr usps_zip_pref_state mailing_state mailing_state_province "
    "home_state primary_state primary_state_province".split()
)
STATE_NUMBER_NAMES = frozenset("state_fips statefp statefp20 fips state_fips_code st_fips".split())
DISTRICT_NAMES = frozenset(
    "cd cds cdfp cong congress_district congressional cd_code cd_number cong_dist congdist "
    "congressional_dist congressional_district "
    "congressional_districts congressional_district_number us_congressional_district "
    "us_cong_district federal_district district district_code district_id districtid "
    "district_number district_no dist house_district us_house us_house_district seat".split()
)
BLOCK_NAMES = frozenset(
    "geoid geoid20 geoid_20 geo_id geocode blockid blockid20 block_id block block20 block_geoid "
    "block_geoid20 geoid_block census_block census_block_id sctbkey blkid".split()
)
OLD_BLOCK_NAMES = frozenset("geoid10 geoid_10 blockid10 block_id10 block10 block_geoid10".split())
PREFERRED_STATE = "usps_zip_pref_state"
"""HUD's column of the state of the post office, which may be another than the district's."""

# `cd119`, `cd119fp`, `geoid_cd118_20`, `congressional_district_119`.
_OF_CONGRESS = re.compile(r"(?:\b|_)(?:cd|congressional_district)_?(\d{3})(?!\d)", re.ASCII)
_DISTRICT_OF_CONGRESS = re.compile(
    r"(?:us_)?(?:cd|congressional_district)_?\d{3}(?:_?fp)?", re.ASCII
)
# `CD26`, `CONG2026`, `Congress 24`: the year of an election, as states write it, and no Congress.
_DISTRICT_OF_YEAR = re.compile(
    r"(?:us_)?(?:cd|cong|congress|congressional|congressional_district)_?(?:20)?\d{2}", re.ASCII
)
_STATE_CODES = {name.upper(): code for code, name in STATES.items()}
"""Postal codes by the names of the states in capitals."""
_ORDINAL = r"0*(\d{1,2})(?:ST|ND|RD|TH)?"
_DISTRICT = (
    r"(?:(?:U\.?S\.? )?CONGRESSIONAL DISTRICT|DISTRICT|CD)?[\s\-_.#]*"
    rf"(?:{_ORDINAL}|AL|AT[\s-]?LARGE)(?: (?:CONGRESSIONAL )?DISTRICT)?"
)
_NUMBERED = re.compile(_DISTRICT, re.ASCII)
"""`34`, `034`, `34th`, `CD-34`, `District 34`, `AL`, `At-Large`."""
_NAMED = re.compile(
    # The longest first: ALASKA does not begin with AL.
    rf"({'|'.join(sorted((*SEATS, *_STATE_CODES), key=len, reverse=True))})"
    rf"(?:['’]S)?[\s\-_.]*{_DISTRICT}",
    re.ASCII,
)
"""`TX-034`, `TX_34`, `TXCD34`, `TEXAS 34`, `TEXAS'S 34TH DISTRICT`."""


@dataclass(frozen=True)
class DistrictSheet:
    """A CSV file or a workbook with districts, whose rows are read one by one."""

    shown_as: str
    table: Table

    @property
    def is_workbook(self) -> bool:
        """True for a workbook, whose numbers have no zeros in front."""
        return self.table.is_workbook

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns in small letters, with `_` for each other sign."""
        return tuple(
            re.sub(r"[^a-z0-9]+", "_", plain_cell(name).casefold()).strip("_")
            for name in self.table.header
        )

    @property
    def congresses(self) -> set[int | None]:
        """The Congresses that the header names, as in `CD119`."""
        return {int(number) for name in self.columns for number in _OF_CONGRESS.findall(name)}

    def column(self, names: frozenset[str]) -> str | None:
        """Returns the only column of these names, or None. Raises FilesAreWrongError for two."""
        return self.only([name for name in self.columns if name in names])

    def only(self, found: list[str]) -> str | None:
        """Returns the only one of the columns, or None. Raises FilesAreWrongError for several."""
        if len(set(found)) > 1:
            names = ", ".join(map(quoted, found))
            message = f"has several columns that could be the one: {names}; leave one in the file"
            raise self.refusal(message, code="several-columns")
        if len(found) > 1:
            message = f"the column {quoted(found[0])} stands twice: keep one"
            raise self.refusal(message, code="wrong-header")
        return found[0] if found else None

    def district_column(self, *, congress: int | None) -> str | None:
        """Returns the column of the districts; of several Congresses, that of the given one."""
        found = [
            name
            for name in self.columns
            if name in DISTRICT_NAMES
            or _DISTRICT_OF_CONGRESS.fullmatch(name)
            or _DISTRICT_OF_YEAR.fullmatch(name)
        ]
        given = [name for name in found if congress and f"{congress}" in name]
        return self.only(given or found)

    def visible_rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yields the line and the cells of each row of the table.

        Raises FilesAreWrongError for a row that is hidden, or a formula without a value: half a
        table would settle the wrong districts.
        """
        for row in self.table.rows():
            message, code = "", ""
            if row.is_hidden:
                message, code = HIDDEN, "hidden-row"
            elif row.formulas:
                message, code = FORMULA, "formula"
            if message:
                raise refusal(self.shown_as, f"the row {message}", line=row.line, code=code)
            yield row.line, row.cells

    def rows(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Yields the line and the cells of each row, by column; the cells are tidied.

        Yields an empty mapping for a row whose cells fit no header.
        """
        for line, cells in self.visible_rows():
            tidy = [plain_cell(cell) for cell in cells]
            # Spreadsheets write commas for cells that were once filled, and workbooks leave the
            # empty cells at the end of a row out.
            while len(tidy) > len(self.columns) and not tidy[-1]:
                tidy.pop()
            if self.is_workbook:
                tidy += [""] * (len(self.columns) - len(tidy))
            if len(tidy) == len(self.columns):
                yield line, dict(zip(self.columns, tidy, strict=True))
            else:
                yield line, {_UNEVEN: str(len(tidy))}

    def check_row(self, cells: Mapping[str, str]) -> None:
        """Raises TableCellError for a row that has more or fewer cells than the header."""
        # Neither filled up nor cut off: where a comma is missing, every cell behind it is in a
        # wrong column.
        if count := cells.get(_UNEVEN):
            message = f"has {count} cells; the header names {len(self.columns)} columns"
            raise TableCellError("", message, code="uneven-row")

    def refusal(self, message: str, *, code: str) -> FilesAreWrongError:
        """Returns the exception for a header that cannot be used."""
        return refusal(self.shown_as, message, line=self.table.line, code=code)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What was noticed when the file was opened."""
        return self.table.warnings


_UNEVEN = "\0uneven"
"""The key of the number of cells in a row that does not fit; no column can have this name."""


def open_sheet(file: Path, *, shown_as: str) -> DistrictSheet:
    """Returns the rows of a CSV file or an Excel workbook, by its content.

    Raises FilesAreWrongError.
    """
    check_plain_file(file, shown_as=shown_as)
    # By content and not by suffix: people rename files, and a downloaded one may have no suffix.
    if is_workbook(file):
        return DistrictSheet(shown_as, read_workbook(file, place=shown_as))
    # The Census Bureau puts `|` between columns; no header of a CSV holds one.
    return DistrictSheet(shown_as, read_csv(file, place=shown_as, delimiters=f"{DELIMITERS}|"))


# ---------------------------------------------------------------- cells


def plain_cell(cell: str) -> str:
    """Returns the cell without spaces around it, and without Excel's marks for text."""
    plain = cell.strip()
    # `="02134"` and `'02134` keep a spreadsheet from reading a number.
    match = re.fullmatch(r'="(.*)"', plain)
    return match[1].strip() if match else plain.removeprefix("'")


def whole_number(cell: str) -> str:
    """Returns `34` for `34.0`, which is how programs write a whole number of a column of floats."""
    return re.sub(r"(?<=\d)\.0+$", "", cell)


def zip_of(column: str, cell: str, *, state: str, is_workbook: bool) -> str:
    """Returns the five digits of the row's ZIP code. Raises TableCellError.

    A number in a workbook has no zeros in front. They are put back where the state of the row
    proves them: 601 in Puerto Rico can only be 00601. In a text file they are not, because there
    the export changed the list, and a short code may be a slip of the pen.
    """
    digits = whole_number(cell)
    filled = digits.zfill(5)
    if (
        is_workbook
        and re.fullmatch(r"[1-9]\d{2,3}", digits, re.ASCII)
        and state in states_of(filled)
    ):
        return filled
    return zip_in(column, digits)


def state_of(column: str, cell: str) -> str:
    """Returns the postal code of `TX`, `Texas` or `48`. Raises TableCellError."""
    words = whole_number(cell).upper()
    state = FIPS.get(words.zfill(2), words) if words.isdecimal() else words
    state = _STATE_CODES.get(state, state)
    if state not in SEATS:
        message = f"there is no state {shown(cell)}: write its two-letter postal code, such as TX"
        raise TableCellError(column, message, code="no-such-state")
    return state


def seat_in(column: str, cell: str, *, state: str, homes: tuple[str, ...] = ()) -> Seat | None:
    """Returns the seat of a table's cell; None for an area without a district.

    `state` is the district's state, "" where only the cell says it. `homes` are the states of the
    row's ZIP code if the cell is a number of a workbook, which drops a zero in front.
    Raises TableCellError when there is no such seat.
    """
    code = " ".join(whole_number(cell).upper().split())
    # Word processors and web pages write TX–34.
    code = re.sub("[\u2010-\u2015\u2212]", "-", code)
    # Before the check of digits: ZZ is right in a table, and no seat.
    if re.fullmatch(rf"(\d\d)?{NO_DISTRICT}", code, re.ASCII):
        return None
    # `4834`: the number of the state and that of the district, as HUD writes them.
    if re.fullmatch(r"\d{3}", code, re.ASCII) and FIPS.get(f"0{code[0]}") in homes:
        code = f"0{code}"
    number = _NUMBERED.fullmatch(code)
    try:
        if re.fullmatch(r"\d{4}", code, re.ASCII):
            own = FIPS.get(code[:2], code[:2])
            return _of_state(numbered_seat(own, code[2:]), state=state, column=column, cell=cell)
        # Before the names: CD34 is no seat of a state CD.
        if number and state:
            return numbered_seat(state, number[1] or "AL")
        seat = None if number else read_seat(code)
        if seat is None and (named := _NAMED.fullmatch(code)):
            seat = numbered_seat(_STATE_CODES.get(named[1], named[1]), named[2] or "AL")
    except NoSuchSeatError as error:
        raise TableCellError(column, str(error), code="no-such-seat") from error
    if seat:
        return _of_state(seat, state=state, column=column, cell=cell)
    if number:
        message = f"{shown(cell)} does not say of which state: write TX-34, or add a column “state”"
        raise TableCellError(column, message, code="district-without-state")
    message = f"must be the number of a district, not {shown(cell)}"
    raise TableCellError(column, message, code="not-a-district")


def _of_state(seat: Seat, *, state: str, column: str, cell: str) -> Seat:
    """Returns the seat. Raises TableCellError if the row names another state."""
    if state and seat.state != state:
        message = f"{shown(cell)} is no district of {state}: one of the two is wrong"
        raise TableCellError(column, message, code="district-of-another-state")
    return seat
