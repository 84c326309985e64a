"""Headings and paragraphs, as a reader meets them, to sections."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.audit.documents.types import DocumentSection, Paragraph, ParagraphKind

LONGEST_PARAGRAPH = 20_000
"""What is longer is cut between two words: a text without breaks is still read, and each piece of it in little time."""
ORDINARY = re.compile(
    r"^(?:(?:executive|brief)\s+)?(?:summary|introduction|overview|background|abstract|foreword|preface|acknowledge?ments|conclusions?|"
    r"(?:table\s+of\s+)?contents|key\s+(?:findings|points|takeaways)|recommendations|methods?|methodology|findings|results)\W*$",
    re.IGNORECASE,
)
"""Headings that any document may have, and that are the title of none."""
UNFINISHED = re.compile(
    r"(?:\b(?:of|by|for|to|the|and|on|in|at|with|from|an?|before|behalf|against|about|its|their|our)|[,:&–—-])$", re.IGNORECASE
)
CONTINUES = re.compile(r"(?i:before|of|on\s+behalf|submitted|presented)\b|[a-z]")
TESTIMONY = re.compile(r"(?:(?:written|oral|prepared|joint)\s+)?(?:testimony|statement)\b", re.IGNORECASE)
DIGIT = re.compile(r"\d")
YEAR = re.compile(r"(?:FY\s?)?(?:19|20)\d\d")
LONGEST_LABEL = 60
LINES_OF_TITLE = 8
FIRST_WORDS = 100
HEAD = 4
"""Among so many sections at the beginning stands the title."""


class SectionBuilder:
    """Gathers headings and paragraphs in reading order."""

    def __init__(self) -> None:
        self._open: tuple[str, int, int, int | None] | None = None
        self._paragraphs: list[Paragraph] = []
        self._done: list[DocumentSection] = []
        self._head: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no section is finished yet."""
        return not self._done

    @property
    def is_at_start(self) -> bool:
        """Whether there is neither a heading nor a paragraph yet."""
        return not self._done and self._open is None and not self._paragraphs

    def heading(self, text: str, *, level: int, line: int, page: int | None = None) -> None:
        """Begins a section; nothing without words."""
        if not text:
            return
        self._close()
        self._open = (text, level, line, page)

    def paragraph(self, text: str, *, line: int, page: int | None = None, kind: ParagraphKind = "paragraph") -> None:
        """Adds a paragraph to the section at hand; nothing without words."""
        self._paragraphs += [Paragraph(part, line, page, kind) for part in _parts(text)]

    def row(self, cells: Sequence[str], *, line: int, page: int | None = None) -> None:
        """Adds a row of a table; behind its head, each figure has what the head says of it before it: `Harlan | Homes: 1,204`."""
        last = self._paragraphs[-1] if self._paragraphs else None
        if last is None or last.kind != "row":
            self._head = tuple(cells) if _is_head(cells) else ()
            told = tuple(cells)
        else:
            told = _labelled(cells, self._head)
        self.paragraph(" | ".join(cell for cell in told if cell), line=line, page=page, kind="row")

    def title(self) -> str | None:
        """The heading of the highest level, the first of them, at the head; nothing where that may head any document."""
        headed = [(section.level, index, section.heading) for index, section in enumerate(self.sections()) if section.heading]
        level, index, found = min(headed, default=(0, 0, ""))
        at_head = index == 0 or (level == 1 and index < HEAD)
        return found if found and at_head and not ORDINARY.match(found) else None

    def first_words(self) -> str:
        """How the document begins."""
        sections = self.sections()
        first = next((words for section in sections for words in (*(one.text for one in section.paragraphs), section.heading) if words), "")
        return first[:FIRST_WORDS]

    def sections(self) -> tuple[DocumentSection, ...]:
        """All sections so far, the last as far as it goes; a title in several headings is one."""
        return _with_whole_title((*self._done, *self._current()))

    def _close(self) -> None:
        self._done += self._current()
        self._open, self._paragraphs = None, []

    def _current(self) -> tuple[DocumentSection, ...]:
        if self._open is None and not self._paragraphs:
            return ()
        text, level, line, page = self._open or ("", 0, self._paragraphs[0].line, self._paragraphs[0].page)
        return (DocumentSection(text, level, tuple(self._paragraphs), line, page),)


def _is_head(cells: Sequence[str]) -> bool:
    """Whether the first row of a table says what stands below it, in words and years; one year alone beside a word is a figure."""
    figures = [cell for cell in cells if DIGIT.search(cell)]
    return not figures or (len(cells) > len(figures) and len(cells) > 2 and all(map(YEAR.fullmatch, figures)))  # noqa: PLR2004


def _labelled(cells: Sequence[str], head: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row, those with figures behind the word of the head that stands above them."""
    if len(cells) != len(head):
        return tuple(cells)
    pairs = zip(head[1:], cells[1:], strict=True)
    return (cells[0], *(f"{above}: {cell}" if _is_label(above) and DIGIT.search(cell) else cell for above, cell in pairs))


def _is_label(text: str) -> bool:
    """Whether this can stand before a figure."""
    return 0 < len(text) <= LONGEST_LABEL


def _parts(text: str) -> Iterator[str]:
    """The text in parts of a length that can be one paragraph."""
    start = 0
    while len(text) - start > LONGEST_PARAGRAPH:
        limit = start + LONGEST_PARAGRAPH
        end = next((place for mark in (". ", " ") if (place := text.rfind(mark, start, limit)) > start), limit - 1) + 1
        yield text[start:end].strip()
        start = end
    if text[start:]:
        yield text[start:]


def _with_whole_title(sections: Sequence[DocumentSection]) -> tuple[DocumentSection, ...]:
    """The sections, those headings made one that are one title: `TESTIMONY OF`, `JANE DOE`, `BEFORE THE COMMITTEE`."""
    start = next((index for index, section in enumerate(sections[:2]) if section.heading), len(sections))
    end, title = start + 1, next(iter(sections[start:]), None)
    while (
        title is not None
        and end < min(len(sections), start + LINES_OF_TITLE)
        and not title.paragraphs
        and _is_one_title(title, sections[end])
    ):
        title = replace(title, heading=f"{title.heading} {sections[end].heading}", paragraphs=sections[end].paragraphs)
        end += 1
    return (*sections[:start], title, *sections[end:]) if title is not None else tuple(sections)


def _is_one_title(first: DocumentSection, after: DocumentSection) -> bool:
    """Whether a heading goes on in the next, by its own last word or the first of the next, or as the names above a testimony do."""
    if not after.heading or ORDINARY.match(after.heading):
        return False
    goes_on = UNFINISHED.search(first.heading) or CONTINUES.match(after.heading)
    return bool(goes_on) or (bool(TESTIMONY.match(first.heading)) and after.heading.isupper() and not after.paragraphs)
