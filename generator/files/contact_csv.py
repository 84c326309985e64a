"""Reads CSV of spreadsheets and contact programs: three delimiters, four encodings."""

import codecs
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from generator.errors import Problem, refusal
from generator.files.csv import BrokenQuotesError, other_format, records
from generator.files.table import Table, TableRow, table_of

DELIMITERS = ",;\t"
# Read in pieces, because a list may be far larger than the part that is looked at here; 64 KiB is
# chosen by hand.
CHUNK_BYTES = 1 << 16
MAX_HEADER_CHARACTERS = 1 << 16
"""Chosen by hand: exports of contact programs have headers of up to about 2,000 characters."""


def read_csv(file: Path, *, place: str, delimiters: str = DELIMITERS) -> Table:
    """Returns the file as a table.

    It reads UTF-8 with or without a mark, UTF-16 with a mark, and, with a warning, MacRoman or
    Windows-1252.

    Raises FilesAreWrongError for a file that is no text; reading the rows raises it too, if
    quotation marks do not match.
    """
    # The whole file is decoded once before any row is given out, so that a run does not stop in the
    # middle of a list at a byte that is no text.
    encoding, warnings = _encoding(file, place=place)
    # The csv module wants line ends untranslated: they may stand inside quotes.
    with file.open(encoding=encoding, newline="") as opened:
        start = opened.read(MAX_HEADER_CHARACTERS)
    skip, delimiter = _delimiter(start, delimiters)
    rows = partial(_rows, file, encoding=encoding, delimiter=delimiter, skip=skip, place=place)
    return table_of(place, rows, warnings=warnings)


def _rows(
    file: Path, *, encoding: str, delimiter: str, skip: int, place: str
) -> Iterator[TableRow]:
    """Yields every row that is not blank."""
    try:
        with file.open(encoding=encoding, newline="") as opened:
            for _ in range(skip):
                opened.readline()
            for line, record in records(opened, delimiter=delimiter):
                yield TableRow(line + skip, record)
    except BrokenQuotesError as error:
        line = error.line + skip
        raise refusal(place, error.message, line=line, code="broken-quotes") from error


# ---------------------------------------------------------------- encodings


def _encoding(file: Path, *, place: str) -> tuple[str, tuple[Problem, ...]]:
    """Returns the encoding of the file, and a warning if it is a guess."""
    with file.open("rb") as opened:
        start = opened.read(CHUNK_BYTES)
    if message := other_format(start):
        raise refusal(place, message, code="other-format")
    # Only Excel's “CSV (Macintosh)” ends lines with a carriage return alone, and it is always
    # MacRoman; every other file is read as Windows-1252.
    #
    # charset-normalizer 3.4 was measured on 128 lists of 1 to 500 names and refused. Free to
    # choose, it took all 16 Spanish lists in Windows-1252 and Latin-1 for cp1250, and of 16 French
    # ones it read 4.
    # With a choice of cp1252 and MacRoman it took 4 of 8 Spanish MacRoman lists for cp1252
    # (“JosŽ Pe–a”) and read Polish and Czech lists (cp1250) as one of the two.
    is_mac = b"\r" in start and b"\n" not in start
    encodings = {"utf-8-sig": ""} | (
        {"mac_roman": "MacRoman"} if is_mac else {"cp1252": "Windows-1252"}
    )
    # Excel's “Unicode Text” is UTF-16 with its mark.
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = {"utf-16": ""}
    line = 0
    for encoding, name in encodings.items():
        message = (
            f"is not UTF-8; read as {name}. Look whether the accents are right, "
            "or save it as “CSV UTF-8”"
        )
        guess = Problem(place, line, "", message, "warning", code="not-utf-8")
        bad_line = _first_bad_line(file, encoding, place=place)
        if bad_line is None:
            return encoding, (guess,) if name else ()
        line = bad_line
    raise refusal(
        place,
        "is neither UTF-8, UTF-16 nor Windows-1252: save it as “CSV UTF-8”",
        line=line,
        code="not-utf-8",
    )


def _first_bad_line(file: Path, encoding: str, *, place: str) -> int | None:
    """Returns the line of the first bytes that are no text in that encoding, or None."""
    # Incremental: a letter of several bytes may lie across the border of two pieces.
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with file.open("rb") as opened:
        while True:
            piece = opened.read(CHUNK_BYTES)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                return line + error.object.count(b"\n", 0, error.start)
            # UTF-16 without its mark reads as Windows-1252 with a NUL next to each letter.
            if "\0" in text:
                raise refusal(
                    place,
                    "is no text, or UTF-16 without its mark: save it as “CSV UTF-8”",
                    line=line,
                    code="not-utf-8",
                )
            line += text.count("\n")
            if not piece:
                return None


# ---------------------------------------------------------------- delimiters


def _delimiter(start: str, delimiters: str) -> tuple[int, str]:
    """Returns the number of lines to skip, and the delimiter.

    That is the one of Excel's own line `sep=;`, else the commonest outside quotes in the header.
    """
    first, _, _ = start.partition("\n")
    # `sep=;` and `"sep=;"`, which Excel reads and does not show.
    named = first.strip().strip('"').casefold().removeprefix("sep=")
    if len(named) == 1 and named in delimiters and named != first.strip():
        return 1, named
    header = ""
    # csv.Sniffer is not used: it guesses from the data, where streets have commas and notes
    # semicolons, and may choose a letter. A header has its delimiter as the commonest sign of the
    # three.
    for line in start.lstrip("\r\n").splitlines(keepends=True):
        header += line
        if header.count('"') % 2 == 0:  # a line end inside quotes does not end the row
            break
    # Each second part of the text between quotation marks stands outside of them.
    outside = "".join(header.split('"')[::2])
    return 0, max(delimiters, key=outside.count)
