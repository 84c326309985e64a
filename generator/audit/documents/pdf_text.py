"""Reads a PDF into a document.

Headings are found by bookmarks, size and weight of type, paragraphs by space, indents and numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.audit.documents.cleaning import clean, joined, unglued, vocabulary
from generator.audit.documents.errors import DocumentError
from generator.audit.documents.pdf_lines import PageLine
from generator.audit.documents.pdf_pages import SENTENCE_ENDS, Pages, body_size, pitch, read_pages
from generator.audit.documents.sections import SectionBuilder
from generator.audit.documents.types import Document, Link, Metadata, ParagraphKind

# Matches “• item”, “(a) item” and “12. item”, and not “2019. The”, the end of a sentence.
ITEM = re.compile(r"^(?:[•◦▪●○■–·‣∙]|[-*]|\(?\d{1,2}[.)]|\(?[a-z][.)]|\([ivx]+\))\s+(?=\S)")
# Matches “12 See page 4” and “[3] Ibid.”; it counts in small type only, where a number at the
# beginning of a line is that of a note.
NOTE = re.compile(r"^\[?\d{1,3}\]?[.)]?\s+\S")
NOTE_NUMBER = re.compile(r"^\[?\d{1,3}\]?[.)]?\s+")
# Five, because an ellipsis has three dots, or four with a full stop.
LEADERS = re.compile(r"(?:\.\s?){5}")
"""The dots between a heading and its page in a list of contents."""
SHORTEST_SHOUT, LONGEST_SHOUT = 4, 80
"""Characters of a heading in capitals; shorter ones are abbreviations, longer ones text that
shouts. Chosen by hand."""
SHORT_OF_EDGE = 0.85
"""Such a heading ends before this part of the width: a full line in capitals is text."""
LARGER = 1.12
SMALLER = 0.9
"""Type of more, or less, than so many times the body's size is that of headings, or of notes.
Chosen by hand: a body of 11 points has headings of 13 and notes of 9, and two sizes nearer to each
other may be one that was rounded."""
LONGEST_HEADING = 140
"""Characters of a line of a heading; a longer line in bold or large type is text. Chosen by hand:
a line of the body has 60 to 100."""
MAX_LISTED = 10
"""Pages without text that a warning lists; a scan may have hundreds."""
FURTHER = 1.35
FURTHER_AFTER_SENTENCE = 1.15
"""A line at more than so many usual distances from the last begins a paragraph. Less is enough
after a sentence: there a paragraph may end. Chosen by hand."""
TITLE_PITCH = 1.8
"""Lines of one heading are at most so many sizes of its type apart. Chosen by hand: one and a half
spacing is 1.8 sizes, and two headings have more between them."""
FULL = 0.75
"""A line of less than this part of the width ends its paragraph. Chosen by hand."""
OPEN_END = re.compile(
    r"(?:[,\-\u2010\u00ad\u2013\u2014$€£]|\b(?:an?|the|of|to|in|on|by|for|from|with|at|than|and|or|"
    r"that|which|as|is|was|were|are|been|"
    r"over|under|about|least|most|nearly|almost|some|until|since|between|through|during|before|"
    r"after|per|its|their|his|her|not|only))$",
    re.IGNORECASE,
)
"""No paragraph ends with these words and signs, so that the next page or column continues it."""
# Titles that programs fill in: “report_final.docx”, “Microsoft Word - Document1”, “untitled”; not
# “Word of Mouth”.
BY_PROGRAM = re.compile(
    r"\.(?:docx?|pdf|indd|pptx?|xlsx?|qxd|rtf|tex|odt)\b|^(?:microsoft (?:word|office|powerpoint)|"
    r"powerpoint|untitled|slide \d|layout \d)",
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
    """The right edge of its longest line."""


def read_pdf(data: bytes, name: str) -> Document:
    """Returns the document of a PDF, with page and line of each paragraph.

    Raises DocumentError as `read_pages` does, and for pages without text.
    """
    pages = read_pages(data, name)
    if not pages.lines:
        scan = (
            f"has {pages.count} page(s) and no text: it is a scan. Make its text readable first, "
            "for instance with `ocrmypdf`, and read the result with care: a misread digit is a "
            "wrong figure"
        )
        raise DocumentError(name, scan)
    style = _style(pages)
    words = vocabulary(line.text for line in pages.lines)
    builder = SectionBuilder()
    for kind, level, group in _merged(_groups(_without_head(pages), style)):
        _add(builder, kind, level=level, group=group, words=words)
    title = _given(pages, "title") or builder.title()
    metadata = Metadata(author=_given(pages, "author"), created=pages.info.get("created"))
    links = (Link("", url, 1, page) for url, page in pages.links)
    return builder.document(
        name, "pdf", title=title, metadata=metadata, links=links, warnings=_warnings(pages, name)
    )


def _given(pages: Pages, key: str) -> str | None:
    """Returns a value of the file's data that a person wrote; None for a file name or login."""
    value = pages.info.get(key, "")
    # A title or name of one word is nearly always a file or a login, and the page has the right
    # one.
    return value if " " in value and not BY_PROGRAM.search(value) else None


