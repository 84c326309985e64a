"""Plain text to a document: paragraphs from blank lines, headings from how they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from generator.audit.documents.cleaning import clean, decode, joined, unglued, vocabulary
from generator.audit.documents.days import partial_date
from generator.audit.documents.sections import SectionBuilder
from generator.audit.documents.types import Document, Link, Metadata, ParagraphKind

ITEM = re.compile(r"^\s*(?:[-*•◦▪–·o]|\(?[0-9]{1,2}[.)]|\(?[a-z][.)]|\([ivx]+\))\s+(?=\S)")
RULE = re.compile(r"^\s*([=\-~_*#])\1{2,}\s*$")
NUMBERED = re.compile(r"^\s*(?:(?:[IVXLC]+|[A-Z]|\d{1,2}(?:\.\d{1,2})*)[.)]|Section\s+\d+[.:])\s+\S")
FIELD = re.compile(
    r"^(?P<name>Title|Author|By|Date|Published|From|Testimony of|Statement of|URL|Source)\s*:\s*(?P<value>.+)$", re.IGNORECASE
)
URL = re.compile(r"https?://[^\s<>\"')\]]+")
TITLE = re.compile(r"[\w“\"‘'].*\s.*[^\s.,;:]")
LONGEST_HEADING = 110
FEWEST_LETTERS = 3
MOST_LINES = 2
"""Lines of a heading at most."""


@dataclass(frozen=True)
class Chunk:
    """Lines between blank lines."""

    line: int
    page: int | None
    lines: tuple[str, ...]


def read_plain_text(data: bytes, name: str) -> Document:
    """The document that the bytes of a plain-text file hold.

    A line is a heading if it stands alone and is in capitals, underlined, or numbered and short without a full stop.
    Raises the errors of `decode`.
    """
    text, warnings = decode(data, name)
    words = vocabulary(text.split("\n"))
    builder = SectionBuilder()
    fields: dict[str, str] = {}
    for chunk, after in pairwise((*_chunks(text), None)):
        if chunk is not None:
            _add(chunk, builder, words=words, fields=fields, is_title=after is not None and builder.is_at_start and _may_be_title(chunk))
    title = fields.get("title") or builder.title()
    metadata = Metadata(
        author=fields.get("author") or fields.get("by") or fields.get("testimony of") or fields.get("statement of") or fields.get("from"),
        issued=partial_date(fields.get("date") or fields.get("published")),
        url=fields.get("url"),
    )
    links = tuple(
        Link(found.group().rstrip(".,;"), found.group().rstrip(".,;"), number)
        for number, line in enumerate(text.split("\n"), 1)
        for found in URL.finditer(line)
    )
    return Document(name, "text", title or builder.first_words(), metadata, builder.sections(), links, warnings, titled=bool(title))


def _chunks(text: str) -> Iterator[Chunk]:
    """The text in chunks of lines; a form feed begins a page."""
    pages = text.split("\f")
    number = 0
    for index, page in enumerate(pages):
        gathered: list[str] = []
        count = 0
        for line in [*page.split("\n"), ""]:
            count += 1
            if line.strip():
                gathered.append(line)
            elif gathered:
                first = count - len(gathered)
                yield Chunk(first if len(pages) > 1 else number + first, index + 1 if len(pages) > 1 else None, tuple(gathered))
                gathered = []
        number += count - 1


def _may_be_title(chunk: Chunk) -> bool:
    """Whether the first words of a text, alone above the rest, can be its title: short, and no sentence."""
    text = " ".join(line.strip() for line in chunk.lines)
    return len(chunk.lines) <= MOST_LINES and len(text) <= LONGEST_HEADING and bool(TITLE.fullmatch(text)) and not partial_date(text)


def _add(chunk: Chunk, builder: SectionBuilder, *, words: frozenset[str], fields: dict[str, str], is_title: bool) -> None:
    """Puts one chunk where it belongs: a heading, fields at the head, items or a paragraph."""
    lines = list(chunk.lines)
    line = chunk.line
    while lines and RULE.match(lines[0]):
        lines, line = lines[1:], line + 1
    if builder.is_empty:
        for text in lines:
            if found := FIELD.match(text.strip()):
                fields.setdefault(found["name"].lower(), clean(found["value"]))
        if all(FIELD.match(text.strip()) for text in lines):
            return
    if len(lines) > 1 and RULE.match(lines[1]):
        builder.heading(clean(lines[0]), level=1 if RULE.match(lines[1])[1] == "=" else 2, line=line, page=chunk.page)  # type: ignore[index]
        lines, line = lines[2:], line + 2
    elif lines and (level := 1 if is_title else _heading_level(lines)):
        builder.heading(clean(joined(lines, words=words)), level=1 if builder.is_at_start else level, line=line, page=chunk.page)
        return
    for kind, start, group in _groups([text for text in lines if not RULE.match(text)]):
        builder.paragraph(unglued(clean(joined(group, words=words))), line=line + start, page=chunk.page, kind=kind)


def _heading_level(lines: list[str]) -> int:
    """The level that lines standing alone have as a heading; 0 where they are none."""
    text = " ".join(line.strip() for line in lines)
    if (
        len(lines) > MOST_LINES
        or len(text) > LONGEST_HEADING
        or text.endswith((".", ",", ";"))
        or (ITEM.match(lines[0]) and not NUMBERED.match(lines[0]))
    ):
        return 0
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) >= FEWEST_LETTERS and all(letter.isupper() for letter in letters):
        return 2
    if len(lines) == 1 and NUMBERED.match(text) and not text.endswith(":"):
        return 3
    return 0


def _groups(lines: list[str]) -> Iterator[tuple[ParagraphKind, int, list[str]]]:
    """The lines as list items and paragraphs, each with the index of its first line."""
    start, group, kind = 0, [], "paragraph"  # type: int, list[str], ParagraphKind
    for index, line in enumerate(lines):
        if found := ITEM.match(line):
            if group:
                yield kind, start, group
            start, group, kind = index, [line[found.end() :]], "item"
        else:
            group.append(line)
    if group:
        yield kind, start, group
