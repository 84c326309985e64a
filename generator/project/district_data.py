"""Reads districts.csv and states.csv: a figure for each district or state, and its source.

The file begins with comment lines that say where the figures come from, as the bibliography of
source.yaml would:

    # source: TRAC Immigration
    # title: Pending cases by congressional district
    # as_of: 2026-08
    # congress: 119
    # url: https://example.org/data
    district,pending_cases
    TX-16,"12,431"

Then `{{ district.pending_cases }}` stands in the text with its footnote. A letter to a district
without the figure leaves out the arguments that need it. Figures of districts are of one Congress:
the same number may be another district in the next, in states that drew new lines.
"""

import datetime
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from generator.congress.districts.lines import LineRecord, is_at_large
from generator.congress.seats import NoSuchSeatError, read_seat, state_name
from generator.dates import congress_on, first_day, in_words, last_day, ordinal
from generator.errors import Problem
from generator.figures.reading import read_figures
from generator.files.csv import CsvTable, TableCellError, other_format, parse_sheet
from generator.files.text import read_text
from generator.files.validation import KeyPath
from generator.files.yaml import Node, Value, YamlDocument, validate
from generator.models.campaign import DataSheet, SheetHeader, SheetKind
from generator.models.source import Reference
from generator.project import sheet_figures
from generator.states import STATES, named_or_counted
from generator.text import hint, quoted

FILES: Mapping[SheetKind, str] = {"district": "districts.csv", "state": "states.csv"}
"""The file of each kind; the kind is also the name of its first column and of its variable."""

TITLES: Mapping[SheetKind, str] = {
    "district": "Data by congressional district",
    "state": "Data by state",
}

# A figure that is missing is never zero (docs/decisions.md): such a cell counts as empty, and
# arguments that need it are left out.
NO_FIGURE = frozenset({
    "n/a", "na", "nan", "null", "none", "unknown", "tbd", "tba", "todo", "missing", "nodata",
    "notavailable", "notapplicable", "n", "(x)", "(d)",
})  # fmt: skip
"""Cells without a figure that people and the Census Bureau write, in small letters and without dots
and spaces."""

MAX_COLUMN_CHARACTERS, MAX_CELL_CHARACTERS = 40, 120
"""Chosen by hand: a longer name fits no line of text, and a longer cell is no figure."""
# “pending_cases”, “loans2024”; not “2024_loans”, “Loans” or “cases %”: the name is a variable of
# Jinja2.
_COLUMN = re.compile(rf"(?=.{{1,{MAX_COLUMN_CHARACTERS}}}$)[a-z][a-z0-9_]*")
# “# source: TRAC Immigration”, “#as_of:2026-08”; not “# see below”, which has no colon after its
# first word.
_COMMENT = re.compile(r"#\s*([A-Za-z_]+)\s*:\s*(.*)")
# “=A1*2”, “@SUM(A1)”, “+B2”, “-B2”; not “-3.5”, “+4” or “-.5”, which are numbers.
_FORMULA = re.compile(r"[=@]|[+-](?![\d.])")
_FAILED_FORMULA = re.compile(r"#[a-z][\w/]*[!?]?", re.IGNORECASE)
"""`#N/A`, `#DIV/0!`, `#SPILL!`: spreadsheets write these for a result that does not exist."""


Rows = Mapping[str, Mapping[str, str]]


def read_sheet(
    path: Path,
    *,
    shown_as: str,
    kind: SheetKind,
    bibliography: Iterable[Reference],
    on: datetime.date | None = None,
    record: LineRecord | None = None,
) -> tuple[DataSheet | None, tuple[Problem, ...]]:
    """Returns the sheet, or None if it has errors for letters of that date, and all problems.

    `record` is what is known of district lines, with the user's statements; that of the program
    when absent.
    """
    text, problems = read_text(path, shown_as=shown_as, other_format=other_format)
    if text is None:
        return None, problems
    # Not splitlines(), which also breaks at U+2028 and form feeds inside of cells and would shift
    # every line number.
    lines = text.split("\n")
    height = 0
    # Only lines at the head: a “#” further down may begin a cell.
    while height < len(lines) and lines[height].strip()[:1] in ("", "#"):
        height += 1
    head = _header(lines[:height], shown_as=shown_as)
    header, of_header = validate(head, SheetHeader)
    # first_line: problems name lines of the file, not of the part below its head.
    table = parse_sheet(
        "\n".join(lines[height:]), shown_as=shown_as, first_line=height + 1, tidied=_plain
    )
    rows, found = _rows(table, shown_as=shown_as, kind=kind)
    found += of_header
    found += (
        Problem(shown_as, height + 1, "", message, code="wrong-column")
        for message in _column_mistakes(table.columns, kind)
    )
    # Without rows because of other mistakes, these are enough.
    if not rows and not found:
        found.append(
            Problem(
                shown_as,
                0,
                "",
                f"holds no row: write a line with the columns ({kind},…) "
                f"and a line for each {kind}",
                code="no-rows",
            )
        )
    # Without a date nothing is printed, and every age is right.
    if header is not None and on is not None:
        found += _age_problems(head.root, header, on=on)
    if header is None or found:
        return None, tuple(sorted(set(found)))
    # A source that is the id of a work is cited as that work: the letter has one note for both.
    reference = {one.id: one for one in bibliography}.get(header.source) or Reference(
        id=f"{kind}-data",
        type="dataset",
        author=header.source,
        title=header.title or TITLES[kind],
        issued=header.as_of,
        url=header.url,
        accessed=header.accessed,
        license=header.license,
    )
    columns = tuple(column for column in table.columns if column != kind)
    moved: Rows = {}
    warnings: tuple[Problem, ...] = ()
    # States keep their borders.
    if on is not None and kind == "district":
        rows, moved, warnings = _of_the_day(
            rows, header=header, head=head.root, on=on, record=record or LineRecord()
        )
    printed, unsure = _printed(rows, limit_percent=header.margin_limit)
    left_out = {**unsure, **moved}
    return DataSheet(shown_as, kind, header.as_of, reference, columns, printed, left_out), warnings


