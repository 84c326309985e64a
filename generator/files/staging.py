"""Writes a set of files that belong together: all of them or no file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.files.whole import guarantee_folder, temporary_folder, write_whole


class Stage:
    """A hidden folder for the files until the last one is whole; only their owner may read them."""

    def __init__(self, waiting: Path) -> None:
        self._waiting = waiting

    def write(self, name: str, data: bytes) -> None:
        """Writes a file into the hidden folder."""
        write_whole(self._waiting / name, data)


@contextmanager
def staged(folder: Path, *, replaces: str) -> Iterator[Stage]:
    """Yields a stage; when the block ends well, its files replace those that match the pattern.

    Raises CannotWriteError if the disk is full or the folder may not be written to; the folder is
    then as before.
    """
    guarantee_folder(folder)
    # Inside the target, so that every move is a rename within one disk, which cannot be half done.
    with temporary_folder(folder) as waiting:
        yield Stage(waiting)
        _put_in_place(waiting, folder, replaces=replaces)


def _put_in_place(waiting: Path, folder: Path, *, replaces: str) -> None:
    names = sorted(path.name for path in waiting.iterdir())
    # New files first and old ones last: a run that is killed between them leaves a file too many,
    # never one too few.
    for name in names:
        (waiting / name).replace(folder / name)
    for old in folder.glob(replaces):
        if old.name not in names:
            old.unlink()
