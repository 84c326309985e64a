"""Takes a person's rows out of the CSV files that we write, and leaves every other byte as it is."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.districts.sheets import as_given
from generator.files import write_whole
from generator.ledger.traces import Person

PIECE = "piece_id"
"""The column by which a table of a print run names a mailpiece."""
FILE = "file"


@dataclass(frozen=True)
class Cleaned:
    """A table without the person's rows."""

    path: Path
    rows: int
    """How many were taken out."""
    is_of_run: bool
    """Whether it lists the mailpieces of a print run."""
    named: frozenset[str] = frozenset()
    """The files that the rows taken out name."""
    kept: frozenset[str] = frozenset()
    """The files that the others name."""


def clean(path: Path, person: Person) -> Cleaned | None:
    """The table, written anew where a row was the person's; nothing for a file that is no CSV in UTF-8.

    Raises CannotWriteError.
    """
    found = _read(path, person)
    if found is None:
        return None
    kept, named = set[str](), set[str]()
    lines: list[str] = []
    for entry in found.entries:
        (named if entry.theirs else kept).add(entry.file)
        if not entry.theirs:
            lines.append(entry.written)
    rows = len(found.entries) - len(lines)
    if rows:
        write_whole(path, "".join(lines).encode())
    return Cleaned(path, rows, found.is_of_run, frozenset(named), frozenset(kept))


def has_row(path: Path, person: Person) -> bool:
    """Whether a row of the table is about the person; nothing is written."""
    found = _read(path, person)
    return found is not None and any(entry.theirs for entry in found.entries)


@dataclass(frozen=True)
class _Entry:
    """A record as it is written, whether it is the person's, and the file that it names."""

    written: str
    theirs: bool
    file: str


@dataclass(frozen=True)
class _Table:
    entries: tuple[_Entry, ...]
    is_of_run: bool


def _read(path: Path, person: Person) -> _Table | None:
    """The records of the file, the header first; nothing for a file that is no CSV in UTF-8."""
    try:
        records = list(_records(path.read_bytes().decode("utf-8")))
    except (UnicodeDecodeError, csv.Error):
        return None
    header = [cell.strip().lower().lstrip("\ufeff") for cell in records[0][1]] if records else []
    entries: list[_Entry] = []
    for number, (written, cells) in enumerate(records):
        row = dict(zip(_columns(header, cells), map(as_given, cells), strict=True))
        entries.append(_Entry(written, number > 0 and person.has_row(row), row.get(FILE, "")))
    return _Table(tuple(entries), PIECE in header)


def _records(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each record as it is written, and its cells."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    before = 0
    for cells in reader:
        yield "".join(lines[before : reader.line_num]), cells
        before = reader.line_num


def _columns(header: list[str], cells: list[str]) -> list[str]:
    """The name of each cell's column; one that has none, or whose name stands twice, is called by its number."""
    return [
        header[place] if place < len(header) and header.index(header[place]) == place else str(place)
        for place in range(len(cells))
    ]  # fmt: skip