# ---------------------------------------------------------------- the source of the figures


def _header(lines: Iterable[str], *, shown_as: str) -> YamlDocument:
    """Returns the comment lines of the form `# key: value`; others are comments for people."""
    value: dict[str, Value] = {}
    # The empty path is the file itself: where a key is missing, the message names line 1.
    places: dict[KeyPath, int] = {(): 1}
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        found = _COMMENT.fullmatch(line.strip())
        if found is None:
            continue
        key = found[1].lower()
        if key in value:
            problems.append(
                Problem(
                    shown_as,
                    number,
                    key,
                    f"is given twice, first in line {places[key,]}: keep one of them",
                    code="duplicate-key",
                )
            )
        else:
            value[key], places[key,] = found[2], number
    return YamlDocument(shown_as, value, places, tuple(problems))


def _age_problems(head: Node, header: SheetHeader, *, on: datetime.date) -> Iterator[Problem]:
    """Yields a problem if the figures are younger than the letters."""
    if first_day(header.as_of) > on:
        message = (
            f"{in_words(header.as_of)} is after the letters' date, {in_words(on)}: "
            "correct one of the two"
        )
        yield head["as_of"].problem(message, "date-to-come")


def _of_the_day(
    rows: Rows, *, header: SheetHeader, head: Node, on: datetime.date, record: LineRecord
) -> tuple[Rows, Rows, tuple[Problem, ...]]:
    """Returns the rows of districts that are the same on the letters' date, and for others why not.

    A warning names the states of the others. A district of another Congress is the same where its
    state is known to have drawn no new lines: in others the number may stand for other people.
    """
    # The last day of as_of: figures of “2026” are of the districts at its end.
    theirs, ours = header.congress or congress_on(last_day(header.as_of)), congress_on(on)
    if theirs == ours:
        return rows, {}, ()
    kept: dict[str, Mapping[str, str]] = {}
    unsure: dict[str, Mapping[str, str]] = {}
    for key, cells in rows.items():
        state = key[:2]
        if is_at_large(state, on) or record.moved(state, between=(theirs, ours)) is False:
            kept[key] = cells
            continue
        reason = (
            f"the figures for {key} are of a district of the {ordinal(theirs)} Congress, "
            f"and {state_name(state)} may have drawn new lines since"
        )
        unsure[key] = dict.fromkeys(cells, reason)
    if not unsure:
        return kept, unsure, ()
    states = named_or_counted({key[:2] for key in unsure})
    gone = (
        f"the {ordinal(theirs)} Congress, and letters of {in_words(on)} go to the "
        f"{ordinal(ours)}: {len(unsure)} of {len(rows)} districts are left out, because lines may "
        f"have moved ({states})"
    )
    key, message = "congress", f"these are districts of {gone}; take figures of the new ones"
    if not header.congress:
        key = "as_of"
        message = (
            f"{header.as_of} lies in {gone}; if these are the new ones, write # congress: {ours}"
        )
    return kept, unsure, (head[key].warning(message, "districts-of-another-congress"),)


# ---------------------------------------------------------------- the rows


def _plain(cell: str) -> str:
    """Returns the cell on one line, without invisible characters: a cell of these is empty."""
    # Cf, “format”: zero-width spaces, soft hyphens, marks of direction, which come with cells
    # copied from web pages.
    return " ".join("".join(sign for sign in cell if unicodedata.category(sign) != "Cf").split())


def _column_mistakes(columns: Sequence[str], kind: SheetKind) -> Iterator[str]:
    """Yields what is wrong with the names of the columns; a wrong header has no columns."""
    if columns and kind not in columns:
        yield f"has no column {quoted(kind)}{hint(kind, columns)}"
    for name in columns:
        if not _COLUMN.fullmatch(name):
            # No digit in front, and nothing longer than a name may be: the advice itself must pass.
            better = re.sub(r"[^a-z0-9]+", "_", name).strip("_0123456789")
            yield (
                f"a text cannot name the column {quoted(name)}: call it by small letters, "
                f"digits and _, like {better[:MAX_COLUMN_CHARACTERS] or 'figure'}"
            )


