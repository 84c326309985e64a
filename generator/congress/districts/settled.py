"""Districts that street addresses settled, kept as a small CSV file between `geocode-in` and `find`."""

from collections.abc import Mapping
from pathlib import Path

from generator.congress.districts.geocoding import Settled
from generator.congress.seats import NoSuchSeatError, Seat, read_seat
from generator.errors import FilesAreWrongError, Problem, refusal
from generator.files.csv import BadCellError, as_given, csv_text, read_sheet, shortened, shown

COLUMNS = ("id", "seat", "congress")


def settled_csv(settled: Settled) -> str:
    """The seat of each person by id, and the Congress whose lines they are: `id,seat,congress`. No address is in it."""
    rows = ((person, str(seat), str(settled.congress)) for person, seat in sorted(settled.seats.items()))
    return csv_text([COLUMNS, *rows])


def read_settled(file: Path) -> Settled:
    """What `settled_csv` wrote.

    Raises FilesAreWrongError with every mistake, and when the file is of several Congresses.
    """
    sheet = read_sheet(file)
    if not set(COLUMNS) <= set(sheet.columns):
        raise refusal(file, f"must have the columns {', '.join(COLUMNS)}, as `letters districts geocode-in` writes them", line=1)
    problems = list(sheet.problems)
    seats: dict[str, Seat] = {}
    lines: dict[str, int] = {}
    for row in sheet.rows:
        person = as_given(row.cells["id"])
        if lines.setdefault(person, row.line) != row.line:
            problems.append(Problem(str(file), row.line, "id", f"{shown(person)} stands on line {lines[person]} too: keep one of the two"))
        try:
            seats[person] = _seat(row.cells)
        except BadCellError as error:
            problems.append(Problem(str(file), row.line, error.column, error.message))
    told = {row.cells["congress"] for row in sheet.rows}
    if len(told) > 1 or not all(number.isdecimal() for number in told):
        problems.append(Problem(str(file), 0, "congress", f"must be one and the same number, not {', '.join(sorted(told))}"))
    if problems:
        raise FilesAreWrongError(shortened(problems))
    return Settled(int(told.pop()), seats, ())


def _seat(cells: Mapping[str, str]) -> Seat:
    """The seat of one row. Raises BadCellError."""
    try:
        seat = read_seat(cells["seat"])
    except NoSuchSeatError as error:
        raise BadCellError("seat", str(error)) from error
    if seat is None:
        raise BadCellError("seat", f"must be a seat such as TX-34, not {shown(cells['seat'])}")
    return seat
