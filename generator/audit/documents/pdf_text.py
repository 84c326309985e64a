"""A PDF to a document: headings from bookmarks, size and weight of type; paragraphs from space, indents and numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.audit.documents.cleaning import clean, joined, unglued, vocabulary
from generator.audit.documents.errors import ScannedDocumentError
from generator.audit.documents.pdf_lines import Line
from generator.audit.documents.pdf_pages import SENTENCE_ENDS, Pages, body_size, pitch, read_pages
from generator.audit.documents.sections import SectionBuilder
from generator.audit.documents.types import Document, Link, Metadata, ParagraphKind

ITEM = re.compile(r"^(?:[•◦▪●○■–·‣∙]|[-*]|\(?\d{1,2}[.)]|\(?[a-z][.)]|\([ivx]+\))\s+(?=\S)")
NOTE = re.compile(r"^\[?\d{1,3}\]?[.)]?\s+\S")
NOTE_NUMBER = re.compile(r"^\[?\d{1,3}\]?[.)]?\s+")
LEADERS = re.compile(r"(?:\.\s?){5}")
"""The dots between a heading and its page in a list of contents."""
SHORTEST_SHOUT, LONGEST_SHOUT = 4, 80
SHORT_OF_EDGE = 0.85
LARGER = 1.12
SMALLER = 0.9
LONGEST_HEADING = 140
FURTHER = 1.35
FURTHER_AFTER_SENTENCE = 1.15
"""A line that much further from the last than lines are, by their usual distance, begins a paragraph."""
TITLE_PITCH = 1.8
FULL = 0.75
OPEN_END = re.compile(
    r"(?:[,\-\u2010\u00ad\u2013\u2014$€£]|\b(?:an?|the|of|to|in|on|by|for|from|with|at|than|and|or|that|which|as|is|was|were|are|been|"
    r"over|under|about|least|most|nearly|almost|some|until|since|between|through|during|before|after|per|its|their|his|her|not|only))$",
    re.IGNORECASE,
)
"""With these no paragraph ends."""
BY_PROGRAM = re.compile(
    r"\.(?:docx?|pdf|indd|pptx?|xlsx?|qxd|rtf|tex|odt)\b|^(?:microsoft (?:word|office|powerpoint)|powerpoint|untitled|slide \d|layout \d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Style:
    """How the body of a document is set."""

    size: float
    pitch: float
    bookmarks: dict[str, int]
    sizes: tuple[float, ...]
    """The sizes of headings, the largest first."""
    right: float
    """Where its lines end at the furthest."""


def read_pdf(data: bytes, name: str) -> Document:
    """The document that the bytes of a PDF hold, with page and line of each paragraph.

    Raises the errors of `read_pages`, and ScannedDocumentError for pages without text.
    """
    pages = read_pages(data, name)
    if not pages.lines:
        raise ScannedDocumentError(name, pages.count)
    style = _style(pages)
    words = vocabulary(line.text for line in pages.lines)
    builder = SectionBuilder()
    for kind, level, group in _merged(_groups(_without_head(pages), style)):
        _add(builder, kind, level=level, group=group, words=words)
    title = _told(pages, "title") or builder.title()
    metadata = Metadata(author=_told(pages, "author"), created=pages.info.get("created"))
    links = tuple(Link("", url, 1, page) for url, page in pages.links)
    given = title or builder.first_words()
    return Document(name, "pdf", given, metadata, builder.sections(), links, _warnings(pages, name), titled=bool(title))


def _told(pages: Pages, key: str) -> str | None:
    """What the file says of itself, where a person wrote it and no program: no name of a file, no name of a login."""
    said = pages.info.get(key, "")
    return said if " " in said and not BY_PROGRAM.search(said) else None


def _without_head(pages: Pages) -> tuple[Line, ...]:
    """The lines without a running head above the title, which one page alone cannot tell by its repeating."""
    first = pages.lines[0]
    title = _key(pages.info.get("title", ""))
    is_head = (
        bool(title)
        and _key(first.text) != title
        and title.startswith(_key(first.text))
        and any(_key(line.text) and title.startswith(_key(line.text)) and line.size > first.size for line in pages.lines[1:4])
    )
    return pages.lines[1:] if is_head else pages.lines


def _warnings(pages: Pages, name: str) -> tuple[str, ...]:
    """What could not be read."""
    cut = f"{name}: the end of the file is missing: see whether its last pages are there, or download it again"
    listed = ", ".join(str(number) for number in pages.empty[:10]) + (" …" if len(pages.empty) > 10 else "")  # noqa: PLR2004
    blank = f"{name}: no text on page(s) {listed}: pictures or scans are not read"
    return (*((cut,) if pages.is_cut else ()), *((blank,) if pages.empty else ()))


def _style(pages: Pages) -> Style:
    """How the body is set, and in which sizes the headings are."""
    size = body_size(pages.lines)
    bookmarks = {_key(title): depth for title, depth in pages.outline}
    larger = sorted(
        {round(line.size, 0) for line in pages.lines if line.size > LARGER * size and len(line.text) < LONGEST_HEADING}, reverse=True
    )
    return Style(size, pitch(pages.lines, size), bookmarks, tuple(larger), max(line.right for line in pages.lines))


def _key(text: str) -> str:
    """A heading as it is compared with a bookmark."""
    return re.sub(r"\W+", " ", clean(text)).strip().lower()


Group = tuple[ParagraphKind, int, list[Line]]


def _groups(lines: tuple[Line, ...], style: Style) -> Iterator[Group]:
    """The lines as headings (with their level) and paragraphs."""
    group: list[Line] = []
    kind: ParagraphKind = "paragraph"
    level = 0
    for line in lines:
        this = _level(line, style)
        if group and not _continues(group, line, level=level, this=this, style=style):
            yield kind, level, group
            group = []
        if not group:
            level = this
            kind = _kind(line, style)
        group.append(line)
    if group:
        yield kind, level, group


def _kind(line: Line, style: Style) -> ParagraphKind:
    """What begins with this line."""
    if line.cells:
        return "row"
    if ITEM.match(line.text):
        return "item"
    return "note" if line.size < SMALLER * style.size and NOTE.match(line.text) else "paragraph"


def _level(line: Line, style: Style) -> int:
    """The level of a heading's line; 0 for the body."""
    text = line.text
    if line.cells or len(text) > LONGEST_HEADING or LEADERS.search(text) or not re.search(r"[A-Za-z]", text):
        return 0
    if (depth := style.bookmarks.get(_key(text))) and (line.bold or line.size > 1.02 * style.size):
        return depth
    if line.size > LARGER * style.size:
        return style.sizes.index(round(line.size, 0)) + 1 if round(line.size, 0) in style.sizes else 0
    if line.bold and abs(line.size - style.size) <= 1 and not SENTENCE_ENDS.search(text) and not ITEM.match(text):
        return len(style.sizes) + 1
    return len(style.sizes) + 1 if _shouts(line, style) else 0


