"""Finds the slips of the pen of people who are new to YAML, and the line of each.

A parser names the line in which it could not go on, which may be hundreds of lines further down. So
this module reads again, line by line from the top, a text that the parser could not read, and looks
for the commonest slips: each of them is an error in every place.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

NEVER_CLOSED = "the quotation mark opened here is never closed: close it where the value ends"

# `  - name: Ann` has an indent, dashes, a key and a value; `- Ann` has no key, and `http://x` no
# key either, because a colon counts only before a space or the end.
_ENTRY = re.compile(
    r"(?P<indent> *)(?P<dashes>(?:- +)*)(?:(?P<key>[A-Za-z_][\w-]*) *:(?: +|$))?(?P<value>.*)"
)
"""A line of YAML: entry of a list, key, value."""

# `|`, `>-`, `|2+ # remark`; not `> words`, which is a slip of its own.
_BLOCK = re.compile(r"[|>][-+\d]*(?: +#.*)?")
"""The sign before a value of several lines."""

# In double quotes a backslash keeps the next sign from ending the value; in single ones two marks
# are one.
_WHOLE = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
"""A value in quotes that ends in its line."""

_OF_LINES = (
    (
        # U+00A0 and its kind, as web pages and word processors give them, where YAML wants a plain
        # space: at the beginning of a line or behind a colon. Inside a value they are harmless.
        re.compile(r"(?:[ \t]*| *(?:- +)*[\w-]+ *:[ ]*)(?P<space>[^\S \t\n\r])"),
        "holds a space that YAML does not read as one, {space}: type a plain space",
    ),
    (
        # The colon of Chinese and Japanese keyboards.
        re.compile(r" *(?:- +)*(?P<key>[\w-]+) *\uff1a"),
        "has a wide colon (\uff1a) behind “{key}”: type a plain one and a space",
    ),
    (
        # `name:Ann`; not `https://…` and `a::b`.
        re.compile(r" *(?:- +)*(?P<key>[A-Za-z_]\w*):[^\s/:]"),
        "a space is missing after the colon: write “{key}: …”",
    ),
)
"""Forms that no line of YAML has, and what to do about them."""

_OF_VALUES = (
    # To YAML `{` opens a mapping.
    (re.compile(r"\{[{%]"), "a value that begins with {{ or {% stands in quotes: '{{ … }} …'"),
    (
        # `[TEST] Dear friends`; not `[a, b]` and `[a, b] # remark`.
        re.compile(r"""\[[^\[\]{}"']*\] *[^\s#,:]"""),
        "words stand behind the closing ]: put the whole value in quotes",
    ),
    (
        # `> The words` and `| The words`; not `>-` and `| # remark`.
        re.compile(r"[|>][-+\d]* +[^\s#]"),
        (
            "behind > or | a value begins in the next line, further in: "
            "move it there, or take the sign out"
        ),
    ),
)
"""Forms that no value has."""


class _YamlLine(NamedTuple):
    """A line of YAML in its parts."""

    indent: int
    column: int
    """The column of its key or hyphen: its parts stand further to the right."""
    keyed: bool
    value: str


def first(text: str, *, until: int) -> tuple[int, str] | None:
    """Returns the first line with a slip up to `until`, counted from 0, and its sentence."""
    lines = text.split("\n")
    number = 0
    # Value by value: the lines of a text in quotes or behind `|` are not read as YAML.
    while number <= min(until, len(lines) - 1):
        if sentence := _slip(lines[number]):
            return number, sentence
        end = _end(lines, number)
        if end is None:
            return number, NEVER_CLOSED
        number = end + 1
    return None


def runs_over(lines: Sequence[str], begin: int, *, end: int) -> bool:
    """Returns whether a key stands between the lines in which a quotation opens and closes."""
    return any(_is_next(_entry(line), _entry(lines[begin])) for line in lines[begin + 1 : end + 1])


def _slip(line: str) -> str | None:
    """Returns what is wrong with the line, or None."""
    for form, sentence in _OF_LINES:
        if found := form.match(line):
            parts = found.groupdict()
            if space := parts.get("space"):
                name = unicodedata.name(space, "a control character").capitalize()
                parts["space"] = f"U+{ord(space):04X} ({name})"
            return sentence.format(**parts)
    entry = _entry(line)
    # A line without key or hyphen may belong to a value that began above it.
    if not entry.keyed:
        return None
    mark = entry.value[:1]
    whole = _WHOLE[mark].match(entry.value) if mark in _WHOLE else None
    # `"Q&A" on asylum`; not `"a" # remark`, nor `"a": b`, `"a", "b"]` inside brackets.
    if whole and re.match(r"\s*[^\s#,:\]}]", entry.value[whole.end() :]):
        return (
            f"words stand behind the closing {mark}: "
            "put the whole value in quotes of the other kind"
        )
    return next((sentence for form, sentence in _OF_VALUES if form.match(entry.value)), None)


def _end(lines: Sequence[str], number: int) -> int | None:
    """Returns the last line of the value that begins here; None if its quotation never closes."""
    entry = _entry(lines[number])
    if entry.keyed and _BLOCK.fullmatch(entry.value):
        inside = (
            later
            for later in range(number + 1, len(lines))
            if lines[later].strip() and _entry(lines[later]).indent <= entry.column
        )
        return next(inside, len(lines)) - 1
    mark = entry.value[:1]
    if not entry.keyed or mark not in _WHOLE or _WHOLE[mark].match(entry.value):
        return number
    for later in range(number + 1, len(lines)):
        # A new key before the closing mark: the text would have swallowed it.
        if _is_next(_entry(lines[later]), entry):
            return None
        # With a mark before it, the line reads like the end of a value in quotes.
        if _WHOLE[mark].match(mark + lines[later]):
            return later
    return None


def _is_next(entry: _YamlLine, opened: _YamlLine) -> bool:
    """Returns whether the entry is a new one, and no part of the value that was opened before."""
    return entry.keyed and entry.indent <= opened.column


def _entry(line: str) -> _YamlLine:
    found = _ENTRY.fullmatch(line)
    if found is None:
        return _YamlLine(0, 0, keyed=False, value="")
    before = found["indent"] + found["dashes"]
    # The parts of an entry without a key stand right of its hyphen, those of a key right of the
    # key.
    column = len(before) if found["key"] or not found["dashes"] else before.rindex("-")
    return _YamlLine(
        len(found["indent"]),
        column,
        keyed=bool(found["dashes"] or found["key"]),
        value=found["value"],
    )
