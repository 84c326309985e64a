"""districts.csv and states.csv of a campaign: a figure for each district or state, and where it was read.

The file begins with comment lines that say where the figures come from, as the bibliography of source.yaml would:

    # source: TRAC Immigration
    # title: Pending cases by congressional district
    # as_of: 2026-08
    # congress: 119
    # url: https://example.org/data
    district,pending_cases
    TX-16,"12,431"

Then `{{ district.pending_cases }}` stands in the text with its footnote. A district without the figure has no argument
that needs it. Figures of districts are of one Congress: the same number may be another district in the next.
"""

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from generator.congress.seats import NoSuchSeatError, Seat, read_seat
from generator.dates import congress_on, first_day, in_words, last_day, ordinal
from generator.errors import Problem
from generator.figures.reading import read_figures
from generator.files.csv import BadCellError, other_format, parse_sheet
from generator.files.text import read_text
from generator.files.validation import KeyPath
from generator.files.yaml import Document, Node, Value, validate
from generator.models import DataSheet, Reference, SheetHeader, SheetKind
from generator.states import STATES
from generator.text import hint, quoted

FILES: Mapping[SheetKind, str] = {"district": "districts.csv", "state": "states.csv"}
"""The file of each kind; the kind is also the name of its first column and of its variable."""

TITLES: Mapping[SheetKind, str] = {"district": "Data by congressional district", "state": "Data by state"}

NO_FIGURE = frozenset(
    {"n/a", "na", "nan", "null", "none", "unknown", "tbd", "tba", "todo", "missing", "nodata", "notavailable", "notapplicable"}
)
"""Cells, in small letters and without dots and spaces, that say that there is no figure; people write all of these."""

LONGEST_COLUMN, LONGEST_CELL = 40, 120
_COLUMN = re.compile(r"[a-z][a-z0-9_]*")
_COMMENT = re.compile(r"#\s*([A-Za-z_]+)\s*:\s*(.*)")
_FORMULA = re.compile(r"[=@]|[+-](?![\d.])")
_FAILED_FORMULA = re.compile(r"#[a-z][\w/]*[!?]?", re.IGNORECASE)
"""`#N/A`, `#DIV/0!`, `#SPILL!`: what spreadsheets write for a result that there is not."""


Rows = Mapping[str, Mapping[str, str]]


def read_sheet(
    path: Path, *, shown_as: str, kind: SheetKind, bibliography: Iterable[Reference], on: datetime.date | None = None
) -> tuple[DataSheet | None, tuple[Problem, ...]]:
    """The sheet, where everything in it is right for letters of that date, and every problem of it."""
    text, problems = read_text(path, shown_as=shown_as, other_format=other_format)
    if text is None:
        return None, problems
    lines = text.split("\n")
    height = next((number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), len(lines))
    head = _header(lines[:height], shown_as=shown_as)
    header, of_header = validate(head, SheetHeader)
    columns, rows, of_rows = _body("\n".join(lines[height:]), shown_as=shown_as, first_line=height + 1, kind=kind)
    found = {*of_header, *of_rows}
    if header is not None and on is not None:
        found.update(_age_problems(head.root, header, kind=kind, on=on))
    if header is None or found:
        return None, tuple(sorted(found))
    return DataSheet(shown_as, kind, header.as_of, _reference(header, kind=kind, bibliography=bibliography), columns, rows), ()


# ---------------------------------------------------------------- where it was read


def _header(lines: Iterable[str], *, shown_as: str) -> Document:
    """The comment lines of the form `# key: value`; others are comments for people."""
    value: dict[str, Value] = {}
    places: dict[KeyPath, int] = {(): 1}
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        found = _COMMENT.fullmatch(line.strip())
        if found is None:
            continue
        key = found[1].lower()
        if key in value:
            problems.append(Problem(shown_as, number, key, f"is given twice, first in line {places[key,]}: keep one of them"))
        value.setdefault(key, found[2])
        places.setdefault((key,), number)
    return Document(shown_as, value, places, tuple(problems))


def _age_problems(head: Node, header: SheetHeader, *, kind: SheetKind, on: datetime.date) -> Iterator[Problem]:
    """Figures cannot be younger than the letters, nor of the districts of another Congress."""
    if first_day(header.as_of) > on:
        yield head["as_of"].problem(f"{in_words(header.as_of)} is after the letters' date, {in_words(on)}: correct one of the two")
        return
    theirs, ours = header.congress or congress_on(last_day(header.as_of)), congress_on(on)
    if kind != "district" or theirs == ours:
        return
    gone = f"{ordinal(theirs)} Congress, and letters of {in_words(on)} go to the {ordinal(ours)}: districts may have moved"
    if header.congress:
        yield head["congress"].problem(f"these are districts of the {gone}; take figures of the new ones")
    else:
        yield head["as_of"].problem(f"{header.as_of} lies in the {gone}; if these are the new ones, write # congress: {ours}")


