"""Files that are written whole or not at all, for their owner's eyes."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from generator.errors import CannotWriteError


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


def write_whole(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Writes the file whole or not at all, as `whole` does."""
    with whole(path, lasting=lasting) as file:
        file.write(data)


def on_disk(file: BinaryIO) -> None:
    """Returns when the disk has what was written."""
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def whole(path: Path, *, lasting: bool = True) -> Iterator[BinaryIO]:
    """A file to be written: a temporary one, which is put in its place when the block has ended, whole or not at all.

    A power cut leaves none that is empty either, but where `lasting` is false: to wait for the disk takes some milliseconds, too many
    for each of thousands of files that the next run would find wrong and make again.

    Raises CannotWriteError when the disk is full or the folder may not be written to.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                if lasting:
                    on_disk(file)
            Path(temporary).replace(path)
        except BaseException:
            # Ctrl-C may come when the file is in its place already.
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotWriteError(str(path), error) from error
