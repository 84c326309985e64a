"""SQLite as the ledger needs it: private, durable, made whole or not at all, erasing for good."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from generator.files.whole import replaced
from generator.ledger.errors import (
    BrokenLedgerError,
    LedgerBusyError,
    NewerLedgerError,
    NotALedgerError,
    translated,
)

NAME = "ledger.sqlite"
VERSION = 2
"""Version of the tables below. A program that knows a lower one leaves the file alone; one that
knows a higher one upgrades it."""
APPLICATION = 0x4C545253
"""“LTRS” in the header (SQLite, file format, 1.3.17): marks a database as a ledger."""
MAX_GATHERED = 64
"""Records of steps that may be repeated, committed together: four seconds of printing, and for each
record 1/64 of the wait for the disk."""
_MAGIC = b"SQLite format 3\0"
_PATIENCE_SECONDS = 10.0
"""Wait of a reader or writer while another one has the file to itself."""

Cell = str | int | None
Row = tuple[Any, ...]
"""A row that was read. The tables are STRICT, and `_check` has proved that every cell has the type
of its column (SQLite, PRAGMA quick_check): no caller need convert one."""

_PEOPLE = """
CREATE TABLE people(
    supporter TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, street TEXT NOT NULL,
    zip TEXT NOT NULL, email TEXT NOT NULL,
    PRIMARY KEY(supporter, id, name, street, zip, email)
) STRICT;
CREATE TABLE refused(supporter TEXT PRIMARY KEY) STRICT;
"""
_TABLES = f"""{_PEOPLE}
CREATE TABLE pieces(
    key TEXT PRIMARY KEY, campaign TEXT NOT NULL, version TEXT NOT NULL, supporter TEXT NOT NULL,
    recipient TEXT NOT NULL, seat TEXT NOT NULL, state TEXT NOT NULL, stage TEXT NOT NULL,
    file TEXT NOT NULL DEFAULT '', sha256 TEXT NOT NULL DEFAULT '',
    wording TEXT NOT NULL, given TEXT NOT NULL, how TEXT NOT NULL
) STRICT;
CREATE INDEX pieces_of_supporter ON pieces(supporter);
CREATE TABLE history(
    number INTEGER PRIMARY KEY, key TEXT NOT NULL REFERENCES pieces ON DELETE CASCADE,
    step TEXT NOT NULL, at TEXT NOT NULL, batch TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '', file TEXT NOT NULL DEFAULT '',
    sha256 TEXT NOT NULL DEFAULT '', fingerprint TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX history_of_piece ON history(key, step);
CREATE TABLE claims(
    key TEXT NOT NULL REFERENCES pieces ON DELETE CASCADE, step TEXT NOT NULL, at TEXT NOT NULL,
    fingerprint TEXT NOT NULL, PRIMARY KEY(key, step)
) STRICT;
CREATE TABLE forgotten(digest TEXT PRIMARY KEY, person TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE tallies(
    campaign TEXT NOT NULL, version TEXT NOT NULL, recipient TEXT NOT NULL, seat TEXT NOT NULL,
    state TEXT NOT NULL, stage TEXT NOT NULL, answer TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY(campaign, version, recipient, stage, answer)
) STRICT;
"""
"""`people` has how every row of a list named the people in whose name a letter was composed, by the
id that their letters have: so a person is not taken for two, and is found in files when they ask to
be forgotten. Of forgotten people the ledger keeps digests that recognise them, so that no list
brings them back, and `tallies`, which name no person. `refused` has people whose letters were
composed and who have withdrawn their consent since, or who can get no letter any more."""
_FROM_THE_FIRST = """
INSERT INTO people SELECT supporter, supporter, name, street, '', email FROM contacts;
DROP TABLE contacts;
ALTER TABLE forgotten ADD COLUMN person TEXT NOT NULL DEFAULT '';
UPDATE forgotten SET person = digest;
"""
"""Moves the rows of version 1 into the tables of version 2."""


class Database:
    """An open ledger file. One transaction at a time; every error has a sentence for the user."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._waiting = 0
        self._is_at_it = False

    def read(self, query: str, *values: Cell) -> list[Row]:
        """Returns the rows that the query finds, this run's own records among them."""
        with translated(self.path):
            return self._connection.execute(query, values).fetchall()

    def write(self, statement: str, *values: Cell) -> int:
        """Returns how many rows the statement changed; call it within `gathered` or `at_once`."""
        return self._connection.execute(statement, values).rowcount

    def write_all(self, statement: str, rows: Iterable[tuple[Cell, ...]]) -> None:
        """Executes the statement for each row; call it within `gathered` or `at_once`."""
        self._connection.executemany(statement, rows)

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Commits what is written within together with up to `MAX_GATHERED` others.

        All of them are lost if the machine dies before that.
        """
        with self._undone_on_failure():
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._waiting += 1
            if self._waiting >= MAX_GATHERED:
                self._commit()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Commits all that is written within when the block ends; nothing if it raises."""
        if self._is_at_it:
            yield  # a part of an outer transaction
            return
        self.flush()
        with self._undone_on_failure():
            self._connection.execute("BEGIN IMMEDIATE")
            self._is_at_it = True
            try:
                yield
            finally:
                self._is_at_it = False
            self._commit()

    def flush(self) -> None:
        """Commits what is gathered."""
        with self._undone_on_failure():
            self._commit()

    def wipe(self) -> None:
        """Removes every byte of deleted rows from the file and its log.

        Raises LedgerBusyError while another process reads.
        """
        self.flush()
        with translated(self.path):
            self._connection.execute("VACUUM")
            if self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise LedgerBusyError(str(self.path))

    def close(self) -> None:
        """Commits what is gathered, and closes the file in any case."""
        try:
            self.flush()
        finally:
            self._connection.close()

    def _commit(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")
        self._waiting = 0

    @contextmanager
    def _undone_on_failure(self) -> Iterator[None]:
        """Rolls back when the block raises: a failed transaction leaves nothing half written.

        Errors of SQLite get a sentence for the user.
        """
        with translated(self.path):
            try:
                yield
            except BaseException:
                self._waiting = 0
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def open_database(path: Path, *, to_write: bool) -> Database:
    """Opens the ledger's file; makes it where it is missing and is to be written.

    Raises NotALedgerError, NewerLedgerError and BrokenLedgerError, with the file left as it was;
    CannotWriteError.
    """
    with translated(path):
        if to_write and not path.exists():
            _make(path)
        _check(path)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
        try:
            _set_up(connection)
            _upgrade(connection)
            if not to_write:
                connection.execute("PRAGMA query_only = ON")
        except BaseException:
            connection.close()
            raise
        return Database(path, connection)


def _set_up(connection: sqlite3.Connection) -> None:
    """Makes commits wait for the disk (macOS's cache included); zeros overwrite deleted rows."""
    settings = {
        "synchronous": "FULL", "fullfsync": "ON", "checkpoint_fullfsync": "ON",
        "foreign_keys": "ON", "secure_delete": "ON",
        "trusted_schema": "OFF", "temp_store": "MEMORY",
    }  # fmt: skip
    for name, value in settings.items():
        connection.execute(f"PRAGMA {name} = {value}")


def _upgrade(connection: sqlite3.Connection) -> None:
    """Upgrades a ledger of the first version to this one, all of it or nothing."""
    if connection.execute("PRAGMA user_version").fetchone()[0] < VERSION:
        connection.executescript(
            f"BEGIN IMMEDIATE; {_PEOPLE} {_FROM_THE_FIRST} PRAGMA user_version = {VERSION}; COMMIT;"
        )


def _make(path: Path) -> None:
    """Makes a new ledger in a temporary file and renames it: a run that dies here leaves none."""
    orphan = path.with_name(path.name + "-wal")
    if orphan.exists() and orphan.stat().st_size:
        raise BrokenLedgerError(
            str(path), f"it is missing, and what was written last lies in {orphan.name}"
        )
    with (
        replaced(path) as making,
        closing(sqlite3.connect(making, isolation_level=None)) as connection,
    ):
        _set_up(connection)
        # Without a journal file: a run that is killed here leaves no second temporary file.
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.executescript(
            f"BEGIN; {_TABLES} PRAGMA application_id = {APPLICATION}; "
            f"PRAGMA user_version = {VERSION}; COMMIT;"
        )
        connection.execute("PRAGMA journal_mode = WAL")


def _check(path: Path) -> None:
    """Guarantees that the file is a whole ledger of a version we know; only reads it."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise NotALedgerError(str(path))
    address = f"{path.resolve().as_uri()}?mode=ro"
    with closing(
        sqlite3.connect(address, uri=True, timeout=_PATIENCE_SECONDS, isolation_level=None)
    ) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise NotALedgerError(str(path))
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise NewerLedgerError(str(path), version, known=VERSION)
        if (found := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise BrokenLedgerError(str(path), " ".join(found.split()))
