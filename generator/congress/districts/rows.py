"""Rows of a user's CSV file, read one by one, with every mistake gathered."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from generator.errors import FilesAreWrongError, Problem
from generator.files.csv import BrokenQuotesError, TableCellError, shortened, shown

MAX_PROBLEMS = 10_000
"""After so many mistakes a file is not read further.

A block equivalency file has eight million lines, whose mistakes would take gigabytes of memory.
"""

Cells = TypeVar("Cells")
Result = TypeVar("Result")


def each_row(
    file: object,
    rows: Iterable[tuple[int, Cells]],
    *,
    read: Callable[[int, Cells], Result],
    problems: Iterable[Problem] = (),
) -> Iterator[Result]:
    """Yields what `read` makes of each line and its cells; it raises TableCellError for a mistake.

    `file` is a path, or the words that name the file in messages.
    `problems` are those that were found in the file before. Raises FilesAreWrongError with every
    mistake after the last row, so that a user corrects them all at once.
    """
    gathered = list(problems)
    try:
        for line, cells in rows:
            try:
                # A generator, for files that do not fit into memory: the rows before a mistake are
                # handed on, and the error at the end tells the caller to drop them.
                yield read(line, cells)
            except TableCellError as error:
                gathered.append(
                    Problem(str(file), line, error.column, error.message, code=error.code)
                )
                if len(gathered) > MAX_PROBLEMS:
                    break
    # From an unmatched quotation mark on no cell is certain, so that reading ends there.
    except BrokenQuotesError as error:
        gathered.append(Problem(str(file), error.line, "", error.message, code="unmatched-quotes"))
    if gathered:
        raise FilesAreWrongError(shortened(gathered))


def check_id(person_id: str, *, line: int, lines: dict[str, int]) -> None:
    """Adds the id to the lines of the ids before it. Raises TableCellError for a repeated id."""
    # `setdefault` keeps the line of the first, for the message.
    first = lines.setdefault(person_id, line)
    if first != line:
        message = (
            f"{shown(person_id)} stands on line {first} too: each person needs an id of their own"
        )
        raise TableCellError("id", message, code="repeated-id")
