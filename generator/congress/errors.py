"""The reasons for which a sync stops. Each leaves the recipients file as it was."""

from generator.errors import LettersError, Problem


class CannotReadMembersError(LettersError):
    """A published file cannot be fetched or read, or it is not the file that it should be."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}. Nothing has been changed.")


class CannotSyncError(LettersError):
    """The data may not be written: it is too little, of another day, or over a person's file."""


class CannotReadBillError(LettersError):
    """A published file about a bill cannot be fetched or read, or it is another one."""

    def __init__(self, where: str, reason: str, *, code: str, line: int = 0) -> None:
        self.problem = Problem(where, line, "", reason, code=code)
        super().__init__(str(self.problem))
