"""Finds a person's rows in tables, and takes them out of the tables that the program wrote."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.errors import FilesAreWrongError
from generator.files.csv import as_given
from generator.files.table import Table
from generator.files.whole import write_whole
from generator.ledger.find_person import ListRow, Person
from generator.supporters.columns import OURS, Columns, columns_of
from generator.supporters.reading import open_table
from generator.supporters.rows import draft

FILE_COLUMN = "file"
SUPPORTER_COLUMN = "supporter"
"""The column of our own tables that has the supporter's id."""
# The tables that the program writes under names of its own; others are recognised by columns.
_OUR_STEMS = ("held", "held-again", "index", "index-so-far", "manifest")
# “Smith@example.org, asked on Monday”, “<smith@example.org>;”. Not a period, - or _, which ids and
# addresses hold.
_BETWEEN_WORDS = re.compile(r"[\s,;#<>\"]+")
"""What separates ids and e-mail addresses in a list that people keep by hand."""


def is_ours(path: Path) -> bool:
    """Returns whether the program wrote the CSV file, by its name or its columns.

    By columns, because `letters export`, `similarity` and `print` write where the user says, and
    files of held rows get renamed. False for UTF-16 and workbooks, which the program never writes
    and which `clean` could not cut into lines of bytes.
    """
    try:
        table = open_table(path, shown_as=str(path))
    except FilesAreWrongError:
        return False
    names = table.header
    # UTF-16 in either order of bytes (Unicode, 23.8).
    is_text = not table.is_workbook and not path.read_bytes().startswith((b"\xff\xfe", b"\xfe\xff"))
    return is_text and (
        path.stem in _OUR_STEMS
        or not {"piece_id", SUPPORTER_COLUMN, "key"}.isdisjoint(names)
        or names[: len(OURS)] == OURS
    )


def clean(
    path: Path, person: Person, *, mapping: Mapping[str, str]
) -> tuple[list[ListRow], list[ListRow]]:
    """Takes the person's rows out of the CSV file and keeps every byte of all other rows.

    Returns the rows taken out, and the rows that stay; neither for a file that cannot be read as a
    table. `mapping` has the names of columns by field, where a list uses names of its own.
    Raises CannotWriteError.
    """
    rows = read_rows(path, mapping=mapping)
    # Bytes and not cells: to write the table again could change quotes, line ends or numbers in the
    # rows of others.
    lines = path.read_bytes().splitlines(keepends=True)
    removed: list[ListRow] = []
    kept: list[ListRow] = []
    # From the last to the first: a cell may hold line breaks, so a row ends where the next begins.
    end = len(lines)
    for row in reversed(rows):
        if person.has_row(row):
            removed.append(row)
            # Lines count from 1. From this row's first line up to the next row's.
            del lines[row.line - 1 : end]
        else:
            kept.append(row)
        end = row.line - 1
    if removed:
        write_whole(path, b"".join(lines))
    return removed, kept


def read_rows(path: Path, *, mapping: Mapping[str, str]) -> tuple[ListRow, ...]:
    """Returns the rows of the table; empty for a file that cannot be read to its end as one."""
    try:
        table = open_table(path, shown_as=str(path))
        return tuple(_rows(table, _columns(table, mapping)))
    except FilesAreWrongError:
        return ()


def lines_of(path: Path, person: Person, *, mapping: Mapping[str, str]) -> tuple[int, ...]:
    """Returns the lines (of a workbook: the rows) that a list of the user's own has of the person.

    A list without a column for the name, such as unsubscribed.csv, has an e-mail or an id on each
    line, the first included. Returns an empty tuple for a file that cannot be read as a list.
    """
    try:
        table = open_table(path, shown_as=str(path))
        columns = _columns(table, mapping)
        # Without a name there is no identity to compare; ids and e-mail addresses are whole words
        # then.
        if {"name", "last", "display"}.isdisjoint(columns.places):
            lines = enumerate(path.read_text("utf-8", "replace").casefold().splitlines(), 1)
            words = ((number, _BETWEEN_WORDS.split(line)) for number, line in lines)
            return tuple(number for number, found in words if not person.calls.isdisjoint(found))
        return tuple(row.line for row in _rows(table, columns) if person.has_row(row))
    except FilesAreWrongError:
        return ()


def _columns(table: Table, mapping: Mapping[str, str]) -> Columns:
    """Returns where each field is; in our own tables the id has a column of its own name."""
    # In a manifest “id” would be another column, and the supporter's id stands under “supporter”.
    ours = {"id": SUPPORTER_COLUMN} if SUPPORTER_COLUMN in table.header else {}
    return columns_of(table.header, mapping={**mapping, **ours})


def _rows(table: Table, columns: Columns) -> Iterator[ListRow]:
    """Yields the rows of a table, one at a time: a list may have a million."""
    file = table.header.index(FILE_COLUMN) if FILE_COLUMN in table.header else None
    for row in table.rows():
        # Read like a list of supporters, so that a person is recognised here by the rules that
        # recognised them when their letters were composed.
        contact = draft(row, columns, place="").supporter.contacts[0]
        given = tuple(map(as_given, row.cells))
        name = given[file] if file is not None and file < len(given) else ""
        yield ListRow(row.line, contact, given, name)
