"""Reads plain text into a document: blank lines part paragraphs; their form shows headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile

from generator.audit.documents.cleaning import clean, decode, joined, unglued, vocabulary
from generator.audit.documents.days import partial_date
from generator.audit.documents.sections import SectionBuilder
from generator.audit.documents.types import Document, Link, Metadata, ParagraphKind

# Matches “- item”, “(a) item”, “12. item” and “o item” (a bullet that lost its font), and not “I.
# Introduction”, which is a heading, nor “2019. The”, the end of a sentence.
ITEM = re.compile(r"^\s*(?:[-*•◦▪–·o]|\(?[0-9]{1,2}[.)]|\(?[a-z][.)]|\([ivx]+\))\s+(?=\S)")
# Three or more of one sign alone on a line: `=====`, `---`; not `-- -` and not `-=-`.
RULE = re.compile(r"^\s*([=\-~_*#])\1{2,}\s*$")
# Matches “IV. Findings”, “2.1. Method” and “Section 3: Costs”, and not “2019. The”, which has too
# many digits.
NUMBERED = re.compile(
    r"^\s*(?:(?:[IVXLC]+|[A-Z]|\d{1,2}(?:\.\d{1,2})*)[.)]|Section\s+\d+[.:])\s+\S"
)
# Matches “Author: Jane Doe” in the head of a text, the layout of press releases and of text that
# other programs export; not “Note: …”.
FIELD = re.compile(
    r"^(?P<name>Title|Author|By|Date|Published|From|Testimony of|Statement of|URL|Source)"
    r"\s*:\s*(?P<value>.+)$",
    re.IGNORECASE,
)
AUTHORS = ("author", "by", "testimony of", "statement of", "from")
"""The fields that name an author, the surest first."""
# Up to the bracket or quotation mark around it; a stop behind it is cut off later.
URL = re.compile(r"https?://[^\s<>\"')\]]+")
# Two words or more without the end of a sentence: “The Long Wait”; not “Wait” nor “It was long.”
TITLE = re.compile(r"[\w“\"‘'].*\s.*[^\s.,;:]")
LONGEST_HEADING = 110
FEWEST_LETTERS = 3
MOST_LINES = 2
"""A heading has at most so many characters, at least so many letters and at most so many lines.
Chosen by hand: a heading may run over two lines of 80 columns, and
fewer letters are initials or the mark of a part."""


@dataclass(frozen=True)
class Chunk:
    """Lines between blank lines."""

    line: int
    page: int | None
    lines: tuple[str, ...]


def read_plain_text(data: bytes, name: str) -> Document:
    """Returns the document of a plain-text file.

    A line alone is a heading if it is in capitals, underlined, or numbered and short without a full
    stop. Raises DocumentError as `decode` does.
    """
    text, warnings = decode(data, name)
    words = vocabulary(text.split("\n"))
    builder = SectionBuilder()
    fields: dict[str, str] = {}
    chunks = list(_chunks(text))
    for chunk in chunks:
        # A text of a single chunk has no title: its only words are its content.
        is_first = builder.is_at_start and chunk is not chunks[-1]
        is_title = is_first and _may_be_title(chunk)
        _add(chunk, builder, words=words, fields=fields, is_title=is_title)
    authors = (fields.get(name) for name in AUTHORS)
    metadata = Metadata(
        author=next(filter(None, authors), None),
        issued=partial_date(fields.get("date") or fields.get("published")),
        url=fields.get("url"),
    )
    links: list[Link] = []
    for number, line in enumerate(text.split("\n"), 1):
        urls = [url.rstrip(".,;") for url in URL.findall(line)]
        links += (Link(url, url, number) for url in urls)
    title = fields.get("title") or builder.title()
    return builder.document(
        name, "text", title=title, metadata=metadata, links=links, warnings=warnings
    )


def _chunks(text: str) -> Iterator[Chunk]:
    """Yields the text in chunks of lines; a form feed begins a page."""
    pages = text.split("\f")
    for number, page in enumerate(pages, 1):
        gathered: list[str] = []
        for count, line in enumerate([*page.split("\n"), ""], 1):
            if line.strip():
                gathered.append(line)
            elif gathered:
                # Without a form feed the file is no print of pages, and a page number would
                # mislead.
                shown = number if len(pages) > 1 else None
                yield Chunk(count - len(gathered), shown, tuple(gathered))
                gathered = []


def _may_be_title(chunk: Chunk) -> bool:
    """Whether the first words of a text, alone above the rest, are short and no sentence."""
    text = " ".join(line.strip() for line in chunk.lines)
    return (
        len(chunk.lines) <= MOST_LINES
        and len(text) <= LONGEST_HEADING
        and bool(TITLE.fullmatch(text))
        and not partial_date(text)
    )


def _add(
    chunk: Chunk,
    builder: SectionBuilder,
    *,
    words: frozenset[str],
    fields: dict[str, str],
    is_title: bool,
) -> None:
    """Adds one chunk: a heading, fields at the head, items or a paragraph."""
    lines = list(dropwhile(RULE.match, chunk.lines))
    line = chunk.line + len(chunk.lines) - len(lines)
    # Fields stand at the head only; later “From: …” is a sentence of the text.
    if builder.is_empty:
        for text in lines:
            if found := FIELD.match(text.strip()):
                fields.setdefault(found["name"].lower(), clean(found["value"]))
        if all(FIELD.match(text.strip()) for text in lines):
            return
    if len(lines) > 1 and (rule := RULE.match(lines[1])):
        # As in Markdown (CommonMark, setext headings): people underline plain text in this way.
        level = 1 if rule[1] == "=" else 2
        builder.heading(clean(lines[0]), level=level, line=line, page=chunk.page)
        lines, line = lines[2:], line + 2
    elif lines and (level := 1 if is_title else _heading_level(lines)):
        builder.heading(
            clean(joined(lines, words=words)),
            level=1 if builder.is_at_start else level,
            line=line,
            page=chunk.page,
        )
        return
    for kind, start, group in _groups([text for text in lines if not RULE.match(text)]):
        builder.paragraph(
            unglued(clean(joined(group, words=words))),
            line=line + start,
            page=chunk.page,
            kind=kind,
        )


def _heading_level(lines: list[str]) -> int:
    """Returns the level of lines that are alone as a heading; 0 if they are no heading."""
    text = " ".join(line.strip() for line in lines)
    is_item = ITEM.match(lines[0]) and not NUMBERED.match(lines[0])
    is_long = len(lines) > MOST_LINES or len(text) > LONGEST_HEADING
    # Checked first: a long line in capitals is text that shouts, and one with a stop a sentence.
    if is_long or is_item or text.endswith((".", ",", ";")):
        return 0
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) >= FEWEST_LETTERS and all(letter.isupper() for letter in letters):
        return 2
    if len(lines) == 1 and NUMBERED.match(text) and not text.endswith(":"):
        return 3
    return 0


def _groups(lines: list[str]) -> Iterator[tuple[ParagraphKind, int, list[str]]]:
    """Yields the lines as list items and paragraphs, each with the index of its first line."""
    # The comment gives the types of all three, which an unpacking cannot annotate.
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
