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
# Kept in PRAGMA user_version, four bytes of the header that SQLite leaves to applications.
VERSION = 2
"""Version of the tables below. A program that knows a lower one leaves the file alone; one that
knows a higher one upgrades it."""
# Four bytes for applications (PRAGMA application_id). A file called ledger.sqlite may be from
# another program, and we would write our tables into it.
APPLICATION = 0x4C545253
"""“LTRS” in the header (SQLite, file format, 1.3.17): marks a database as a ledger."""
MAX_GATHERED = 64
"""Records of steps that may be repeated, committed together: four seconds of printing, and for each
record 1/64 of the wait for the disk."""
# The first 16 bytes of every database (SQLite, file format, 1.3.1). Compared by ourselves, because
# SQLite takes an empty file for an empty database.
_MAGIC = b"SQLite format 3\0"
# Chosen by hand: longer than a commit or a checkpoint of a ledger takes, and short enough for a
# person at a terminal.
_PATIENCE_SECONDS = 10.0
"""Wait of a reader or writer while another one has the file to itself."""

Cell = str | int | None
Row = tuple[Any, ...]
"""A row that was read. The tables are STRICT, and `_check` has proved that every cell has the type
of its column (SQLite, PRAGMA quick_check): no caller need convert one."""

# All columns are the key: each spelling of a person is one row, and the same list read again adds
# no row. STRICT (SQLite 3.37) makes a type a promise; without it a column of TEXT would take any
# value.
_PEOPLE = """
CREATE TABLE people(
    supporter TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, street TEXT NOT NULL,
    zip TEXT NOT NULL, email TEXT NOT NULL,
    PRIMARY KEY(supporter, id, name, street, zip, email)
) STRICT;
CREATE TABLE refused(supporter TEXT PRIMARY KEY) STRICT;
"""
# `pieces` has the latest stage next to the history that leads to it: a count or a claim reads no
# history. ON DELETE CASCADE lets `forget` erase a person by deleting mailpieces. Days are ISO
# texts, which sort as days do.
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
        # Steps recorded since the last commit.
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
                # IMMEDIATE takes the write lock now. A plain BEGIN takes it at the first write, and
                # may then fail with SQLITE_BUSY in the middle of the block, where waiting does not
                # help (lang_transaction, 2.2).
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
        # What was gathered before is not part of this transaction: if the block raises, these
        # records must stay.
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
            # `secure_delete` overwrites deleted rows with zeros, but the write-ahead log still has
            # the pages as they were. VACUUM rewrites the file without its free pages, and TRUNCATE
            # empties the log (SQLite, PRAGMA wal_checkpoint).
            self._connection.execute("VACUUM")
            # The first column of the answer is 1 if a reader kept the log from being emptied.
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
            # Ctrl-C as well: a transaction left open would be committed with the next records.
            except BaseException:
                self._waiting = 0
                # SQLite may have rolled back by itself, for a full disk or an I/O error
                # (lang_transaction, 3); to ROLLBACK again would raise and hide the reason.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def open_database(path: Path, *, to_write: bool) -> Database:
    """Opens the ledger's file; makes it where it is missing and is to be written.

    Raises NotALedgerError, NewerLedgerError and BrokenLedgerError, with the file left as it was;
    CannotWriteError.
    """
    with translated(path):
        # Checked before anything is changed: a file that is not ours, too new or damaged is left
        # byte for byte as it was. `_check` opens it for reading only.
        if to_write and not path.exists():
            _make(path)
        _check(path)
        # A file that was copied or put back from a backup may be readable for others.
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        # isolation_level=None: Python's own module then begins no transactions of its own (sqlite3,
        # transaction control), so that BEGIN, COMMIT and ROLLBACK are ours alone.
        connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
        try:
            _set_up(connection)
            # Readers upgrade as well, so that all queries know one form of the tables.
            _upgrade(connection)
            if not to_write:
                # Not opened with `mode=ro`, because an old ledger has just been upgraded.
                connection.execute("PRAGMA query_only = ON")
        except BaseException:
            connection.close()
            raise
        return Database(path, connection)


def _set_up(connection: sqlite3.Connection) -> None:
    """Makes commits wait for the disk (macOS's cache included); zeros overwrite deleted rows."""
    # FULL waits for the disk at each commit; with a write-ahead log NORMAL would lose the last
    # commits in a power cut. fullfsync: on macOS fsync(2) leaves data in the cache of the drive.
    # foreign_keys are off unless asked for. trusted_schema: a file that was tampered with cannot
    # call functions from its schema. temp_store: no personal data in temporary files.
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
        # In one transaction with the version: a run that dies here leaves version 1, which is
        # upgraded next time.
        connection.executescript(
            f"BEGIN IMMEDIATE; {_PEOPLE} {_FROM_THE_FIRST} PRAGMA user_version = {VERSION}; COMMIT;"
        )


def _make(path: Path) -> None:
    """Makes a new ledger in a temporary file and renames it: a run that dies leaves no ledger."""
    # SQLite would replay the log of the lost ledger into the new file, or delete the log. Either
    # would lose what was recorded last, which a copy of the ledger may still need.
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
        # The mode is kept in the file. With a log `status` reads while a run writes, and a commit
        # waits for the disk less often (SQLite, wal.html, 1).
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
        # quick_check and not integrity_check: it checks pages, types and NOT NULL in time
        # proportional to the file, and skips UNIQUE and the comparison of indexes with tables
        # (SQLite, PRAGMA quick_check). One problem is enough to refuse.
        if (found := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise BrokenLedgerError(str(path), " ".join(found.split()))
