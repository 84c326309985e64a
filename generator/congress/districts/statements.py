"""A user's own statements on district lines, kept in the file of the district tables.

They are kept with the tables and not in a file of their own, because they say how a table is to be
read: a copy of the file takes them along.
"""

import datetime
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from generator.congress.districts.database import NoDistrictTableError, opened, rewritten
from generator.congress.districts.lines import LineRecord, LineStatement

# Made when it is first needed: files of version 0.2 do not have it, and are read all the same.
_TABLE = """
CREATE TABLE IF NOT EXISTS lines (
    congress INTEGER NOT NULL, state TEXT NOT NULL, moved INTEGER NOT NULL, as_of TEXT NOT NULL,
    source TEXT NOT NULL, PRIMARY KEY (congress, state)
) WITHOUT ROWID
"""


def line_record(path: Path) -> LineRecord:
    """Returns what is known of district lines, with the user's statements in the file.

    Without a file it is what the program knows. Raises NotADistrictTableError.
    """
    try:
        with opened(path) as database:
            return read_record(database)
    except NoDistrictTableError:
        return LineRecord()


def read_record(database: sqlite3.Connection) -> LineRecord:
    """Returns what is known of district lines, with the user's statements in the database."""
    there = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'lines'").fetchone()
    if there is None:
        return LineRecord()
    rows = database.execute("SELECT congress, state, moved, as_of, source FROM lines")
    return LineRecord(
        tuple(
            LineStatement(congress, state, bool(moved), datetime.date.fromisoformat(as_of), source)
            for congress, state, moved, as_of, source in sorted(rows)
        )
    )


def state_lines(path: Path, statements: Iterable[LineStatement]) -> None:
    """Records the statements; each replaces an earlier one on its state and Congress.

    Raises CannotWriteError and NotADistrictTableError.
    """
    with rewritten(path) as database:
        database.execute(_TABLE)
        database.executemany(
            "INSERT OR REPLACE INTO lines VALUES (?, ?, ?, ?, ?)",
            [
                (one.congress, one.state, int(one.moved), one.as_of.isoformat(), one.source)
                for one in statements
            ],
        )


def revoke(
    path: Path, states: Iterable[str], *, congress: int, moved: bool
) -> tuple[LineStatement, ...]:
    """Deletes the statements that these states did, or did not, draw new lines for that Congress.

    Returns those that there were. Raises CannotWriteError and NotADistrictTableError.
    """
    wanted = {(congress, state, moved) for state in states}
    statements = line_record(path).statements
    found = tuple(one for one in statements if (one.congress, one.state, one.moved) in wanted)
    if found:
        with rewritten(path) as database:
            database.executemany(
                "DELETE FROM lines WHERE congress = ? AND state = ?",
                [(one.congress, one.state) for one in found],
            )
    return found
