"""Excel workbooks (.xlsx): the values of the first sheet that has any, as text, one row at a time."""

import contextlib
import datetime
import itertools
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
from openpyxl.utils.escape import unescape

from generator.errors import Problem, refusal
from generator.files.table import Row, Table, table_of

MOST_UNPACKED = 2 << 30
"""A sheet of a million rows unpacks to a few hundred megabytes; what is larger is a bomb."""

AT_ONCE = 500
_DIGITS = re.compile(r"0{2,10}")


def read_workbook(file: Path, *, place: str) -> Table:
    """The first sheet with something in it as a table; formulas give the value that was last computed, and never run.

    Raises FilesAreWrongError for a file that is no workbook, or unpacks beyond all measure.
    """
    _check_size(file, place=place)
    filled = [name for name in _sheets(file, place=place) if next(_rows(file, name, place=place), None)]
    others = f"has {len(filled)} sheets with something in them: only the first is read; make a file of each"
    told = (Problem(place, 0, "", others, "warning"),) if len(filled) > 1 else ()
    return table_of(place, lambda: _rows(file, filled[0], place=place) if filled else iter(()), warnings=told)


def _check_size(file: Path, *, place: str) -> None:
    """Guarantees that the file is an archive that unpacks to a size that can be read."""
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise _no_workbook(place) from error
    if size > MOST_UNPACKED:
        raise refusal(place, f"unpacks to more than {MOST_UNPACKED >> 30} GB: this is not the file that is meant")


def _sheets(file: Path, *, place: str) -> list[str]:
    """The names of the sheets, in order."""
    with _opened(file, place=place) as book:
        return [sheet.title for sheet in book.worksheets]


def _rows(file: Path, sheet: str, *, place: str) -> Iterator[Row]:
    """Every row of the sheet that is not blank, and its number."""
    with _opened(file, place=place) as book:
        chosen = book[sheet]
        chosen.reset_dimensions()  # what a sheet says of its own size is often wrong
        rows = iter(chosen.iter_rows())
        number = 0
        while piece := _piece(rows, place=place):
            for cells in piece:
                number += 1
                if any(cells):
                    yield Row(number, cells)


def _piece(rows: Iterator[Iterable[Any]], *, place: str) -> list[list[str]]:
    """The next rows as text. openpyxl warns of styles that it does not know, which no letter needs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return [[_text(cell) for cell in row] for row in itertools.islice(rows, AT_ONCE)]
        except Exception as error:  # openpyxl lets through whatever a broken file leads it to
            raise _no_workbook(place) from error


@contextlib.contextmanager
def _opened(file: Path, *, place: str) -> Iterator[Any]:
    """The workbook while it is open; openpyxl itself leaves a broken file open."""
    with file.open("rb") as opened:
        book = _loaded(opened, place=place)
        try:
            yield book
        finally:
            book.close()


def _loaded(opened: BinaryIO, *, place: str) -> Any:  # noqa: ANN401 - openpyxl's stubs and its read-only sheets disagree
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(opened, read_only=True, data_only=True)
        except Exception as error:  # openpyxl lets through whatever a broken file leads it to
            raise _no_workbook(place) from error


def _no_workbook(place: str) -> Exception:
    return refusal(place, "cannot be read as an Excel workbook: save it as .xlsx, or as “CSV UTF-8”")


def _text(cell: Any) -> str:  # noqa: ANN401 - a cell that holds nothing is of another class
    """The value as a person sees it: whole numbers without a point, days as 2026-09-01, and the zeros that a format shows."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float() if value == int(value):
            return _whole(int(value), str(cell.number_format))
        case datetime.datetime():
            return value.date().isoformat()
        case datetime.date():
            return value.isoformat()
        case _:
            return unescape(str(value))  # Excel writes the carriage return of a line end as _x000D_


def _whole(value: int, shown: str) -> str:
    """The number, with the zeros in front that a format of zeros (Excel's own for ZIP codes is 00000) shows."""
    return str(value).zfill(len(shown)) if _DIGITS.fullmatch(shown) else str(value)
