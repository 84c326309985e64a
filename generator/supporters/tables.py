"""A file of people as a header and rows, whatever kind of file it is; the rows can be read as often as they are needed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.errors import FilesAreWrongError, Problem


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


def refusal(place: str, message: str, *, line: int = 0) -> FilesAreWrongError:
    """The exception for one thing that is wrong with a file."""
    return FilesAreWrongError([Problem(place, line, "", message)])


def check_plain_file(file: Path, *, place: str) -> None:
    """Guarantees that there is a file, with something in it, that can be read again from its start.

    Raises FilesAreWrongError for what is missing, empty, a folder, a pipe or a device.
    """
    try:
        if not file.is_file():
            raise refusal(place, "is not a plain file" if file.exists() else "there is no such file: correct the name")
        with file.open("rb") as opened:
            if not opened.read(1):
                raise refusal(place, "is empty: export it again")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise refusal(place, f"cannot be read: {getattr(error, 'strerror', None) or error}") from error
