"""Gathers headings and paragraphs into the sections of a document."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.audit.documents.types import (
    Document,
    DocumentSection,
    Format,
    Link,
    Metadata,
    Paragraph,
    ParagraphKind,
)

LONGEST_PARAGRAPH = 20_000
"""Characters; a longer one is cut between two words, so that a text without breaks is read too, and
each piece of it in little time. Chosen by hand: longer than any paragraph that a person writes."""
ORDINARY = re.compile(
    r"^(?:(?:executive|brief)\s+)?(?:summary|introduction|overview|background|abstract|foreword|"
    r"preface|acknowledge?ments|conclusions?|"
    r"(?:table\s+of\s+)?contents|key\s+(?:findings|points|takeaways)|recommendations|methods?|"
    r"methodology|findings|results)\W*$",
    re.IGNORECASE,
)
"""Headings that any document may have, and that are never its title."""
# The end of a heading that goes on in the next: “TESTIMONY OF”, “The Long Wait:”; not “THE LONG
# WAIT”.
UNFINISHED = re.compile(
    r"(?:\b(?:of|by|for|to|the|and|on|in|at|with|from|an?|before|behalf|against|about|its|their|"
    r"our)|[,:&–—-])$",
    re.IGNORECASE,
)
# The beginning of a heading that continues the last: “BEFORE THE COMMITTEE”, “of the state”.
# `(?i:…)` covers the words alone, because a small letter is the sign of the other case.
CONTINUES = re.compile(r"(?i:before|of|on\s+behalf|submitted|presented)\b|[a-z]")
# Only a testimony has a title whose lines are joined by no word: the witness, the office, the
# committee, each in capitals.
TESTIMONY = re.compile(
    r"(?:(?:written|oral|prepared|joint)\s+)?(?:testimony|statement)\b", re.IGNORECASE
)
# `\d` and not `isdigit`: a raised ² is no figure.
DIGIT = re.compile(r"\d")
# A year may head a column (2019, FY 2020); any other number in a first row is a figure.
YEAR = re.compile(r"(?:FY\s?)?(?:19|20)\d\d")
LONGEST_LABEL = 60
"""Characters of a table's head that are repeated before each figure below it; a longer one would
hide the figure."""
LINES_OF_TITLE = 8
"""Headings in succession that can be one title: a testimony names its author, committee, house,
topic and day, each on a line."""
FIRST_WORDS = 100
"""Characters of the first words that name a document without a title. Chosen by hand: enough
to know it by, and one line of the terminal or two."""
HEAD = 4
"""The title is the heading of one of so many first sections. Chosen by hand: a banner, a date and
an author may stand above it; a heading of the first level further down is a chapter's."""


