"""The SQLite file of a project's districts: ZIP codes and census blocks, by Congress.

SQLite is in the standard library, and finds the blocks of a tract without reading the eight million
others.
"""

import contextlib
import datetime
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from generator.dates import ordinal
from generator.errors import CannotWriteError, LettersError
from generator.files.whole import READABLE_BY_ALL, replaced

TableName = Literal["districts", "blocks"]
"""The two tables; `imported` has a row for each of their Congresses."""

_APPLICATION = 0x4C545253
"""`LTRS`: the mark of our SQLite files (PRAGMA application_id)."""
_FORM = 2
"""The version of the tables (PRAGMA user_version); counted up when they change."""

_TABLES = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_FORM};
CREATE TABLE imported (
    congress INTEGER NOT NULL, what TEXT NOT NULL, as_of TEXT, source TEXT NOT NULL, licence TEXT,
    kind TEXT NOT NULL, sha256 TEXT NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (congress, what)
) WITHOUT ROWID;
CREATE TABLE districts (
    congress INTEGER NOT NULL, zip TEXT NOT NULL, state TEXT NOT NULL, district INTEGER NOT NULL,
    PRIMARY KEY (congress, zip, state, district)
) WITHOUT ROWID;
CREATE TABLE blocks (
    congress INTEGER NOT NULL, tract TEXT NOT NULL, seats BLOB NOT NULL,
    PRIMARY KEY (congress, tract)
) WITHOUT ROWID;
"""
# Whole statements, because SQLite takes no table name as a parameter, and no SQL is put together.
_COUNT = {
    "districts": "SELECT COUNT(*) FROM districts WHERE congress = ?",
    "blocks": "SELECT COUNT(*) FROM blocks WHERE congress = ?",
}


class NoDistrictTableError(LettersError):
    """There is no district table."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"there is no district table ({path}): load one with `letters districts import FILE`"
        )


class NotADistrictTableError(LettersError):
    """The file is not one that `letters districts import` wrote."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path} is not a district table ({reason}): "
            "delete it, and run `letters districts import FILE` again"
        )


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Yields the file as a read-only database, checked to be whole.

    Raises NoDistrictTableError and NotADistrictTableError.
    """
    # SQLite makes an empty file where there is no file.
    if not path.is_file():
        raise NoDistrictTableError(path)
    # Immutable: SQLite then takes no lock, for which it would need a writable folder.
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True)) as database:
            _check(database, path)
            yield database
    # ValueError comes from what is in the rows: a day that is no date, a seat that is no number.
    except (sqlite3.Error, ValueError) as error:
        raise NotADistrictTableError(path, str(error)) from error


def _check(database: sqlite3.Connection, path: Path) -> None:
    """Guarantees that the file is ours, of the version that we know, and has all its rows."""
    # Before the version, because another program's version says nothing.
    if database.execute("PRAGMA application_id").fetchone() != (_APPLICATION,):
        raise NotADistrictTableError(path, "it is another program's database")
    if database.execute("PRAGMA user_version").fetchone() != (_FORM,):
        raise NotADistrictTableError(path, "another version of this program wrote it")
    imported = database.execute("SELECT congress, what, rows FROM imported").fetchall()
    for congress, what, rows in imported:
        # SQLite finds damaged pages only when it reads them; the count reads all of the table's
        # keys, and also shows rows that a person deleted.
        if database.execute(_COUNT[what], (congress,)).fetchone() != (rows,):
            raise NotADistrictTableError(
                path, f"it should have {rows:,} rows of the {ordinal(congress)} Congress"
            )


def congresses(database: sqlite3.Connection, what: TableName) -> list[int]:
    """Returns the Congresses that the table has rows of, the newest last."""
    found = database.execute(
        "SELECT congress FROM imported WHERE what = ? ORDER BY congress", (what,)
    )
    return [congress for (congress,) in found]


def record(
    database: sqlite3.Connection,
    what: TableName,
    *,
    file: Path,
    congress: int,
    as_of: datetime.date | None,
    source: str,
    licence: str | None,
    kind: str,
) -> int:
    """Records where the rows of a Congress come from; returns how many there are."""
    with file.open("rb") as opened_file:
        # Read again, in pieces: the rows were streamed, and the file may be larger than the memory.
        digest = hashlib.file_digest(opened_file, "sha256").hexdigest()
    (rows,) = database.execute(_COUNT[what], (congress,)).fetchone()
    day = as_of.isoformat() if as_of else None
    database.execute(
        # A new import of a Congress takes the place of the old one.
        "INSERT OR REPLACE INTO imported VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (congress, what, day, source, licence, kind, digest, rows),
    )
    return int(rows)


@contextlib.contextmanager
def rewritten(path: Path) -> Iterator[sqlite3.Connection]:
    """Yields a copy of the database to change; at the end it replaces the file, whole.

    Raises CannotWriteError, and NotADistrictTableError where the file is something else.
    """
    is_old = path.exists()
    if is_old:
        # Checked before it is copied: a file of another program is never overwritten.
        with opened(path):
            pass
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replaced(path, mode=READABLE_BY_ALL) as temporary:
            if is_old:
                shutil.copyfile(path, temporary)
            with contextlib.closing(sqlite3.connect(temporary)) as database:
                # The copy is deleted when something fails; the journal of a run that is killed
                # would be left behind.
                database.execute("PRAGMA journal_mode = MEMORY")
                if not is_old:
                    database.executescript(_TABLES)
                with database:
                    yield database
                # Deleted rows leave their pages in the file: without this the same tables could
                # have different bytes, and the file would grow with each import.
                database.execute("VACUUM")
    # OperationalError is a full or failing disk. IntegrityError passes: it is about the rows, which
    # the caller explains.
    except (OSError, sqlite3.OperationalError) as error:
        raise CannotWriteError(str(path), str(error)) from error
