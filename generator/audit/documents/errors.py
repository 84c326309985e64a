"""The error of a document that cannot be read, with what to do about it."""

from generator.errors import LettersError

EMPTY = "holds no text: was it saved or downloaded whole?"
NOT_READ = "which is not read here: save the document as PDF, HTML, Markdown or plain text"
PRINT_IT = "print it to a new PDF, or give its words alone as Markdown or plain text"
"""Three endings that several messages share."""


class DocumentError(LettersError):
    """A document cannot be read; the problem follows its name in the message."""

    def __init__(self, name: str, problem: str) -> None:
        self.problem = problem
        super().__init__(f"{name} {problem}")
