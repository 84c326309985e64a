"""The one SQLite file of a project's districts: ZIP codes and census blocks, each of one Congress or several."""

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from generator.dates import ordinal
from generator.errors import CannotWriteError, LettersError
from generator.files.whole import READABLE_BY_ALL, replaced

What = Literal["districts", "blocks"]
"""The two tables; `imported` has a row for each of their Congresses."""

_APPLICATION = 0x4C545253
"""`LTRS`: what our SQLite files say they are (PRAGMA application_id)."""
_FORM = 2
"""Counted up when the tables change (PRAGMA user_version)."""

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
    congress INTEGER NOT NULL, tract TEXT NOT NULL, seats BLOB NOT NULL, PRIMARY KEY (congress, tract)
) WITHOUT ROWID;
"""
_COUNT = {"districts": "SELECT COUNT(*) FROM districts WHERE congress = ?", "blocks": "SELECT COUNT(*) FROM blocks WHERE congress = ?"}


class NoDistrictTableError(LettersError):
    """There is no district table to look in."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"there is no district table ({path}): load one with `letters districts import FILE`")


class NotADistrictTableError(LettersError):
    """The file is not one that `letters districts import` wrote."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} is not a district table ({reason}): delete it, and run `letters districts import FILE` again")


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as a database that is only read, and is whole. Raises NoDistrictTableError and NotADistrictTableError."""
    if not path.is_file():
        raise NoDistrictTableError(path)
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            _check(database, path)
            yield database
    except (sqlite3.Error, ValueError) as error:
        raise NotADistrictTableError(path, str(error)) from error


def _check(database: sqlite3.Connection, path: Path) -> None:
    """Guarantees that the file is ours, of the form that we know, and has all the rows that it should have."""
    (application,), (form,) = database.execute("PRAGMA application_id").fetchone(), database.execute("PRAGMA user_version").fetchone()
    if application != _APPLICATION:
        raise NotADistrictTableError(path, "it is another program's database")
    if form != _FORM:
        raise NotADistrictTableError(path, "another version of this program wrote it")
    for congress, what, rows in database.execute("SELECT congress, what, rows FROM imported").fetchall():
        if database.execute(_COUNT[what], (congress,)).fetchone() != (rows,):
            raise NotADistrictTableError(path, f"it should have {rows:,} rows of the {ordinal(congress)} Congress")


def congresses(database: sqlite3.Connection, what: What) -> list[int]:
    """The Congresses that the table has rows of, the newest last."""
    return [congress for (congress,) in database.execute("SELECT congress FROM imported WHERE what = ? ORDER BY congress", (what,))]


@contextlib.contextmanager
def rewritten(path: Path) -> Iterator[sqlite3.Connection]:
    """The database to be changed, with all that it held; the file is the changed one when all is done, and until then the old.

    Raises CannotWriteError, and NotADistrictTableError where the file is some other.
    """
    old = path.exists()
    if old:
        with opened(path):
            pass
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replaced(path, mode=READABLE_BY_ALL) as temporary:
            if old:
                shutil.copyfile(path, temporary)
            with contextlib.closing(sqlite3.connect(temporary)) as database:
                # The file is thrown away when something fails: a journal would only be left behind by a run that is killed.
                database.execute("PRAGMA journal_mode = MEMORY")
                if not old:
                    database.executescript(_TABLES)
                with database:
                    yield database
                database.execute("VACUUM")
    except (OSError, sqlite3.OperationalError) as error:
        raise CannotWriteError(str(path), str(error)) from error
