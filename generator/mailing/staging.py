"""A set of files that belong together: all of them are put in place, or none."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import CannotWriteError
from generator.files import guarantee_folder, on_disk


class Stage:
    """Where the files wait until the last one is whole. Only their owner may read them."""

    def __init__(self, waiting: Path) -> None:
        self._waiting = waiting

    def write(self, name: str, data: bytes) -> None:
        """Keeps a file ready."""
        handle = os.open(self._waiting / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            on_disk(file)


@contextmanager
def staged(folder: Path, *, replaces: str) -> Iterator[Stage]:
    """A stage whose files stand in the folder once the block has ended well, in place of those that match the pattern.

    Raises CannotWriteError when the disk is full or the folder may not be written to; the folder is then as it was.
    """
    guarantee_folder(folder)
    try:
        waiting = Path(tempfile.mkdtemp(dir=folder, prefix=".", suffix=".part"))
        try:
            yield Stage(waiting)
            _put_in_place(waiting, folder, replaces=replaces)
        finally:
            shutil.rmtree(waiting, ignore_errors=True)
    except OSError as error:
        raise CannotWriteError(str(folder), error) from error


def _put_in_place(waiting: Path, folder: Path, *, replaces: str) -> None:
    names = sorted(path.name for path in waiting.iterdir())
    for name in names:
        (waiting / name).replace(folder / name)
    for old in folder.glob(replaces):
        if old.name not in names:
            old.unlink()
