"""SQLite as the ledger needs it: private, durable, never half made, and forgetting what is erased."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from generator.files.whole import replaced
from generator.ledger.errors import BrokenLedgerError, LedgerBusyError, NewerLedgerError, NotALedgerError, told_plainly

NAME = "ledger.sqlite"
VERSION = 2
"""Of the tables below; a program that knows fewer versions leaves the file alone, and one that knows more brings it up to its own."""
APPLICATION = 0x4C545253
"""“LTRS” in the header (SQLite, file format, 1.3.17): tells a ledger from any other database."""
TOGETHER = 64
"""So many records of steps that may be repeated are committed at once: four seconds of printing, and 1/64 of a wait for the disk each."""
_MAGIC = b"SQLite format 3\0"
_PATIENCE = 10.0
"""Seconds that a reader or writer waits for the moment in which another one has the file to itself."""

Cell = str | int | None

_PEOPLE = """
CREATE TABLE people(
    supporter TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, street TEXT NOT NULL, zip TEXT NOT NULL, email TEXT NOT NULL,
    PRIMARY KEY(supporter, id, name, street, zip, email)
) STRICT;
CREATE TABLE refused(supporter TEXT PRIMARY KEY) STRICT;
"""
_TABLES = f"""{_PEOPLE}
CREATE TABLE pieces(
    key TEXT PRIMARY KEY, campaign TEXT NOT NULL, version TEXT NOT NULL, supporter TEXT NOT NULL, recipient TEXT NOT NULL,
    seat TEXT NOT NULL, state TEXT NOT NULL, stage TEXT NOT NULL, file TEXT NOT NULL DEFAULT '', sha256 TEXT NOT NULL DEFAULT '',
    wording TEXT NOT NULL, given TEXT NOT NULL, how TEXT NOT NULL
) STRICT;
CREATE INDEX pieces_of_supporter ON pieces(supporter);
CREATE TABLE history(
    number INTEGER PRIMARY KEY, key TEXT NOT NULL REFERENCES pieces ON DELETE CASCADE, step TEXT NOT NULL, at TEXT NOT NULL,
    batch TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
    file TEXT NOT NULL DEFAULT '', sha256 TEXT NOT NULL DEFAULT '', fingerprint TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX history_of_piece ON history(key, step);
CREATE TABLE claims(
    key TEXT NOT NULL REFERENCES pieces ON DELETE CASCADE, step TEXT NOT NULL, at TEXT NOT NULL, fingerprint TEXT NOT NULL,
    PRIMARY KEY(key, step)
) STRICT;
CREATE TABLE forgotten(digest TEXT PRIMARY KEY, person TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE tallies(
    campaign TEXT NOT NULL, version TEXT NOT NULL, recipient TEXT NOT NULL, seat TEXT NOT NULL, state TEXT NOT NULL, stage TEXT NOT NULL,
    answer TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY(campaign, version, recipient, stage, answer)
) STRICT;
"""
"""`people` has how every row of a list named those in whose name a letter was composed, by the id that their letters have: so that
nobody is taken for two, and a person's traces are found when they ask to be forgotten. Of the forgotten there are digests of what they
were recognised by, so that no list brings them back, and `tallies`, which name nobody. `refused` has those for whom
letters were composed and who agree no longer, or cannot be written for."""
_FROM_THE_FIRST = """
INSERT INTO people SELECT supporter, supporter, name, street, '', email FROM contacts;
DROP TABLE contacts;
ALTER TABLE forgotten ADD COLUMN person TEXT NOT NULL DEFAULT '';
UPDATE forgotten SET person = digest;
"""
"""Moves what the tables of version 1 hold into those of today."""


class Database:
    """An open ledger file. One transaction at a time; every fault is told in a sentence."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._waiting = 0
        self._is_at_it = False

    def read(self, query: str, *values: Cell) -> list[tuple[Cell, ...]]:
        """The rows that the query finds, this run's own records among them."""
        with told_plainly(self.path):
            return self._connection.execute(query, values).fetchall()

    def write(self, statement: str, *values: Cell) -> int:
        """How many rows the statement changed; call it within `gathered` or `at_once`."""
        return self._connection.execute(statement, values).rowcount

    def write_all(self, statement: str, rows: Iterable[tuple[Cell, ...]]) -> None:
        """Does the statement for each row; call it within `gathered` or `at_once`."""
        self._connection.executemany(statement, rows)

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """What is written within is committed with up to `TOGETHER` others, and all of them are lost if the machine dies before that."""
        with told_plainly(self.path), self._undone_on_failure():
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._waiting += 1
            if self._waiting >= TOGETHER:
                self._commit()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is written within is on the disk, all of it, when the block has ended; or none of it, when it raises."""
        if self._is_at_it:
            yield  # a part of what is written at once further out
            return
        self.flush()
        with told_plainly(self.path), self._undone_on_failure():
            self._connection.execute("BEGIN IMMEDIATE")
            self._is_at_it = True
            try:
                yield
            finally:
                self._is_at_it = False
            self._commit()

    def flush(self) -> None:
        """Commits what is gathered."""
        with told_plainly(self.path), self._undone_on_failure():
            self._commit()

    def wipe(self) -> None:
        """Leaves no byte of what was deleted in the file or beside it. Raises LedgerBusyError while somebody reads."""
        self.flush()
        with told_plainly(self.path):
            self._connection.execute("VACUUM")
            if self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise LedgerBusyError(str(self.path))

    def close(self) -> None:
        """Commits what is gathered, and lets go of the file whatever happens."""
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
        """Rolls back when the block raises: what a failed transaction held is not half there."""
        try:
            yield
        except BaseException:
            self._waiting = 0
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise


def open_database(path: Path, *, to_write: bool) -> Database:
    """The ledger's file, made when it is not there and is to be written.

    Raises NotALedgerError, NewerLedgerError and BrokenLedgerError, with the file left as it was; CannotWriteError.
    """
    with told_plainly(path):
        if to_write and not path.exists():
            _make(path)
        _look_over(path)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        try:
            _set_up(connection)
            _bring_up(connection)
            if not to_write:
                connection.execute("PRAGMA query_only = ON")
        except BaseException:
            connection.close()
            raise
        return Database(path, connection)


def _set_up(connection: sqlite3.Connection) -> None:
    """A commit waits until the disk has it (with macOS's cache emptied, too), and what is deleted is overwritten with zeros."""
    settings = {
        "synchronous": "FULL", "fullfsync": "ON", "checkpoint_fullfsync": "ON", "foreign_keys": "ON", "secure_delete": "ON",
        "trusted_schema": "OFF", "temp_store": "MEMORY",
    }  # fmt: skip
    for name, value in settings.items():
        connection.execute(f"PRAGMA {name} = {value}")


def _bring_up(connection: sqlite3.Connection) -> None:
    """Brings a ledger of the first version up to this one, all of it or nothing."""
    if connection.execute("PRAGMA user_version").fetchone()[0] < VERSION:
        connection.executescript(f"BEGIN IMMEDIATE; {_PEOPLE} {_FROM_THE_FIRST} PRAGMA user_version = {VERSION}; COMMIT;")


def _make(path: Path) -> None:
    """A new ledger, made aside and put in its place whole: a run that dies here leaves none."""
    orphan = path.with_name(path.name + "-wal")
    if orphan.exists() and orphan.stat().st_size:
        raise BrokenLedgerError(str(path), f"it is gone, and what was written last lies in {orphan.name}")
    with replaced(path) as making, closing(sqlite3.connect(making, isolation_level=None)) as connection:
        _set_up(connection)
        # A run that is killed here leaves no journal next to the temporary file, which is thrown away anyhow.
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.executescript(f"BEGIN; {_TABLES} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT;")
        connection.execute("PRAGMA journal_mode = WAL")


def _look_over(path: Path) -> None:
    """Guarantees that the file is a whole ledger of a version we know; it is only read."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise NotALedgerError(str(path))
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE, isolation_level=None)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise NotALedgerError(str(path))
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise NewerLedgerError(str(path), version, known=VERSION)
        if (found := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise BrokenLedgerError(str(path), " ".join(found.split()))
