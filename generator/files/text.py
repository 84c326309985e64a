"""Files of text, read with care: bounded, UTF-8, plain line ends, no invisible characters."""

import re
import stat
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.errors import FilesAreWrongError, Problem, refusal
from generator.text import quoted

MAX_TEXT_BYTES = 16_000_000
MOST_PROBLEMS = 100
"""Bounds of one file: bytes that are read, and problems that are told."""

MEGABYTE = 1_000_000

_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ufeff\ufffe\uffff\ud800-\udfff]")
"""Control characters, foreign line ends, a BOM in the middle, and overrides that turn the order of what is read around them."""


OtherFormat = Callable[[bytes], str | None]
"""Says what a file is and what to do, where its bytes show that it is of another format."""


def read_text(path: Path, *, shown_as: str, other_format: OtherFormat | None = None) -> tuple[str | None, tuple[Problem, ...]]:
    """Returns the text of a file as `load_text` does, or None and the problems.

    Problems are also characters that cannot be seen.
    """
    try:
        text = load_text(path, shown_as=shown_as, other_format=other_format)
    except FilesAreWrongError as error:
        return None, error.problems
    odd = tuple(_odd_lines(text, shown_as))
    return (None if odd else text), odd


def load_text(path: Path, *, shown_as: str | Path, max_bytes: int = MAX_TEXT_BYTES, other_format: OtherFormat | None = None) -> str:
    """Returns the text of a UTF-8 file without its byte order mark, with line ends that are newlines.

    Raises FilesAreWrongError for a file that `check_plain_file` refuses, of another format, or not in UTF-8.
    """
    check_plain_file(path, shown_as=shown_as, max_bytes=max_bytes)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise refusal(shown_as, f"cannot be read: {error.strerror}") from error
    if other_format is not None and (message := other_format(content)):
        raise refusal(shown_as, message)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[:2].count(0) == 1:
        raise refusal(shown_as, "is UTF-16 (Windows calls it “Unicode”): save it as UTF-8")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        letter = content[error.start : error.start + 1].decode("cp1252", "replace")
        meant = f"byte 0x{content[error.start]:02x} here, {quoted(letter)} in old Windows files"
        line = content.count(b"\n", 0, error.start) + 1
        raise refusal(shown_as, f"is not UTF-8 ({meant}): save the file as UTF-8", line=line) from error


def check_plain_file(path: Path, *, shown_as: str | Path, max_bytes: int | None = None) -> None:
    """Guarantees a file that can be opened, and read again from its start.

    A pipe may never answer, and a device never ends: neither is opened.
    Raises FilesAreWrongError for what is missing, locked, too large, a folder, a pipe or a device.
    """
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise refusal(shown_as, "is a folder; a file is needed here")
        if not stat.S_ISREG(facts.st_mode):
            raise refusal(shown_as, "is not a plain file")
        if max_bytes is not None and facts.st_size > max_bytes:
            large = f"is {facts.st_size // MEGABYTE} MB large; at most {max_bytes // MEGABYTE} MB are read"
            raise refusal(shown_as, f"{large}. Is it the right file?")
        with path.open("rb"):
            pass
    except FileNotFoundError as error:
        raise refusal(shown_as, "there is no such file: write it, or correct the name") from error
    except PermissionError as error:
        raise refusal(shown_as, "may not be read: give yourself permission to read it") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise refusal(shown_as, f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


def odd_character(text: str) -> str | None:
    """What to do about the first character of the text that no one can see and no letter can hold; None where there is none."""
    found = _ODD.search(text)
    if found is None:
        return None
    name = unicodedata.name(found.group(), "a control character").capitalize()
    return f"holds an invisible character, U+{ord(found.group()):04X} ({name}): delete it"


def _odd_lines(text: str, shown_as: str) -> Iterator[Problem]:
    """A problem for each line that holds an odd character, MOST_PROBLEMS of them at most."""
    if _ODD.search(text) is None:
        return
    told = 0
    for number, line in enumerate(text.split("\n"), start=1):
        message = odd_character(line)
        if message is not None and told < MOST_PROBLEMS:
            told += 1
            yield Problem(shown_as, number, "", message)
