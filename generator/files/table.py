"""A file of people as a header and rows, whatever kind of file it is; the rows can be read as often as they are needed."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from generator.errors import Problem, refusal


class Row(NamedTuple):
    """One row, and the line (of a workbook: the row) on which it begins."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """What a file holds: the cells of its header, and a way to read its rows from the first."""

    place: str
    """The file as the user would type it."""
    header: tuple[str, ...]
    line: int
    """Where the header stands."""
    rows: Callable[[], Iterator[Row]]
    warnings: tuple[Problem, ...] = ()


def table_of(place: str, rows: Callable[[], Iterator[Row]], *, warnings: tuple[Problem, ...] = ()) -> Table:
    """Returns the table whose header is the first of the rows. Raises FilesAreWrongError where there is no row."""
    first = next(rows(), None)
    if first is None:
        raise refusal(place, "is empty: export it again")
    header = tuple(cell.strip() for cell in first.cells)
    return Table(place, header, first.line, lambda: itertools.islice(rows(), 1, None), warnings)
