"""The SQLite file of a project's districts: ZIP codes and census blocks, by Congress.

SQLite is in the standard library, and finds the blocks of a tract without reading the eight million
others.
"""

import contextlib
import datetime
import hashlib
import shutil
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.dates import ordinal
from generator.errors import CannotWriteError, LettersError
from generator.files.whole import READABLE_BY_ALL, replaced
from generator.states import FIPS

TableName = Literal["districts", "blocks"]
"""The two tables; `imported` has a row for each state of each of their Congresses."""

_APPLICATION = 0x4C545253
"""`LTRS`: the mark of our SQLite files (PRAGMA application_id)."""
_FORM = 3
"""The version of the tables (PRAGMA user_version); counted up when they change."""
_FORM_WITHOUT_STATES = 2
"""The version that recorded one origin for each Congress and kept no shares; still read."""

_IMPORTED = """
CREATE TABLE imported (
    congress INTEGER NOT NULL, what TEXT NOT NULL, state TEXT NOT NULL, as_of TEXT,
    source TEXT NOT NULL, licence TEXT, kind TEXT NOT NULL, sha256 TEXT NOT NULL,
    rows INTEGER NOT NULL, units INTEGER, PRIMARY KEY (congress, what, state)
) WITHOUT ROWID;
"""
_TABLES = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_FORM};
{_IMPORTED}
CREATE TABLE districts (
    congress INTEGER NOT NULL, zip TEXT NOT NULL, state TEXT NOT NULL, district INTEGER NOT NULL,
    share REAL, PRIMARY KEY (congress, zip, state, district)
) WITHOUT ROWID;
CREATE TABLE blocks (
    congress INTEGER NOT NULL, tract TEXT NOT NULL, seats BLOB NOT NULL,
    PRIMARY KEY (congress, tract)
) WITHOUT ROWID;
"""
# Whole statements, because SQLite takes no table name as a parameter, and no SQL is put together.
# A tract begins with the two digits of its state.
_COUNTS = {
    "districts": "SELECT congress, state, COUNT(*) FROM districts GROUP BY 1, 2",
    "blocks": "SELECT congress, substr(tract, 1, 2), COUNT(*) FROM blocks GROUP BY 1, 2",
}
_ZIP_CODES = "SELECT congress, state, COUNT(DISTINCT zip) FROM districts GROUP BY 1, 2"


@dataclass(frozen=True)
class TableOrigin:
    """Where the rows of a state come from."""

    as_of: datetime.date | None
    source: str
    licence: str | None
    kind: str
    sha256: str


@dataclass(frozen=True)
class LoadedState:
    """What is loaded for one state under the lines of one Congress."""

    congress: int
    what: TableName
    state: str
    origin: TableOrigin
    units: int | None
    """ZIP codes or blocks; None for blocks of a version that did not count them."""


class NoDistrictTableError(LettersError):
    """There is no district table."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"there is no district table ({path}): load one with `letters districts import FILE`, "
            "or the public one with `letters districts fetch`"
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
            if _form(database, path) == _FORM:
                _check(database, path)
                yield database
                return
            # Brought up to date in memory: the file of an older version is read as it stands, and
            # rewritten only by the next import.
            with contextlib.closing(sqlite3.connect(":memory:")) as copy:
                database.backup(copy)
                _upgrade(copy, path)
                yield copy
    # ValueError comes from what is in the rows: a day that is no date, a seat that is no number;
    # zlib.error from the blocks of a tract, which are kept compressed.
    except (sqlite3.Error, ValueError, zlib.error) as error:
        raise NotADistrictTableError(path, str(error)) from error


def _form(database: sqlite3.Connection, path: Path) -> int:
    """Returns the version of the file. Raises NotADistrictTableError if it is not ours."""
    # Before the version, because another program's version says nothing.
    if database.execute("PRAGMA application_id").fetchone() != (_APPLICATION,):
        raise NotADistrictTableError(path, "it is another program's database")
    (form,) = database.execute("PRAGMA user_version").fetchone()
    if form not in {_FORM, _FORM_WITHOUT_STATES}:
        raise NotADistrictTableError(path, "another version of this program wrote it")
    return int(form)


def _check(database: sqlite3.Connection, path: Path) -> None:
    """Guarantees that the file has all the rows that it should have."""
    # SQLite finds damaged pages only when it reads them; the counts read all keys of the tables,
    # and also show rows that a person deleted.
    recorded = database.execute("SELECT congress, what, state, rows FROM imported").fetchall()
    found = _counted(database)
    for congress, what, state, rows in recorded:
        if found.pop((congress, what, state), 0) != rows:
            raise NotADistrictTableError(
                path, f"it should have {rows:,} rows of the {ordinal(congress)} Congress in {state}"
            )
    for congress, _, state in found:
        raise NotADistrictTableError(
            path, f"it should have no rows of the {ordinal(congress)} Congress in {state}"
        )


def _counted(database: sqlite3.Connection) -> dict[tuple[int, str, str], int]:
    """Returns the rows of each Congress, table and state."""
    return {
        (congress, what, FIPS.get(state, state)): count
        for what, statement in _COUNTS.items()
        for congress, state, count in database.execute(statement)
    }


