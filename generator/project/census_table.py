"""Brings a table of data.census.gov into districts.csv or states.csv of a campaign.

A download holds `ACSST1Y2024.S1701-Data.csv`: a row of codes, a row of labels, and a row for each
place, with a margin of error (…M) next to each estimate (…E):

    GEO_ID,NAME,S1701_C02_001E,S1701_C02_001M,
    Geography,Geographic Area Name,Estimate!!Below poverty level!!…,Margin of Error!!…,
    5001900US4816,"Congressional District 16 (119th Congress), Texas",141230,3456,

Its name says the vintage, and GEO_ID the Congress of the districts: 500 is the level of
congressional districts, and 19 those of the 119th Congress (Census Bureau, “Understanding
Geographic Identifiers”).
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.congress.seats import NO_DISTRICT, NoSuchSeatError, numbered_seat
from generator.errors import FilesAreWrongError, Problem, refusal
from generator.files.csv import MAX_CSV_BYTES, CsvTable, csv_text, parse_sheet, shortened
from generator.files.text import check_plain_file, load_bytes, load_text
from generator.files.whole import READABLE_BY_ALL, write_whole
from generator.models.campaign import SheetKind
from generator.project import district_data
from generator.project.sheet_figures import MARGIN, bare_margin, grouped, is_code, number
from generator.states import FIPS
from generator.text import hint, quoted

# “ACSST1Y2024.S1701-Data.csv”, also “ACSST1Y2024.S1701_2026-11-24T101112.zip”.
_SURVEY = re.compile(r"ACS[A-Z]{2}(?P<years>[15])Y(?P<year>20\d\d)\.(?P<table>[A-Z]+\d+[A-Z]*)")
# “5001900US4816”: districts of the 119th Congress, Texas, 16; “0400000US48”: Texas.
_DISTRICT = re.compile(r"500(?P<congress>\d\d)..US(?P<state>\d\d)(?P<district>\d\d|ZZ)")
_STATE = re.compile(r"040....US(?P<state>\d\d)")
_CONTROLLED = frozenset({"*****", "-555555555"})
"""“The estimate is controlled”: it has no error of sampling, and its margin is zero."""
_OPEN_ENDED = re.compile(r"[\d,.]+[+-]")
"""`250,000+` and `2,500-`: a median in the highest or the lowest group."""

COLUMN = re.compile(r"[a-z][a-z0-9_]{0,31}")
"""The name of a column in a text: `poverty`; shorter than the longest by `_margin`."""


@dataclass(frozen=True)
class CensusColumn:
    """One estimate of a table."""

    code: str
    """S1701_C02_001E."""
    label: str
    """“Estimate, Below poverty level, Population for whom poverty status is determined”."""


@dataclass(frozen=True)
class CensusTable:
    """A table as it was downloaded."""

    shown_as: str
    kind: SheetKind
    year: str
    years: str
    """“1” or “5”: the number of years that were surveyed."""
    table: str
    """S1701."""
    name: str
    """ACSST1Y2024.S1701, as in the address of the table."""
    congress: int | None
    """None for states."""
    estimates: tuple[CensusColumn, ...]
    cells: Mapping[str, Mapping[str, str]]
    """The cells of each seat or state by code in capital letters."""
    lines: Mapping[str, int]
    skipped: int
    """Rows of other places, such as the nation and counties."""

    @property
    def header(self) -> tuple[str, ...]:
        """Returns the comment lines that say where the figures come from."""
        first = int(self.year) - int(self.years) + 1
        span = self.year if self.years == "1" else f"{first}–{self.year}"
        lines = [
            "# source: U.S. Census Bureau",
            f"# title: American Community Survey, {span}, table {self.table}",
            f"# as_of: {self.year}",
            f"# url: https://data.census.gov/table/{self.name}",
            # 17 U.S.C. 105.
            "# license: work of the US government, in the public domain",
        ]
        if self.congress:
            lines.insert(3, f"# congress: {self.congress}")
        return tuple(lines)


@dataclass(frozen=True)
class DataImport:
    """What an import wrote, and what it left out."""

    path: Path
    kind: SheetKind
    rows: int
    columns: tuple[str, ...]
    warnings: tuple[Problem, ...]


def read_census_table(file: Path, *, shown_as: str) -> CensusTable:
    """Returns the table in a CSV file or the ZIP archive of a download.

    Raises FilesAreWrongError for a file of another kind, and for a table without congressional
    districts or states.
    """
    name, text = _data_file(file, shown_as=shown_as)
    survey = _SURVEY.search(name) or _SURVEY.search(file.name)
    if survey is None:
        message = (
            "the name of the file does not say which survey it is: "
            "keep the name that data.census.gov gave it, such as ACSST1Y2024.S1701-Data.csv"
        )
        raise refusal(shown_as, message, code="unknown-survey")
    sheet = parse_sheet(text, shown_as=shown_as)
    if sheet.problems:
        raise FilesAreWrongError(shortened(sheet.problems))
    if sheet.columns[:2] != ("geo_id", "name") or not sheet.rows:
        message = (
            "has no columns GEO_ID and NAME, which a download of data.census.gov has: on the page "
            "of the table choose Download Table Data (a .zip), not the table as it is shown"
        )
        raise refusal(shown_as, message, line=1, code="not-a-census-table")
    labels = sheet.rows[0].cells
    estimates = tuple(
        CensusColumn(code.upper(), labels[code].replace("!!", ", ").rstrip(":"))
        for code in sheet.columns[2:]
        if code.endswith("e")
    )
    kind, places, congress = _places(sheet, shown_as=shown_as)
    return CensusTable(
        shown_as,
        kind,
        survey["year"],
        survey["years"],
        survey["table"],
        survey.group(),
        congress,
        estimates,
        {
            key: {code.upper(): cell for code, cell in sheet.rows[at].cells.items()}
            for key, at in places.items()
        },
        {key: sheet.rows[at].line for key, at in places.items()},
        len(sheet.rows) - 1 - len(places),
    )


def import_census_table(
    table: CensusTable, *, folder: Path, columns: Mapping[str, str]
) -> DataImport:
    """Writes the columns of the table into the campaign's districts.csv or states.csv.

    `columns` are codes of the table by the names that texts use. Columns of the same table that the
    file has already stay. Raises FilesAreWrongError with every mistake, before anything is written;
    CannotWriteError.
    """
    path = folder / district_data.FILES[table.kind]
    before = _before(path, table=table)
    problems = [*_column_problems(table, columns)]
    if problems:
        raise FilesAreWrongError(problems)
    labels = {one.code: one.label for one in table.estimates}
    warnings: list[Problem] = []
    rows: dict[str, dict[str, str]] = {key: dict(cells) for key, cells in before.items()}
    for name, code in columns.items():
        for key, cells in table.cells.items():
            figure, margin, reason = _figure(cells, code.upper(), label=labels[code.upper()])
            row = rows.setdefault(key, {})
            row[name], row[name + MARGIN] = figure, margin
            if reason:
                message = f"{key} has no figure for {name}: {reason}"
                warnings.append(
                    Problem(
                        table.shown_as,
                        table.lines[key],
                        code.upper(),
                        message,
                        "warning",
                        code="no-figure",
                    )
                )
    # A table without margins, such as one of a count, gets no columns of them.
    heads = [*dict.fromkeys(column for row in rows.values() for column in row)]
    heads = [head for head in heads if any(row.get(head) for row in rows.values())]
    lines = [[key, *(row.get(head, "") for head in heads)] for key, row in sorted(rows.items())]
    text = "\n".join(table.header) + "\n"
    text += csv_text([[table.kind, *heads], *lines]).replace("\r\n", "\n")
    write_whole(path, text.encode(), mode=READABLE_BY_ALL)
    return DataImport(path, table.kind, len(rows), tuple(columns), tuple(warnings))


def _data_file(file: Path, *, shown_as: str) -> tuple[str, str]:
    """Returns name and text of the data, of an archive the file that ends in -Data.csv."""
    # Before the file is opened: a pipe would be waited for without end.
    check_plain_file(file, shown_as=shown_as)
    if not zipfile.is_zipfile(file):
        return file.name, load_text(file, shown_as=shown_as, max_bytes=MAX_CSV_BYTES)
    content = load_bytes(file, shown_as=shown_as, max_bytes=MAX_CSV_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            data = [one for one in archive.infolist() if one.filename.endswith("-Data.csv")]
            if len(data) != 1:
                message = (
                    f"holds {len(data) or 'no'} files that end in -Data.csv, and one is needed: "
                    "unpack it, and name the file"
                )
                raise refusal(shown_as, message, code="not-a-census-table")
            # Read to the limit and not to the size that the archive gives: that may be a lie.
            with archive.open(data[0]) as member:
                unpacked = member.read(MAX_CSV_BYTES + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        message = "cannot be unpacked: download it again"
        raise refusal(shown_as, message, code="broken-archive") from error
    if len(unpacked) > MAX_CSV_BYTES:
        message = f"unpacks to more than {MAX_CSV_BYTES // 1_000_000} MB. Is it the right file?"
        raise refusal(shown_as, message, code="too-large")
    return Path(data[0].filename).name, unpacked.decode("utf-8-sig", errors="replace")


def _places(sheet: CsvTable, *, shown_as: str) -> tuple[SheetKind, Mapping[str, int], int | None]:
    """Returns the kind of the places, the number of each one's row, and the Congress."""
    seats: dict[str, int] = {}
    states: dict[str, int] = {}
    congresses: set[int] = set()
    problems: list[Problem] = []
    for at, row in enumerate(sheet.rows):
        code = row.cells["geo_id"]
        if found := _STATE.fullmatch(code):
            if state := FIPS.get(found["state"]):
                states[state] = at
        elif (found := _DISTRICT.fullmatch(code)) and found["district"] != NO_DISTRICT:
            congresses.add(100 + int(found["congress"]))
            try:
                seat = numbered_seat(FIPS.get(found["state"], found["state"]), found["district"])
                seats[str(seat)] = at
            except NoSuchSeatError as error:
                problems.append(
                    Problem(shown_as, row.line, "GEO_ID", str(error), code="no-such-seat")
                )
    if len(congresses) > 1:
        message = f"has districts of several Congresses ({', '.join(map(str, sorted(congresses)))})"
        problems.append(Problem(shown_as, 0, "GEO_ID", message, code="mixed-congresses"))
    if not seats and not states and not problems:
        message = (
            "has no row of a congressional district or a state: on data.census.gov choose "
            "“Congressional District” or “State” under Geographies"
        )
        problems.append(Problem(shown_as, 0, "GEO_ID", message, code="no-districts"))
    if problems:
        raise FilesAreWrongError(shortened(problems))
    # A download may hold the states above their districts: those were asked for.
    if seats:
        return "district", seats, congresses.pop()
    return "state", states, None


