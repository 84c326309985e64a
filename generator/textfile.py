"""Files of text, read with care: bounded, UTF-8, plain line ends, no invisible characters."""

import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem
from generator.spelling import quoted

LARGEST = 16_000_000
MOST_PROBLEMS = 100
"""Bounds of one file: bytes that are read, and problems that are told."""

MEGABYTE = 1_000_000

_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ufeff\ufffe\uffff\ud800-\udfff]")
"""Control characters, foreign line ends, a BOM in the middle, and overrides that turn the order of what is read around them."""


def read_text(path: Path, *, shown_as: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of a file without BOM, its lines ended by newlines; or None, and the problems that keep it from being read."""
    content = _content(path)
    text = _decoded(content) if isinstance(content, bytes) else content
    if isinstance(text, _Unreadable):
        return None, (Problem(shown_as, text.line, "", text.message),)
    odd = tuple(_odd_lines(text, shown_as))
    return (None if odd else text), odd


def odd_character(text: str) -> str | None:
    """What to do about the first character of the text that no one can see and no letter can hold; None where there is none."""
    found = _ODD.search(text)
    if found is None:
        return None
    name = unicodedata.name(found.group(), "a control character").capitalize()
    return f"holds an invisible character, U+{ord(found.group()):04X} ({name}): delete it"


@dataclass(frozen=True)
class _Unreadable:
    """Why a file cannot be read, and at which line; 0 for the file as a whole."""

    message: str
    line: int = 0


def _content(path: Path) -> bytes | _Unreadable:
    """The bytes of a plain file of moderate size."""
    try:
        return _too_odd(path) or path.read_bytes()
    except FileNotFoundError:
        return _Unreadable("there is no such file: write it, or correct the name")
    except PermissionError:
        return _Unreadable("may not be read: give yourself permission to read it")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        return _Unreadable(f"cannot be read: {getattr(error, 'strerror', None) or error}")


def _too_odd(path: Path) -> _Unreadable | None:
    """Why the file is not even opened: opening a pipe waits for ever, and reading a device never ends."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        return _Unreadable("is a folder; a file is needed here")
    if not stat.S_ISREG(found.st_mode):
        return _Unreadable("is not a plain file")
    if found.st_size > LARGEST:
        return _Unreadable(f"is {found.st_size // MEGABYTE} MB large; at most {LARGEST // MEGABYTE} MB are read. Is it the right file?")
    return None


def _decoded(content: bytes) -> str | _Unreadable:
    """The bytes as text, where they are UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[:2].count(0) == 1:
        return _Unreadable("is UTF-16 (Windows calls it “Unicode”): save it as UTF-8")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        letter = content[error.start : error.start + 1].decode("cp1252", "replace")
        meant = f"byte 0x{content[error.start]:02x} here, {quoted(letter)} in old Windows files"
        return _Unreadable(f"is not UTF-8 ({meant}): save the file as UTF-8", content.count(b"\n", 0, error.start) + 1)


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
