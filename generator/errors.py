"""The mistakes a user can make, as data, and the exceptions a user can meet."""

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from generator.text import closest

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
    code: str = ""
    """Names the mistake for good (`unknown-finding`), so that programs and tests need no sentence."""

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


def refusal(
    file: str | PurePath, message: str, *, line: int = 0, code: str = ""
) -> FilesAreWrongError:
    """Returns the exception for a single mistake in a file."""
    return FilesAreWrongError([Problem(str(file), line, "", message, code=code)])


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
        names = sorted(known)
        near = closest(
            PurePath(name).name, names
        )  # a shell completes the folder's name, letters/clean-water/
        choices = f"there are: {', '.join(names)}" if names else "there is none yet"
        super().__init__(f"no {kind} {name!r}; {f'did you mean {near}?' if near else choices}")


class LetterTooLongError(LettersError):
    """A letter does not fit its pages even with the fewest arguments."""

    def __init__(self, recipient: str, *, pages: int, allowed: int, arguments: int) -> None:
        if arguments:
            few = f"with {arguments} argument{'s' if arguments > 1 else ''}"
            remedy = "shorten letter.md or an argument, or in campaign.yaml lower min_arguments or raise max_pages"
        else:
            few, remedy = (
                "without arguments",
                "shorten letter.md, or raise max_pages in campaign.yaml",
            )
        self.reason = f"{pages} pages even {few}, {allowed} allowed: {remedy}"
        super().__init__(f"{recipient}: {self.reason}")


class TooManyPagesError(LettersError):
    """A page goes on beyond the pages that it may have; how far, nobody looked."""

    def __init__(self, allowed: int) -> None:
        super().__init__(f"more pages than {allowed}")


class TypesettingError(LettersError):
    """WeasyPrint could not make the page it was asked for."""


class DesignIsWrongError(TypesettingError):
    """A page cannot be set in its design; carries every problem that was found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("; ".join(map(str, self.problems)))


class CannotWriteError(LettersError):
    """The output cannot be written: the disk is full, or the folder may not be written to."""

    def __init__(self, path: str, reason: OSError | str, *, is_full: bool = False) -> None:
        self.is_full = is_full or (
            isinstance(reason, OSError) and reason.errno in (errno.ENOSPC, errno.EDQUOT)
        )
        """Whether the disk is, so that whatever is written next would fail as well."""
        told = reason if isinstance(reason, str) else reason.strerror or str(reason)
        advice = "choose another folder, with --out where the command has it, or give yourself permission to write to this one"
        if self.is_full:
            advice = "make room on the disk, and run the same command to go on; what was finished before is whole"
        super().__init__(f"cannot write {path}: {told}: {advice}")


class WouldOverwriteError(LettersError):
    """What is to be written would take the place of what it is made of."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} would be written over what it is made from: give the new file another name"
        )
