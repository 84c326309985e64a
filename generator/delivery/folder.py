"""A folder of .eml files, which any mail program opens: the way out that needs no server."""

import hashlib
import re
from pathlib import Path

from generator.delivery.answers import Answer, Sealed
from generator.errors import CannotWriteError
from generator.files import write_whole

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
LONGEST_ID = 64


class FolderTransport:
    """Writes each message into the folder, for its owner's eyes; the same message makes the same file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._written: set[str] = set()

    def ready(self) -> None:
        """Makes the folder. Raises CannotWriteError."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWriteError(str(self.folder), error) from error

    def send(self, sealed: Sealed) -> Answer:
        """Always accepted. Raises CannotWriteError when the disk is full."""
        write_whole(self.folder / self.name(sealed), sealed.content, lasting=False)
        self._written.add(self.name(sealed))
        return Answer("accepted")

    def remove_others(self) -> int:
        """How many messages were removed that this sending did not write: of people who want none any more. Raises CannotWriteError."""
        others = [path for path in self.folder.glob("*.eml") if path.name not in self._written]
        try:
            for path in others:
                path.unlink()
        except OSError as error:
            raise CannotWriteError(str(self.folder), error) from error
        return len(others)

    @staticmethod
    def name(sealed: Sealed) -> str:
        """What the file is called: whom it is about, by id, and which letters it carries."""
        about = _UNSAFE.sub("-", sealed.about)[:LONGEST_ID].strip("-") or "message"
        return f"{about}-{hashlib.sha256(sealed.message_id.encode()).hexdigest()[:12]}.eml"
