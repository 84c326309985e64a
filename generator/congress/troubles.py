"""What can stop a sync."""

from generator.errors import LettersError


class CannotReadMembersError(LettersError):
    """The members' data could not be had, or is not what it should be; nothing has been written."""

    def __init__(self, where: str, reason: str) -> None:
        self.where = where
        self.reason = reason
        super().__init__(f"{where}: {reason}. Nothing has been changed.")


class PassingTroubleError(CannotReadMembersError):
    """A fault of the network or the server that may be gone at the next attempt."""


class NoSuchDocumentError(CannotReadMembersError):
    """There is no such file at the origin."""

    def __init__(self, where: str) -> None:
        super().__init__(where, "there is no such file there; check the address or the folder given with --from")


class NotOurFileError(LettersError):
    """The file to be written was made by hand, and is not overwritten."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} was not written by `letters recipients sync`, so it is left alone: give it another name and sync again.")
