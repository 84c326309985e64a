"""The mistakes a user can make, as data, and the exceptions a user can meet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a user's file: where it is, what is wrong and what to do about it.

    `file` is as the user would type it (relative to the project where it lies inside); `line` counts from 1, and 0
    means the file as a whole; `field` is the dotted path of the key (`recipients[3].addresses.washington.zip`), or "".
    """

    file: str
    line: int
    field: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        """`file:line: field: message`, the parts that are known."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        named = f"{self.field}: " if self.field else ""
        label = "warning: " if self.severity == "warning" else ""
        return f"{place}: {label}{named}{self.message}"


class LettersError(Exception):
    """Whatever stops the work and can be told to the user in one sentence."""


class FilesAreWrongError(LettersError):
    """The files cannot be printed from; carries every problem that was found in them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(f"{len(self.problems)} problem(s) in the files")


class NoSuchProjectError(LettersError):
    """The folder holds no campaigns."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"{folder} is not a Letters project: it has no letters/, templates/ and recipients/. "
            "Go to the folder that has them, or name it with --project."
        )


class NoSuchNameError(LettersError):
    """A campaign, recipient, design … was asked for that is not there."""

    def __init__(self, kind: str, name: str, *, known: Iterable[str]) -> None:
        choices = ", ".join(sorted(known))
        super().__init__(f"no {kind} {name!r}; there are: {choices}" if choices else f"no {kind} {name!r}; there is none yet")


class LetterTooLongError(LettersError):
    """A letter does not fit its pages even with the fewest arguments."""

    def __init__(self, recipient: str, *, pages: int, allowed: int) -> None:
        super().__init__(
            f"{recipient}: {pages} pages with the fewest arguments, {allowed} allowed: "
            "shorten letter.md, or raise max_pages in campaign.yaml"
        )


class TypesettingError(LettersError):
    """WeasyPrint could not make the page it was asked for."""


class CannotWriteError(LettersError):
    """The output cannot be written: the disk is full, or the folder may not be written to."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"cannot write {path}: {reason}. What was finished before is whole; run the same command to go on.")


class WouldOverwriteError(LettersError):
    """What is to be written would take the place of what it is made of."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} would be written over what it is made from: give the new file another name")
