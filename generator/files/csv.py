"""The one reader and the one writer of CSV: rows with their lines, and cells that no spreadsheet runs."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import FilesAreWrongError, Problem, refusal
from generator.files.text import check_plain_file, load_text
from generator.text import quoted

MAX_CSV_BYTES = 64_000_000
"""The Census Bureau's national relationship file has 8 MB; what is larger than this is something else."""

MOST_PROBLEMS = 20
"""Of one kind of mistake a few lines say what is wrong, and forty thousand do not."""


class TableCellError(Exception):
    """One cell does not hold what its column promises."""

    def __init__(self, column: str, message: str, *, code: str = "") -> None:
        self.column, self.message, self.code = column, message, code
        super().__init__(f"{column}: {message}")


class BrokenQuotesError(Exception):
    """From this line on, it is unknown where a cell ends."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.message = (
            f"from here on the quotation marks do not match ({reason}): export the file again"
        )
        super().__init__(self.message)


@dataclass(frozen=True)
class CsvRow:
    """One row and the line on which it begins."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class CsvTable:
    """A CSV file, read: its columns, in small letters, and its rows; problems are of rows that could not be read."""

    columns: tuple[str, ...]
    rows: tuple[CsvRow, ...]
    problems: tuple[Problem, ...]


def other_format(content: bytes) -> str | None:
    """Returns what the file is and what to do, where its first bytes show that it is no CSV."""
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next(
        (message for magic, message in _OTHER_FORMATS.items() if start.startswith(magic)), None
    )


_OTHER_FORMATS = {
    b"PK\x03\x04": "is a ZIP archive or an Excel workbook: unpack it, or save it as CSV, and name that file",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook (.xls): save it as .xlsx, or as “CSV UTF-8”",
    b"%PDF": "is a PDF: export the list as CSV",
    b"<": "is a web page, or a table saved as one: save it as CSV, and name that file",
}


def read_csv_text(file: Path) -> str:
    """Returns the text of a CSV file. Raises FilesAreWrongError as `load_text` does, and for an empty file."""
    text = load_text(file, shown_as=file, max_bytes=MAX_CSV_BYTES, other_format=other_format)
    if not text.strip():
        raise refusal(file, "is empty: download or export it again")
    return text


def records(
    lines: Iterable[str], *, delimiter: str = ",", blank: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Yields each record with the line on which it begins; blank ones only where they are asked for.

    Raises BrokenQuotesError where a quotation mark is not closed or stands astray, or a cell has no end.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            if blank or any(map(str.strip, record)):
                yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenQuotesError(line, str(error)) from error


def read_sheet(file: Path, *, delimiter: str = ",") -> CsvTable:
    """Returns the file as `parse_sheet` does. Raises FilesAreWrongError where nothing in it can be read."""
    sheet = parse_sheet(read_csv_text(file), shown_as=str(file), delimiter=delimiter)
    if not sheet.columns:
        raise FilesAreWrongError(sheet.problems)
    if not sheet.rows and not sheet.problems:
        raise refusal(file, "holds a header and no rows: download or export it again", line=1)
    return sheet


def parse_sheet(
    text: str,
    *,
    shown_as: str,
    first_line: int = 1,
    delimiter: str = ",",
    tidied: Callable[[str], str] = str.strip,
) -> CsvTable:
    """Returns the text as rows by column; the first row names the columns.

    There are no columns where the header is wrong, which is among the problems.
    """
    rows: list[CsvRow] = []
    problems: list[Problem] = []
    columns: tuple[str, ...] = ()
    try:
        for number, record in records(io.StringIO(text, newline=""), delimiter=delimiter):
            line = first_line + number - 1
            if not columns:
                columns = tuple(tidied(cell).lower() for cell in record)
                if message := _header_mistake(record, columns):
                    return CsvTable((), (), (Problem(shown_as, line, "", message),))
            elif len(record) != len(columns):
                uneven = f"has {len(record)} cells; the header names {len(columns)} columns"
                problems.append(Problem(shown_as, line, "", uneven))
            else:
                rows.append(CsvRow(line, dict(zip(columns, map(tidied, record), strict=True))))
    except BrokenQuotesError as error:
        problems.append(Problem(shown_as, first_line + error.line - 1, "", error.message))
    return CsvTable(columns, tuple(rows), tuple(problems))


def _header_mistake(record: Sequence[str], columns: Sequence[str]) -> str | None:
    """Returns what is wrong with the first row: another delimiter, or a column that stands twice."""
    mark = next((mark for mark in ";\t|" if len(record) == 1 and mark in record[0]), None)
    if mark is not None:
        return f"has {shown(mark)} between its columns: save it as CSV with commas (“CSV UTF-8”)"
    twice = sorted(column for column, count in Counter(columns).items() if count > 1)
    return f"the column {quoted(twice[0])} stands twice: keep one" if twice else None


def header_of(file: Path) -> str:
    """Returns the first line in small letters, whatever the size of the file. Raises FilesAreWrongError when it cannot be read."""
    check_plain_file(file, shown_as=file)
    with file.open("rb") as opened:
        return opened.readline(MAX_CSV_BYTES).decode("utf-8-sig", errors="replace").strip().lower()


def shown(cell: str) -> str:
    """The cell in quotes, safe to print and not too long."""
    return repr(cell if len(cell) <= 40 else cell[:39] + "…")  # noqa: PLR2004 - what fits a line of a terminal


def shortened(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The first of the problems, and how many more there are."""
    ordered = sorted(set(problems))
    more = len(ordered) - MOST_PROBLEMS
    if more <= 0:
        return tuple(ordered)
    last = ordered[MOST_PROBLEMS]
    return (
        *ordered[:MOST_PROBLEMS],
        Problem(last.file, last.line, "", f"and {more:,} more lines like these"),
    )


# ---------------------------------------------------------------- what we write

_RUNS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV Injection)."""


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would run it."""
    return f"'{cell}" if cell.startswith(_RUNS) else cell


def as_given(cell: str) -> str:
    """The cell without the apostrophe that `harmless` put before it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUNS) else cell


def csv_text(rows: Iterable[Iterable[str]], *, quote_all: bool = False) -> str:
    """Returns the rows as CSV (RFC 4180), every cell harmless; `quote_all` puts each in quotation marks."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(
        sheet, lineterminator="\r\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    )
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return sheet.getvalue()
