"""A file of people as a header and rows; CSV and Excel both become such a table."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from generator.errors import Problem, refusal


class TableRow(NamedTuple):
    """One row, and the line (of a workbook: the row) on which it begins."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """The header of a file, and a function that reads its rows from the first.

    Rows are read again for each pass, so that a list of any length takes little memory.
    """

    place: str
    """The file as the user would type it."""
    header: tuple[str, ...]
    line: int
    """The line of the header."""
    rows: Callable[[], Iterator[TableRow]]
    warnings: tuple[Problem, ...] = ()


def table_of(
    place: str, rows: Callable[[], Iterator[TableRow]], *, warnings: tuple[Problem, ...] = ()
) -> Table:
    """Returns the table whose header is the first of the rows.

    Raises FilesAreWrongError if there is no row.
    """
    first = next(rows(), None)
    if first is None:
        raise refusal(place, "is empty: export it again", code="empty-file")
    header = tuple(cell.strip() for cell in first.cells)
    # The rows begin with the header again, which is passed over in each pass.
    return Table(place, header, first.line, lambda: itertools.islice(rows(), 1, None), warnings)