def _without_head(pages: Pages) -> tuple[PageLine, ...]:
    """Returns the lines without a running head above the title, which no other page repeats."""
    # The head and three lines: where the title is, if a running head is above it.
    first, *others = pages.lines[:4]
    title, head = _key(pages.info.get("title", "")), _key(first.text)
    if head == title or not title.startswith(head):
        return pages.lines
    for line in others:
        if (key := _key(line.text)) and title.startswith(key) and line.size > first.size:
            return pages.lines[1:]
    return pages.lines


def _warnings(pages: Pages, name: str) -> tuple[str, ...]:
    """Returns a warning for a file that is cut, and one for pages without text."""
    warnings: list[str] = []
    if pages.is_cut:
        warnings.append(
            f"{name}: the end of the file is missing: see whether its last pages are there, or "
            "download it again"
        )
    if pages.empty:
        listed = ", ".join(map(str, pages.empty[:MAX_LISTED]))
        more = " …" if len(pages.empty) > MAX_LISTED else ""
        warnings.append(
            f"{name}: no text on page(s) {listed}{more}: pictures or scans are not read"
        )
    return tuple(warnings)


def _style(pages: Pages) -> Style:
    """Returns how the body is set, and the sizes of the headings."""
    size = body_size(pages.lines)
    bookmarks = {_key(title): depth for title, depth in pages.outline}
    # Whole points: the same heading may be 17.9 and 18.1 in a file that was scaled.
    larger = sorted(
        {
            round(line.size, 0)
            for line in pages.lines
            if line.size > LARGER * size and len(line.text) <= LONGEST_HEADING
        },
        reverse=True,
    )
    return Style(
        size,
        pitch(pages.lines, size),
        bookmarks,
        tuple(larger),
        max(line.right for line in pages.lines),
    )


def _key(text: str) -> str:
    """Returns a heading in lower case without punctuation, to compare it with a bookmark."""
    return re.sub(r"\W+", " ", clean(text)).strip().lower()


Group = tuple[ParagraphKind, int, list[PageLine]]


def _groups(lines: tuple[PageLine, ...], style: Style) -> Iterator[Group]:
    """Yields the lines as headings (with their level) and paragraphs."""
    group: list[PageLine] = []
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


def _kind(line: PageLine, style: Style) -> ParagraphKind:
    """Returns the kind of the paragraph that begins with this line."""
    if line.cells:
        return "row"
    if ITEM.match(line.text):
        return "item"
    return "note" if line.size < SMALLER * style.size and NOTE.match(line.text) else "paragraph"


