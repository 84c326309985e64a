"""Rows of a CSV file with the line of each, and cells that no spreadsheet runs."""

import csv
import io
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.districts.seats import five_digits
from generator.errors import FilesAreWrongError, Problem

MOST_BYTES = 64 * 1024 * 1024
"""The Census Bureau's national relationship file has 8 MB; what is larger than this is something else."""

MOST_PROBLEMS = 20
"""Of one kind of mistake a few lines say what is wrong, and forty thousand do not."""


class BadCellError(Exception):
    """One cell does not hold what its column promises."""

    def __init__(self, column: str, message: str) -> None:
        self.column, self.message = column, message
        super().__init__(f"{column}: {message}")


class BrokenQuotesError(Exception):
    """From this line on, nobody can tell where a cell ends."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.message = f"from here on the quotation marks do not match ({reason}): export the file again"
        super().__init__(self.message)


@dataclass(frozen=True)
class Row:
    """One row and the line on which it begins."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """A CSV file, read: its columns, in small letters, and its rows; problems are of rows that could not be read."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def refuse(file: Path, message: str, *, line: int = 0) -> FilesAreWrongError:
    """The exception for one thing that is wrong with a file."""
    return FilesAreWrongError([Problem(str(file), line, "", message)])


def read_text(file: Path) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    Raises FilesAreWrongError when there is no such file, or it is a folder, an archive, empty, too large or not UTF-8.
    """
    return _decoded(file, _bytes_of(file))


def _bytes_of(file: Path) -> bytes:
    """What the file holds, unless it is plainly not a table."""
    try:
        if check_plain(file) > MOST_BYTES:
            raise refuse(file, f"is larger than {MOST_BYTES // 2**20} MB: this is not the file that is meant")
        content = file.read_bytes()
    except OSError as error:
        raise refuse(file, f"cannot be read: {error.strerror}") from error
    if another := another_kind(content):
        raise refuse(file, another)
    if not content.strip():
        raise refuse(file, "is empty: download or export it again")
    return content


def check_plain(file: Path) -> int:
    """Guarantees a plain file, and gives its size: a pipe may never answer, and a device never ends.

    Raises FilesAreWrongError, and OSError where there is none.
    """
    facts = file.stat()
    if not stat.S_ISREG(facts.st_mode):
        raise refuse(file, "cannot be read: it is no plain file")
    return facts.st_size


def another_kind(content: bytes) -> str | None:
    """What the file is, and what to do, where its first bytes show that it is no CSV."""
    if content.startswith(b"PK\x03\x04"):
        return "is a ZIP archive or an Excel workbook: unpack it, or save it as CSV, and name that file"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "is an old Excel workbook: save it as CSV, and name that file"
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "is a web page, or a table saved as one: save it as CSV, and name that file"
    return None


def another_delimiter(header: list[str]) -> str | None:
    """What to do where the one cell of the first line shows that something else than commas parts the columns."""
    marks = [mark for mark in ";\t|" if len(header) == 1 and mark in header[0]]
    return f"has {shown(marks[0])} between its columns: save it as CSV with commas (“CSV UTF-8”)" if marks else None


def _decoded(file: Path, content: bytes) -> str:
    """The bytes as text, or the line of the first that is not."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse(file, "is UTF-16: save it as “CSV UTF-8”", line=1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refuse(file, "is not UTF-8: save it as “CSV UTF-8”", line=line) from error


def records(lines: Iterable[str], *, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line on which it begins.

    Raises BrokenQuotesError where a quotation mark is not closed or stands astray, or a cell has no end.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenQuotesError(line, str(error)) from error


def read_sheet(file: Path, *, delimiter: str = ",") -> Sheet:
    """The file as rows by column; the first row names the columns.

    Raises FilesAreWrongError when it cannot be read at all, or a column stands twice.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    columns: tuple[str, ...] = ()
    try:
        for line, record in records(io.StringIO(read_text(file), newline=""), delimiter=delimiter):
            if not columns:
                columns = _named_columns(file, record)
            elif len(record) != len(columns):
                problems.append(Problem(str(file), line, "", f"has {len(record)} cells; the header names {len(columns)} columns"))
            else:
                rows.append(Row(line, dict(zip(columns, (cell.strip() for cell in record), strict=True))))
    except BrokenQuotesError as error:
        problems.append(Problem(str(file), error.line, "", error.message))
    if not rows and not problems:
        raise refuse(file, "holds a header and no rows: download or export it again", line=1)
    return Sheet(columns, tuple(rows), tuple(problems))


def _named_columns(file: Path, record: list[str]) -> tuple[str, ...]:
    """The header's names in small letters, each once."""
    if another := another_delimiter(record):
        raise refuse(file, another, line=1)
    columns = tuple(cell.strip().lower() for cell in record)
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise refuse(file, f"the column {twice[0]!r} stands twice in the header: keep one", line=1)
    return columns


def header_of(file: Path) -> str:
    """The first line in small letters, whatever the size of the file. Raises FilesAreWrongError when it cannot be read."""
    try:
        check_plain(file)
        with file.open("rb") as opened:
            return opened.readline(MOST_BYTES).decode("utf-8-sig", errors="replace").strip().lower()
    except OSError as error:
        raise refuse(file, f"cannot be read: {error.strerror}") from error


def zip_in(column: str, cell: str) -> str:
    """The five digits of the cell's ZIP code. Raises BadCellError: a ZIP that lost its zero is not mended in silence."""
    if digits := five_digits(cell):
        return digits
    if re.fullmatch(r"\d{3,4}", cell, re.ASCII):
        raise BadCellError(column, f"{cell!r} has lost its leading zero: import the column as text, and export the file again")
    raise BadCellError(column, f"must be five digits, not {shown(cell)}")


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
    return (*ordered[:MOST_PROBLEMS], Problem(last.file, last.line, "", f"and {more:,} more lines like these"))


# ---------------------------------------------------------------- what we write

_RUNS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV Injection)."""


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would run it."""
    return f"'{cell}" if cell.startswith(_RUNS) else cell


def as_given(cell: str) -> str:
    """The cell without the apostrophe that `harmless` put before it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUNS) else cell


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """The rows as CSV (RFC 4180), every cell harmless."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return sheet.getvalue()