def _rows(table: CsvTable, *, shown_as: str, kind: SheetKind) -> tuple[Rows, list[Problem]]:
    """Returns the figures of each district or state by column, and the problems of the rows."""
    problems = [*table.problems]
    rows: dict[str, Mapping[str, str]] = {}
    cells: list[tuple[int, str, str, bool]] = []
    for row in table.rows if kind in table.columns else ():
        try:
            key = _key(row.cells[kind], kind)
        # One row is wrong, the others are still checked.
        except (TableCellError, NoSuchSeatError) as error:
            problems.append(
                Problem(
                    shown_as,
                    row.line,
                    kind,
                    error.message if isinstance(error, TableCellError) else str(error),
                    code=f"unknown-{kind}",
                )
            )
            continue
        if key in rows:
            problems.append(
                Problem(
                    shown_as,
                    row.line,
                    kind,
                    f"{key} has a row already: keep one",
                    code="duplicate-row",
                )
            )
        # The later row counts while the check goes on; with a problem there is no sheet.
        rows[key] = {
            column: cell
            for column, cell in row.cells.items()
            if column != kind and not _has_no_figure(cell)
        }
        for column, cell in rows[key].items():
            cells.append((row.line, column, cell, bool(read_figures(cell))))
    for line, column, message in _cell_mistakes(cells):
        problems.append(Problem(shown_as, line, column, message, code="not-a-figure"))
    return rows, problems


def _printed(rows: Rows, *, limit_percent: int) -> tuple[Rows, Rows]:
    """Returns the figures as letters print them, and the reasons for those that none prints."""
    columns: defaultdict[str, list[str]] = defaultdict(list)
    for cells in rows.values():
        for column, cell in cells.items():
            columns[column].append(cell)
    large = {name for name, cells in columns.items() if sheet_figures.has_large_numbers(cells)}
    printed: dict[str, Mapping[str, str]] = {}
    unsure: dict[str, Mapping[str, str]] = {}
    for key, cells in rows.items():
        texts = {
            column: sheet_figures.grouped(cell, also_four_digits=column in large)
            for column, cell in cells.items()
        }
        reasons: dict[str, str] = {}
        for column, margin in sheet_figures.margins_of(texts).items():
            figure = texts.get(column)
            share = sheet_figures.margin_in_percent(figure, margin) if figure else None
            if figure is None or share is None:
                continue
            if share > limit_percent:
                reasons[column] = (
                    f"the {column} of {key}, {figure}, has a margin of error of {margin}, "
                    f"more than {limit_percent} % of it"
                )
                del texts[column]
            else:
                texts[column] = sheet_figures.about(figure, margin)
        printed[key] = texts
        if reasons:
            unsure[key] = reasons
    return printed, unsure


def _key(cell: str, kind: SheetKind) -> str:
    """Returns the seat as recipients have it (TX-16, AK-AL), or the state's postal code.

    Raises TableCellError for another text, NoSuchSeatError for a seat that the House lacks.
    """
    if kind == "state":
        if cell.upper() in STATES:
            return cell.upper()
        raise TableCellError(kind, f"must be a state's postal code like TX, not {quoted(cell)}")
    if seat := read_seat(cell):
        return str(seat)
    raise TableCellError(
        kind, f"must be a seat like TX-16, or AK-AL where the state has one, not {quoted(cell)}"
    )


def _has_no_figure(cell: str) -> bool:
    """Returns whether the cell has only signs (a dash), a word of NO_FIGURE or a failed formula."""
    # “N. A.”, “n.a.” and “N/A”: without periods and spaces as NO_FIGURE has them.
    word = re.sub(r"[.\s]", "", cell.casefold())
    # “–”, “*”, “...”
    is_sign = not any(map(str.isalnum, cell))
    return is_sign or word in NO_FIGURE or _FAILED_FORMULA.fullmatch(cell) is not None


def _cell_mistakes(
    cells: Sequence[tuple[int, str, str, bool]],
) -> Iterator[tuple[int, str, str]]:
    """Yields the line and column of each cell that is no figure, and what is wrong with it.

    A cell without a number is wrong in a column most of whose cells have one: it says in words why
    there is no figure.
    """
    count = Counter(column for _, column, _, _ in cells)
    numbers = Counter(column for _, column, _, is_number in cells if is_number)
    for line, column, cell, is_number in cells:
        # Printed, it would say that -888,888,888 people lived in poverty.
        if sheet_figures.is_code(cell):
            yield line, column, f"{quoted(cell)} is a code for “not available”: empty the cell"
        # A csv module reads a formula as text, and it would be printed in the letter.
        elif _FORMULA.match(cell):
            yield line, column, f"{quoted(cell)} is a formula: save the sheet with its values"
        elif len(cell) > MAX_CELL_CHARACTERS:
            message = f"is longer than {MAX_CELL_CHARACTERS} characters: a figure is a few"
            yield line, column, message
        # Half or more: a column of words, such as the name of a county, has no number at all, or
        # few.
        elif not is_number and 2 * numbers[column] >= count[column]:
            message = (
                f"{quoted(cell)} is no figure, as others in this column are: "
                "write a number, or leave the cell empty"
            )
            yield line, column, message
