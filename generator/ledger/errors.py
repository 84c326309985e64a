"""What can go wrong with the ledger, each with what to do about it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import CannotWriteError, LettersError


class NotALedgerError(LettersError):
    """The file with the ledger's name is not a ledger; it has been left as it was."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} is not a ledger of Letters, and is left as it is: "
            "move it elsewhere, or name another folder with --out."
        )


class NewerLedgerError(LettersError):
    """A later version of the program wrote the ledger; it has been left as it was."""

    def __init__(self, path: str, version: int, *, known: int) -> None:
        super().__init__(
            f"{path} was written by a newer Letters (ledger version {version}; "
            f"this one knows {known}), and is left as it is: install that version."
        )


class BrokenLedgerError(LettersError):
    """The ledger is damaged; it has been left as it was."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"{path} is damaged ({reason}), and is left as it is: put back a copy of it. "
            "Without it there is no record of what was mailed: do not print or send before that."
        )


class LedgerBusyError(LettersError):
    """Another run is at work on the same letters."""

    def __init__(self, path: str, holder: str = "") -> None:
        named = f" (process {holder})" if holder else ""
        super().__init__(
            f"another run of letters{named} is at work on {path}: "
            "wait until it is done, and run the same command again."
        )


class NoLedgerError(LettersError):
    """The folder has no ledger."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"there is no {path}: a ledger begins with `letters build CAMPAIGN --supporters FILE`."
        )


class LedgerGoneError(LettersError):
    """The folder has letters that a ledger knew, and no ledger."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"there is no {path}, though letters were printed into {path.parent} with one: "
            "put back a copy of it. Without it there is no record of what was mailed or sent. "
            f"If certainly nothing was, delete {path.parent} and build again."
        )


class NoSuchPieceError(LettersError):
    """The ledger has no mailpiece of that name."""

    def __init__(self, kind: str, value: str) -> None:
        super().__init__(
            f"the ledger has no mailpiece with {kind} {value!r}; "
            "`letters export CAMPAIGN history.csv` lists them all"
        )


class NoConsentError(LettersError):
    """A letter was to be composed in the name of a person who did not agree to it."""

    def __init__(self, supporter: str, objection: str) -> None:
        super().__init__(f"no letter in the name of {supporter}: {objection}")


class IdConflictError(LettersError):
    """A letter was to be composed under a second id of one person: it would go twice."""

    def __init__(self, supporter: str, known: str) -> None:
        super().__init__(
            f"{supporter} is {known} of an earlier list, which another run has just entered: "
            "run the same command again"
        )


class NotClaimedError(LettersError):
    """A step was settled without a claim: a mistake of the program."""

    def __init__(self, key: str, step: str) -> None:
        super().__init__(f"{key}: {step!r} was settled without being claimed; please report this")


_LOW_BYTE = 0xFF
"""SQLite's result codes carry details above their lowest byte (sqlite.org/rescode.html)."""

# Result codes that are about the disk or its permissions. SQLITE_IOERR counts as a full disk too: a
# file that may not grow (EFBIG), and file systems that miss a block only at fsync(2), end in it.
_DISK = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk is full, or it fails",
    sqlite3.SQLITE_READONLY: "it may not be written to",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened for writing",
    sqlite3.SQLITE_PERM: "it may not be written to",
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns errors of SQLite and of the system into errors with a sentence that says what to do.

    Errors of SQLite that are mistakes of the program stay as they are.
    """
    try:
        yield
    except sqlite3.Error as error:
        if plain := _plain(error, path):
            raise plain from error
        raise
    # A wrong byte in the name of a column passes `quick_check`, and Python decodes names strictly.
    except UnicodeDecodeError as error:
        raise BrokenLedgerError(str(path), "its content is not text") from error
    except OSError as error:
        raise CannotWriteError(str(path), error) from error


def _plain(error: sqlite3.Error, path: Path) -> LettersError | None:
    """Returns the error in our words; None for a mistake of the program."""
    # Errors of Python's own module, such as a closed connection, have no code of SQLite.
    code = getattr(error, "sqlite_errorcode", 0) & _LOW_BYTE
    if code in _DISK:
        return CannotWriteError(
            str(path), _DISK[code], is_full=code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
        )
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return LedgerBusyError(str(path))
    if code == sqlite3.SQLITE_NOTADB:
        return NotALedgerError(str(path))
    # Python reports text that is not UTF-8 as an OperationalError without a code; only its words
    # tell it from a mistake of the program.
    if code == sqlite3.SQLITE_CORRUPT or str(error).startswith("Could not decode"):
        return BrokenLedgerError(str(path), str(error))
    return None
