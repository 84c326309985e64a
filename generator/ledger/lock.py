"""Keeps two runs apart: one at a time works on a folder of letters."""

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from generator.ledger.faults import LedgerBusyError, told_plainly

NAME = ".ledger.lock"
"""A file of its own: closing any handle on a database file would drop SQLite's own locks on it (fcntl(2))."""
_PAUSE = 0.1


class RunLock:
    """The right to work on a folder. The system takes it back when the process ends, however it ends."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @classmethod
    def take(cls, folder: Path, *, patience: float) -> Self:
        """The lock of the folder, after at most so many seconds of waiting.

        Raises LedgerBusyError when another run keeps it, CannotWriteError when the folder may not be written to.
        """
        path = folder / NAME
        with told_plainly(path):
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        for _ in range(int(patience / _PAUSE)):
            if _locked(handle):
                break
            time.sleep(_PAUSE)
        else:
            if not _locked(handle):
                holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
                os.close(handle)
                raise LedgerBusyError(str(folder), holder)
        # Who it is, is a courtesy to the other: a full disk is no reason to stop here.
        with suppress(OSError):
            os.truncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        return cls(handle)

    def give_back(self) -> None:
        """Lets the next run begin."""
        os.close(self._handle)


def is_taken(folder: Path) -> bool:
    """Whether a run is at work on the folder."""
    try:
        handle = os.open(folder / NAME, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not _locked(handle, kind=fcntl.LOCK_SH)
    finally:
        os.close(handle)


def _locked(handle: int, *, kind: int = fcntl.LOCK_EX) -> bool:
    """Takes the lock where it is free."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
