"""CSV as spreadsheets and contact programs write it: three delimiters, four encodings, one row at a time."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from generator.errors import Problem, refusal
from generator.files.csv import BrokenQuotesError, other_format, records
from generator.files.table import Row, Table, table_of

DELIMITERS = ",;\t"
PIECE = 1 << 16
MOST_HEADER = 1 << 16
"""Bytes that are decoded at a time, and characters among which the first row must end."""


def read_csv(file: Path, *, place: str) -> Table:
    """The file as a table: UTF-8 with or without a mark, UTF-16 with one, or MacRoman or Windows-1252, with a warning.

    Raises FilesAreWrongError for a file that is no text, and, while the rows are read, where quotation marks do not match.
    """
    encoding, warnings = _encoding(file, place=place)
    with file.open(encoding=encoding, newline="") as opened:
        start = opened.read(MOST_HEADER)
    skip, delimiter = _delimiter(start)

    def rows() -> Iterator[Row]:
        return _rows(file, encoding=encoding, delimiter=delimiter, skip=skip, place=place)

    return table_of(place, rows, warnings=warnings)


def _rows(file: Path, *, encoding: str, delimiter: str, skip: int, place: str) -> Iterator[Row]:
    """Every row that is not blank, one at a time."""
    try:
        with file.open(encoding=encoding, newline="") as opened:
            for _ in range(skip):
                opened.readline()
            for line, record in records(opened, delimiter=delimiter):
                yield Row(line + skip, record)
    except BrokenQuotesError as error:
        raise refusal(place, error.message, line=error.line + skip) from error


# ---------------------------------------------------------------- encodings


def _encoding(file: Path, *, place: str) -> tuple[str, tuple[Problem, ...]]:
    """The encoding in which the whole file is text, and the warning where that is a guess."""
    with file.open("rb") as opened:
        start = opened.read(PIECE)
    if message := other_format(start):
        raise refusal(place, message)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _check_decodes(file, "utf-16", place=place)
        return "utf-16", ()
    line = _first_bad_line(file, "utf-8-sig", place=place)
    if line is None:
        return "utf-8-sig", ()
    # Lines that end with a carriage return alone are those of Excel's “CSV (Macintosh)”, which is
    # always MacRoman; everything else is taken for Windows-1252.
    #
    # charset-normalizer 3.4 was measured on 128 lists of 1 to 500 names and refused. Free to choose,
    # it took all 16 Spanish lists in Windows-1252 and Latin-1 for cp1250, and of 16 French ones it read 4.
    # Held to cp1252 and MacRoman it took 4 of 8 Spanish MacRoman lists for cp1252 (“JosŽ Pe–a”) and
    # could not tell Polish and Czech lists (cp1250) from the two.
    encoding, name = ("mac_roman", "MacRoman") if b"\r" in start and b"\n" not in start else ("cp1252", "Windows-1252")
    _check_decodes(file, encoding, place=place)
    message = f"is not UTF-8; read as {name}. Look whether the accents are right, or save it as “CSV UTF-8”"
    return encoding, (Problem(place, line, "", message, "warning"),)


def _check_decodes(file: Path, encoding: str, *, place: str) -> None:
    """Guarantees that the whole file is text in that encoding."""
    line = _first_bad_line(file, encoding, place=place)
    if line is not None:
        raise refusal(place, "is neither UTF-8, UTF-16 nor Windows-1252: save it as “CSV UTF-8”", line=line)


def _first_bad_line(file: Path, encoding: str, *, place: str) -> int | None:
    """The line of the first bytes that are no text in that encoding; None where all are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with file.open("rb") as opened:
        while True:
            piece = opened.read(PIECE)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                return line + error.object.count(b"\n", 0, error.start)
            if "\0" in text:
                raise refusal(place, "is no text, or UTF-16 without its mark: save it as “CSV UTF-8”", line=line)
            line += text.count("\n")
            if not piece:
                return None


# ---------------------------------------------------------------- delimiters


def _delimiter(start: str) -> tuple[int, str]:
    """How many lines to pass over, and the delimiter: Excel's own `sep=;`, else the commonest of the header's that no quotes hold."""
    first, _, _ = start.partition("\n")
    named = first.strip().strip('"').casefold().removeprefix("sep=")
    if len(named) == 1 and named in DELIMITERS and named != first.strip():
        return 1, named
    outside = "".join(_header(start).split('"')[::2])
    return 0, max(DELIMITERS, key=outside.count)


def _header(start: str) -> str:
    """The first row, which ends at the first line end that stands in no quotes."""
    lines = start.lstrip("\r\n").splitlines(keepends=True)
    header = ""
    for line in lines:
        header += line
        if header.count('"') % 2 == 0:
            return header
    return header