def _reference(header: SheetHeader, *, kind: SheetKind, bibliography: Iterable[Reference]) -> Reference:
    """The work that a note cites: the entry of the bibliography that `source` names, or one made of the header."""
    known = {reference.id: reference for reference in bibliography}
    if header.source in known:
        return known[header.source]
    return Reference(
        id=f"{kind}-data",
        type="dataset",
        author=header.source,
        title=header.title or TITLES[kind],
        issued=header.as_of,
        url=header.url,
        accessed=header.accessed,
        license=header.license,
    )


# ---------------------------------------------------------------- the rows


def _body(text: str, *, shown_as: str, first_line: int, kind: SheetKind) -> tuple[tuple[str, ...], Rows, list[Problem]]:
    """The columns that texts can name, the figures of each district or state, and everything that is wrong with them."""
    sheet = parse_sheet(text, shown_as=shown_as, first_line=first_line, tidied=_plain)
    problems = [*sheet.problems]
    rows: dict[str, Mapping[str, str]] = {}
    lines: dict[str, int] = {}
    if sheet.columns:
        problems += (Problem(shown_as, first_line, "", message) for message in _column_mistakes(sheet.columns, kind))
    for row in sheet.rows if kind in sheet.columns else ():
        problems += _take(dict(row.cells), rows, place=(shown_as, row.line), kind=kind, lines=lines)
    if not rows and not problems:
        problems.append(Problem(shown_as, 0, "", f"holds no row: write a line with the columns ({kind},…) and a line for each {kind}"))
    problems += _words_among_numbers(rows, lines, shown_as=shown_as)
    return tuple(column for column in sheet.columns if column != kind), rows, problems


def _plain(cell: str) -> str:
    """The cell on one line, without characters that nobody sees: a cell of them alone is empty."""
    return " ".join("".join(sign for sign in cell if unicodedata.category(sign) != "Cf").split())


def _words_among_numbers(rows: Rows, lines: Mapping[str, int], *, shown_as: str) -> Iterator[Problem]:
    """A problem for each cell without a number in a column most of whose cells have one: it says why there is none."""
    cells = [(key, column, cell, bool(read_figures(cell))) for key, row in rows.items() for column, cell in row.items()]
    told = Counter(column for _, column, _, _ in cells)
    numbers = Counter(column for _, column, _, is_number in cells if is_number)
    for key, column, cell, is_number in cells:
        if not is_number and 2 * numbers[column] >= told[column] and _cell_mistake(cell) is None:
            message = f"{quoted(cell)} is no figure, as others in this column are: write a number, or leave the cell empty"
            yield Problem(shown_as, lines[key], column, message)


def _column_mistakes(columns: Sequence[str], kind: SheetKind) -> Iterator[str]:
    """What is wrong with the names of the columns."""
    if kind not in columns:
        yield f"has no column {quoted(kind)}{hint(kind, columns)}"
    for name in columns:
        if not _COLUMN.fullmatch(name) or len(name) > LONGEST_COLUMN:
            better = re.sub(r"[^a-z0-9]+", "_", name).strip("_0123456789")[:LONGEST_COLUMN] or "figure"
            yield f"a text cannot name the column {quoted(name)}: call it by small letters, digits and _, like {better}"


def _take(
    cells: dict[str, str], rows: dict[str, Mapping[str, str]], *, place: tuple[str, int], kind: SheetKind, lines: dict[str, int]
) -> Iterator[Problem]:
    """Takes one row in, and its line; yields what is wrong with it."""
    own = cells.pop(kind)
    try:
        key = _seat(own) if kind == "district" else _state(own)
    except BadCellError as error:
        yield Problem(*place, kind, error.message)
        return
    if key in rows:
        yield Problem(*place, kind, f"{key} has a row already: keep one")
    rows[key], lines[key] = {column: cell for column, cell in cells.items() if not _is_nothing(cell)}, place[1]
    for column, cell in rows[key].items():
        if message := _cell_mistake(cell):
            yield Problem(*place, column, message)


def _is_nothing(cell: str) -> bool:
    """Whether the cell says that there is no figure: with signs alone (a dash), with a word for it, or with a formula that failed."""
    said = re.sub(r"[.\s]", "", cell.casefold())
    return not any(map(str.isalnum, cell)) or said in NO_FIGURE or _FAILED_FORMULA.fullmatch(cell) is not None


def _seat(cell: str) -> str:
    """The seat as recipients have it: TX-16, TX-04, AK-AL. Raises BadCellError."""
    try:
        seat: Seat | None = read_seat(cell)
    except NoSuchSeatError as error:
        raise BadCellError("district", str(error)) from error
    if seat is None:
        raise BadCellError("district", f"must be a seat like TX-16, or AK-AL where the state has one, not {quoted(cell)}")
    return str(seat)


def _state(cell: str) -> str:
    """The state's postal code. Raises BadCellError."""
    if cell.upper() not in STATES:
        raise BadCellError("state", f"must be a state's postal code like TX, not {quoted(cell)}")
    return cell.upper()


def _cell_mistake(cell: str) -> str | None:
    """What is wrong with a figure, or None."""
    if _FORMULA.match(cell):
        return f"{quoted(cell)} is a formula: save the sheet with its values"
    return f"is longer than {LONGEST_CELL} characters: a figure is a few" if len(cell) > LONGEST_CELL else None
