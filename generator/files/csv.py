"""The one reader and the one writer of CSV.

It reads rows with their lines, and writes cells that no spreadsheet runs as formulas.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import FilesAreWrongError, Problem, refusal
from generator.files.text import load_text
from generator.text import quoted

# The csv module and not pandas, which takes 02134 for a number and knows no lines.
MAX_CSV_BYTES = 64_000_000
"""The Census Bureau's national relationship file has 8 MB; a larger file is something else."""

MOST_PROBLEMS = 20
"""Lines of one kind of mistake that are shown: a few explain it, and forty thousand hide it."""


class TableCellError(Exception):
    """A cell does not hold a value of its column's kind."""

    def __init__(self, column: str, message: str, *, code: str = "") -> None:
        self.column, self.message, self.code = column, message, code
        super().__init__(f"{column}: {message}")


class BrokenQuotesError(Exception):
    """The quotation marks do not match: from this line on, the ends of cells are unknown."""

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
    """The columns of a CSV file, in small letters, its rows, and the problems of its other rows."""

    columns: tuple[str, ...]
    rows: tuple[CsvRow, ...]
    problems: tuple[Problem, ...]


def other_format(content: bytes) -> str | None:
    """Returns what the file is and what to do, if its first bytes show that it is no CSV."""
    # By the first bytes and not by the name: people rename list.xlsx to list.csv.
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next(
        (message for magic, message in _OTHER_FORMATS.items() if start.startswith(magic)), None
    )


# ZIP (also .xlsx and .ods), OLE2 (.xls), PDF and HTML, which some programs call Excel.
_OTHER_FORMATS = {
    b"PK\x03\x04": (
        "is a ZIP archive or an Excel workbook: unpack it, or save it as CSV, and name that file"
    ),
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook (.xls): save it as .xlsx, or as “CSV UTF-8”",
    b"%PDF": "is a PDF: export the list as CSV",
    b"<": "is a web page, or a table saved as one: save it as CSV, and name that file",
}


def read_csv_text(file: Path) -> str:
    """Returns the text of a CSV file.

    Raises FilesAreWrongError as `load_text` does, and for an empty file.
    """
    text = load_text(file, shown_as=file, max_bytes=MAX_CSV_BYTES, other_format=other_format)
    if not text.strip():
        raise refusal(file, "is empty: download or export it again", code="empty-file")
    return text


def records(
    lines: Iterable[str], *, delimiter: str = ",", blank: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Yields each record with the line on which it begins; skips blank ones unless `blank` is true.

    Raises BrokenQuotesError if a quotation mark is not closed or stands inside a cell.
    """
    # Strict: without it an unclosed quotation mark takes the rest of the file into one cell in
    # silence.
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            if blank or any(map(str.strip, record)):
                yield line, record
            # `line_num` is the last line of a record that it has read; a cell may hold line ends,
            # so that the next record begins one further.
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenQuotesError(line, str(error)) from error


def read_sheet(file: Path, *, delimiter: str = ",") -> CsvTable:
    """Returns the file as `parse_sheet` does. Raises FilesAreWrongError if no row is readable."""
    sheet = parse_sheet(read_csv_text(file), shown_as=str(file), delimiter=delimiter)
    if not sheet.columns:
        raise FilesAreWrongError(sheet.problems)
    if not sheet.rows and not sheet.problems:
        raise refusal(
            file, "holds a header and no rows: download or export it again", line=1, code="no-rows"
        )
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

    If the header is wrong, the table has no columns, and a problem says why.
    """
    rows: list[CsvRow] = []
    problems: list[Problem] = []
    columns: tuple[str, ...] = ()
    try:
        # `newline=""` leaves line ends inside quotes as they are, as the csv module asks for.
        for number, record in records(io.StringIO(text, newline=""), delimiter=delimiter):
            line = first_line + number - 1
            if not columns:
                columns = tuple(tidied(cell).lower() for cell in record)
                # With a wrong header each row would be a mistake too: only the header is reported.
                if message := _header_mistake(record, columns):
                    return CsvTable(
                        (), (), (Problem(shown_as, line, "", message, code="wrong-header"),)
                    )
            # Neither filled up nor cut off: where a comma is missing, every cell behind it is in a
            # wrong column.
            elif len(record) != len(columns):
                uneven = f"has {len(record)} cells; the header names {len(columns)} columns"
                problems.append(Problem(shown_as, line, "", uneven, code="uneven-row"))
            else:
                rows.append(CsvRow(line, dict(zip(columns, map(tidied, record), strict=True))))
    except BrokenQuotesError as error:
        line = first_line + error.line - 1
        problems.append(Problem(shown_as, line, "", error.message, code="broken-quotes"))
    return CsvTable(columns, tuple(rows), tuple(problems))


def _header_mistake(record: Sequence[str], columns: Sequence[str]) -> str | None:
    """Returns what is wrong with the first row (another delimiter, a repeated column), or None."""
    # Excel writes semicolons in countries whose decimal sign is a comma.
    mark = next((mark for mark in ";\t|" if len(record) == 1 and mark in record[0]), None)
    if mark is not None:
        return f"has {shown(mark)} between its columns: save it as CSV with commas (“CSV UTF-8”)"
    # A mapping would keep the later of the two in silence.
    twice = sorted(column for column, count in Counter(columns).items() if count > 1)
    return f"the column {quoted(twice[0])} stands twice: keep one" if twice else None


def shown(cell: str) -> str:
    """Returns the cell in quotes, safe to print, at most 40 characters of it."""
    return repr(cell if len(cell) <= 40 else cell[:39] + "…")  # noqa: PLR2004 - half a terminal line


def shortened(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Returns the first MOST_PROBLEMS of the problems, and one that counts the others."""
    ordered = sorted(set(problems))
    more = len(ordered) - MOST_PROBLEMS
    if more <= 0:
        return tuple(ordered)
    # At the line of the first that is not shown, and without its field: the others may be about
    # any.
    next_one = ordered[MOST_PROBLEMS]
    count = replace(next_one, field="", message=f"and {more:,} more lines like these")
    return (*ordered[:MOST_PROBLEMS], count)


# ---------------------------------------------------------------- writing

_RUNS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV Injection)."""


def harmless(cell: str) -> str:
    """Returns the cell, with an apostrophe before it if a spreadsheet would run it."""
    # A visible apostrophe is better than a formula that runs; `as_given` takes it away again.
    return f"'{cell}" if cell.startswith(_RUNS) else cell


def as_given(cell: str) -> str:
    """Returns the cell without the apostrophe that `harmless` put before it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUNS) else cell


def csv_text(rows: Iterable[Iterable[str]], *, quote_all: bool = False) -> str:
    """Returns the rows as CSV (RFC 4180), every cell harmless; `quote_all` quotes every cell."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(
        sheet, lineterminator="\r\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    )
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return sheet.getvalue()
