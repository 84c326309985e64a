"""Writes files whole or not at all, readable by their owner only."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from generator.errors import CannotWriteError

OWNER_ONLY = 0o600
READABLE_BY_ALL = 0o644
"""Modes of files; letters, lists and ledgers name people, and a shared machine has other users."""


def guarantee_folder(folder: Path) -> None:
    """Guarantees that the folder exists and can be written to; new folders are their owner's only.

    Raises CannotWriteError if a folder cannot be made or written to: once, before each of a
    thousand letters fails on its own.
    """
    # `mkdir(parents=True)` gives the mode to the last folder only; the ones above it would
    # have the default mode.
    missing = [one for one in (folder, *folder.parents) if not one.is_dir()]
    try:
        for one in reversed(missing):
            one.mkdir(exist_ok=True, mode=0o700)
        # Tried and not asked: `os.access` does not know of full disks and read-only mounts.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CannotWriteError(str(folder), error) from error


def remove_unfinished(folder: Path) -> None:
    """Removes the half-written files of killed runs; call it only while no other run works there.

    Raises CannotWriteError if the folder may not be written to.
    """
    try:
        # Sorted before anything is removed: the walk must not meet what it has just deleted.
        for path in sorted(folder.rglob(".*.part")):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWriteError(str(folder), error) from error


def write_whole(path: Path, data: bytes, *, lasting: bool = True, mode: int = OWNER_ONLY) -> None:
    """Writes the file whole or not at all, as `replaced` does."""
    with whole(path, lasting=lasting, mode=mode) as file:
        file.write(data)


def write_changed(path: Path, data: bytes, *, mode: int = OWNER_ONLY) -> bool:
    """Writes the file whole, in a folder that is made; returns False if it holds the data already.

    The time of the file then says when the data last changed, and a git repository stays clean.
    Raises CannotWriteError.
    """
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWriteError(str(path), error) from error
    write_whole(path, data, mode=mode)
    return True


@contextmanager
def whole(path: Path, *, lasting: bool = True, mode: int = OWNER_ONLY) -> Iterator[BinaryIO]:
    """Yields an open file, written whole or not at all as `replaced` does."""
    with replaced(path, lasting=lasting, mode=mode) as temporary, temporary.open("wb") as file:
        yield file


@contextmanager
def replaced(path: Path, *, lasting: bool = True, mode: int = OWNER_ONLY) -> Iterator[Path]:
    """Yields an empty file in the same folder; it replaces `path` when the block ends well.

    Every file of ours is written through this, so that a killed run or a full disk leaves the old
    one. `lasting` waits until the disk has the file and its name, so that a power cut leaves no
    empty file either. That takes some milliseconds: too many for each of thousands of files that
    the next run would find wrong and make again. `mode` is READABLE_BY_ALL for published files.

    Raises CannotWriteError if the disk is full or the folder may not be written to.
    """
    try:
        # In the same folder, because a rename is atomic within one file system only (POSIX,
        # rename).
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            # mkstemp makes the file for its owner alone; a wider mode comes last, when the content
            # is whole.
            temporary.chmod(mode)
            if lasting:
                _sync(temporary)
            # A reader sees the old file or the new one, never a part (POSIX, rename).
            temporary.replace(path)
            if lasting:
                _sync(path.parent)
        except BaseException:
            # Ctrl-C may come after the replacement: then there is no temporary file left.
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotWriteError(str(path), error) from error


@contextmanager
def temporary_folder(parent: Path, *, target: Path | None = None) -> Iterator[Path]:
    """Yields a hidden folder that only its owner can enter, and removes it when the block ends.

    If the run is killed, `remove_unfinished` finds the folder.
    Raises CannotWriteError, about the `target` or else the parent, for every OSError of the block.
    """
    try:
        with tempfile.TemporaryDirectory(
            dir=parent, prefix=".", suffix=".part", ignore_cleanup_errors=True
        ) as name:
            yield Path(name)
    except OSError as error:
        raise CannotWriteError(str(target or parent), error) from error


def _sync(path: Path) -> None:
    """Waits until the disk has the file, or the names in the folder."""
    # fsync of a folder writes the names in it (Linux, fsync(2)); the mode of opening does not
    # matter.
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
