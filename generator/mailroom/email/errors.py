"""What can keep a message, or all of them, from being sent."""

from generator.errors import LettersError


class CannotComposeError(LettersError):
    """One message cannot be made; the others can."""

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"{what}: {reason}")


class CannotSendError(LettersError):
    """The mail server cannot be used as it is, and trying again would not help."""

    def __init__(self, where: str, reason: str) -> None:
        self.where = where
        self.reason = reason
        super().__init__(f"{where}: {reason}")


class PassingTroubleError(CannotSendError):
    """The mail server cannot be reached, or is too busy: that may be over in a while."""


class NoPasswordError(LettersError):
    """No password was found where it was said to be."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}, or set LETTERS_SMTP_PASSWORD instead")
