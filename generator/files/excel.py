"""Reads Excel workbooks (.xlsx): the values of the first sheet that has any, as text."""

import datetime
import itertools
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.escape import unescape

from generator.errors import Problem, refusal
from generator.files.table import Table, TableRow, table_of

MAX_UNPACKED_BYTES = 2 << 30
"""A sheet of a million rows unpacks to a few hundred megabytes; a larger one is a bomb."""

ROWS_AT_ONCE = 500
"""Rows between two changes of the warning filters; chosen by hand, so that these cost nothing."""

# `00000` of ZIP codes and `000` of numbers; not `0`, which shows no zero in front, and not `0.00`.
_ZEROS = re.compile(r"0{2,10}")


def read_workbook(file: Path, *, place: str) -> Table:
    """Returns the first sheet that is not empty as a table.

    Formulas give the value that was last computed, and never run.
    Raises FilesAreWrongError for a file that is no workbook, or unpacks to more than 2 GB.
    """
    # Before openpyxl, which unpacks what it is given.
    _check_size(file, place=place)
    with _opened(file, place=place) as book:
        names = [sheet.title for sheet in book.worksheets]
    # Excel used to make three sheets in each new workbook: an empty first one is passed over.
    filled = [name for name in names if next(_rows(file, name, place=place), None)]
    problems: tuple[Problem, ...] = ()
    if len(filled) > 1:
        message = (
            f"has {len(filled)} sheets with something in them: only the first is read; "
            "make a file of each"
        )
        problems = (Problem(place, 0, "", message, "warning", code="several-sheets"),)
    return table_of(
        place,
        lambda: _rows(file, filled[0], place=place) if filled else iter(()),
        warnings=problems,
    )


def _check_size(file: Path, *, place: str) -> None:
    """Guarantees an archive that unpacks to at most MAX_UNPACKED_BYTES."""
    with _explained(place), zipfile.ZipFile(file) as archive:
        # From the directory of the archive, without unpacking; zipfile itself stops at the size
        # that is given there.
        size = sum(entry.file_size for entry in archive.infolist())
    if size > MAX_UNPACKED_BYTES:
        raise refusal(
            place,
            f"unpacks to more than {MAX_UNPACKED_BYTES >> 30} GB. Is it the right file?",
            code="too-large",
        )


def _rows(file: Path, sheet: str, *, place: str) -> Iterator[TableRow]:
    """Yields every row of the sheet that is not blank, and its number."""
    with _opened(file, place=place) as book:
        chosen = book[sheet]
        chosen.reset_dimensions()  # a sheet often gives its own size wrongly
        rows = iter(chosen.iter_rows())
        number = 0
        # In portions, because the warning filters are global: they must be as before whenever a row
        # is handed on, and changing them for each row would cost more than the row.
        while True:
            with _explained(place):
                some = itertools.islice(rows, ROWS_AT_ONCE)
                texts = [[_text(cell) for cell in row] for row in some]
            if not texts:
                return
            for cells in texts:
                number += 1
                if any(cells):
                    yield TableRow(number, cells)


@contextmanager
def _opened(file: Path, *, place: str) -> Iterator[Any]:
    """Yields the open workbook, and closes it; openpyxl itself leaves a broken file open."""
    with file.open("rb") as opened:
        with _explained(place):
            # `read_only` streams the rows, and `data_only` gives the values of formulas.
            book = openpyxl.load_workbook(opened, read_only=True, data_only=True)
        with closing(book):
            yield book


@contextmanager
def _explained(place: str) -> Iterator[None]:
    """Raises FilesAreWrongError for every error of the block.

    openpyxl documents no errors for broken files. It also warns of styles that it does not know,
    which no letter needs.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except Exception as error:
            raise refusal(
                place,
                "cannot be read as an Excel workbook: save it as .xlsx, or as “CSV UTF-8”",
                code="other-format",
            ) from error


def _text(cell: Any) -> str:  # noqa: ANN401 - a cell that holds nothing is of another class
    """Returns the value as a person sees it.

    Whole numbers have no decimal point, days read 2026-09-01, and a number keeps the zeros in front
    that its format shows (Excel's format for ZIP codes is 00000).
    """
    value = cell.value
    match value:
        case None:
            return ""
        # Before the numbers, because True is an int to Python.
        case bool():
            return "yes" if value else "no"
        # Excel keeps all numbers as floats: 79901 comes as 79901.0 from some programs.
        case int() | float() if value == int(value):
            shown = str(cell.number_format)
            return str(int(value)).zfill(len(shown) if _ZEROS.fullmatch(shown) else 0)
        case datetime.datetime():
            # A day is a datetime at midnight to openpyxl; no column of ours has a time of day.
            return value.date().isoformat()
        case datetime.date():
            return value.isoformat()
        case _:
            return unescape(str(value))  # Excel writes the carriage return of a line end as _x000D_
