"""A folder of .eml files, which any mail program opens: the way out that needs no server."""

import hashlib
import re
from pathlib import Path

from generator.errors import CannotWriteError
from generator.files.whole import write_whole
from generator.mailroom.email.attempts import Answer, Sealed

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
LONGEST_ID = 64


class FolderTransport:
    """Writes each message into the folder, for its owner's eyes; the same message makes the same file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: dict[str, Path] = {}
        """The file of each message that this sending wrote, by Message-ID."""

    def ready(self) -> None:
        """Makes the folder. Raises CannotWriteError."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWriteError(str(self.folder), error) from error

    def send(self, sealed: Sealed) -> Answer:
        """Always accepted. Raises CannotWriteError when the disk is full."""
        path = self.folder / self.name(sealed)
        write_whole(path, sealed.content, lasting=False)
        self.written[sealed.message_id] = path
        return Answer("accepted")

    def remove_others(self) -> tuple[Path, ...]:
        """The messages that were removed because this sending did not write them: of people who want no more, for example.

        Raises CannotWriteError.
        """
        written = set(self.written.values())
        others = tuple(path for path in self.folder.glob("*.eml") if path not in written)
        try:
            for path in others:
                path.unlink()
        except OSError as error:
            raise CannotWriteError(str(self.folder), error) from error
        return others

    @staticmethod
    def name(sealed: Sealed) -> str:
        """What the file is called: whom it is about, by id, and which letters it carries."""
        about = _UNSAFE.sub("-", sealed.about)[:LONGEST_ID].strip("-") or "message"
        return f"{about}-{hashlib.sha256(sealed.message_id.encode()).hexdigest()[:12]}.eml"