def _upgrade(database: sqlite3.Connection, path: Path) -> None:
    """Brings tables of the older version to the present one. Raises NotADistrictTableError."""
    former = database.execute(
        "SELECT congress, what, as_of, source, licence, kind, sha256, rows FROM imported"
    ).fetchall()
    counts = _counted(database)
    zip_codes = {
        (congress, state): count for congress, state, count in database.execute(_ZIP_CODES)
    }
    with database:
        database.executescript(
            f"DROP TABLE imported; {_IMPORTED} ALTER TABLE districts ADD COLUMN share REAL;"
            f"PRAGMA user_version = {_FORM};"
        )
        for congress, what, *origin, rows in former:
            states = {key[2]: count for key, count in counts.items() if key[:2] == (congress, what)}
            # Before the rows are counted by state, which would hide rows that were deleted.
            if sum(states.values()) != rows:
                raise NotADistrictTableError(
                    path, f"it should have {rows:,} rows of the {ordinal(congress)} Congress"
                )
            database.executemany(
                _RECORD,
                [
                    (congress, what, state, *origin, count, zip_codes.get((congress, state)))
                    if what == "districts"
                    else (congress, what, state, *origin, count, None)
                    for state, count in states.items()
                ],
            )


_RECORD = "INSERT OR REPLACE INTO imported VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def congresses(database: sqlite3.Connection, what: TableName) -> list[int]:
    """Returns the Congresses that the table has rows of, the newest last."""
    found = database.execute(
        "SELECT DISTINCT congress FROM imported WHERE what = ? ORDER BY congress", (what,)
    )
    return [congress for (congress,) in found]


def loaded_states(database: sqlite3.Connection) -> tuple[LoadedState, ...]:
    """Returns what is loaded for each state, by Congress, table and state."""
    rows = database.execute(
        "SELECT congress, what, state, as_of, source, licence, kind, sha256, units FROM imported "
        "ORDER BY congress, what DESC, state"
    )
    return tuple(
        LoadedState(
            congress,
            what,
            state,
            TableOrigin(
                datetime.date.fromisoformat(as_of) if as_of else None,
                source,
                licence,
                kind,
                sha256,
            ),
            units,
        )
        for congress, what, state, as_of, source, licence, kind, sha256, units in rows
    )


def all_loaded(path: Path) -> tuple[LoadedState, ...]:
    """Returns what the file holds for each state.

    Raises NoDistrictTableError and NotADistrictTableError.
    """
    with opened(path) as database:
        return loaded_states(database)


def loaded_of(
    database: sqlite3.Connection, what: TableName, *, congress: int
) -> dict[str, LoadedState]:
    """Returns what the table has of one Congress, by state."""
    return {
        loaded.state: loaded
        for loaded in loaded_states(database)
        if (loaded.what, loaded.congress) == (what, congress)
    }


def record(
    database: sqlite3.Connection,
    what: TableName,
    *,
    congress: int,
    origins: Mapping[str, tuple[TableOrigin, int | None]],
) -> None:
    """Records the origin and the units of each state; they take the place of those recorded."""
    counts = _counted(database)
    database.execute(
        "DELETE FROM imported WHERE congress = ? AND what = ?",
        (congress, what),
    )
    for state, (origin, units) in sorted(origins.items()):
        day = origin.as_of.isoformat() if origin.as_of else None
        facts = (day, origin.source, origin.licence, origin.kind, origin.sha256)
        # A state without rows has no origin: a replaced table may have had border rows alone.
        if rows := counts.get((congress, what, state)):
            database.execute(_RECORD, (congress, what, state, *facts, rows, units))


def joined(old: TableOrigin, new: TableOrigin) -> TableOrigin:
    """Returns the origin of rows that come from both: each source once, and the older day."""
    parts = [*old.source.split(_AND), *new.source.split(_AND)]
    licences = [text for text in (old.licence, new.licence) if text]
    # Without a day of one of the two, the rows together have none.
    days = [day for day in (old.as_of, new.as_of) if day]
    return TableOrigin(
        min(days) if len(days) == 2 else None,  # noqa: PLR2004 - both
        _AND.join(dict.fromkeys(parts)),
        _AND.join(dict.fromkeys(licences)) or None,
        new.kind,
        new.sha256,
    )


_AND = "; "
"""Between the sources of a state whose rows come from several files."""


def digest_of(file: Path) -> str:
    """Returns the SHA-256 of the file, in hexadecimal."""
    with file.open("rb") as opened_file:
        # In pieces: the rows were streamed, and the file may be larger than the memory.
        return hashlib.file_digest(opened_file, "sha256").hexdigest()


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
                elif _form(database, path) != _FORM:
                    _upgrade(database, path)
                with database:
                    yield database
                # Deleted rows leave their pages in the file: without this the same tables could
                # have different bytes, and the file would grow with each import.
                database.execute("VACUUM")
    # OperationalError is a full or failing disk. IntegrityError passes: it is about the rows, which
    # the caller explains.
    except (OSError, sqlite3.OperationalError) as error:
        raise CannotWriteError(str(path), str(error)) from error
