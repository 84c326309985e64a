"""Reads files of text with care: bounded, UTF-8, plain line ends, no invisible characters."""

import re
import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path

from generator.errors import FilesAreWrongError, Problem, refusal
from generator.text import quoted

MAX_TEXT_BYTES = 16_000_000
"""Chosen by hand: a list of 20,000 supporters in YAML has about 6 MB."""

MAX_PROBLEMS = 100
"""Problems of one file that are shown; chosen by hand: a person mends no more at a time."""

# As disks and file managers count; not 1,048,576.
MEGABYTE = 1_000_000

# Tabs and newlines are not among them, nor the joiners U+200C and U+200D, which change what is read
# in other scripts, nor the soft hyphen.
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, foreign line ends, a BOM in the middle, overrides of the reading order."""


OtherFormat = Callable[[bytes], str | None]
"""Returns what a file is and what to do, if its bytes show that it is of another format."""


def read_text(
    path: Path, *, shown_as: str, other_format: OtherFormat | None = None
) -> tuple[str | None, tuple[Problem, ...]]:
    """Returns the text of a file as `load_text` does, or None and the problems.

    A line with an invisible character is a problem too; it returns MAX_PROBLEMS of them at most.
    """
    try:
        text = load_text(path, shown_as=shown_as, other_format=other_format)
    except FilesAreWrongError as error:
        return None, error.problems
    if _ODD.search(text) is None:
        return text, ()
    problems = [
        Problem(shown_as, number, "", message, code="invisible-character")
        # `splitlines` would also divide at U+2028 and form feeds, and count other lines than an
        # editor.
        for number, line in enumerate(text.split("\n"), start=1)
        if (message := odd_character(line))
    ]
    return None, tuple(problems[:MAX_PROBLEMS])


def load_text(
    path: Path,
    *,
    shown_as: str | Path,
    max_bytes: int = MAX_TEXT_BYTES,
    other_format: OtherFormat | None = None,
) -> str:
    """Returns the text of a UTF-8 file without its byte order mark, with newlines as line ends.

    Raises FilesAreWrongError for a file that `check_plain_file` refuses, of another format, or not
    in UTF-8.
    """
    content = load_bytes(path, shown_as=shown_as, max_bytes=max_bytes)
    if other_format is not None and (message := other_format(content)):
        raise refusal(shown_as, message, code="other-format")
    # Without a mark, the first letter of UTF-16 is a byte and a zero, in one order or the other.
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[:2].count(0) == 1:
        raise refusal(
            shown_as, "is UTF-16 (Windows calls it “Unicode”): save it as UTF-8", code="not-utf-8"
        )
    try:
        # In this order, or each line end of Windows would be two. A lone return is the old
        # Macintosh's.
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        # The letter that the person probably sees there helps them to find it; only shown, never
        # used.
        letter = content[error.start : error.start + 1].decode("cp1252", "replace")
        guess = f"byte 0x{content[error.start]:02x} here, {quoted(letter)} in old Windows files"
        line = content.count(b"\n", 0, error.start) + 1
        raise refusal(
            shown_as, f"is not UTF-8 ({guess}): save the file as UTF-8", line=line, code="not-utf-8"
        ) from error


def load_bytes(path: Path, *, shown_as: str | Path, max_bytes: int) -> bytes:
    """Returns the bytes of a file. Raises FilesAreWrongError as `check_plain_file` does."""
    check_plain_file(path, shown_as=shown_as, max_bytes=max_bytes)
    try:
        return path.read_bytes()
    except OSError as error:
        raise refusal(shown_as, f"cannot be read: {error.strerror}", code="unreadable") from error


def check_plain_file(path: Path, *, shown_as: str | Path, max_bytes: int | None = None) -> None:
    """Guarantees a file that can be opened, and read again from its start.

    A pipe may never answer, and a device never ends: neither is opened.
    Raises FilesAreWrongError for what is missing, locked, too large, a folder, a pipe or a device.
    """
    try:
        # Links are followed: a file may lie elsewhere.
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise refusal(shown_as, "is a folder; a file is needed here", code="not-a-file")
        if not stat.S_ISREG(facts.st_mode):
            raise refusal(shown_as, "is not a plain file", code="not-a-file")
        if max_bytes is not None and facts.st_size > max_bytes:
            size, limit = facts.st_size // MEGABYTE, max_bytes // MEGABYTE
            raise refusal(
                shown_as,
                f"is {size} MB large; at most {limit} MB are read. Is it the right file?",
                code="too-large",
            )
        # `os.access` is not asked: for root, on network disks and with ACLs it does not say what
        # `open` does.
        with path.open("rb"):
            pass
    except FileNotFoundError as error:
        raise refusal(
            shown_as, "there is no such file: write it, or correct the name", code="missing-file"
        ) from error
    except PermissionError as error:
        raise refusal(
            shown_as, "may not be read: give yourself permission to read it", code="unreadable"
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise refusal(
            shown_as,
            f"cannot be read: {getattr(error, 'strerror', None) or error}",
            code="unreadable",
        ) from error


def odd_character(text: str) -> str | None:
    """Returns what to do about the first invisible character that no letter can hold, or None."""
    found = _ODD.search(text)
    if found is None:
        return None
    name = unicodedata.name(found.group(), "a control character").capitalize()
    return f"holds an invisible character, U+{ord(found.group()):04X} ({name}): delete it"
