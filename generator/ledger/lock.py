"""Keeps two runs apart: one at a time works on a folder of letters."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from generator.ledger import database
from generator.ledger.errors import LedgerBusyError, translated

NAME = ".ledger.lock"
"""A file of its own: closing any handle on a database file would drop SQLite's locks (fcntl(2))."""
# Polling, because a flock(2) that waits cannot be given a time limit without a signal.
_PAUSE_SECONDS = 0.1
"""Between two attempts: short for a person who waits, and no load for the machine."""
# Chosen by hand: long enough for a run that is just ending, short enough for a person at a
# terminal.
PATIENCE = 10.0
"""Seconds that a second run waits for the first before it says that one is at work."""


# flock(2) and no file whose existence is the lock: such a file stays after a crash, and the next
# run would wait for a process that is dead.
class RunLock:
    """The right to work on a folder; the system takes it back when the process ends."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle = handle

    @classmethod
    def take(cls, folder: Path, *, patience: float = PATIENCE) -> Self:
        """Returns the lock of the folder, after at most `patience` seconds of waiting.

        Raises LedgerBusyError when another run keeps it, CannotWriteError when the folder may not
        be written to.
        """
        path = folder / NAME
        # Opened again at each attempt, because the run before may have removed the file.
        for left in range(int(patience / _PAUSE_SECONDS), -1, -1):
            with translated(path):
                handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            # A lock on a file that was removed keeps no other run out: the next run makes another
            # one.
            if _locked(handle) and _is_at(path, handle):
                break
            # A process number has at most 7 digits on Linux; 20 hold that of any 64-bit system.
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
            os.close(handle)
            if not left:
                raise LedgerBusyError(str(folder), holder)
            time.sleep(_PAUSE_SECONDS)
        # The process number is a courtesy to a run that waits: a full disk is no reason to stop.
        with suppress(OSError):
            os.truncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        return cls(path, handle)

    def give_back(self, *, without_trace: bool = False) -> None:
        """Lets the next run begin; `without_trace` removes the file of the lock as well."""
        if without_trace:
            # Before the handle is closed: afterwards another run may hold the file already.
            self._path.unlink(missing_ok=True)
        os.close(self._handle)


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Keeps other runs from the folder, whether or not it has a ledger.

    In a folder without a ledger no file of the lock stays. Raises what `RunLock.take` raises.
    """
    lock = RunLock.take(folder)
    try:
        yield
    finally:
        lock.give_back(without_trace=not (folder / database.NAME).exists())


def _is_at(path: Path, handle: int) -> bool:
    """Returns whether the path still leads to the open file.

    The run before may have removed it while this one waited.
    """
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def is_taken(folder: Path) -> bool:
    """Returns whether a run is at work on the folder."""
    try:
        # O_RDONLY without O_CREAT: to ask must leave no trace, and a missing file means that no run
        # has it.
        handle = os.open(folder / NAME, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        # A shared lock: two commands that ask at the same time must not take each other for a run.
        return not _locked(handle, kind=fcntl.LOCK_SH)
    finally:
        os.close(handle)


def _locked(handle: int, *, kind: int = fcntl.LOCK_EX) -> bool:
    """Takes the lock if it is free; returns whether it was."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    # EWOULDBLOCK: another process has the lock (flock(2)). Other errors, such as a file system
    # without locks, are not hidden.
    except BlockingIOError:
        return False
    return True
