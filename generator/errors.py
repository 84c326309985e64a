"""The mistakes that a user can make, as data, and the exceptions that a user can meet."""

import enum
import errno
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from generator.text import closest

Severity = Literal["error", "warning"]
"""An error stops the work; a warning is shown, and the work goes on."""


class ExitCode(enum.IntEnum):
    """The exit codes of the command."""

    # Shells and cron tell only zero from the rest; a script that has to know whether a person must
    # act can ask for 2.
    FAILED = 1
    """Some of the work failed, or a reader closed our output early."""
    MISTAKE = 2
    """The user can correct it: files, options, permissions. Click ends with 2 for wrong usage."""
    INTERRUPTED = 130
    """Ctrl-C: 128 and the number of the signal, as shells have it."""


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a user's file: its place, its nature and the remedy.

    `file` is as the user would type it (relative to the project if it lies inside); `line` counts
    from 1, and 0 means the file as a whole; `field` is the dotted path of the key
    (`recipients[3].addresses.washington.zip`), or "".
    """

    file: str
    line: int
    field: str
    message: str
    severity: Severity = "error"
    code: str = ""
    """The stable name of the mistake (`unknown-finding`); programs and tests rely on it."""

    def __str__(self) -> str:
        """Returns `file:line: field: message`, the parts that are known."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        label = "warning: " if self.severity == "warning" else ""
        field = f"{self.field}: " if self.field else ""
        return f"{place}: {label}{field}{self.message}"


class LettersError(Exception):
    """An error that stops the work; its text is a sentence for the user."""


class FilesAreWrongError(LettersError):
    """The user's files hold mistakes; carries every problem that was found in them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        # Sorted by file and line, as a person works through them. A set, because two checks may
        # find the same mistake, and many letters are made from one file.
        self.problems = tuple(sorted(set(problems)))
        super().__init__(f"{len(self.problems)} problem(s) in the files")


def refusal(
    file: str | PurePath, message: str, *, line: int = 0, code: str = ""
) -> FilesAreWrongError:
    """Returns the exception for a single mistake in a file."""
    # Returned and not raised: `raise refusal(…)` at the call shows readers and mypy that the code
    # ends there.
    return FilesAreWrongError([Problem(str(file), line, "", message, code=code)])


class NoSuchNameError(LettersError):
    """The user named a campaign, recipient, design … that does not exist."""

    def __init__(self, kind: str, name: str, *, known: Iterable[str]) -> None:
        names = sorted(known)
        # A shell completes the name of a folder: letters/clean-water/.
        near = closest(PurePath(name).name, names)
        choices = f"there are: {', '.join(names)}" if names else "there are no others yet"
        super().__init__(f"no {kind} {name!r}; {f'did you mean {near}?' if near else choices}")


class LetterTooLongError(LettersError):
    """A letter does not fit its pages even with the fewest arguments."""

    def __init__(self, recipient: str, *, pages: int, allowed: int, arguments: int) -> None:
        few = "without arguments"
        remedy = "shorten letter.md, or raise max_pages in campaign.yaml"
        if arguments:
            few = f"with {arguments} argument{'s' if arguments > 1 else ''}"
            remedy = (
                "shorten letter.md or an argument, or in campaign.yaml lower min_arguments "
                "or raise max_pages"
            )
        self.reason = f"{pages} pages even {few}, {allowed} allowed: {remedy}"
        super().__init__(f"{recipient}: {self.reason}")


class TooManyPagesError(LettersError):
    """A document needs more pages than it may have; the layout stops there, uncounted."""

    def __init__(self, allowed: int) -> None:
        super().__init__(f"more pages than {allowed}")


class TypesettingError(LettersError):
    """WeasyPrint failed on a page."""


class DesignIsWrongError(TypesettingError):
    """A design cannot be printed; carries every problem that was found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        # In the order of the design's own files, each problem once, however many elements it is
        # about.
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("; ".join(map(str, self.problems)))


class CannotWriteError(LettersError):
    """The output cannot be written: the disk is full, or the folder refuses files."""

    def __init__(self, path: str, reason: OSError | str, *, is_full: bool = False) -> None:
        # Not the whole text of an OSError: it holds the number of the error and a path that the
        # user may never have typed, such as that of a temporary file.
        words = reason if isinstance(reason, str) else reason.strerror or str(reason)
        # A used-up quota is a full disk to the user. `is_full` is for SQLite, whose errors have no
        # errno.
        self.is_full = is_full or getattr(reason, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
        """Whether the disk is full, so that every further write would fail too."""
        if self.is_full:
            advice = (
                "make room on the disk, and run the same command to go on; "
                "what was finished before is whole"
            )
        else:
            advice = (
                "choose another folder, with --out where the command has it, "
                "or give yourself permission to write to this one"
            )
        super().__init__(f"cannot write {path}: {words}: {advice}")


class WouldOverwriteError(LettersError):
    """The output would replace one of the files that it is made from."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} would be written over what it is made from: give the new file another name"
        )