def _level(line: PageLine, style: Style) -> int:
    """Returns the level of a heading's line; 0 for the body."""
    text = line.text
    if (
        line.cells
        or len(text) > LONGEST_HEADING
        or LEADERS.search(text)
        or not re.search(r"[A-Za-z]", text)
    ):
        return 0
    # A line with the words of a bookmark may be text too (“Housing”), so its type must be that of a
    # heading as well; 2 percent is more than rounding.
    if (depth := style.bookmarks.get(_key(text))) and (line.bold or line.size > 1.02 * style.size):
        return depth
    if line.size > LARGER * style.size:
        # `_style` counted the sizes of all such lines.
        return style.sizes.index(round(line.size, 0)) + 1
    # In type of the body's size: smaller bold lines are heads of tables and captions.
    is_bold = line.bold and abs(line.size - style.size) <= 1 and not ITEM.match(text)
    if SENTENCE_ENDS.search(text) or not (is_bold or _shouts(line, style)):
        return 0
    return len(style.sizes) + 1


def _shouts(line: PageLine, style: Style) -> bool:
    """Whether a line of the body is in capitals and short, as typists set a heading."""
    text = line.text
    is_short = len(text) <= LONGEST_SHOUT and line.right < SHORT_OF_EDGE * style.right
    is_word = sum(map(str.isalpha, text)) * 2 > len(text) > SHORTEST_SHOUT
    return is_short and is_word and text.isupper()


def _continues(
    group: list[PageLine], line: PageLine, *, level: int, this: int, style: Style
) -> bool:
    """Whether a line belongs to the paragraph or heading before it."""
    last = group[-1]
    if level or this:
        # The second line of a title may be so short that it stands over one column only.
        alike = abs(last.size - line.size) < 1 and last.bold == line.bold and last.page == line.page
        return level > 0 and this > 0 and alike and 0 < line.y - last.y < TITLE_PITCH * line.size
    is_apart = (last.page, last.column) != (line.page, line.column) or last.cells or line.cells
    is_other = ITEM.match(line.text) or abs(last.size - line.size) > 0.15 * style.size
    further = FURTHER_AFTER_SENTENCE if SENTENCE_ENDS.search(last.text) else FURTHER
    # Notes and quotations in smaller type are set closer, in proportion.
    pace = style.pitch * line.size / style.size
    if is_apart or is_other or not 0 < line.y - last.y < further * pace:
        return False
    # The first line of a paragraph is often indented by a size of type or more; the last three
    # lines show the left edge, since a quotation may have moved it. The second line never begins a
    # paragraph by it: the first may hang out.
    indent = line.x - min(one.x for one in group[-3:])
    return indent <= 0.8 * line.size or len(group) == 1


def _merged(groups: Iterator[Group]) -> Iterator[Group]:
    """Yields the groups, joining those that the end of a column or page, or notes, part."""
    held: Group | None = None
    notes: list[Group] = []
    for group in groups:
        kind, level, lines = group
        # Notes stand at the foot of the page, in the middle of a paragraph that goes on; they come
        # after it.
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
    """Returns whether two groups are one paragraph on two pages or columns."""
    (kind, level, lines), (next_kind, next_level, next_lines) = held, group
    last, first = lines[-1], next_lines[0]
    if level or kind == "row" or next_level or next_kind != "paragraph":
        return False
    if (last.page, last.column) == (first.page, first.column) or abs(last.size - first.size) > 1:
        return False
    if SENTENCE_ENDS.search(last.text):
        return False
    # A short line ends its paragraph, with or without a full stop, unless its last word or the
    # first word behind it shows that the sentence continues.
    widest = max(line.right - line.x for line in (*lines, *next_lines))
    goes_on = OPEN_END.search(last.text) or first.text[:1].islower() or first.text[:1].isdigit()
    return bool(goes_on) or last.right - last.x > FULL * widest


def _add(
    builder: SectionBuilder,
    kind: ParagraphKind,
    *,
    level: int,
    group: list[PageLine],
    words: frozenset[str],
) -> None:
    """Adds one heading or paragraph to the sections."""
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