def _shouts(line: Line, style: Style) -> bool:
    """Whether a line of the body is a heading by its capitals alone, as typists set them."""
    short = len(text := line.text) <= LONGEST_SHOUT and line.right < SHORT_OF_EDGE * style.right
    return short and text.isupper() and sum(map(str.isalpha, text)) * 2 > len(text) > SHORTEST_SHOUT and not SENTENCE_ENDS.search(text)


def _continues(group: list[Line], line: Line, *, level: int, this: int, style: Style) -> bool:
    """Whether a line belongs to the paragraph or heading before it."""
    last = group[-1]
    if level or this:
        # The second line of a title may be so short that it stands over one column only.
        alike = abs(last.size - line.size) < 1 and last.bold == line.bold and last.page == line.page
        return level > 0 and this > 0 and alike and 0 < line.y - last.y < TITLE_PITCH * line.size
    same_place = last.page == line.page and last.column == line.column
    if not same_place or last.cells or line.cells or ITEM.match(line.text) or abs(last.size - line.size) > 0.15 * style.size:
        return False
    pace = style.pitch * line.size / style.size
    if not 0 < line.y - last.y < (FURTHER_AFTER_SENTENCE if SENTENCE_ENDS.search(last.text) else FURTHER) * pace:
        return False
    indent = line.x - min(one.x for one in group[-3:])
    return not (indent > 0.8 * line.size and len(group) > 1)


def _merged(groups: Iterator[Group]) -> Iterator[Group]:
    """The groups with those joined that a column's or page's end, or the notes at its foot, tore apart."""
    held: Group | None = None
    notes: list[Group] = []
    for group in groups:
        kind, level, lines = group
        if kind == "note" and held is not None:
            notes.append(group)
            continue
        if held is not None and _torn(held, group):
            held[2].extend(lines)
            continue
        if held is not None:
            yield held
        yield from notes
        notes, held = [], (kind, level, list(lines))
    if held is not None:
        yield held
    yield from notes


def _torn(held: Group, group: Group) -> bool:
    """Whether two groups are one paragraph on two pages or columns."""
    last, first = held[2][-1], group[2][0]
    if held[1] or held[0] == "row" or group[1] or group[0] != "paragraph" or (last.page, last.column) == (first.page, first.column):
        return False
    if abs(last.size - first.size) > 1 or SENTENCE_ENDS.search(last.text):
        return False
    # A line that ends early ends its paragraph, stop or none, unless its words or the next show that they go on.
    is_full = last.right - last.x > FULL * max(line.right - line.x for line in (*held[2], *group[2]))
    return is_full or bool(OPEN_END.search(last.text)) or first.text[:1].islower() or first.text[:1].isdigit()


def _add(builder: SectionBuilder, kind: ParagraphKind, *, level: int, group: list[Line], words: frozenset[str]) -> None:
    """Puts one heading or paragraph where it belongs."""
    first = group[0]
    texts = [line.text for line in group]
    if kind == "row":
        builder.row(tuple(clean(cell) for cell in first.cells), line=first.number, page=first.page)
        return
    if kind == "item":
        texts[0] = ITEM.sub("", texts[0])
    elif kind == "note":
        texts[0] = NOTE_NUMBER.sub("", texts[0])
    text = clean(joined(texts, words=words))
    if level:
        builder.heading(text, level=level, line=first.number, page=first.page)
    else:
        builder.paragraph(unglued(text), line=first.number, page=first.page, kind=kind)
