"""What can stop a sync."""

import datetime
from collections.abc import Sequence

from generator.errors import LettersError


class CannotReadMembersError(LettersError):
    """The members' data could not be had, or is not what it should be; nothing has been written."""

    def __init__(self, where: str, reason: str) -> None:
        self.where = where
        self.reason = reason
        super().__init__(f"{where}: {reason}. Nothing has been changed.")


class FarFewerError(LettersError):
    """The data has much less than at the last sync; nothing has been written."""

    def __init__(self, origin: str, losses: Sequence[str]) -> None:
        super().__init__(
            f"{origin}: the members who stayed have {'; '.join(losses)}. A file was cut short, or a new Congress has no more yet: "
            "look there, and take it with --allow-fewer. Nothing has been changed."
        )


class AgeError(LettersError):
    """The data cannot be of the day that was given."""

    def __init__(self, as_of: datetime.date, *, first: datetime.date, last: datetime.date) -> None:
        super().__init__(f"--as-of {as_of}: the data has a term that began on {first}, and today is {last}: give a day between the two")


class NotOurFileError(LettersError):
    """The file to be written was made by hand, and is not overwritten."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} was not written by `letters recipients sync`, so it is left alone: give it another name and sync again.")
