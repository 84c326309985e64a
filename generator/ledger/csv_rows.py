"""Takes a person's rows out of the CSV files that we write, and leaves every other byte as it is."""

import io
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import FilesAreWrongError
from generator.files.csv import BrokenQuotesError, as_given, records
from generator.files.table import Row
from generator.files.whole import write_whole
from generator.ledger.find_person import Person
from generator.supporters.columns import OURS, columns_of
from generator.supporters.reading import open_table
from generator.supporters.rows import draft
from generator.supporters.types import Contact

PIECE = "piece_id"
"""The column by which a table of a print run names a mailpiece."""
FILE = "file"
_APART = re.compile(r"[\s,;#<>\"]+")
_OURS = ("held", "held-again", "index", "index-so-far", "manifest")
WHOSE = "supporter"
"""How our own tables call the column of the id."""


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


def clean(path: Path, person: Person, *, mapping: Mapping[str, str]) -> Cleaned | None:
    """The table, written anew where a row was the person's; nothing for a file that is no CSV in UTF-8.

    `mapping` names columns by field where a list calls them by names of its own. Raises CannotWriteError.
    """
    found = _read(path, person, mapping=mapping)
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


def named_in(path: Path, person: Person, *, mapping: Mapping[str, str]) -> tuple[tuple[Contact, bool], ...]:
    """How each row of the table names its person, and whether that is this one; nothing is written."""
    found = _read(path, person, mapping=mapping)
    return tuple((entry.contact, entry.theirs) for entry in found.entries[1:]) if found else ()


def is_ours(path: Path) -> bool:
    """Whether the program wrote the table, by its name or its columns. A list of the user's own is only read.

    By columns: `letters export`, `similarity` and `print` write where the user says; so do leftovers that were renamed.
    """
    try:
        text = io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")
        _, names = next(records(text, blank=True), (1, []))
    except (UnicodeDecodeError, BrokenQuotesError):
        return False
    return path.stem in _OURS or not {PIECE, WHOSE, "key"}.isdisjoint(names) or tuple(names[: len(OURS)]) == OURS


def lines_of(path: Path, person: Person, *, mapping: Mapping[str, str]) -> tuple[int, ...]:
    """The lines (of a workbook: the rows) on which a list of the user's own has the person; empty for a file that is no list.

    A list without a column for the name, such as unsubscribed.csv, has an e-mail or an id on each line.
    """
    try:
        table = open_table(path, shown_as=str(path))
        columns = columns_of(table.header, mapping=mapping)
        if {"name", "last", "display"}.isdisjoint(columns.places):
            lines = enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
            return tuple(number for number, line in lines if not person.calls.isdisjoint(_APART.split(line.casefold())))
        people = ((row, draft(row, columns, place="").supporter.contacts[0]) for row in table.rows())
        return tuple(row.line for row, contact in people if person.has_row(contact, row.cells))
    except FilesAreWrongError:
        return ()


@dataclass(frozen=True)
class _Entry:
    """A record as it is written, whom it names, whether that is the person, and the file that it names."""

    written: str
    contact: Contact
    theirs: bool
    file: str


@dataclass(frozen=True)
class _Table:
    entries: tuple[_Entry, ...]
    is_of_run: bool


def _read(path: Path, person: Person, *, mapping: Mapping[str, str]) -> _Table | None:
    """The records of the file, the header first; nothing for a file that is no CSV in UTF-8."""
    try:
        records = list(_records(path.read_bytes().decode("utf-8")))
    except (UnicodeDecodeError, BrokenQuotesError):
        return None
    header = [cell.strip().lstrip("\ufeff") for cell in records[0][1]] if records else []
    columns = columns_of(header, mapping=mapping)
    names = [name.lower() for name in header]
    file = names.index(FILE) if FILE in names else len(names)
    whose = names.index(WHOSE) if WHOSE in names else len(names)
    entries: list[_Entry] = []
    for number, (written, cells) in enumerate(records):
        given = [*map(as_given, cells)]
        contact = draft(Row(0, cells), columns, place="").supporter.contacts[0]
        contact = replace(contact, id=given[whose]) if whose < len(given) else contact
        entries.append(_Entry(written, contact, number > 0 and person.has_row(contact, given), given[file] if file < len(given) else ""))
    return _Table(tuple(entries), PIECE in names)


def _records(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each record as it is written, and its cells."""
    lines = list(io.StringIO(text, newline=""))
    found = [*records(lines, blank=True), (len(lines) + 1, [])]
    for (line, cells), (following, _) in itertools.pairwise(found):
        yield "".join(lines[line - 1 : following - 1]), cells
