"""The documents that cannot be read, each with what to do about it."""

from generator.errors import LettersError


class DocumentError(LettersError):
    """A document cannot be read."""


class EmptyDocumentError(DocumentError):
    """The file holds no words."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} holds no text: was it saved or downloaded whole?")


class BinaryDocumentError(DocumentError):
    """The file is no text, HTML or PDF."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(f"{name} is {kind}, which is not read here: save the document as PDF, HTML, Markdown or plain text")


class DamagedDocumentError(DocumentError):
    """The file begins like a PDF and is none."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} is a damaged PDF ({reason}): download it again, or open it and save it anew")


class EncryptedDocumentError(DocumentError):
    """The PDF asks for a password."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is locked with a password: open it, and print it to a new PDF without one")


class ScannedDocumentError(DocumentError):
    """The PDF is pictures of pages, without their words."""

    def __init__(self, name: str, pages: int) -> None:
        super().__init__(
            f"{name} has {pages} page(s) and no text: it is a scan. Make its text readable first, for instance with "
            "`ocrmypdf`, and read the result with care: a misread digit is a wrong figure"
        )


class DocumentTooLargeError(DocumentError):
    """The file is larger than any document we read."""

    def __init__(self, name: str, size: int, *, allowed: int) -> None:
        super().__init__(f"{name} has {size // 10**6} MB, {allowed // 10**6} are read: give the document itself, without its data")


class UnknownFormatError(DocumentError):
    """The document was asked to be read as something we do not know."""

    def __init__(self, name: str, sought: str) -> None:
        super().__init__(f"{name} cannot be read as {sought!r}: choose markdown, text, html or pdf")


class DocumentReaderError(DocumentError):
    """The reading of a document failed or went beyond its limits."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} {reason}: print it to a new PDF, or give its words alone as Markdown or plain text")
