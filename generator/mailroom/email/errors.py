"""Reasons why a message, or all of them, cannot be sent."""

from generator.errors import LettersError


class CannotComposeError(LettersError):
    """One message cannot be composed; the others can."""

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"{what}: {reason}")


class CannotSendError(LettersError):
    """The mail server cannot be used, and trying again would not help."""

    def __init__(self, where: str, reason: str) -> None:
        self.where = where
        self.reason = reason
        super().__init__(f"{where}: {reason}")


class TemporaryMailError(CannotSendError):
    """The mail server cannot be reached or is too busy, which may pass."""


class NoPasswordError(LettersError):
    """The keyring gives no password."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}, or set LETTERS_SMTP_PASSWORD instead")
