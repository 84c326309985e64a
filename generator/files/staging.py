"""A set of files that belong together: all of them are put in place, or none."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.files.whole import guarantee_folder, temporary_folder, write_whole


class Stage:
    """Where the files wait until the last one is whole. Only their owner may read them."""

    def __init__(self, waiting: Path) -> None:
        self._waiting = waiting

    def write(self, name: str, data: bytes) -> None:
        """Keeps a file ready."""
        write_whole(self._waiting / name, data)


@contextmanager
def staged(folder: Path, *, replaces: str) -> Iterator[Stage]:
    """A stage whose files stand in the folder once the block has ended well, in place of those that match the pattern.

    Raises CannotWriteError when the disk is full or the folder may not be written to; the folder is then as it was.
    """
    guarantee_folder(folder)
    with temporary_folder(folder) as waiting:
        yield Stage(waiting)
        _put_in_place(waiting, folder, replaces=replaces)


def _put_in_place(waiting: Path, folder: Path, *, replaces: str) -> None:
    names = sorted(path.name for path in waiting.iterdir())
    for name in names:
        (waiting / name).replace(folder / name)
    for old in folder.glob(replaces):
        if old.name not in names:
            old.unlink()
