"""Seats that street addresses settled, kept in a small CSV file between `geocode-in` and `find`."""

import re
from collections.abc import Mapping
from pathlib import Path

from generator.congress.districts.geocoding import GeocodeResult, SettledSeat
from generator.congress.districts.rows import check_id, each_row
from generator.congress.seats import NoSuchSeatError, Seat, read_seat
from generator.errors import refusal
from generator.files.csv import TableCellError, as_given, csv_text, read_sheet, shown

COLUMNS = ("id", "seat", "congress")
"""The columns of the file. It holds no address, so that it can be kept without care."""


def settled_csv(settled: GeocodeResult) -> str:
    """Returns the seat of each person by id, and the Congress whose lines they are, as CSV."""
    # Sorted, so that the same answers give the same bytes.
    rows = (
        (person, str(one.seat), str(one.congress)) for person, one in sorted(settled.seats.items())
    )
    return csv_text([COLUMNS, *rows])


def read_settled(file: Path) -> GeocodeResult:
    """Returns what `settled_csv` wrote.

    Raises FilesAreWrongError with every mistake.
    """
    sheet = read_sheet(file)
    # More columns are allowed: people add notes of their own.
    if not set(COLUMNS) <= set(sheet.columns):
        message = (
            f"must have the columns {', '.join(COLUMNS)}, "
            "as `letters districts geocode-in` writes them"
        )
        raise refusal(file, message, line=1, code="unknown-columns")
    lines: dict[str, int] = {}

    def read(line: int, cells: Mapping[str, str]) -> tuple[str, SettledSeat]:
        # The apostrophe that `csv_text` puts before an id such as `=1` or `-7` is no part of it.
        person = as_given(cells["id"])
        check_id(person, line=line, lines=lines)
        return person, SettledSeat(_seat(cells["seat"]), _congress(cells["congress"]))

    rows = ((row.line, row.cells) for row in sheet.rows)
    seats = dict(each_row(file, rows, read=read, problems=sheet.problems))
    return GeocodeResult(seats, ())


def _congress(cell: str) -> int:
    """Returns the number of a Congress in a cell. Raises TableCellError."""
    # ASCII digits alone: `isdecimal` takes those of every script, and `int` any length.
    if not re.fullmatch("[1-9][0-9]{1,2}", cell):
        message = f"must be the number of a Congress such as 119, not {shown(cell)}"
        raise TableCellError("congress", message, code="not-a-congress")
    return int(cell)


def _seat(cell: str) -> Seat:
    """Returns the seat of a cell. Raises TableCellError."""
    try:
        seat = read_seat(cell)
    except NoSuchSeatError as error:
        raise TableCellError("seat", str(error), code="no-such-seat") from error
    if seat is None:
        raise TableCellError(
            "seat", f"must be a seat such as TX-34, not {shown(cell)}", code="not-a-seat"
        )
    return seat