class SectionBuilder:
    """Gathers headings and paragraphs in reading order."""

    def __init__(self) -> None:
        self._open: tuple[str, int, int, int | None] | None = None
        self._paragraphs: list[Paragraph] = []
        self._done: list[DocumentSection] = []
        self._head: tuple[str, ...] = ()

    def document(
        self,
        name: str,
        form: Format,
        *,
        title: str | None,
        metadata: Metadata,
        links: Iterable[Link],
        warnings: tuple[str, ...],
    ) -> Document:
        """Returns the document; one without a title takes its first words, or its name."""
        given = title or self.first_words() or name
        sections, titled = self.sections(), bool(title)
        return Document(
            name, form, given, metadata, sections, tuple(links), warnings, titled=titled
        )

    @property
    def is_empty(self) -> bool:
        """Whether no section is finished yet."""
        return not self._done

    @property
    def is_at_start(self) -> bool:
        """Whether there is neither a heading nor a paragraph yet."""
        return not self._done and self._open is None and not self._paragraphs

    def heading(self, text: str, *, level: int, line: int, page: int | None = None) -> None:
        """Begins a section, unless the heading has no words."""
        if text:
            self._done += self._current()
            self._open, self._paragraphs = (text, level, line, page), []

    def paragraph(
        self, text: str, *, line: int, page: int | None = None, kind: ParagraphKind = "paragraph"
    ) -> None:
        """Adds a paragraph to the last section, unless it has no words."""
        self._paragraphs += [Paragraph(part, line, page, kind) for part in _parts(text)]

    def row(self, cells: Sequence[str], *, line: int, page: int | None = None) -> None:
        """Adds a row of a table; below its head, each figure follows the word of the head above it.

        `Harlan | Homes: 1,204`
        """
        last = self._paragraphs[-1] if self._paragraphs else None
        # The first row after other text begins a table; only that row can be its head.
        if last is None or last.kind != "row":
            self._head = tuple(cells) if _is_head(cells) else ()
        elif self._head and len(cells) == len(self._head):
            cells = [cells[0], *map(_labelled, self._head[1:], cells[1:])]
        self.paragraph(" | ".join(filter(None, cells)), line=line, page=page, kind="row")

    def title(self) -> str | None:
        """Returns the first heading of the highest level, None if it is not near the beginning.

        A heading that any document may have is no title.
        """
        headed = [
            (section.level, index, section.heading)
            for index, section in enumerate(self.sections())
            if section.heading
        ]
        # Sorted by level, then by place: the first of the highest. The heading itself is never
        # compared, because no two have one index.
        level, index, found = min(headed, default=(0, 0, ""))
        at_head = index == 0 or (level == 1 and index < HEAD)
        return found if found and at_head and not ORDINARY.match(found) else None

    def first_words(self) -> str:
        """Returns the first words of the document."""
        for section in self.sections():
            for words in (*(one.text for one in section.paragraphs), section.heading):
                if words:
                    return words[:FIRST_WORDS]
        return ""

    def sections(self) -> tuple[DocumentSection, ...]:
        """Returns all sections so far; a title in several headings is one."""
        return _with_whole_title((*self._done, *self._current()))

    def _current(self) -> tuple[DocumentSection, ...]:
        if self._open is None and not self._paragraphs:
            return ()
        paragraphs = tuple(self._paragraphs)
        text, level, line, page = self._open or ("", 0, paragraphs[0].line, paragraphs[0].page)
        return (DocumentSection(text, level, paragraphs, line, page),)


def _is_head(cells: Sequence[str]) -> bool:
    """Whether the first row of a table is its head: words and years.

    A word and a single year are a name and a figure.
    """
    figures = [cell for cell in cells if DIGIT.search(cell)]
    return not figures or (
        len(cells) > len(figures) and len(cells) > 2 and all(map(YEAR.fullmatch, figures))  # noqa: PLR2004
    )


def _labelled(head: str, cell: str) -> str:
    """Returns a cell, one with a figure after the word of the head above it."""
    return f"{head}: {cell}" if 0 < len(head) <= LONGEST_LABEL and DIGIT.search(cell) else cell


def _parts(text: str) -> Iterator[str]:
    """Yields the text in parts of at most LONGEST_PARAGRAPH, cut after a sentence or a word."""
    start = 0
    while len(text) - start > LONGEST_PARAGRAPH:
        limit = start + LONGEST_PARAGRAPH
        # A sentence end before a word end, so that a sentence of a finding stays whole if it can; a
        # text without spaces is cut in a word.
        places = [text.rfind(mark, start, limit) for mark in (". ", " ")]
        end = next((place for place in places if place > start), limit - 1) + 1
        yield text[start:end].strip()
        start = end
    if text[start:]:
        yield text[start:]


def _with_whole_title(sections: Sequence[DocumentSection]) -> tuple[DocumentSection, ...]:
    """Returns the sections, with the headings of one title made one.

    `TESTIMONY OF`, `JANE DOE`, `BEFORE THE COMMITTEE`.
    """
    # Only the first two sections: a few words, such as a date, may stand above the title, but no
    # heading further down is one.
    start = next((index for index, one in enumerate(sections[:2]) if one.heading), None)
    if start is None:
        return tuple(sections)
    title, end = sections[start], start + 1
    for after in sections[end : start + LINES_OF_TITLE]:
        if title.paragraphs or not _is_one_title(title, after):
            break
        heading = f"{title.heading} {after.heading}"
        title = replace(title, heading=heading, paragraphs=after.paragraphs)
        end += 1
    return (*sections[:start], title, *sections[end:])


def _is_one_title(first: DocumentSection, after: DocumentSection) -> bool:
    """Whether a heading goes on in the next: by a word at their border, or as a testimony's."""
    if not after.heading or ORDINARY.match(after.heading):
        return False
    goes_on = UNFINISHED.search(first.heading) or CONTINUES.match(after.heading)
    return bool(goes_on) or (
        bool(TESTIMONY.match(first.heading)) and after.heading.isupper() and not after.paragraphs
    )