def _column_problems(table: CensusTable, columns: Mapping[str, str]) -> Sequence[Problem]:
    """Returns what is wrong with the columns that the user names."""
    known = {one.code for one in table.estimates}
    problems: list[Problem] = []
    for name, code in columns.items():
        if not COLUMN.fullmatch(name) or name.endswith(MARGIN) or name == table.kind:
            message = (
                f"a text cannot name a column {quoted(name)}: call it by small letters, digits "
                "and _, like poverty"
            )
            problems.append(Problem(table.shown_as, 0, name, message, code="wrong-column"))
        if code.upper() not in known:
            message = f"has no estimate {quoted(code)}{hint(code.upper(), known)}"
            problems.append(Problem(table.shown_as, 1, name, message, code="unknown-column"))
    return problems


def _before(path: Path, *, table: CensusTable) -> Mapping[str, Mapping[str, str]]:
    """Returns the rows that the file has of the same table; empty where there is no file.

    Raises FilesAreWrongError for a file with another source: its figures would get this one.
    """
    if not path.exists():
        return {}
    lines = load_text(path, shown_as=path).split("\n")
    height = next((at for at, line in enumerate(lines) if line[:1] not in {"#", ""}), len(lines))
    if tuple(lines[:height]) != table.header:
        message = (
            "holds figures of another source or year, and a file has one source: "
            "move it away, or import into another campaign"
        )
        raise refusal(path, message, line=1, code="another-source")
    sheet = parse_sheet("\n".join(lines[height:]), shown_as=str(path), first_line=height + 1)
    if sheet.problems:
        raise FilesAreWrongError(sheet.problems)
    kept: dict[str, Mapping[str, str]] = {}
    for row in sheet.rows:
        cells = dict(row.cells)
        kept[cells.pop(table.kind)] = cells
    return kept


def _figure(cells: Mapping[str, str], code: str, *, label: str) -> tuple[str, str, str]:
    """Returns figure, margin, and why there is no figure, in which case both are empty.

    A figure held to a count has no margin. The unit, which only the label gives, is set with it:
    an audit would take 18.7 and “18.7 percent” for two figures.
    """
    figure, margin = cells[code], cells.get(code[:-1] + "M", "")
    if is_code(figure):
        return "", "", f"{figure} is the Census Bureau's code for “not available”"
    if _OPEN_ENDED.fullmatch(figure):
        return "", "", f"{figure} is a limit and no figure"
    if number(figure) is None:
        return "", "", f"{quoted(figure)} is no figure" if figure else "the cell is empty"
    is_margin = margin not in _CONTROLLED and not is_code(margin)
    margin = bare_margin(margin) if is_margin else ""
    if number(margin) is None:
        margin = ""
    figure, margin = (grouped(cell, also_four_digits=True) for cell in (figure, margin))
    if re.search("percent", label, re.IGNORECASE):
        figure += " percent"
    elif re.search(r"\(dollars\)|\bdollars\b", label, re.IGNORECASE):
        figure = f"${figure}"
    return figure, margin, ""
