"""Slips of the pen in YAML: what people write who never wrote it, and the line in which they did.

A parser names the line in which it could not go on, which may be hundreds of lines further down. So what it could not read is
read again here, line by line from the top, for the commonest slips: each of them is an error wherever it stands.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

NEVER_CLOSED = "the quotation mark opened here is never closed: close it where the value ends"

_ENTRY = re.compile(r"(?P<indent> *)(?P<dashes>(?:- +)*)(?:(?P<key>[A-Za-z_][\w-]*) *:(?: +|$))?(?P<value>.*)")
"""A line of YAML: entry of a list, key, value."""

_BLOCK = re.compile(r"[|>][-+\d]*(?: +#.*)?")
"""What a value of several lines begins with."""

_WHOLE = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
"""A value in quotes that ends in its line."""

_ODD_SPACE = r"(?P<space>[^\S \t\n\r])"
_OF_LINES = (
    (re.compile(rf"[ \t]*{_ODD_SPACE}[ \t]*\S"), "holds a space that is none to YAML, {space}: type a plain space"),
    (re.compile(rf" *(?:- +)*[\w-]+ *:[ ]*{_ODD_SPACE}"), "holds a space that is none to YAML, {space}: type a plain space"),
    (re.compile(r" *(?:- +)*(?P<key>[\w-]+) *\uff1a"), "has a wide colon (\uff1a) behind “{key}”: type a plain one and a space"),
    (re.compile(r" *(?:- +)*(?P<key>[A-Za-z_]\w*):[^\s/:]"), "a space is missing after the colon: write “{key}: …”"),
)
"""What no line of YAML looks like, and what to do about it."""

_OF_VALUES = (
    (re.compile(r"\{[{%]"), "a value that begins with {{ or {% stands in quotes: '{{ … }} …'"),
    (re.compile(r"""\[[^\[\]{}"']*\] *[^\s#,:]"""), "words stand behind the closing ]: put the whole value in quotes"),
    (re.compile(r"[|>][-+\d]* +[^\s#]"), "behind > or | a value begins in the next line, further in: move it there, or take the sign out"),
)
"""Likewise for a value."""


class _Entry(NamedTuple):
    """A line of YAML in its parts."""

    indent: int
    column: int
    """Where its key begins, or its hyphen: what belongs to it stands further to the right."""
    keyed: bool
    value: str


def first(text: str, *, until: int) -> tuple[int, str] | None:
    """The first line with a slip, counted from 0, and the sentence about it; None where none is found up to that line."""
    lines = text.split("\n")
    number = 0
    while number <= min(until, len(lines) - 1):
        if sentence := _slip(lines[number]):
            return number, sentence
        end = _end(lines, number)
        if end is None:
            return number, NEVER_CLOSED
        number = end + 1
    return None


def runs_over(lines: Sequence[str], begin: int, *, end: int) -> bool:
    """Whether the quotation mark opened in the line `begin` is closed in the line `end` only, and a key stands between."""
    return any(_is_next(_entry(line), _entry(lines[begin])) for line in lines[begin + 1 : end + 1])


def _slip(line: str) -> str | None:
    """What is wrong with the line; None where it holds none of the slips known here."""
    for form, sentence in _OF_LINES:
        if found := form.match(line):
            parts = found.groupdict()
            return sentence.format(**parts | {"space": _named(parts["space"])} if "space" in parts else parts)
    entry = _entry(line)
    if not entry.keyed:
        return None
    mark = entry.value[:1]
    if mark in _WHOLE and (whole := _WHOLE[mark].match(entry.value)) and re.match(r"\s*[^\s#,:\]}]", entry.value[whole.end() :]):
        return f"words stand behind the closing {mark}: put the whole value in quotes of the other kind"
    return next((sentence for form, sentence in _OF_VALUES if form.match(entry.value)), None)


def _end(lines: Sequence[str], number: int) -> int | None:
    """The last line of the value that begins in this line; None for one in quotes that are never closed."""
    entry = _entry(lines[number])
    if entry.keyed and _BLOCK.fullmatch(entry.value):
        inside = (later for later in range(number + 1, len(lines)) if lines[later].strip() and _entry(lines[later]).indent <= entry.column)
        return next(inside, len(lines)) - 1
    mark = entry.value[:1]
    if not entry.keyed or mark not in _WHOLE or _WHOLE[mark].match(entry.value):
        return number
    for later in range(number + 1, len(lines)):
        if _is_next(_entry(lines[later]), entry):
            return None
        if _WHOLE[mark].match(mark + lines[later]):
            return later
    return None


def _is_next(entry: _Entry, opened: _Entry) -> bool:
    """Whether the entry is one of its own and not part of the value that was opened before it."""
    return entry.keyed and entry.indent <= opened.column


def _entry(line: str) -> _Entry:
    found = _ENTRY.fullmatch(line)
    if found is None:
        return _Entry(0, 0, keyed=False, value="")
    before = found["indent"] + found["dashes"]
    column = len(before) if found["key"] or not found["dashes"] else before.rindex("-")
    return _Entry(len(found["indent"]), column, keyed=bool(found["dashes"] or found["key"]), value=found["value"])


def _named(space: str) -> str:
    return f"U+{ord(space):04X} ({unicodedata.name(space, 'a control character').capitalize()})"
