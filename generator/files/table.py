"""A file of people as a header and rows; CSV and Excel both become such a table."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from generator.errors import Problem, refusal

# `=A2&B2`, and “=” for one that a workbook has only once; not `="02134"`, by which exports keep a
# zero, and not “=)” at the beginning of a story.
_FORMULA = re.compile(r"""=(?!"[^"]*"$)(?:$|[\w("'$+\-@{#])""")
FORMULA = "holds a formula and not its value: open the file in Excel, save it, and try again"
"""What to do about such a cell."""
HIDDEN = (
    "is hidden in the workbook: show it (Data, Clear takes a filter off; Format, Hide & Unhide "
    "shows rows), or delete it"
)
"""What to do about a hidden row."""


class TableRow(NamedTuple):
    """One row, and the line (of a workbook: the row) on which it begins."""

    line: int
    cells: list[str]
    is_hidden: bool = False
    """True for a row of a workbook that its owner does not see."""
    formulas: frozenset[int] = frozenset()
    """The numbers of the cells, from 0, that hold a formula which nothing has computed."""


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
    hidden_columns: frozenset[int] = frozenset()
    """The numbers of the columns, from 0, that the owner of a workbook does not see."""
    is_workbook: bool = False


def is_formula(cell: str) -> bool:
    """Returns whether the cell holds a formula that no spreadsheet has computed."""
    return cell.startswith("=") and _FORMULA.match(cell) is not None


def table_of(
    place: str, rows: Callable[[], Iterator[TableRow]], *, warnings: tuple[Problem, ...] = ()
) -> Table:
    """Returns the table whose header is the first of the rows that are not hidden.

    Raises FilesAreWrongError if there is no such row.
    """
    hidden = 0
    for first in rows():
        if not first.is_hidden:
            break
        hidden += 1
    else:
        message = "has only hidden rows: show them" if hidden else "is empty: export it again"
        raise refusal(place, message, code="empty-file")
    if hidden:
        message = f"above the header is something hidden ({hidden} rows): it is not read"
        above = Problem(place, first.line, "", message, "warning", code="hidden-row")
        warnings = (*warnings, above)
    header = tuple(cell.strip() for cell in first.cells)
    # The rows begin with the header again, which is passed over in each pass.
    return Table(
        place, header, first.line, lambda: itertools.islice(rows(), hidden + 1, None), warnings
    )
