"""A folder of .eml files, which any mail program opens: a transport that needs no server."""

import hashlib
import re
from pathlib import Path

from generator.errors import CannotWriteError
from generator.files.whole import guarantee_folder, write_whole
from generator.mailroom.email.transport import Answer, SmtpMessage

# Matches what one system or another refuses in a name, or reads as a path: “../17”, “a:b”, “a b”.
# The dot is among it, so that no id makes a hidden file or another ending.
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
MAX_ID_CHARACTERS = 64
"""Of an id in a file name, so that the name is readable (chosen by hand)."""


class FolderTransport:
    """Writes each message to a file that only its owner can read; a message has one file name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: dict[str, Path] = {}
        """The files that this sending wrote, by Message-ID."""

    def ready(self) -> None:
        """Creates the folder. Raises CannotWriteError."""
        guarantee_folder(self.folder)

    def send(self, sealed: SmtpMessage) -> Answer:
        """Returns that the message is accepted. Raises CannotWriteError when the disk is full."""
        path = self.folder / self.name(sealed)
        # Not lasting: if the power fails, the next run writes the folder again, and the ledger
        # counts no message in it as sent before the user says so.
        write_whole(path, sealed.content, lasting=False)
        self.written[sealed.message_id] = path
        return Answer("accepted")

    def remove_others(self) -> tuple[Path, ...]:
        """Removes the messages that this sending did not write, and returns their paths.

        They are, for example, of people who want no more mail. Raises CannotWriteError.
        """
        written = set(self.written.values())
        # Only *.eml is ours to remove: a person may keep notes in the folder.
        others = tuple(path for path in self.folder.glob("*.eml") if path not in written)
        try:
            for path in others:
                path.unlink()
        except OSError as error:
            raise CannotWriteError(str(self.folder), error) from error
        return others

    @staticmethod
    def name(sealed: SmtpMessage) -> str:
        """Returns the name of its file: the id of the person, and a digest of the Message-ID."""
        # The digest tells two messages to one person apart, and two ids that became the same name.
        # It is of the Message-ID, so that a second run writes over the file instead of adding a
        # copy.
        about = _UNSAFE.sub("-", sealed.about)[:MAX_ID_CHARACTERS].strip("-") or "message"
        return f"{about}-{hashlib.sha256(sealed.message_id.encode()).hexdigest()[:12]}.eml"
