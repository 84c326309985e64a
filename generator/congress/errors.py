"""The reasons for which a sync stops. Each leaves the recipients file as it was."""

from generator.errors import LettersError


class CannotReadMembersError(LettersError):
    """A published file cannot be fetched or read, or it is not the file that it should be."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}. Nothing has been changed.")


class CannotSyncError(LettersError):
    """The data may not be written: it is too little, of another day, or over a person's file."""
