"""Files that are written whole or not at all, for their owner's eyes."""

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


def guarantee_folder(folder: Path) -> None:
    """Guarantees the folder and those above it, and that it may be written to; new ones are readable by their owner only.

    Raises CannotWriteError when one cannot be made or written to: once, before each of a thousand letters fails on its own.
    """
    missing = [one for one in (folder, *folder.parents) if not one.is_dir()]
    try:
        for one in reversed(missing):
            one.mkdir(exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CannotWriteError(str(folder), error) from error


def remove_unfinished(folder: Path) -> None:
    """Removes what runs that were killed left half written in the folder; call it only while no other run is at work there.

    Raises CannotWriteError when the folder may not be written to.
    """
    try:
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


@contextmanager
def whole(path: Path, *, lasting: bool = True, mode: int = OWNER_ONLY) -> Iterator[BinaryIO]:
    """A file to be written, whole or not at all, as `replaced` does."""
    with replaced(path, lasting=lasting, mode=mode) as temporary, temporary.open("wb") as file:
        yield file


@contextmanager
def replaced(path: Path, *, lasting: bool = True, mode: int = OWNER_ONLY) -> Iterator[Path]:
    """An empty temporary file in the same folder, which takes the place of `path` when the block has ended well.

    Every file of ours is written through this, so that a run that is killed, or a full disk, leaves the old one. `lasting`
    waits until the disk has the file and its name, so that a power cut leaves no empty one either. That takes some
    milliseconds: too many for each of thousands of files that the next run would find wrong and make again.
    `mode` is for what is published (`READABLE_BY_ALL`): letters, lists and ledgers name people, and are their owner's only.

    Raises CannotWriteError when the disk is full or the folder may not be written to.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            temporary.chmod(mode)
            if lasting:
                _sync(temporary)
            temporary.replace(path)
            if lasting:
                _sync(path.parent)
        except BaseException:
            # Ctrl-C may come when the file is in its place already.
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotWriteError(str(path), error) from error


@contextmanager
def temporary_folder(parent: Path, *, target: Path | None = None) -> Iterator[Path]:
    """A hidden folder, gone with what is left in it when the block ends; errors name the `target`, or else the parent.

    Only its owner can enter it. If the run is killed, `remove_unfinished` finds it.
    Raises CannotWriteError for every OSError of the block.
    """
    try:
        with tempfile.TemporaryDirectory(dir=parent, prefix=".", suffix=".part", ignore_cleanup_errors=True) as name:
            yield Path(name)
    except OSError as error:
        raise CannotWriteError(str(target or parent), error) from error


def _sync(path: Path) -> None:
    """Returns when the disk has the file, or the names in the folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
